"""The nginx configuration that is shipped, started as it is but for its ports and paths."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SHIPPED = Path("deploy/nginx.conf")
CHANGES = (
    ("access_log off;", "access_log access.log;"),
    ("proxy_request_buffering off;", "client_body_in_file_only on;"),
)
WHO = "127.0.0.77"
MARK = "Distinctive-7F3Q"


@dataclass
class Front:
    """A running nginx: where it listens, what reached the program behind it, where its files would lie."""

    folder: Path
    secure: int
    plain: int
    seen: list[str] = field(default_factory=list)

    def sends(self, path: str, body: str) -> http.client.HTTPResponse:
        """One POST over HTTPS from a distinctive address, with distinctive headers."""
        trust = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        trust.check_hostname = False
        line = http.client.HTTPSConnection("127.0.0.1", self.secure, source_address=(WHO, 0), context=trust)
        try:
            line.request("POST", path, body, {"User-Agent": MARK, "X-Forwarded-For": WHO, "Forwarded": f"for={WHO}"})
            answer = line.getresponse()
            answer.read()
        finally:
            line.close()
        return answer


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    """The shipped nginx, with a program behind it that notes what it is told."""
    with _started(tmp_path, SHIPPED.read_text(encoding="utf-8")) as running:
        yield running


@contextmanager
def _started(tmp_path: Path, text: str) -> Iterator[Front]:
    running = Front(tmp_path, _free_port(), _free_port())
    behind = ThreadingHTTPServer(("127.0.0.1", 0), _noting(running.seen))
    thread = threading.Thread(target=behind.serve_forever)
    thread.start()
    command = _command(running, behind.server_port, text)
    nginx = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _wait_for(running.secure)
        yield running
    finally:
        nginx.terminate()
        said, _ = nginx.communicate(timeout=10)
        (tmp_path / "said").write_bytes(said)
        behind.shutdown()
        thread.join()
        behind.server_close()


def _noting(seen: list[str]) -> type[BaseHTTPRequestHandler]:
    class Noting(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(str(self.headers))
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
            """Says nothing."""

    return Noting


def _command(running: Front, behind: int, text: str) -> list[str]:
    """Makes a certificate and the configuration with this test's ports and paths."""
    folder = running.folder
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=steadyground.example"]
    subprocess.run([*making, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{running.plain};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{running.secure} ssl;")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind}").replace("/etc/ssl/steadyground", str(folder))
    temp = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(text.replace("http {", f"http {{\n{temp}", 1), encoding="utf-8")
    return [
        "nginx",
        "-p",
        str(folder),
        "-c",
        "nginx.conf",
        "-e",
        "/dev/null",
        "-g",
        "daemon off; pid nginx.pid; user root;",
    ]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx did not start")


def test_who_asks_is_not_told_to_the_program_behind(front: Front) -> None:
    assert front.sends("/", "a=b").status == 200
    assert len(front.seen) == 1
    assert not re.search(rf"{re.escape(WHO)}|{MARK}", front.seen[0])


def test_what_is_sent_lies_in_no_file_of_nginx(front: Front) -> None:
    assert front.sends("/", MARK * 50_000).status == 200
    assert front.sends("/", "x" * (3 << 20)).status == 413
    assert not _traces(front.folder)


@pytest.mark.parametrize(("ours", "other"), CHANGES)
def test_one_line_changed_and_a_trace_is_found(tmp_path: Path, ours: str, other: str) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert ours in text
    with _started(tmp_path, text.replace(ours, other)) as running:
        running.sends("/", MARK)
    assert _traces(tmp_path)


def _traces(folder: Path) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if MARK.encode() in path.read_bytes() or WHO.encode() in path.read_bytes()]


def test_browsers_are_told_to_stay_with_https(front: Front) -> None:
    assert front.sends("/", "a=b").headers["Strict-Transport-Security"] == "max-age=31536000"


def test_plain_http_leads_to_https(front: Front) -> None:
    line = http.client.HTTPConnection("127.0.0.1", front.plain)
    line.request("GET", "/anything", headers={"Host": "steadyground.example"})
    answer = line.getresponse()
    line.close()
    assert (answer.status, answer.headers["Location"]) == (301, "https://steadyground.example/anything")
