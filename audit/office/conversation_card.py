"""What the first page says about team conversations: an offer to few people, the record under way, what was agreed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from audit.method.conversation import OFFERED_BELOW
from audit.office.first_visit import size_of
from audit.office.visit import person, visit
from audit.office.words import day_words
from audit.running.conversations import MAY_WRITE
from audit.store import queries
from audit.store.models import Conversation, ConversationState, Role, RoundState, Size
from audit.wording import gettext as _

PRINT, WRITE, READ = 0, 2, 4
"""Where one is on the way of a conversation, as places in `_steps`."""


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A conversation as the first page offers it. first: it comes before a round, for so few people work there."""

    title: str
    why: str
    go: str
    address: str
    at: int
    first: bool = False
    who: tuple[Role, ...] = MAY_WRITE

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The whole way of a conversation, as (text, "done" | "now" | "later")."""
        return [
            (text, "done" if n < self.at else "now" if n == self.at else "later") for n, text in enumerate(_steps())
        ]


def card_for_home() -> HomeCard | None:
    """The conversation under way, or what was agreed on; before a first round the offer, where so few people work."""
    session, mine = visit().session, person().organisation.id
    found = queries.conversations_of(session, organisation_id=mine)
    people, no_rounds = queries.headcount_of(session, organisation_id=mine), _before_rounds()
    few = size_of(people) is Size.UNDER_15 if people else bool(found)  # who began to talk needs no list of teams first
    first = no_rounds and few
    if found:
        return _known(found[0], first=first)
    return _offer(people, first=first) if no_rounds else None


def _steps() -> tuple[str, ...]:
    return (
        _("Print the cards and read the guide"),
        _("Talk together"),
        _("Put down what you agreed on"),
        _("Look it over and fix it"),
        _("Read it and choose what to do"),
    )


def _before_rounds() -> bool:
    rounds = queries.rounds_of(visit().session, organisation_id=person().organisation.id)
    return all(r.state is RoundState.CANCELLED for r in rounds)


def _known(row: Conversation, *, first: bool) -> HomeCard:
    if row.state is ConversationState.DRAFT:
        why, address = _("A record is begun. Copy in what you agreed on, page by page."), "conversation.show"
        return HomeCard(_("Team conversation"), why, _("Go on with it"), url_for(address, talk=row.id), WRITE, first)
    why = _("You talked on %(day)s, and what you agreed on is fixed.", day=day_words(row.held_on))
    address = url_for("conversation.profile", talk=row.id)
    return HomeCard(_("Team conversation"), why, _("Read what you agreed on"), address, READ, first, tuple(Role))


def _offer(people: int, *, first: bool) -> HomeCard | None:
    """For so many people; 0 is not known yet."""
    if people >= OFFERED_BELOW:
        return None
    if first:
        why = _("Fewer than 15 people work here, and a round needs ten answers. Talking together fits better.")
        title = _("Hold a team conversation")
    else:
        title = _("Or hold a team conversation")
        why = (
            _("A round needs two answers in three here. A team conversation needs none.")
            if people
            else _("Fewer than 15 people? Then sit together with printed cards. A round needs ten answers.")
        )
    return HomeCard(title, why, _("See how it works"), url_for("conversation.list_all"), PRINT, first)
