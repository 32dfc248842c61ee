"""What the leadership team said beside what staff said."""

from __future__ import annotations

from audit.exhibits import drawing, notes, words
from audit.exhibits.facts import RoundFacts
from audit.exhibits.standing import badge
from audit.exhibits.values import Column, Drawn, Exhibit, Figure, Kept, Strong, Table, Value, Words
from audit.method.leaders import About, Gap, LeaderGap
from audit.method.profile import ChangeWord, GroupProfile, Shown, Withheld
from audit.wording import gettext as _

DOMAIN_REACH = 50


def leaders_of(facts: RoundFacts, whole: GroupProfile) -> Exhibit:
    """Principles on one scale, domains beside all else."""
    principles = tuple(g for g in facts.leader_gaps if g.about is About.PRINCIPLE)
    domains = tuple(g for g in facts.leader_gaps if g.about is About.DOMAIN)
    tables = (_principle_table(facts, principles), _domain_table(facts, domains))
    return Exhibit(
        "leaders",
        _finding(facts, principles),
        _(
            "The leadership team agreed on one rating for each practice, with evidence, before it saw any result."
            " A gap says that two views differ, not who is right."
        ),
        tuple(t for t in tables if t.rows),
        notes.note(
            facts,
            _("Dot and bar: staff, with the 95 % interval. Square: leaders."),
            _("“Clearly” stands only where the whole interval of the gap lies on one side of 0."),
            _("Domains are compared beside all else that each side said, because raw domain means cannot be compared."),
            people=whole.people,
        ),
        "formulas-comparing",
        (_("What do leaders see that staff do not, and the other way round?"),),
    )


def _clear(gaps: tuple[LeaderGap, ...], word: ChangeWord) -> list[str]:
    return [g.id for g in gaps if isinstance(g.gap, Gap) and g.gap.word is word]


def _finding(facts: RoundFacts, gaps: tuple[LeaderGap, ...]) -> str:
    higher = [badge(facts, p).text for p in _clear(gaps, ChangeWord.CLEARLY_HIGHER)]
    lower = [badge(facts, p).text for p in _clear(gaps, ChangeWord.CLEARLY_LOWER)]
    if higher and lower:
        return _(
            "Leaders see %(higher)s clearly higher than staff do, and %(lower)s clearly lower",
            higher=words.principles(higher),
            lower=words.principles(lower),
        )
    if higher:
        return _("Leaders see %(higher)s clearly higher than staff do", higher=words.principles(higher))
    if lower:
        return _("Leaders see %(lower)s clearly lower than staff do", lower=words.principles(lower))
    return _("Whether leaders and staff see a principle differently, we cannot tell")


def gap_word(word: ChangeWord) -> str:
    """What is said of a gap."""
    return {
        ChangeWord.CLEARLY_HIGHER: _("Leaders clearly higher"),
        ChangeWord.CLEARLY_LOWER: _("Leaders clearly lower"),
        ChangeWord.CANNOT_TELL: _("Cannot tell"),
    }[word]


def _gap_value(gap: Gap | Withheld) -> Value:
    match gap:
        case Withheld() as kept:
            return Kept(words.kept(kept))
        case Gap(value, low, high, word):
            small = _(
                "gap %(value)s, interval %(interval)s",
                value=words.signed(value),
                interval=words.difference_interval(low, high),
            )
            return Strong(gap_word(word), small)


def _points(value: float | Shown | Withheld) -> Value:
    match value:
        case Withheld() as kept:
            return Kept(words.kept(kept))
        case Shown() as shown:
            return Figure(words.score(shown))
        case points:
            return Figure(words.number(points))


def _principle_table(facts: RoundFacts, gaps: tuple[LeaderGap, ...]) -> Table:
    columns = (
        Column(_("Principle"), "words", 26),
        Column(_("Staff"), "figure", 7),
        Column(_("Out of 100"), "drawn", 25, drawing.score_axis()),
        Column(_("Leaders"), "figure", 9),
        Column(_("What can be said"), "words", 33),
    )
    rows = tuple(_principle_row(facts, g) for g in gaps)
    return Table("leaders-principles", _("Principles, as leaders and as staff see them"), columns, rows)


def _principle_row(facts: RoundFacts, gap: LeaderGap) -> tuple[Value, ...]:
    named = badge(facts, gap.id)
    drawn: Value = Kept(_("Withheld"))
    if isinstance(gap.staff, Shown):
        drawn = (
            Drawn(drawing.score(named.text, gap.staff))
            if isinstance(gap.leaders, Withheld)
            else Drawn(drawing.score_beside(named.text, gap.staff, leaders=gap.leaders))
        )
    return (named, _points(gap.staff), drawn, _points(gap.leaders), _gap_value(gap.gap))


def _domain_table(facts: RoundFacts, gaps: tuple[LeaderGap, ...]) -> Table:
    names = {d.id: d.name for d in facts.questionnaire.domains}
    columns = (
        Column(_("Domain"), "words", 42),
        Column(_("Leaders less staff, in points"), "drawn", 25, drawing.difference_axis(DOMAIN_REACH)),
        Column(_("What can be said"), "words", 33),
    )
    rows = tuple(
        (
            Words(names[g.id]),
            Drawn(
                drawing.difference(names[g.id], value=g.gap.value, low=g.gap.low, high=g.gap.high, reach=DOMAIN_REACH)
            )
            if isinstance(g.gap, Gap)
            else Kept(_("Withheld")),
            _gap_value(g.gap),
        )
        for g in gaps
    )
    return Table("leaders-domains", _("Domains, beside all else that each side said"), columns, rows)
