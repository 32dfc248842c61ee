"""What a team agreed on together, as exhibits: words, no numbers of people, no intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from audit import scale
from audit.exhibits import words
from audit.exhibits.plan import agreed_actions, plan_table
from audit.exhibits.values import Badge, Column, Exhibit, Kept, Lines, Marked, Placed, Strong, Table, Value, Words
from audit.method.answers import Rated
from audit.method.conversation import AgreedCell, AgreedPrinciple, AgreedProfile, CellState, Record
from audit.method.planning import MOST_ACTIVE, PlannedAction, Proposal, Why
from audit.method.questionnaire import GATES, Action, Questionnaire
from audit.wording import gettext as _
from audit.wording import ngettext

PROPOSED_SHOWN = 5


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """One team conversation. records: by item id; proposals in order, each of one of the actions; plan: what was
    adopted after it, and what else is active."""

    questionnaire: Questionnaire
    held_on: date
    records: Mapping[str, Record]
    profile: AgreedProfile
    actions: Mapping[str, Action]
    proposals: tuple[Proposal, ...]
    plan: tuple[PlannedAction, ...] = ()


def agreed_exhibits(facts: TeamFacts) -> tuple[Exhibit, ...]:
    """Where the team stands, what holds, what the next stage waits for, what stays open, what is planned, and what else
    could be done; an exhibit without rows is left out."""
    return _with_rows(*_findings(facts), _planned(facts), _proposed(facts))


def findings_of(facts: TeamFacts) -> tuple[Exhibit, ...]:
    """The same without what is proposed, for the page on which proposals have buttons."""
    return _with_rows(*_findings(facts), _planned(facts))


def _findings(facts: TeamFacts) -> tuple[Exhibit, ...]:
    return _standing(facts), _cells(facts), _next(facts), _open(facts)


def _with_rows(*found: Exhibit) -> tuple[Exhibit, ...]:
    return tuple(e for e in found if any(t.rows for t in e.tables))


def what_it_is() -> tuple[str, ...]:
    """What stands above all of it, on the page and in print."""
    return (
        _("There are no anonymous answers behind it. It is what people said in front of each other."),
        _("What is hard to say in front of others may be missing."),
        _("It cannot be compared with a round, or with another team."),
    )


def record_word(record: Record | None) -> str:
    """What was put down for an item, in words."""
    if record is None:
        return _("Not talked about")
    if isinstance(record, Rated):
        return scale.rating_label(record.value)
    return dict(scale.records_apart())[record.value]


def cell_word(state: CellState) -> str:
    """What is said of one stage of one principle."""
    return {
        CellState.IN_PLACE: _("Holds"),
        CellState.BELOW: _("Not yet"),
        CellState.NOT_AGREED: _("Not agreed"),
        CellState.NOT_VISIBLE: _("Nobody can tell"),
        CellState.NOT_OURS: _("Does not apply to us"),
        CellState.NOT_TALKED_ABOUT: _("Not talked about"),
    }[state]


def headline_of(facts: TeamFacts) -> str:
    """The stage of the whole as a sentence."""
    stage = facts.profile.headline
    if stage is None:
        return _("No stage for the whole: this questionnaire does not ask about safety")
    return _("Together we see ourselves at “%(stage)s”", stage=words.stage_word(stage))


def _source(facts: TeamFacts, *first: str) -> str:
    held = _("Team conversation of %(day)s: one record agreed on together.", day=words.day(facts.held_on))
    return " ".join((*first, held, _("No anonymous answers, no intervals.")))


def _badge(facts: TeamFacts, principle: str) -> Badge:
    asked = facts.questionnaire.principles
    order, known = next((n, p) for n, p in enumerate(asked, 1) if p.id == principle)
    return Badge(known.id, order, known.name)


def _standing(facts: TeamFacts) -> Exhibit:
    columns = (
        Column(_("Principle"), "words", 30),
        Column(_("Stage"), "words", 20),
        Column(_("What it means"), "words", 50),
    )
    rows = tuple(
        (
            _badge(facts, p.id),
            Placed(p.stage.slug, words.stage_word(p.stage)),
            Words(words.stage_meaning(p.stage)),
        )
        for p in facts.profile.principles
    )
    return Exhibit(
        "agreed-standing",
        headline_of(facts),
        _("The stage of the whole is reached by all principles but one at least, with safety among them."),
        (Table("agreed-standing-table", _("Stage of each principle"), columns, rows),),
        _source(facts, _("This questionnaire is not yet validated and has no norms.")),
        "",
        (
            _("Which of these did you expect, and which not?"),
            _("What would somebody say who was not in the room?"),
        ),
    )


def _cells(facts: TeamFacts) -> Exhibit:
    columns = (
        Column(_("Principle"), "words", 28),
        *(Column(words.stage_word(t), "words", 18) for t in GATES),
    )
    rows = tuple(
        (_badge(facts, p.id), *(_cell(c, ahead=c.stage in p.ahead) for c in p.cells)) for p in facts.profile.principles
    )
    return Exhibit(
        "agreed-stages",
        _stops(facts),
        _(
            "A stage holds when its agreed ratings come to 62.5 of 100 or more, and every earlier stage holds, too."
            " A high mean never makes up for a missing basic."
        ),
        (Table("agreed-stages-table", _("What holds, stage by stage"), columns, rows),),
        _source(
            facts,
            _("Small: the mean of the agreed ratings, 0 to 100."),
            _("“Ahead” means that an earlier stage does not hold yet."),
        ),
        "",
    )


def _cell(cell: AgreedCell, *, ahead: bool) -> Marked | Kept:
    if cell.points is None:
        return Kept(cell_word(cell.state))
    tone = "high" if cell.state is CellState.IN_PLACE else "low"
    return Marked(tone, cell_word(cell.state), _("ahead") if ahead else "", words.number(cell.points))


def _stops(facts: TeamFacts) -> str:
    stopped = sum(p.stopped_at is not None for p in facts.profile.principles)
    if not stopped:
        return _("All four stages hold for every principle")
    return ngettext(
        "%(num)s principle has a next stage to work on", "%(num)s principles have a next stage to work on", stopped
    )


def _next(facts: TeamFacts) -> Exhibit:
    columns = (
        Column(_("Principle"), "words", 26),
        Column(_("Next stage"), "words", 12),
        Column(_("It waits for these practices"), "words", 44),
        Column(_("Now"), "words", 18),
    )
    return Exhibit(
        "agreed-next",
        _("What the next stage waits for"),
        _("For each principle: the first stage that does not hold, and what you put down for it."),
        (Table("agreed-next-table", _("The first stage that does not hold"), columns, tuple(_next_rows(facts))),),
        _source(facts),
        "",
        (_("Which of these practices would you notice first if it changed?"),),
    )


def _next_rows(facts: TeamFacts) -> Iterator[tuple[Value, ...]]:
    for principle in facts.profile.principles:
        if principle.stopped_at is not None:
            yield (_badge(facts, principle.id), *_stop(facts, principle, principle.cells[principle.stopped_at - 1]))


def _stop(facts: TeamFacts, principle: AgreedPrinciple, cell: AgreedCell) -> tuple[Value, ...]:
    items = facts.questionnaire.items_of(principle.id, cell.stage)
    lines = tuple(
        _("%(practice)s – %(record)s", practice=i.text, record=record_word(facts.records.get(i.id))) for i in items
    )
    return Strong(words.stage_word(cell.stage)), Lines(lines), Strong(cell_word(cell.state))


def _open(facts: TeamFacts) -> Exhibit:
    told = facts.profile
    tables = (
        _statements(facts, "agreed-differently", _("We see it differently"), told.differently),
        _statements(facts, "agreed-unseen", _("We can’t tell"), told.unseen),
        _statements(facts, "agreed-not-ours", _("Does not apply to us"), told.not_ours),
        _statements(facts, "agreed-left", _("Not talked about"), told.not_talked_about),
    )
    return Exhibit(
        "agreed-open",
        _open_finding(told),
        _("To differ is a result. These are the places where talking further is worth your time."),
        tuple(t for t in tables if t.rows),
        _source(facts),
        "",
        (_("What does each of you see that the others do not?"),) if told.differently else (),
    )


def _open_finding(told: AgreedProfile) -> str:
    if told.differently:
        return ngettext(
            "%(num)s statement is seen differently: talk about it first",
            "%(num)s statements are seen differently: talk about them first",
            len(told.differently),
        )
    return _("What has no agreed rating")


def _statements(facts: TeamFacts, name: str, caption: str, items: tuple[str, ...]) -> Table:
    columns = (
        Column(_("Statement"), "words", 60),
        Column(_("Principle"), "words", 40),
    )
    found = [facts.questionnaire.item(i) for i in items]
    rows = tuple((Words(i.text), _badge(facts, i.principle)) for i in found if i.principle)
    return Table(name, caption, columns, rows)


def _planned(facts: TeamFacts) -> Exhibit:
    return Exhibit(
        "agreed-plan",
        agreed_actions(facts.plan),
        _("At most %(most)s actions at a time: people’s time is what most plans run out of.", most=MOST_ACTIVE),
        (plan_table(facts.plan),),
        _source(facts, _("Proposals come from the action library; the organisation decides.")),
        "",
        (_("Who will notice first if this works, and how will they tell you?"),),
    )


def _proposed(facts: TeamFacts) -> Exhibit:
    columns = (
        Column(_("Action and why"), "words", 38),
        Column(_("First step this month"), "words", 40),
        Column(_("Who could lead it, and what it costs"), "words", 22),
    )
    adopted = {a.action for a in facts.plan}
    shown = [p for p in facts.proposals if p.action not in adopted][:PROPOSED_SHOWN]
    return Exhibit(
        "agreed-proposals",
        _("What else this points to") if facts.plan else _("What this points to"),
        _(
            "At most %(most)s actions at a time: people’s time is what most plans run out of. Choose one or two.",
            most=MOST_ACTIVE,
        ),
        (
            Table(
                "agreed-proposals-table",
                _("What you could do next"),
                columns,
                tuple(_proposal_row(facts, p) for p in shown),
            ),
        ),
        _source(facts, _("Proposals come from the action library; the organisation decides.")),
        "",
        (_("Who does the first step, and by when?"),),
    )


def _proposal_row(facts: TeamFacts, proposal: Proposal) -> tuple[Value, ...]:
    action = facts.actions[proposal.action]
    return (
        Strong(action.title, why_words(facts, proposal)),
        Words(action.first_step),
        Words(action.owner, action.cost),
    )


def why_words(facts: TeamFacts, proposal: Proposal) -> str:
    """Why an action is proposed, as a sentence; a conversation knows four reasons."""
    about = next(p.name for p in facts.questionnaire.principles if p.id == proposal.principle)
    stage = words.stage_word(proposal.stage) if proposal.stage else ""
    return {
        Why.NEXT_GATE: _("“%(stage)s” in %(about)s waits for this.", stage=stage, about=about),
        Why.NEXT_GATE_NOT_VISIBLE: _("Nobody can tell about “%(stage)s” in %(about)s.", stage=stage, about=about),
        Why.NOT_VISIBLE: _("Nobody can tell about this part of %(about)s.", about=about),
        Why.SPLIT: _("You see this part of %(about)s differently. Talk about it first.", about=about),
    }[proposal.why]
