"""`steadyground restore`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from audit.commands.saying import say_result
from audit.settings import Settings
from audit.wording import gettext as _


@click.command(
    help="""Put a backup back into an empty folder, STEADYGROUND_HOME.

    A folder that holds something stays as it is: a ballot box could live there. Rounds that were open are cancelled,
    slips that were printed open nothing, and everybody signs in again.

    \b
    Example:
      STEADYGROUND_HOME=/srv/steadyground steadyground restore /media/stick/steadyground.zip"""
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
def command(file: Path) -> None:
    """Restores, and says from which day and what comes next."""
    from audit.keeping.restoring import restore
    from audit.running.days import in_words

    settings = Settings.from_environ(os.environ)
    backup = restore(file, settings=settings)
    day = in_words(backup.made_on)
    say_result(_("Restored into %(home)s as it was on %(day)s.", home=settings.home, day=day))
    say_result(_("Rounds that were open then are cancelled here. Slips that were printed open nothing; print again."))
    say_result(_("Two offices with one history would mislead: turn the other one off, where there still is one."))
    say_result(_("Next: steadyground doctor"))
