"""`steadyground nightly`."""

from __future__ import annotations

import os
from datetime import datetime

import click

from audit.commands.saying import say_result
from audit.settings import Settings
from audit.wording import gettext as _


@click.command(
    help="""Renew the word about the response, at most once a day, and tidy away what is over. `serve` does it by
    itself; this is for an office that another web server runs.

    \b
    Example:
      steadyground nightly"""
)
def command() -> None:
    """One run of the nightly door."""
    run_nightly(Settings.from_environ(os.environ))
    say_result(_("Done for tonight."))


def run_nightly(settings: Settings) -> None:
    """The nightly door, on the office's store."""
    from audit.doors import nightly
    from audit.store.database import open_store

    with open_store(settings)() as session:
        nightly.run(session, settings=settings, now=datetime.now().astimezone())
