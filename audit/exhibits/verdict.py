"""Last year's actions: did what they were to change move? One smallest score for each, and never why it moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.exhibits import drawing, notes, words
from audit.exhibits.change import REACH, change_word
from audit.exhibits.facts import RoundFacts
from audit.exhibits.plan import status_word
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Strong, Table, Value, Words
from audit.method.changes import Change
from audit.method.planning import PlannedAction, PlanStatus
from audit.method.profile import ChangeWord, GroupProfile, Withheld
from audit.method.verdict import Judged, Level, NotJudged, Reviewed, Verdict, WhyNotJudged
from audit.wording import gettext as _
from audit.wording import ngettext


def last_plan_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit | None:
    """Every action of earlier plans; None where there is none."""
    if not facts.verdicts:
        return None
    tables = (_judged_table(facts), _not_judged_table(facts), _notes_table(facts), _unfinished_table(facts))
    return Exhibit(
        "last-plan",
        finding_of(facts.verdicts),
        _(
            "Each finished action is judged by the smallest score that both rounds tell and that holds its practices."
            " It shows whether they moved, not what moved them."
        ),
        tuple(t for t in tables if t.rows),
        notes.note(
            facts,
            _("Dot: difference in points, now less before. Bar: 95 % interval.") if tables[0].rows else "",
            _("“Before” is the round that the action answered."),
            _("Actions are often taken up where a score is low. Part of that is chance, and it rises again by itself."),
            people=whole.people,
        ),
        "formulas-comparing",
        (
            _("Of each action: what happened, and who noticed?"),
            _("Which of them do we keep, change or stop?"),
        ),
    )


def finding_of(reviewed: Sequence[Reviewed]) -> str:
    """How many are finished, and what can be said of them."""
    finished = [r.found for r in reviewed if not _unfinished(r)]
    if not finished:
        return _("No action of an earlier plan is finished yet")
    if len(finished) == 1:
        return _("One action is finished. %(what)s", what=said_of(finished[0]))
    said = [f.word for f in finished if isinstance(f, Verdict)]
    parts = (*_counted(said), _not_judged(len(finished) - len(said)))
    return _(
        "%(finished)s: %(what)s",
        finished=ngettext("%(num)s action is finished", "%(num)s actions are finished", len(finished)),
        what="; ".join(part for part in parts if part),
    )


def _counted(said: Sequence[ChangeWord]) -> Iterator[str]:
    """Of how many actions each word is said, where it is said of any."""
    if higher := said.count(ChangeWord.CLEARLY_HIGHER):
        yield ngettext(
            "what %(num)s was to change is clearly higher", "what %(num)s were to change is clearly higher", higher
        )
    if lower := said.count(ChangeWord.CLEARLY_LOWER):
        yield ngettext(
            "what %(num)s was to change is clearly lower", "what %(num)s were to change is clearly lower", lower
        )
    if unknown := said.count(ChangeWord.CANNOT_TELL):
        yield ngettext("of %(num)s we cannot tell", "of %(num)s we cannot tell", unknown)


def _not_judged(count: int) -> str:
    return ngettext("%(num)s could not be judged", "%(num)s could not be judged", count) if count else ""


def said_of(found: Verdict | NotJudged) -> str:
    """What is said of one action, without a full stop, for a heading."""
    if isinstance(found, NotJudged):
        return _("It could not be judged")
    if found.word is ChangeWord.CLEARLY_LOWER and len(found.judged) > 1:
        return _("Part of what it was to change is clearly lower")
    return {
        ChangeWord.CLEARLY_HIGHER: _("What it was to change is clearly higher"),
        ChangeWord.CLEARLY_LOWER: _("What it was to change is clearly lower"),
        ChangeWord.CANNOT_TELL: _("Whether what it was to change has moved, we cannot tell"),
    }[found.word]


def line_of(facts: RoundFacts, judged: Judged) -> str:
    """One score of a verdict in a line of text, for a page without drawings."""
    name = measure_name(facts, judged)
    if isinstance(judged.change, Withheld):
        return _("Judged by “%(score)s”: withheld.", score=name)
    line = _(
        "Judged by “%(score)s”: %(before)s before, %(now)s now (%(difference)s, interval %(interval)s).",
        score=name,
        before=words.score(judged.change.before),
        now=words.score(judged.change.now),
        difference=words.signed(judged.change.difference),
        interval=words.difference_interval(judged.change.low, judged.change.high),
    )
    return f"{line} {could_be_seen(judged)}".strip()


def why_not(reason: WhyNotJudged) -> str:
    """Why nothing is said of an action."""
    return {
        WhyNotJudged.NOT_FINISHED: _("It was not finished when this round closed."),
        WhyNotJudged.FROM_A_CONVERSATION: _(
            "It came from a team conversation, and that is compared with no round: people speak differently together."
        ),
        WhyNotJudged.FROM_A_TRIAL: _("It came from a trial, and trials are compared with nothing."),
        WhyNotJudged.EXPIRED: _("The results that it answered were kept as long as agreed, and are gone."),
        WhyNotJudged.NOTHING_TOLD_THEN: _("Nothing could be told of the round that it answered."),
        WhyNotJudged.NOTHING_TOLD_NOW: _("Nothing may be told of this round."),
        WhyNotJudged.NOT_IN_LIBRARY: _("It is not in the action library any more, so its practices are not known."),
        WhyNotJudged.NOT_ASKED: _("This round did not ask about its practices."),
        WhyNotJudged.ASKED_DIFFERENTLY: _("The two rounds asked different practices around it."),
    }[reason]


def measure_name(facts: RoundFacts, judged: Judged) -> str:
    """The score that an action is judged by, in words."""
    asked, measure = facts.questionnaire, judged.measure
    if measure.level is Level.PROCESS:
        return asked.item(measure.id).short
    names = {p.id: p.name for p in asked.principles} | {m.id: m.name for m in asked.modules}
    if measure.stage is None:
        return names[measure.id]
    return _("%(stage)s in %(principle)s", stage=words.stage_word(measure.stage), principle=names[measure.id])


def could_be_seen(judged: Judged) -> str:
    """Where nobody can tell: how large a difference these two numbers could have shown; else ""."""
    if judged.seen_from is None or judged.word is not ChangeWord.CANNOT_TELL:
        return ""
    if judged.too_high_to_rise:
        return _("It stood too high before for a rise to show.")
    return _("A difference under about %(points)s points could not have shown.", points=words.whole(judged.seen_from))


def _unfinished(reviewed: Reviewed) -> bool:
    return reviewed.found == NotJudged(WhyNotJudged.NOT_FINISHED)


def _judged_table(facts: RoundFacts) -> Table:
    columns = (
        Column(_("Finished action"), "words", 24),
        Column(_("Judged by"), "words", 22),
        Column(_("Before"), "figure", 8),
        Column(_("Now"), "figure", 7),
        Column(_("Difference in points"), "drawn", 15, drawing.difference_axis(REACH)),
        Column(_("What can be said"), "words", 24),
    )
    rows = (row for r in facts.verdicts if isinstance(r.found, Verdict) for row in _rows(facts, r.planned, r.found))
    return Table("last-plan-judged", _("Finished, and what moved"), columns, tuple(rows))


def _rows(facts: RoundFacts, planned: PlannedAction, verdict: Verdict) -> tuple[tuple[Value, ...], ...]:
    """One row for each score; the first says when it was finished and, where there are several, the whole."""
    small = " ".join(part for part in (_finished_on(planned), _whole(verdict), _left(verdict)) if part)
    return tuple(
        (Strong(planned.title, small if at == 0 else ""), *_row(facts, planned.title, judged))
        for at, judged in enumerate(verdict.judged)
    )


def _finished_on(planned: PlannedAction) -> str:
    if planned.done_on is None:
        return _("Done; the day was not kept.")
    return _("Done on %(day)s.", day=words.day(planned.done_on))


def _whole(verdict: Verdict) -> str:
    if len(verdict.judged) == 1:
        return ""
    return {
        ChangeWord.CLEARLY_HIGHER: _("As a whole: clearly higher."),
        ChangeWord.CLEARLY_LOWER: _("As a whole: part of it is clearly lower."),
        ChangeWord.CANNOT_TELL: _("As a whole: cannot tell."),
    }[verdict.word]


def _left(verdict: Verdict) -> str:
    if not verdict.left:
        return ""
    return ngettext(
        "%(num)s more practice of it is not in both rounds.",
        "%(num)s more practices of it are not in both rounds.",
        len(verdict.left),
    )


def _row(facts: RoundFacts, title: str, judged: Judged) -> tuple[Value, ...]:
    measure = Words(measure_name(facts, judged), _holds(facts, judged))
    match judged.change:
        case Withheld() as kept:
            word = Kept(_("Withheld"))
            return (measure, word, word, word, Kept(words.kept(kept)))
        case Change(before, now, difference, low, high, word):
            drawn = drawing.difference(title, value=difference, low=low, high=high, reach=REACH)
            return (
                measure,
                Figure(words.score(before)),
                Figure(words.score(now)),
                Drawn(drawn),
                Strong(change_word(word), _small(judged, difference, low, high)),
            )


def _holds(facts: RoundFacts, judged: Judged) -> str:
    """Which practices of the action a score is made of, and how many others."""
    if judged.measure.level is Level.PROCESS:
        return ""
    own = words.quoted([facts.questionnaire.item(i).short for i in judged.items])
    others = len(judged.measure.items) - len(judged.items)
    if not others:
        return _("Made of %(own)s.", own=own)
    return ngettext(
        "Made of %(own)s and %(num)s other practice.",
        "Made of %(own)s and %(num)s other practices.",
        others,
        own=own,
    )


def _small(judged: Judged, difference: float, low: float, high: float) -> str:
    found = _(
        "%(value)s, interval %(interval)s",
        value=words.signed(difference),
        interval=words.difference_interval(low, high),
    )
    return f"{found}. {could_be_seen(judged)}".strip()


def _not_judged_table(facts: RoundFacts) -> Table:
    columns = (Column(_("Finished action"), "words", 38), Column(_("Why nothing is said of it"), "words", 60))
    rows = tuple(
        (Strong(r.planned.title, _finished_on(r.planned)), Words(why_not(r.found.reason)))
        for r in facts.verdicts
        if isinstance(r.found, NotJudged) and not _unfinished(r)
    )
    return Table("last-plan-not-judged", _("Finished, and not judged"), columns, rows)


def _notes_table(facts: RoundFacts) -> Table:
    columns = (Column(_("Finished action"), "words", 38), Column(_("What was written down"), "words", 60))
    noted = (r.planned for r in facts.verdicts if r.planned.note and not _unfinished(r))
    rows = tuple((Strong(planned.title), Words(planned.note)) for planned in noted)
    return Table("last-plan-notes", _("What happened, by its note"), columns, rows)


def _unfinished_table(facts: RoundFacts) -> Table:
    columns = (
        Column(_("Action"), "words", 45),
        Column(_("Who, and by when"), "words", 33),
        Column(_("Status"), "words", 20),
    )
    rows = tuple(_unfinished_row(r.planned) for r in facts.verdicts if _unfinished(r))
    return Table("last-plan-unfinished", _("Not finished when this round closed"), columns, rows)


def _unfinished_row(planned: PlannedAction) -> tuple[Value, ...]:
    due = words.day(planned.due_on) if planned.due_on else _("no date yet")
    done = _finished_on(planned) if planned.status is PlanStatus.DONE else ""
    return (
        Strong(planned.title),
        Words(planned.owner or _("nobody yet"), due),
        Words(status_word(planned.status), done),
    )
