"""Where a scanner wants the product to call, if it can be made to call anywhere. It listens on this machine only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ASKED_BY_THE_SCANNER = ("/", "/get_ssrf.php")


@dataclass
class Catcher:
    """address: to be put into what is sent; calls: paths that somebody asked for, those of the scanner left out."""

    address: str
    calls: list[str] = field(default_factory=list)


@contextmanager
def catching() -> Iterator[Catcher]:
    """Listens until the block ends. It answers everybody with an empty list of calls."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    catcher = Catcher(f"http://127.0.0.1:{server.server_port}/")
    server.RequestHandlerClass = _noting(catcher.calls)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield catcher
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def _noting(calls: list[str]) -> type[BaseHTTPRequestHandler]:
    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.partition("?")[0] not in ASKED_BY_THE_SCANNER:
                calls.append(self.path)
            body = b"{}"
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - the names of the parent

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
            """Says nothing."""

    return Noting
