"""Places and roles, in the order in which the organisation wrote them down; never ranked."""

from __future__ import annotations

from itertools import combinations

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.standing import badge
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Table, Value, Words
from audit.method.groups import Lens
from audit.method.profile import GroupProfile, PrincipleFinding, Shown, Withheld
from audit.wording import gettext as _

FEW, VERY_FEW = 50, 20


def groups_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit:
    """Every place and role that may be told, beside the whole organisation."""
    tables = tuple(
        _table(facts, whole, lens, found)
        for lens, found in ((Lens.PLACE, facts.profile.places), (Lens.ROLE, facts.profile.roles))
        if found
    )
    if not tables:
        return _no_groups(facts, whole)
    return Exhibit(
        "groups",
        _finding(facts),
        _(
            "This is no ranking. The smaller a group, the wider its interval, and the less its place on the"
            " scale means."
            " Where intervals overlap, we cannot tell groups apart."
        ),
        tables,
        notes.note(
            facts,
            notes.how_to_read_scores(),
            _("Below: score, and the stages it could be."),
            _("Few answers: read it as a hint, not as a finding."),
            people=whole.people,
        ),
        "formulas-telling",
        (_("What is different in the daily work of these groups, and what could they show each other?"),),
    )


def _no_groups(facts: RoundFacts, whole: GroupProfile) -> Exhibit:
    return Exhibit(
        "groups",
        _("Only the whole organisation can be told"),
        _("Each place and role is too small to be told, or telling it would give a smaller group away."),
        (),
        notes.note(facts, people=whole.people),
        "appendix-rows",
    )


def _finding(facts: RoundFacts) -> str:
    apart = _principles_apart(facts)
    if not apart:
        return _("No two groups can be told apart: their intervals overlap")
    return _("Some groups differ on %(principles)s", principles=words.principles(apart))


def _principles_apart(facts: RoundFacts) -> list[str]:
    """Principles in which two groups of one lens, none within the other, have intervals that do not meet."""
    apart = []
    for principle in facts.questionnaire.principles:
        pairs = (
            pair
            for groups in (facts.profile.places, facts.profile.roles)
            for pair in combinations(groups, 2)
            if not _nested(*pair)
        )
        if any(_lie_apart(a, b, principle.id) for a, b in pairs):
            apart.append(principle.name)
    return apart


def _nested(a: GroupProfile, b: GroupProfile) -> bool:
    shorter = min(len(a.path), len(b.path))
    return a.path[:shorter] == b.path[:shorter]


def _lie_apart(a: GroupProfile, b: GroupProfile, principle: str) -> bool:
    one, other = a.principles[principle].score, b.principles[principle].score
    if not (isinstance(one, Shown) and isinstance(other, Shown)):
        return False
    return one.high < other.low or other.high < one.low


def _table(facts: RoundFacts, whole: GroupProfile, lens: Lens, groups: tuple[GroupProfile, ...]) -> Table:
    asked = facts.questionnaire.principles
    columns = (
        Column(words.lens(lens), "words", 12),
        Column(_("People"), "figure", 8),
        *(Column(p.name, "drawn", 80 // len(asked), drawing.short_score_axis()) for p in asked),
    )
    rows = tuple(_row(facts, g) for g in (whole, *groups))
    return Table(f"groups-{lens.value}", words.lens(lens), columns, rows, "grid")


def _row(facts: RoundFacts, group: GroupProfile) -> tuple[Value, ...]:
    name = group.path[-1] if group.path else _("Whole organisation")
    above = words.group(group.path[:-1]) if len(group.path) > 1 else ""
    return (
        Words(name, above),
        Figure(words.short_people(group.people), size_word(group)),
        *(_cell(badge(facts, p.id).text, group.principles[p.id]) for p in facts.questionnaire.principles),
    )


def size_word(group: GroupProfile) -> str:
    """How careful a reader of this group's numbers is to be."""
    if group.tier < VERY_FEW:
        return _("very few answers")
    return _("few answers") if group.tier < FEW else ""


def _cell(name: str, found: PrincipleFinding) -> Value:
    match found.score:
        case Withheld() as kept:
            return Kept(words.kept(kept))
        case Shown() as shown:
            stage = found.stage
            small = words.kept(stage) if isinstance(stage, Withheld) else words.stage_range(stage)
            return Drawn(drawing.short_score(name, shown), words.score(shown), small)
