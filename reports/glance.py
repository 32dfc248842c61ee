"""At a glance: can we trust this, where do we stand, what will we do, on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.exhibits import Exhibit, RoundFacts, words
from audit.exhibits.modules import short_table
from audit.exhibits.priorities import priorities_told
from audit.exhibits.standing import headline_of
from audit.exhibits.values import Table
from audit.method.comparison import Comparison
from audit.method.profile import Withheld
from audit.wording import gettext as _

FINDINGS = ("stepped-care", "gates", "change", "priorities", "leaders", "groups", "visibility", "modules")
"""The most important first."""
FINDINGS_SHOWN = 5
DOINGS_SHOWN = 5
PROPOSED_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Doing:
    """What will be done, by whom and by when."""

    what: str
    who: str


@dataclass(frozen=True, slots=True)
class Glance:
    """The page for somebody with one minute."""

    trust: str
    trust_more: str
    standing: str
    standing_more: str
    tables: tuple[Table, ...]
    findings: tuple[str, ...]
    doings_lead: str
    doings: tuple[Doing, ...]


def glance_of(facts: RoundFacts, shown: Sequence[Exhibit]) -> Glance:
    """From the exhibits; asks nothing else. KeyError where nothing may be told."""
    known = {e.id: e for e in shown}
    standing, more, tables = _standing(facts, known)
    return Glance(
        known["trust"].finding,
        _response(facts),
        standing,
        more,
        tables,
        tuple(f"{e.brief or e.finding}." for e in _found(facts, known))[:FINDINGS_SHOWN],
        _("Agreed:") if facts.plan else _("Nothing is agreed yet. The answers point first to:"),
        _agreed(facts) or _proposed(facts),
    )


def _found(facts: RoundFacts, known: Mapping[str, Exhibit]) -> list[Exhibit]:
    """What there is to tell, the most important first; that nothing is compared is nothing to tell here, and so is that
    too few people chose."""
    untold = {"change"} if not isinstance(facts.change, Comparison) else set()
    untold |= set() if priorities_told(facts) else {"priorities"}
    return [known[id_] for id_ in FINDINGS if id_ in known and id_ not in untold]


def _standing(facts: RoundFacts, known: Mapping[str, Exhibit]) -> tuple[str, str, tuple[Table, ...]]:
    """The principles; where the round did not ask the core questionnaire, that, and its tiers and topics."""
    if "principles" in known:
        principles = known["principles"]
        return principles.finding, principles.sentence, (_with_id(principles.tables[0], "glance-principles"),)
    whole = facts.profile.whole
    topics = None if isinstance(whole, Withheld) else short_table(facts, whole)
    tables = [_with_id(known[id_].tables[0], "glance-tiers") for id_ in ("stepped-care",) if id_ in known]
    tables += [_with_id(topics, "glance-topics")] if topics and topics.rows else []
    more = _("It has scores of its own, which need no stage. The stages come from the core questionnaire.")
    return headline_of(facts), more, tuple(tables)


def _with_id(table: Table, id_: str) -> Table:
    return Table(id_, table.caption, table.columns, table.rows, table.shape)


def _response(facts: RoundFacts) -> str:
    profile = facts.profile
    if profile.response is None or profile.invited is None:
        return _("%(people)s answered.", people=words.people(profile.people).capitalize())
    return _(
        "%(people)s answered (%(response)s).",
        people=words.people(profile.people).capitalize(),
        response=words.response(profile.response),
    )


def _agreed(facts: RoundFacts) -> tuple[Doing, ...]:
    return tuple(
        Doing(
            a.title,
            ", ".join((a.owner or _("nobody yet"), words.day(a.due_on) if a.due_on else _("no date yet"))),
        )
        for a in facts.plan
        if a.status.active
    )[:DOINGS_SHOWN]


def _proposed(facts: RoundFacts) -> tuple[Doing, ...]:
    known = [facts.actions[p.action] for p in facts.proposals if p.action in facts.actions]
    return tuple(Doing(a.title, _("could be led by: %(owner)s", owner=a.owner)) for a in known[:PROPOSED_SHOWN])
