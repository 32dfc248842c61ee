"""The command line. Each command lives in a module of its own, read only when it is called, so that help is fast."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NoReturn

import click

from audit.commands.saying import sentence_of
from audit.refusals import Refusal
from audit.wording import gettext as _

DONE, THE_ANSWER_IS_NO, WRONGLY_CALLED = 0, 1, 2

COMMANDS: Mapping[str, tuple[str, str]] = {
    "serve": ("audit.commands.serving", "Open the site in a browser: for those who answer, and for the office."),
    "demo": ("audit.commands.sample", "Make an invented agency with two rounds, and print its reports."),
    "questionnaires": (
        "audit.commands.questionnaires",
        "Check, list, export or print the questionnaires; copy, translate or publish one.",
    ),
    "languages": ("audit.commands.languages", "What is there in which language, and who has confirmed it."),
    "actions": ("audit.commands.actions", "List the action library."),
    "simulate": ("audit.commands.simulating", "Invent answers, for rehearsals. Always marked as invented."),
    "analyse": ("audit.commands.analysing", "Work out a profile from a file of answers that you hold."),
    "report": ("audit.commands.reporting", "Write the reports of closed rounds, of every kind in every form."),
    "verify-release": (
        "audit.commands.verifying",
        "Check that an outcome file is whole and says what its numbers say.",
    ),
    "doctor": ("audit.commands.doctor", "Hold this installation against the promise to staff."),
    "backup": ("audit.commands.backup", "Write one file that holds everything but open rounds."),
    "restore": ("audit.commands.restore", "Put a backup back into an empty folder."),
    "work": ("audit.commands.working", "Make the reports that pages ask for. `serve` does it by itself."),
    "nightly": ("audit.commands.nightly", "Do what is done once a night. `serve` does it by itself."),
    "restore-access": (
        "audit.commands.restore_access",
        "Print new recovery codes for somebody whose phone is gone. On this machine only.",
    ),
}
"""Each command with the module that holds it (as `command`) and what it does."""


class Steadyground(click.Group):
    """Loads a command when it is called; says no in one sentence on stderr, with the exit code that is promised."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """In the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the same
        """Names and what they do, without importing any of them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, does) for name, (_module, does) in COMMANDS.items()])

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Runs and ends the program: 0 done, 1 the answer is no, 2 wrongly called."""
        extra["standalone_mode"] = False
        try:
            found = super().main(*args, **extra)
        except click.ClickException as wrong:
            click.echo(sentence_of(wrong), err=True)
            sys.exit(WRONGLY_CALLED)
        except Refusal as no:
            click.echo("\n".join(no.sentences), err=True)
            sys.exit(THE_ANSWER_IS_NO)
        except (click.Abort, KeyboardInterrupt):
            click.echo(_("Stopped."), err=True)
            sys.exit(THE_ANSWER_IS_NO)
        sys.exit(found if isinstance(found, int) else DONE)


@click.command(
    cls=Steadyground,
    help="""A trauma-informed self-audit for social-care agencies.

    \b
    Example:
      steadyground serve
      steadyground analyse answers.csv --people people.csv --json out.json

    Ends with 0 when it is done, 1 when the answer is no, 2 when it was called wrongly.""",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def main() -> None:
    """The group itself does nothing."""
