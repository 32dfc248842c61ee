"""`steadyground restore-access`."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

import click

from audit.commands.saying import say_result
from audit.settings import Settings
from audit.wording import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = 5


@click.command(
    help="""Let somebody in again whose phone is gone: ten new recovery codes are printed. Codes from the old phone work
    no more, every browser is signed out, and each of their organisations finds it under “What happened”.

    \b
    Example:
      steadyground restore-access name@example.org
      steadyground restore-access name@example.org --password"""
)
@click.argument("email")
@click.option("--password", is_flag=True, help="The password is forgotten, too: print a new one.")
def command(email: str, password: bool) -> None:
    """For whoever sits at the computer that runs the program: nobody proves anything here but that."""
    from audit.running.second_step import restore_access
    from audit.store.database import open_store

    settings = Settings.from_environ(os.environ)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = _new_password() if password else ""
    with open_store(settings)() as session:
        codes = restore_access(session, email=email, now=datetime.now().astimezone(), new=new)
    for line in _lines(codes, new=new):
        say_result(line)


def _new_password() -> str:
    """Five words by chance, 54 bits behind Argon2id; to be changed at the next visit."""
    from audit.keys import new_phrase

    return " ".join(new_phrase().split()[:WORDS])


def _lines(codes: Sequence[str], *, new: str) -> tuple[str, ...]:
    password = (_("New password, to be changed after signing in: %(new)s", new=new),) if new else ()
    return (*password, _("Recovery codes, each for one signing in:"), *(f"  {code}" for code in codes))
