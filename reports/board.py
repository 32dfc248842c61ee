"""The board summary, two pages for people who decide: what to rely on, where it stands, what to decide."""

from __future__ import annotations

from dataclasses import replace

from audit.exhibits.plan import why_words
from audit.exhibits.values import Column, Strong, Table, Value, Words
from audit.method.profile import GroupProfile
from audit.wording import gettext as _
from reports.findings import gaps_of, strengths_of
from reports.manuscript import Block, Exhibited, Manuscript, Paragraph, Part, Points
from reports.opening import Matter, bound, doings, due, sentence, tables_as, three_answers, what_few_can_do

DECISIONS_ASKED = 5
PROPOSED_ASKED = 3

Row = tuple[Value, ...]


def board_summary(matter: Matter) -> Manuscript:
    """Two pages on A4 and on Letter, whatever was asked and however few answered."""
    whole = matter.whole
    first = three_answers(matter) if whole is None else _first_page(matter, whole)
    second = (_decisions(matter), _limits())
    parts = (*first, *(_found(matter) if whole is not None else ()), *second)
    return bound(matter, title=_title(matter), parts=_turned(parts, at=len(first)))


def _title(matter: Matter) -> str:
    return _("%(organisation)s: summary for the board", organisation=matter.facts.organisation)


def _turned(parts: tuple[Part, ...], *, at: int) -> tuple[Part, ...]:
    """The same parts, the second page beginning with part number `at`."""
    return tuple(replace(part, on_new_page=n == at) for n, part in enumerate(parts))


def _first_page(matter: Matter, whole: GroupProfile) -> tuple[Part, ...]:
    trust, standing, doing = three_answers(matter)
    where = (*standing.blocks[: _said_below(matter)], *tables_as(matter.glance.tables))
    return (
        trust,
        replace(standing, blocks=where),
        *_strengths_and_gaps(matter, whole),
        replace(doing, blocks=_in_short(matter)),
    )


def _said_below(matter: Matter) -> int | None:
    """How many blocks of the second answer stand here: what lies above and below the mean follows under what is in
    place and what is still to come."""
    return 1 if "principles" in matter.shown else None


def _in_short(matter: Matter) -> tuple[Block, ...]:
    """What will be done; who and when stand with the decisions overleaf."""
    glance = matter.glance
    if not glance.doings:
        return doings(glance)
    return (Paragraph(glance.doings_lead), Points(tuple(d.what for d in glance.doings)))


def _strengths_and_gaps(matter: Matter, whole: GroupProfile) -> tuple[Part, ...]:
    strong, missing = strengths_of(matter.facts, whole), gaps_of(matter.facts, whole)
    told = _("With this many answers, none can be named with confidence.")
    return (
        Part("two-strengths", _("What is in place"), 2, (Points(strong) if strong else Paragraph(told),)),
        Part("two-gaps", _("What is still to come"), 2, (Points(missing) if missing else Paragraph(told),)),
    )


def _found(matter: Matter) -> tuple[Part, ...]:
    return tuple(part for part in (_funnel(matter), _change(matter)) if part is not None)


def _funnel(matter: Matter) -> Part | None:
    """Three tiers of support in one small table; None where nobody asked, or where it stands on the first page."""
    exhibit = matter.find("stepped-care")
    if exhibit is None or "principles" not in matter.shown:
        return None
    said = Paragraph(sentence(exhibit.brief or exhibit.finding))
    table = replace(exhibit.tables[0], id="board-tiers")
    note = matter.note_on("stepped-care")
    return Part("support-for-staff", _("Which support do staff have?"), 1, (said, Exhibited(table), *note))


def _change(matter: Matter) -> Part | None:
    exhibit = matter.find("change")
    if exhibit is None:
        return _first_round() if "change" not in matter.hand.left_out else None
    told = exhibit.tables if _funnel(matter) is None else ()  # both tables and five decisions are more than a page
    tables = tables_as(replace(t, id="board-change") for t in told if t.id == "change-principles")
    blocks = (Paragraph(sentence(exhibit.finding)), *tables, *matter.note_on("change"))
    return Part("what-changed", _("What changed since an earlier round?"), 1, blocks)


def _first_round() -> Part:
    text = _("No earlier round stands beside this one. The next one can show what changed.")
    return Part("what-changed", _("What changed since an earlier round?"), 1, (Paragraph(text),))


def _decisions(matter: Matter) -> Part:
    rows = _decision_rows(matter)
    if not rows:
        return Part("decisions", _("Decisions we ask for"), 1, (Points(_decisions_without_actions(matter)),))
    lead = Paragraph(_("For each: say yes or no, give it an owner, time and money, and set the day."))
    return Part("decisions", _("Decisions we ask for"), 1, (lead, Exhibited(_decision_table(rows))))


def _decisions_without_actions(matter: Matter) -> tuple[str, ...]:
    if matter.whole is None:
        return what_few_can_do()
    return (
        _("Give staff and leaders an hour together to talk about the results."),
        _("Name one person who brings at most five actions to your next meeting."),
    )


def _decision_table(rows: tuple[Row, ...]) -> Table:
    columns = (
        Column(_("What"), "words", 42),
        Column(_("Who"), "words", 20),
        Column(_("Cost"), "words", 24),
        Column(_("By when"), "words", 14),
    )
    return Table("decisions-table", _("What to decide"), columns, rows)


def _decision_rows(matter: Matter) -> tuple[Row, ...]:
    """What is agreed and needs backing, then what the answers point to first."""
    return (*_agreed_rows(matter), *_proposed_rows(matter))[:DECISIONS_ASKED]


def _agreed_rows(matter: Matter) -> tuple[Row, ...]:
    actions = matter.facts.actions
    return tuple(
        (
            Strong(a.title, _("Agreed: back it.")),
            Words(a.owner or _("nobody yet")),
            Words(actions[a.action].cost if a.action in actions else _("not known")),
            Words(due(a.due_on)),
        )
        for a in matter.facts.plan
        if a.status.active
    )


def _proposed_rows(matter: Matter) -> tuple[Row, ...]:
    facts = matter.facts
    adopted = {a.action for a in facts.plan}
    waiting = [p for p in facts.proposals if p.action not in adopted and p.action in facts.actions][:PROPOSED_ASKED]
    return tuple(
        (
            Strong(facts.actions[p.action].title, why_words(facts, p)),
            Words(facts.actions[p.action].owner, _("could lead it")),
            Words(facts.actions[p.action].cost),
            Words(_("for you to set")),
        )
        for p in waiting
    )


def _limits() -> Part:
    """What not to read into it, in three lines."""
    lines = (
        _("The questionnaire is not yet validated and has no norms. Nobody can say how others stand."),
        _("It says how staff see this organisation, not what the people served have lived through."),
        _("Those who did not answer may see it differently, and no interval here contains that."),
    )
    return Part("limits", _("What this cannot say"), 1, (Points(lines),))
