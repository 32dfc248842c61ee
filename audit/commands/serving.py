"""`steadyground serve`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from audit.commands.nightly import run_nightly
from audit.commands.saying import say_result
from audit.settings import Settings
from audit.wording import gettext as _

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PLANES = ("staff", "office")


@click.command(
    help="""Open the site in a browser: for those who answer at /, for the office at /office/. Stop it with Ctrl-C.

    With `staff` or `office` only that one is served, each in a process of its own: as two users of the operating
    system, if `deploy/two-users.sh` has laid the folder for them.
    Settings come from the environment: HOST, PORT, PUBLIC_URL, STEADYGROUND_HOME, DATABASE_URL,
    QUEUE_URL.

    \b
    Example:
      steadyground serve
      steadyground serve --port 8080
      steadyground serve office"""
)
@click.argument("plane", required=False, type=click.Choice(PLANES), metavar="[staff|office]")
@click.option("--host", help="The address to listen at. [default: HOST, or 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="The port. [default: PORT, or 8000]")
def command(plane: str | None, host: str | None, port: int | None) -> None:
    """Checks everything that could be in the way, says where to open it, and serves."""
    from audit.serving import Server, check_address, listen, serve

    settings = _settings(host, port)
    check_address(settings)
    _check_files(settings, plane)
    listening = listen(settings)
    for line in _where(settings, plane):
        say_result(line)
    serve(Server(settings, _maker(settings, plane), _beside(settings, plane), _worker(plane)), listening)


def _settings(host: str | None, port: int | None) -> Settings:
    found = Settings.from_environ(os.environ)
    return replace(found, host=host or found.host, port=port or found.port)


def _check_files(settings: Settings, plane: str | None) -> None:
    """Questionnaires, the text of the method and the store are in order, or say why not before a web server starts."""
    from audit.library import load
    from audit.method_text import the_method

    load(own=settings.questionnaires)
    the_method()
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if plane != "staff":
        from audit.store.database import open_store
        from audit.working.queue import open_queue

        open_store(settings).kw["bind"].dispose()
        open_queue(settings)


def _maker(settings: Settings, plane: str | None) -> Callable[[], WSGIApplication]:
    import app

    match plane:
        case "staff":
            return lambda: app.staff_app(settings)
        case "office":
            return lambda: app.office_app(settings)
        case _:
            return lambda: app.both_apps(settings)


def _beside(settings: Settings, plane: str | None) -> Callable[[], None] | None:
    return None if plane == "staff" else lambda: run_nightly(settings)


def _worker(plane: str | None) -> Callable[[], object] | None:
    """Who makes reports, beside an office only."""
    from audit.working.beside import start_worker

    return None if plane == "staff" else start_worker


def _where(settings: Settings, plane: str | None) -> tuple[str, ...]:
    """Where to open it, and what else whoever starts it has to know."""
    address = settings.address
    lines = []
    if plane != "office":
        lines.append(_("Those who answer: %(address)s/", address=address))
    if plane != "staff":
        lines.append(_("The office:       %(address)s/office/", address=address))
        lines += _set_up_code(settings)
        lines += _in_no_backup(settings)
    return (*lines, _("Stop with Ctrl-C."))


def _set_up_code(settings: Settings) -> list[str]:
    """Where others can reach the address, whoever sets up an organisation shows that they started the program."""
    if settings.this_machine_only:
        return []
    from audit.office.first_visit import set_up_code

    return [_("Set-up code:      %(code)s", code=set_up_code(settings))]


def _in_no_backup(settings: Settings) -> list[str]:
    """Rounds that are lost with this machine, said to whoever starts the program."""
    from audit.keeping.backing_up import open_rounds

    return [
        _(
            "Backups never hold open rounds: round %(number)s of %(organisation)s is open.",
            number=row.number,
            organisation=row.organisation,
        )
        for row in open_rounds(settings)
    ]
