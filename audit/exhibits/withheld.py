"""What is not told, and why, in words."""

from __future__ import annotations

from audit.exhibits import notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.items import ITEM_RATERS
from audit.exhibits.priorities import choices_of
from audit.exhibits.standing import badge
from audit.exhibits.values import Column, Exhibit, Kept, Table, Value, Words
from audit.method.groups import Lens
from audit.method.profile import GroupProfile, Withheld
from audit.method.release import Hidden
from audit.wording import gettext as _
from audit.wording import ngettext


def withheld_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit:
    """Every group, score, stage and practice of the whole organisation that is withheld."""
    rows = (*_scores(facts, whole), *_choices(facts), *_items(facts, whole), *_groups(facts))
    columns = (
        Column(_("What"), "words", 30),
        Column(_("Told?"), "words", 12),
        Column(_("Why not"), "words", 58),
    )
    table = Table("withheld-table", _("What is not told"), columns, rows)
    return Exhibit(
        "withheld",
        _finding(len(rows)),
        _(
            "Nothing is shown that could say what one person, or fewer than %(k)s, said. That holds for every sum and"
            " difference of what is shown, too.",
            k=facts.profile.k,
        ),
        (table,) if rows else (),
        notes.note(
            facts,
            _("A place together with a role is never told. Within groups, single practices may be withheld, too."),
            people=whole.people,
        ),
        "appendix-rows",
    )


def _finding(count: int) -> str:
    if not count:
        return _("Everything that was asked of the whole organisation may be told")
    return ngettext("%(num)s part is withheld, and why", "%(num)s parts are withheld, and why", count)


def _row(what: str, why: str, *, small: str = "") -> tuple[Value, ...]:
    return (Words(what, small), Kept(_("Withheld")), Words(why))


def _scores(facts: RoundFacts, whole: GroupProfile) -> tuple[tuple[Value, ...], ...]:
    rows = []
    k = facts.profile.k
    for principle, found in facts.in_order(whole.principles):
        name = badge(facts, principle).text
        if isinstance(found.score, Withheld):
            rows.append(_row(name, words.reason(found.score.reason, k=k), small=_("score")))
        rows += [
            _row(name, words.reason(g.score.reason, k=k), small=words.stage_word(g.stage))
            for g in found.gates
            if isinstance(g.score, Withheld)
        ]
    names = {d.id: d.name for d in facts.questionnaire.domains}
    rows += [
        _row(names[d], words.reason(found.score.reason, k=k), small=_("domain"))
        for d, found in facts.in_order(whole.domains)
        if isinstance(found.score, Withheld)
    ]
    topics = {m.id: m.name for m in facts.questionnaire.modules}
    rows += [
        _row(topics[m], words.reason(found.score.reason, k=k), small=_("topic"))
        for m, found in facts.in_order(whole.modules)
        if isinstance(found.score, Withheld)
    ]
    return tuple(rows)


def _choices(facts: RoundFacts) -> tuple[tuple[Value, ...], ...]:
    """Designs of choice sets of which no score is told: a design is told whole or not at all."""
    return tuple(
        _row(c.design.title, _("Too few people chose in these sets."), small=_("choices"))
        for c in choices_of(facts)
        if c.told is None
    )


def _items(facts: RoundFacts, whole: GroupProfile) -> tuple[tuple[Value, ...], ...]:
    missing = [i for i in facts.questionnaire.items if i.id not in whole.items and i.group != "process"]
    why = _("Fewer than %(raters)s people rated it.", raters=ITEM_RATERS)
    if missing and not whole.items:
        return (_row(_("Every single practice"), why),)
    return tuple(_row(i.text, why) for i in missing)


def _groups(facts: RoundFacts) -> tuple[tuple[Value, ...], ...]:
    return tuple(
        _row(words.group(h.path), hidden_reason(facts, h), small=_lens(h.lens)) for h in facts.profile.hidden if h.path
    )


def _lens(lens: Lens) -> str:
    return {Lens.PLACE: _("place"), Lens.ROLE: _("role")}[lens]


def hidden_reason(facts: RoundFacts, hidden: Hidden) -> str:
    """One reason for all: saying which would tell how many people a group has."""
    return _(
        "Fewer than %(k)s people answered here, or telling it would let somebody work out a group of fewer."
        " Which of the two is not said. Its people count in %(above)s.",
        k=facts.profile.k,
        above=words.group(_told_above(facts, hidden)),
    )


def _told_above(facts: RoundFacts, hidden: Hidden) -> tuple[str, ...]:
    told = {g.path for g in (facts.profile.places if hidden.lens is Lens.PLACE else facts.profile.roles)}
    path = hidden.path[:-1]
    while path and path not in told:
        path = path[:-1]
    return path
