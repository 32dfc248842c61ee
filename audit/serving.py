"""Running the web server: one process that answers, no access log, nothing written outside the product's folder."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from audit.refusals import Refusal
from audit.settings import Settings
from audit.wording import gettext as _

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 8
BETWEEN_LOOKS = 900.0  # seconds: how soon after midnight the nightly door is run


class AddressTaken(Refusal):
    """Something else listens there already."""


class AddressNotOurs(Refusal):
    """This machine has no such address, or may not listen there."""


class AddressInTheClear(Refusal):
    """Whoever is on the way could read what people send."""


@dataclass(frozen=True, slots=True)
class Server:
    """What is served, where, and what is done beside it once a while (`beside`, None where nothing is). work: starts
    whoever makes reports in a process of their own, None where nobody asks for any."""

    settings: Settings
    make: Callable[[], WSGIApplication]
    beside: Callable[[], None] | None = None
    work: Callable[[], object] | None = None


def check_address(settings: Settings) -> None:
    """Plain http only where nobody is on the way; AddressInTheClear."""
    if settings.public_url and not settings.https:
        raise AddressInTheClear(
            _(
                "PUBLIC_URL is %(url)s, where others could read codes, passwords and answers; name an https:// address,"
                " or leave it out to open the site on this computer.",
                url=settings.public_url,
            )
        )
    if not (settings.loopback or settings.https):
        raise AddressInTheClear(
            _(
                "%(host)s can be reached from elsewhere, and over plain http others could read codes, passwords and"
                " answers; set PUBLIC_URL to the https:// address in front of it, or HOST to 127.0.0.1.",
                host=settings.host,
            )
        )


def listen(settings: Settings) -> socket.socket:
    """The socket to serve from, bound now so that whatever is in the way is said before anything starts."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        raise _refusal(error, settings) from error


def _refusal(error: OSError, settings: Settings) -> Refusal:
    if error.errno == errno.EADDRINUSE:
        return AddressTaken(
            _(
                "Port %(port)s at %(host)s is in use; stop the other program, or choose another port with --port.",
                port=settings.port,
                host=settings.host,
            )
        )
    return AddressNotOurs(
        _(
            "This machine cannot listen at %(host)s, port %(port)s (%(why)s); choose others with --host and --port.",
            host=settings.host,
            port=settings.port,
            why=os.strerror(error.errno or 0).lower(),
        )
    )


def serve(server: Server, listening: socket.socket) -> None:
    """Answers until it is stopped (Ctrl-C or SIGTERM). What it makes is for its own user but in a shared folder."""
    os.umask(0o077)
    _Gunicorn(server, listening.detach()).run()


class _Gunicorn(BaseApplication):
    """Gunicorn with our settings and no others: neither its files nor its environment are read."""

    def __init__(self, server: Server, descriptor: int) -> None:
        self.server = server
        self.descriptor = descriptor
        super().__init__()

    def load_config(self) -> None:
        """One worker, because each open box has one writer; no access log, because it would say who came when."""
        for name, value in self._chosen().items():
            self.cfg.set(name, value)

    def _chosen(self) -> dict[str, Any]:
        return {
            "bind": f"fd://{self.descriptor}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "accesslog": None,
            "loglevel": "error",  # its warnings hold addresses
            "control_socket_disable": True,  # it would lie outside the product's folder
            "timeout": 0,  # closing a large round may take minutes, and there is no second worker to take over
            "graceful_timeout": 5,
            "proc_name": "steadyground",
        }

    def load(self) -> Any:
        """Made in the process that answers, so that no open database is shared between two."""
        try:
            made = self.server.make()
        except Refusal as no:
            sys.stderr.write("\n".join((*no.sentences, "")))
            sys.exit(Arbiter.APP_LOAD_ERROR)
        if self.server.beside is not None:
            start_beside(self.server.beside, stop=threading.Event())
        if self.server.work is not None:
            self.server.work()
        return made


def start_beside(work: Callable[[], None], *, stop: threading.Event, pause: float = BETWEEN_LOOKS) -> threading.Thread:
    """Do the work now and again after every pause (seconds), until stopped. It never keeps the program from ending."""

    def again_and_again() -> None:
        while True:
            try:
                work()
            except Exception as error:  # the next look may find what was in the way gone
                sys.stderr.write(_("The nightly door could not be run now (%(why)s).\n", why=type(error).__name__))
            if stop.wait(pause):
                return

    thread = threading.Thread(target=again_and_again, name="nightly", daemon=True)
    thread.start()
    return thread
