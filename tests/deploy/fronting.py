"""Programs started as they are shipped, on loopback: `steadyground serve`, and nginx in front of it.

Of what is shipped only ports and paths are replaced. A port can be taken by somebody else between being chosen and
being bound; then the start is tried anew with other ports. Every wait has an end.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from audit.wording import ROOT

SHIPPED = ROOT / "deploy" / "nginx.conf"
NAME = "steadyground.example"
WHO = "127.0.0.77"
TRIES = 5
PATIENCE = 60.0  # seconds: for a program to start, or to end
ANSWER = 30.0  # seconds: for one answer
SERVE = (sys.executable, "-m", "audit", "serve")
RUNS = "Stop with Ctrl-C."  # said once the address is bound


@dataclass(frozen=True, slots=True)
class Front:
    """A running nginx. folder: its prefix, where all its files lie; said: what it wrote to its streams."""

    folder: Path
    secure: int
    plain: int
    pid: int
    said: Path
    name: str

    def connects(self, *, name: str = "") -> http.client.HTTPConnection:
        """A line over TLS to this name or its own, from a distinctive address; ssl.SSLError where it is not let in."""
        return secured(self.folder, self.secure, name=name or self.name)

    def calls(self) -> http.client.HTTPConnection:
        """A line without TLS, from the same address."""
        return http.client.HTTPConnection("127.0.0.1", self.plain, timeout=ANSWER, source_address=(WHO, 0))


@dataclass(frozen=True, slots=True)
class Served:
    """A running `steadyground serve`. said: what it wrote to its streams."""

    port: int
    pid: int
    said: Path


Running = TypeVar("Running", Front, Served)


def secured(folder: Path, port: int, *, name: str) -> http.client.HTTPConnection:
    """A line over TLS that trusts the certificate in the folder alone."""
    trust = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
    bare = socket.create_connection(("127.0.0.1", port), timeout=ANSWER, source_address=(WHO, 0))
    line = http.client.HTTPConnection(name, timeout=ANSWER)
    try:
        line.sock = trust.wrap_socket(bare, server_hostname=name)
    except OSError:
        bare.close()
        raise
    return line


def free_port() -> int:
    """A port that nobody has at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def fronted(folder: Path, *, behind: int, office: int = 0, text: str = "", name: str = NAME) -> Iterator[Front]:
    """The shipped nginx (or another text of its configuration) in front of a port, with this folder as its prefix.
    office: the port of the office, where it runs in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    make_certificate(folder, name=name)
    ports = {"8000": behind, **({"8001": office} if office else {})}
    with started_again(lambda: _nginx(folder, ports, text or SHIPPED.read_text(encoding="utf-8"), name)) as running:
        yield running


def _nginx(
    folder: Path, behind: Mapping[str, int], text: str, name: str
) -> tuple[subprocess.Popen[bytes], Front, Callable[[], bool]]:
    secure, plain, pid = free_port(), free_port(), folder / "nginx.pid"
    pid.unlink(missing_ok=True)
    write_configuration(folder, text, ports={"80": plain, "443": secure, **behind})
    said, temporary = folder.with_name(f"{folder.name}.said"), folder.with_name(f"{folder.name}.tmp")
    temporary.mkdir(exist_ok=True)
    environ = {**os.environ, "TMPDIR": str(temporary)}
    words = ["nginx", "-p", str(folder), "-c", "nginx.conf", "-e", "stderr", "-g", _own_words()]
    process = run(words, said=said, environ=environ)

    def is_up() -> bool:
        """It writes its number down once its ports are bound, so nobody else can be taken for it."""
        return pid.exists() and pid.read_text(encoding="utf-8").strip() == str(process.pid) and _answers(secure)

    return process, Front(folder, secure, plain, process.pid, said, name), is_up


def _own_words() -> str:
    """What a service manager would say. Workers read the folder of a test only as the user who made it."""
    return "daemon off; pid nginx.pid;" + (" user root;" if os.geteuid() == 0 else "")


def write_configuration(folder: Path, text: str, *, ports: Mapping[str, int]) -> None:
    """The configuration in this folder: the ports replaced, and every file below the folder. ports: by shipped port."""
    for shipped, port in ports.items():
        text = text.replace(f"listen {shipped} ", f"listen 127.0.0.1:{port} ")
        text = text.replace(f"listen {shipped};", f"listen 127.0.0.1:{port};")
        text = text.replace(f"127.0.0.1:{shipped};", f"127.0.0.1:{port};")
    text = text.replace("/etc/ssl/steadyground", str(folder))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    (folder / "nginx.conf").write_text(text.replace("http {", f"http {{\n{temporary}", 1), encoding="utf-8")


def make_certificate(folder: Path, *, name: str) -> None:
    """A key, and a certificate for a name, signed by itself."""
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    words += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    words += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(words, check=True, capture_output=True, timeout=PATIENCE)


@contextmanager
def served(
    folder: Path, *, home: Path, words: Sequence[str] = SERVE, environ: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """`steadyground serve`, or other words, on a port of its own; what it says and its temporary files lie in the
    folder, what it keeps in `home`."""
    folder.mkdir(parents=True, exist_ok=True)
    with started_again(lambda: _serve(folder, home, words, environ or {})) as running:
        yield running


def _serve(
    folder: Path, home: Path, words: Sequence[str], more: Mapping[str, str]
) -> tuple[subprocess.Popen[bytes], Served, Callable[[], bool]]:
    port, said, temporary = free_port(), folder / "said", folder / "tmp"
    temporary.mkdir(exist_ok=True)
    environ = {**os.environ, "HOST": "127.0.0.1", "PUBLIC_URL": "", "PORT": str(port), "TMPDIR": str(temporary)}
    environ |= {"STEADYGROUND_HOME": str(home), "HOME": str(folder), **more}
    process = run(words, said=said, environ=environ)

    def is_up() -> bool:
        return RUNS in said.read_text(encoding="utf-8") and _is_well(port)

    return process, Served(port, process.pid, said), is_up


def run(words: Sequence[str], *, said: Path, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A program in a group of its own, both streams into one file."""
    with said.open("wb") as out:
        return subprocess.Popen(
            list(words), cwd=ROOT, env=dict(environ), stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )


@contextmanager
def started_again(
    start: Callable[[], tuple[subprocess.Popen[bytes], Running, Callable[[], bool]]],
) -> Iterator[Running]:
    """What a start brings up; a start that ends by itself is tried again with other ports. Ended at the end."""
    for _try in range(TRIES):
        process, found, is_up = start()
        if _comes_up(process, is_up):
            break
        end(process)
    else:
        raise AssertionError(f"it did not start: {found.said.read_text(encoding='utf-8', errors='replace')}")
    try:
        yield found
    finally:
        end(process)


def _comes_up(process: subprocess.Popen[bytes], is_up: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            return False
        if is_up():
            return True
        time.sleep(0.05)
    return False


def end(process: subprocess.Popen[bytes]) -> None:
    """Asked first; what is still there after that is killed, with everything it started."""
    process.terminate()
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=PATIENCE)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=ANSWER).close()
    except OSError:
        return False
    return True


def _is_well(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
