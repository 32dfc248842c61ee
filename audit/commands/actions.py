"""`steadyground actions list`."""

from __future__ import annotations

from typing import Any

import click

from audit.commands.exporting import provenance_of
from audit.commands.loading import library_in
from audit.commands.questionnaires import JSON
from audit.commands.saying import say_json, say_result
from audit.method.questionnaire import Action
from audit.wording import gettext as _


@click.group(
    help="""The action library.

    \b
    Example:
      steadyground actions list --json"""
)
def command() -> None:
    """The group itself does nothing."""


@command.command(
    "list",
    help="""Every action: first step, sign of success, effort, owner, the items that it should move.

    \b
    Example:
      steadyground actions list""",
)
@JSON
def list_(as_json: bool) -> None:
    """Readable, or as JSON."""
    actions = library_in().actions.values()
    if as_json:
        say_json([_exported(a) for a in actions])
        return
    for action in actions:
        say_result(f"{action.id}: {action.title}")
        say_result(_("  First step: %(text)s", text=action.first_step))
        say_result(_("  Sign of success: %(text)s", text=action.sign_of_success))
        say_result(
            _(
                "  Effort %(effort)s. Usually owned by: %(owner)s. Moves: %(items)s",
                effort=action.effort,
                owner=action.owner,
                items=", ".join(action.moves),
            )
        )


def _exported(action: Action) -> dict[str, Any]:
    return {
        "id": action.id,
        "title": action.title,
        "first_step": action.first_step,
        "sign_of_success": action.sign_of_success,
        "effort": action.effort.value,
        "cost": action.cost,
        "owner": action.owner,
        "moves": list(action.moves),
        "provenance": provenance_of(action.provenance),
    }
