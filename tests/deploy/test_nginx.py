"""The nginx configuration that is shipped, started as it is but for its ports and paths."""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.deploy.fronting import ANSWER, NAME, PATIENCE, SHIPPED, WHO, Front, fronted

CHANGES = (
    ("access_log off;", "access_log access.log;"),
    ("proxy_request_buffering off;", "client_body_in_file_only on;"),
)
MARK = "Distinctive-7F3Q"
NOSY = {"User-Agent": MARK, "Accept-Language": MARK, "Referer": MARK, "X-Forwarded-For": WHO, "Forwarded": f"for={WHO}"}
TOLD = {"host", "content-type", "content-length", "cookie", "accept-encoding"}
STAY = "max-age=31536000; includeSubDomains"


@dataclass(frozen=True, slots=True)
class Fronted:
    """A running nginx, and what reached the program behind it."""

    front: Front
    seen: list[dict[str, str]] = field(default_factory=list)

    def sends(self, path: str, body: str, *, host: str = NAME) -> http.client.HTTPResponse:
        """One POST over HTTPS from a distinctive address, with distinctive headers."""
        line = self.front.connects()
        try:
            line.request("POST", path, body, {"Host": host, "Cookie": "a=b", "Content-Type": "text/plain", **NOSY})
            answer = line.getresponse()
            answer.read()
        finally:
            line.close()
        return answer


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Fronted]:
    """The shipped nginx, with a program behind it that notes what it is told."""
    with _started(tmp_path, "") as found:
        yield found


@contextmanager
def _started(tmp_path: Path, text: str) -> Iterator[Fronted]:
    seen: list[dict[str, str]] = []
    behind = ThreadingHTTPServer(("127.0.0.1", 0), _noting(seen))
    behind.daemon_threads = True  # a line that was left open keeps nobody waiting
    thread = threading.Thread(target=behind.serve_forever, daemon=True)
    thread.start()
    try:
        with fronted(tmp_path / "nginx", behind=behind.server_port, text=text) as front:
            yield Fronted(front, seen)
    finally:
        behind.shutdown()
        thread.join(timeout=PATIENCE)
        behind.server_close()


def _noting(seen: list[dict[str, str]]) -> type[BaseHTTPRequestHandler]:
    class Noting(BaseHTTPRequestHandler):
        timeout = ANSWER

        def do_POST(self) -> None:
            seen.append({name.lower(): value for name, value in self.headers.items()})
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.send_header("Strict-Transport-Security", "max-age=1")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
            """Says nothing."""

    return Noting


def test_the_program_behind_is_told_what_it_needs_and_nothing_about_who_asks(running: Fronted) -> None:
    assert running.sends("/", "a=b").status == 200
    assert len(running.seen) == 1
    assert set(running.seen[0]) == TOLD
    assert running.seen[0]["host"] == NAME
    assert not [value for value in running.seen[0].values() if WHO in value or MARK in value]


def test_what_is_sent_lies_in_no_file_of_nginx(running: Fronted, tmp_path: Path) -> None:
    assert running.sends("/", MARK * 50_000).status == 200
    assert running.sends("/", "x" * (3 << 20)).status == 413
    assert not _traces(tmp_path)


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


def test_browsers_are_told_once_to_stay_with_https(running: Fronted) -> None:
    assert running.sends("/", "a=b").headers.get_all("Strict-Transport-Security") == [STAY]
    assert running.sends("/", "x" * (3 << 20)).headers.get_all("Strict-Transport-Security") == [STAY]


def test_plain_http_leads_to_https(running: Fronted) -> None:
    assert _called(running, NAME) == (301, f"https://{NAME}/anything")


def _called(running: Fronted, host: str) -> tuple[int, str | None]:
    line = running.front.calls()
    try:
        line.request("GET", "/anything", headers={"Host": host, "User-Agent": MARK})
        answer = line.getresponse()
        answer.read()
    finally:
        line.close()
    return answer.status, answer.headers["Location"]


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1", "localhost"])
def test_an_unknown_name_reaches_nothing_and_is_written_nowhere(running: Fronted, tmp_path: Path, host: str) -> None:
    assert _called(running, host) == (421, None)
    assert running.sends("/", "a=b", host=host).status == 421
    with pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"):
        running.front.connects(name=host if "." in host and host[0].isalpha() else "elsewhere.example")
    assert running.seen == []
    assert not _traces(tmp_path)
