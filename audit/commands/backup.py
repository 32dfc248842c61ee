"""`steadyground backup`."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from audit.commands.saying import say_result
from audit.settings import Settings
from audit.wording import gettext as _


@click.command(
    help="""Write one file that holds everything but open rounds, so that no second ballot box can come to life.

    An open round stands in it as cancelled. FILE is replaced where it is a backup, in one step. Keep it under lock and
    key: it holds what the office holds.

    \b
    Example:
      steadyground backup /media/stick/steadyground.zip"""
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
def command(file: Path) -> None:
    """Writes it, and says at once what is not in it."""
    from audit.keeping.backing_up import back_up

    left_out = back_up(file, settings=Settings.from_environ(os.environ), today=datetime.now().astimezone().date())
    say_result(str(file))
    say_result(_("Backups never hold open rounds, nor pages of people who are answering."))
    for row in left_out:
        say_result(
            _(
                "Round %(number)s of %(organisation)s is open. After a restore it is cancelled; its box stays here.",
                number=row.number,
                organisation=row.organisation,
            )
        )
    say_result(_("Keep this file under lock and key: whoever has it can read what the office can read."))
