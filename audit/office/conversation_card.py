"""What the first page says about team conversations: an offer to few people, the record under way, what was agreed, and
what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from audit.method.planning import MOST_ACTIVE
from audit.office.access import may
from audit.office.first_visit import size_of
from audit.office.visit import person, visit
from audit.office.words import day_words
from audit.running.conversations import MAY_WRITE, adopted_from
from audit.running.plans import MAY_PLAN
from audit.store import queries
from audit.store.models import Conversation, ConversationState, Role, RoundState, Size
from audit.wording import gettext as _

PRINT, WRITE, CHOOSE, KEEP = 0, 2, 4, 5
"""Where one is on the way of a conversation, as places in `_steps`."""
NEXT_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A conversation as the first page offers it. first: it comes before a round, for so few people work there;
    instead: (text, address) of what may be done just as well."""

    title: str
    why: str
    go: str
    address: str
    at: int
    first: bool = False
    who: tuple[Role, ...] = MAY_WRITE
    instead: tuple[str, str] = ("", "")

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The whole way of a conversation, as (text, "done" | "now" | "later")."""
        return [
            (text, "done" if n < self.at else "now" if n == self.at else "later") for n, text in enumerate(_steps())
        ]


def card_for_home() -> HomeCard | None:
    """What comes next with the newest conversation; before a first round the offer, where so few people work."""
    session, mine = visit().session, person().organisation.id
    found = queries.conversations_of(session, organisation_id=mine)
    size = _size_now()
    few = size is Size.UNDER_15 or (size is None and bool(found))  # who began to talk needs no list of teams first
    first = few and _before_rounds(found)
    if found:
        return _known(found[0], first=first)
    return _offer(size, first=first) if _before_rounds(found) else None


def _size_now() -> Size | None:
    """By headcounts, once they are given; until then as it was said at set-up, if it was."""
    session, mine = visit().session, person().organisation.id
    people = queries.headcount_of(session, organisation_id=mine)
    return size_of(people) if people else queries.find_said_size(session, organisation_id=mine)


def _steps() -> tuple[str, ...]:
    return (
        _("Print the cards and read the guide"),
        _("Talk together"),
        _("Put down what you agreed on"),
        _("Look it over and fix it"),
        _("Read it and choose what to do"),
        _("Keep the plan going, and talk again in a year"),
    )


def _before_rounds(found: Sequence[Conversation]) -> bool:
    """Whether no round was ever prepared, or people have talked since the last one closed."""
    rounds = queries.rounds_of(visit().session, organisation_id=person().organisation.id)
    held = [r for r in rounds if r.state is not RoundState.CANCELLED]
    return not held or bool(found and held[-1].closed_on and found[0].held_on > held[-1].closed_on)


def _known(row: Conversation, *, first: bool) -> HomeCard:
    if row.state is ConversationState.DRAFT:
        why, address = _("A record is begun. Copy in what you agreed on, page by page."), "conversation.show"
        return HomeCard(_("Team conversation"), why, _("Go on with it"), url_for(address, talk=row.id), WRITE, first)
    if visit().today - row.held_on >= NEXT_AFTER:
        return _again(row, first=first)
    return _keep(row, first=first) if _has_chosen(row) else _choose(row, first=first)


def _has_chosen(row: Conversation) -> bool:
    """Whether something was taken into the plan after it, or nothing more fits into the plan."""
    plan = queries.plan_of(visit().session, organisation_id=row.organisation_id)
    return bool(adopted_from(visit().session, row)) or sum(p.status.active for p in plan) >= MOST_ACTIVE


def _choose(row: Conversation, *, first: bool) -> HomeCard:
    why = _("You talked on %(day)s, and what you agreed on is fixed.", day=day_words(row.held_on))
    address = url_for("conversation.profile", talk=row.id)
    title = _("Read what you agreed on, then choose what to do")
    return HomeCard(title, why, _("Read what you agreed on"), address, CHOOSE, first, MAY_PLAN)


def _keep(row: Conversation, *, first: bool) -> HomeCard:
    """Those who may begin a record may talk again sooner."""
    why = _(
        "Note what was done. You talked on %(day)s; hold the next conversation from %(next)s on.",
        day=day_words(row.held_on),
        next=day_words(_next_on(row)),
    )
    again = may(person().role, "conversation.begin")
    return HomeCard(
        _("Keep the plan going"),
        why,
        _("Open the plan"),
        url_for("conversation_plan.show", talk=row.id),
        KEEP,
        first,
        MAY_PLAN,
        (_("Hold the next conversation"), url_for("conversation.list_all")) if again else ("", ""),
    )


def _again(row: Conversation, *, first: bool) -> HomeCard:
    why = _("You talked on %(day)s. A year later it is time to talk again.", day=day_words(row.held_on))
    plan = url_for("conversation_plan.show", talk=row.id)
    return HomeCard(
        _("Hold the next conversation"),
        why,
        _("See how it works"),
        url_for("conversation.list_all"),
        PRINT,
        first,
        instead=(_("Open the plan"), plan),
    )


def _next_on(row: Conversation) -> date:
    return row.held_on + NEXT_AFTER


def _offer(size: Size | None, *, first: bool) -> HomeCard | None:
    """For a team of this size; None is not known yet."""
    if size is Size.FROM_20:
        return None
    if first:
        why = _("Fewer than 15 people work here, and a round needs ten answers. Talking together fits better.")
        title = _("Hold a team conversation")
    else:
        title = _("Or hold a team conversation")
        why = (
            _("A round needs two answers in three here. A team conversation needs none.")
            if size
            else _("Fewer than 15 people? Then sit together with printed cards. A round needs ten answers.")
        )
    return HomeCard(title, why, _("See how it works"), url_for("conversation.list_all"), PRINT, first)
