"""The line under an exhibit: how to read it, how many people, how it is rounded, where it comes from."""

from __future__ import annotations

from audit.exhibits import words
from audit.exhibits.facts import RoundFacts
from audit.method.profile import PrincipleFinding, Shown
from audit.method.release import Band
from audit.wording import gettext as _

HASH_SHOWN = 12


def note(facts: RoundFacts, *first: str, people: Band | None) -> str:
    """How to read it, then people and source."""
    answered = _("%(people)s answered.", people=words.people(people).capitalize())
    return marked(facts, " ".join((*(f for f in first if f), answered, *_source(facts))))


def _source(facts: RoundFacts) -> tuple[str, ...]:
    """Where the numbers are kept, and whether anybody said them. A rehearsal says so in front (`marked`)."""
    if facts.rehearsal:
        return ()
    source = _(
        "Source: release %(hash)s of round %(number)s.",
        hash=facts.profile.release_hash[:HASH_SHOWN],
        number=facts.number,
    )
    return (source, _("These data are invented.")) if facts.invented else (source,)


def marked(facts: RoundFacts, text: str) -> str:
    """A note that says in front, once, that it stands under a part of a rehearsal; any other as it is."""
    mark = rehearsal_mark()
    return f"{mark} {text}" if facts.rehearsal and not text.startswith(mark) else text


def rehearsal_mark() -> str:
    """What stands at every part of a rehearsal."""
    return _("Invented answers: a rehearsal.")


def rounding(shown: Shown | None) -> str:
    """To which step scores are rounded."""
    if shown is None:
        return ""
    return _("Scores are rounded to steps of %(step)s.", step=words.number(shown.step))


def first_score(principles: dict[str, PrincipleFinding]) -> Shown | None:
    """The first principle score that is told."""
    return next((p.score for p in principles.values() if isinstance(p.score, Shown)), None)


def how_to_read_scores() -> str:
    """Dot, bar and range."""
    return _("Dot: score out of 100. Bar: 95 % interval.")


def no_norms() -> str:
    """What stands at every score that has no stages to be read against."""
    return _(
        "This questionnaire is not yet validated and has no norms: a score says nothing about other organisations."
    )


def not_validated() -> str:
    """What stands at every verdict."""
    return _(
        "This questionnaire is not yet validated and has no norms: read a score against the words for each stage,"
        " not against other organisations."
    )
