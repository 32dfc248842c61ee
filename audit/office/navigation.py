"""The links on top of every page, by what somebody is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from audit.office.access import may
from audit.store.models import Role
from audit.wording import gettext as _

OF_A_ROUND = (
    "rounds",
    "rehearsal",
    "cosign",
    "comments",
    "phrases",
    "holders",
    "more_slips",
    "launch",
    "leadership",
    "close",
    "profile",
    "reports",
    "report_hand",
    "plan",
    "also_used",
    "papers",
    "conversation_papers",
)


@dataclass(frozen=True, slots=True)
class Link:
    """here: whether the page drawn now is this one, or one of its family."""

    text: str
    href: str
    here: bool


def links_for(role: Role, *, at: str) -> tuple[Link, ...]:
    """Where this role may go, in the order of the work."""
    family = at.partition(".")[0]
    return tuple(
        Link(text, url_for(endpoint), family in families) for endpoint, text, families in _all() if may(role, endpoint)
    )


def _all() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return (
        ("home.home", _("Home"), ("home", "conversation", "conversation_papers", "conversation_plan")),
        ("organisation.show", _("Organisation"), ("organisation", "brand")),
        ("groups.show", _("Places and roles"), ("groups",)),
        ("people.show", _("People"), ("people",)),
        (
            "rounds.list_all",
            _("Rounds"),
            OF_A_ROUND,
        ),
        ("guides.list_all", _("Guides"), ("guides", "method")),
        ("trail.show", _("What happened"), ("trail",)),
    )
