"""`steadyground work`."""

from __future__ import annotations

import os

import click

from audit.commands.saying import say_result
from audit.settings import Settings
from audit.wording import gettext as _


@click.command(
    help="""Make the reports that the office's pages ask for, one after the other. Stop it with Ctrl-C.

    `serve` starts it by itself; this is for an office that another web server runs. One of them is enough: a second
    one says so and ends.
    Settings come from the environment: STEADYGROUND_HOME, DATABASE_URL, QUEUE_URL.

    \b
    Example:
      steadyground work"""
)
@click.option("--beside", is_flag=True, hidden=True)
def command(beside: bool) -> None:
    """beside: started by `serve`, it waits for its turn and ends when standard input closes."""
    from audit.working.worker import Stop, stop_when_told, stop_with_parent, work

    settings = Settings.from_environ(os.environ)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    stop = Stop()
    stop_when_told(stop)
    if beside:
        stop_with_parent(stop)
    else:
        say_result(_("Making reports as they are asked for. Stop with Ctrl-C."))
    work(settings, stop=stop, patient=beside)
