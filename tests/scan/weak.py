"""A page with two holes in it, so that a scanner that finds nothing at ours is known to find something elsewhere.

It serves nothing but an invented table, on this machine only, for as long as the scan of it takes.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAGE = '<!doctype html><title>Names</title><form action="/" method="get"><input name="name"></form>'
ROWS = "CREATE TABLE people (name TEXT, role TEXT); INSERT INTO people VALUES ('Ola', 'reviewer'), ('Sam', 'rep')"


@contextmanager
def weak_page() -> Iterator[str]:
    """Its address. What is typed becomes part of a query and of the page, as it must never be."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Holes)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


class _Holes(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        typed = parse_qs(urlsplit(self.path).query).get("name", [""])[0]
        body = f"{PAGE}<p>{typed}</p>{_found(typed)}".encode(errors="replace")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Says nothing."""


def _found(typed: str) -> str:
    with closing(sqlite3.connect(":memory:")) as table:
        table.executescript(ROWS)
        try:
            rows = table.execute(f"SELECT name, role FROM people WHERE name = '{typed}'").fetchall()  # noqa: S608 - the hole
        except (sqlite3.Error, sqlite3.Warning) as error:
            return f"<p>sqlite3.OperationalError: {error}</p>"
    return "".join(f"<li>{name}: {role}</li>" for name, role in rows)
