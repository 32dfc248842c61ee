"""Places and roles, in the order in which the organisation wrote them down; never ranked."""

from __future__ import annotations

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.modules import ModulePart, module_parts
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Table, Value, Words
from audit.method.apart import score_in, told_apart
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
            " scale means. Among many groups some always look different. So groups are told apart only where chance"
            " seldom makes such a difference anywhere in this table."
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
    apart = named_apart(facts, whole)
    if not apart:
        return _("No two groups can be told apart: chance alone could make such differences")
    named = words.principles(apart) if whole.principles else words.topics(apart)
    return _("Some groups differ on %(principles)s", principles=named)


def named_apart(facts: RoundFacts, whole: GroupProfile) -> list[str]:
    """Names of the principles (where none was asked, of the modules) on which groups can be told apart."""
    asked = facts.questionnaire
    names = {one.id: one.name for one in (asked.climbing if whole.principles else asked.modules)}
    return [names[id_] for id_ in told_apart(facts.profile, tuple(names))]


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
    return (whole, *(g for g in others if any(isinstance(score_in(g, m.id), Shown) for m in part.modules)))


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
    match score_in(group, id_):
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
