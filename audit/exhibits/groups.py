"""Places and roles, in the order in which the organisation wrote them down; never ranked."""

from __future__ import annotations

from itertools import combinations

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.modules import ModulePart, module_parts
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Table, Value, Words
from audit.method.groups import Lens
from audit.method.profile import GroupProfile, Shown, Withheld
from audit.wording import gettext as _

FEW, VERY_FEW = 50, 20


def groups_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit:
    """Every place and role that may be told, beside the whole organisation."""
    tables = tuple(
        table
        for lens, found in ((Lens.PLACE, facts.profile.places), (Lens.ROLE, facts.profile.roles))
        if found
        for table in _tables(facts, whole, lens, found)
    )
    if not tables:
        return _no_groups(facts, whole)
    return Exhibit(
        "groups",
        _finding(facts, whole),
        _(
            "This is no ranking. The smaller a group, the wider its interval, and the less its place on the"
            " scale means."
            " Where intervals overlap, we cannot tell groups apart."
        ),
        tables,
        notes.note(
            facts,
            notes.how_to_read_scores(),
            _("Below: score, and the stages it could be.") if whole.principles else "",
            _("Few answers: read it as a hint, not as a finding."),
            _("A group in which no topic of a table can be told is left out there; the appendix has it.")
            if _left_out(facts, whole)
            else "",
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


def _finding(facts: RoundFacts, whole: GroupProfile) -> str:
    apart = _apart(facts, whole)
    if not apart:
        return _("No two groups can be told apart: their intervals overlap")
    named = words.principles(apart) if whole.principles else words.topics(apart)
    return _("Some groups differ on %(principles)s", principles=named)


def _apart(facts: RoundFacts, whole: GroupProfile) -> list[str]:
    """Principles (where none was asked, modules) in which two groups of one lens, none within the other, have intervals
    that do not meet."""
    apart, asked = [], facts.questionnaire
    for principle in asked.climbing if whole.principles else asked.modules:
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
    one, other = _score(a, principle), _score(b, principle)
    if not (isinstance(one, Shown) and isinstance(other, Shown)):
        return False
    return one.high < other.low or other.high < one.low


def _score(group: GroupProfile, id_: str) -> Shown | Withheld:
    """A principle's score, or a module's."""
    found = group.principles.get(id_) or group.modules[id_]
    return found.score


def _tables(facts: RoundFacts, whole: GroupProfile, lens: Lens, groups: tuple[GroupProfile, ...]) -> tuple[Table, ...]:
    """Principles; where none was asked, the modules part by part. Modules beside principles stand in the appendix."""
    told = (whole, *groups)
    if whole.principles:
        names = {p.id: p.name for p in facts.questionnaire.climbing}
        return (_table(f"groups-{lens.value}", words.lens(lens), lens, names, told),)
    return tuple(
        _table(
            f"groups-{lens.value}-{part.id}",
            _("%(lens)s: %(part)s", lens=words.lens(lens), part=part.title),
            lens,
            {m.id: m.name for m in part.modules},
            shown,
        )
        for part in module_parts(facts.questionnaire)
        if len(shown := _with_something_told(part, told)) > 1
    )


def _with_something_told(part: ModulePart, groups: tuple[GroupProfile, ...]) -> tuple[GroupProfile, ...]:
    """The first, which is the whole, and those of which a topic of this part is told."""
    whole, *others = groups
    return (whole, *(g for g in others if any(isinstance(_score(g, m.id), Shown) for m in part.modules)))


def _left_out(facts: RoundFacts, whole: GroupProfile) -> bool:
    """Whether a table has fewer groups than are told; only tables of modules do."""
    told = (whole, *facts.profile.places, *facts.profile.roles)
    parts = () if whole.principles else module_parts(facts.questionnaire)
    return any(len(_with_something_told(part, told)) < len(told) for part in parts)


def _table(id_: str, caption: str, lens: Lens, names: dict[str, str], groups: tuple[GroupProfile, ...]) -> Table:
    each = 77 // len(names)
    columns = (
        Column(words.lens(lens), "words", 89 - each * len(names)),
        Column(_("People"), "figure", 11),
        *(Column(name, "drawn", each, drawing.short_score_axis()) for name in names.values()),
    )
    rows = tuple(_row(g, names) for g in groups)
    return Table(id_, caption, columns, rows, "grid")


def _row(group: GroupProfile, names: dict[str, str]) -> tuple[Value, ...]:
    name = group.path[-1] if group.path else _("Whole organisation")
    above = words.group(group.path[:-1]) if len(group.path) > 1 else ""
    return (
        Words(name, above),
        Figure(words.short_people(group.people), size_word(group)),
        *(_cell(title, group, id_) for id_, title in names.items()),
    )


def size_word(group: GroupProfile) -> str:
    """How careful a reader of this group's numbers is to be."""
    if group.tier < VERY_FEW:
        return _("very few answers")
    return _("few answers") if group.tier < FEW else ""


def _cell(name: str, group: GroupProfile, id_: str) -> Value:
    match _score(group, id_):
        case Withheld() as kept:
            return Kept(words.kept(kept))
        case Shown() as shown:
            return Drawn(drawing.short_score(name, shown), words.score(shown), _stages(group, id_))


def _stages(group: GroupProfile, id_: str) -> str:
    """The stages that a principle could be at; modules have none."""
    found = group.principles.get(id_)
    if found is None:
        return ""
    return words.kept(found.stage) if isinstance(found.stage, Withheld) else words.stage_range(found.stage)
