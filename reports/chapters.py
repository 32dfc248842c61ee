"""The parts of the full report, in order, as frozen values; the template places them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from audit.exhibits import RoundFacts, words
from audit.exhibits.notes import rehearsal_mark
from audit.exhibits.principle import PrincipleSection, sections_of
from audit.exhibits.values import Exhibit
from audit.fallback import plain
from audit.hand import NEVER_LEFT_OUT, UNTOUCHED, Hand, Where
from audit.method.profile import Withheld
from audit.own_text import html_of
from audit.wording import gettext as _

WIDE = frozenset({"grid", "groups"})
FLOWING_ROWS = 4
LATER = (
    "stepped-care",
    "modules",
    "module-items",
    "groups",
    "leaders",
    "change",
    "priorities",
    "perspectives",
    "comments",
    "plan",
    "last-plan",
    "withheld",
    "also-used",
)
"""In this order; what else was used comes last, where it is short enough to share a page."""
ELSEWHERE = ("items", "appendix")  # core practices stand with their principle, the appendix last
GLANCED = frozenset({"principles", "stepped-care", "modules"})
"""What the page at a glance stands on, also where its own part is left out."""
FROM_PLAN_ON = frozenset({"plan", "last-plan", "withheld", "also-used"})


@dataclass(frozen=True, slots=True)
class Chapter:
    """An exhibit with its question as heading. flow: wide (a page turned sideways), page (a new one), or flow (goes on
    under what stands before it, where it fits)."""

    id: str
    title: str
    exhibit: Exhibit
    flow: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OwnChapter:
    """A chapter of somebody's own, ready to be placed."""

    id: str
    title: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    id: str
    title: str


def chapters_of(shown: Sequence[Exhibit]) -> tuple[Chapter, ...]:
    """What stands before the principles, one by one.

    Where something is in place ahead, or staff are split, that and what staff cannot see share a page.
    """
    first = [e for e in shown if e.id not in {*LATER, *ELSEWHERE}]
    ids = [e.id for e in first]
    if "ahead" in ids:
        first.insert(ids.index("ahead"), first.pop(ids.index("visibility")))
    return tuple(map(_chapter, first))


def later_chapters_of(shown: Sequence[Exhibit]) -> tuple[Chapter, ...]:
    """What stands after them: stepped care, modules, groups, leaders, change, choices, plan, what is withheld, what
    else was used."""
    known = {e.id: e for e in shown}
    return tuple(_chapter(known[id_]) for id_ in LATER if id_ in known)


def later_chapters_in_two(shown: Sequence[Exhibit]) -> tuple[tuple[Chapter, ...], tuple[Chapter, ...]]:
    """The same, up to the plan and from it on."""
    later = later_chapters_of(shown)
    cut = next((at for at, c in enumerate(later) if c.exhibit.id in FROM_PLAN_ON), len(later))
    return later[:cut], later[cut:]


def own_chapters_of(hand: Hand, where: Where) -> tuple[OwnChapter, ...]:
    """Chapters of somebody's own that stand here."""
    return tuple(
        OwnChapter(f"own-{number}", own.title, html_of(own.text, pictures=own.pictures))
        for number, own in enumerate(hand.chapters, 1)
        if own.where is where
    )


def without_left_out(every: Sequence[Exhibit], hand: Hand) -> list[Exhibit]:
    """What is shown of all that there is; what says how far a report may be relied on always is."""
    return [e for e in every if e.id in NEVER_LEFT_OUT or e.id not in hand.left_out]


def glanced(every: Sequence[Exhibit], hand: Hand) -> list[Exhibit]:
    """What the page at a glance is made from."""
    shown = {e.id for e in without_left_out(every, hand)}
    return [e for e in every if e.id in shown | GLANCED]


def note_on(hand: Hand, exhibit: str) -> str:
    """What somebody noted on an exhibit, and who; "" for nothing."""
    text = hand.notes.get(exhibit, "").strip()
    if not text:
        return ""
    who = hand.brand.name if hand.brand else ""
    return _("Note by %(who)s: %(text)s", who=who, text=text) if who else _("Note: %(text)s", text=text)


def noted(chapters: Iterable[Chapter], hand: Hand) -> tuple[Chapter, ...]:
    """Chapters with what somebody noted on them."""
    return tuple(replace(c, note=note_on(hand, c.exhibit.id)) for c in chapters)


def state_of(hand: Hand) -> str:
    """Draft, or which final report."""
    final = hand.final
    return (
        _("Final, edition %(edition)s, %(day)s", edition=final.edition, day=words.day(final.on))
        if final
        else _("Draft")
    )


def draft_word(facts: RoundFacts, hand: Hand) -> str:
    """What stands beside every page of a draft, for style sheets, which take no marks; "" where it is none."""
    return "" if hand.final or facts.rehearsal else plain(_("Draft"))


def _chapter(exhibit: Exhibit) -> Chapter:
    return Chapter(_anchor(exhibit.id), title_of(exhibit.id), exhibit, _flow(exhibit))


def _flow(exhibit: Exhibit) -> str:
    rows = sum(len(t.rows) for t in exhibit.tables)
    if exhibit.id in WIDE and rows:
        return "wide"
    return "flow" if rows <= FLOWING_ROWS else "page"


def _anchor(exhibit: str) -> str:
    """Ids become the texts of links, so they can be read."""
    return {
        "trust": "can-we-trust-this",
        "principles": "where-do-we-stand",
        "gates": "what-stops-the-next-stage",
        "ahead": "already-in-place",
        "grid": "principles-by-domains",
        "visibility": "what-staff-cannot-see",
        "stepped-care": "three-tiers-of-support",
        "modules": "what-else-was-asked",
        "module-items": "practices-by-topic",
        "groups": "places-and-roles",
        "leaders": "leaders-and-staff",
        "change": "what-changed",
        "priorities": "what-people-want-first",
        "perspectives": "what-comes-first-as-staff-see-it",
        "comments": "in-their-own-words",
        "also-used": "also-used-this-year",
        "plan": "what-we-will-do",
        "last-plan": "did-earlier-actions-move",
        "withheld": "what-is-withheld",
        "appendix": "appendix",
    }[exhibit]


def title_of(exhibit: str) -> str:
    """The question that an exhibit answers."""
    return {
        "trust": _("Can we trust this?"),
        "principles": _("Where do we stand?"),
        "gates": _("Which practices stop the next stage?"),
        "ahead": _("What is in place already, and where are staff split?"),
        "grid": _("Principles by domains"),
        "visibility": _("What can staff not see?"),
        "stepped-care": _("Which support do staff have?"),
        "modules": _("What do the topics say?"),
        "module-items": _("Practice by practice, by topic"),
        "groups": _("How do places and roles see it?"),
        "leaders": _("Do leaders and staff see the same?"),
        "change": _("What changed since an earlier round?"),
        "priorities": _("What do people want first?"),
        "perspectives": _("What comes first, as staff see it?"),
        "comments": _("What did people say in their own words?"),
        "also-used": _("What else was used this year?"),
        "plan": _("What will we do?"),
        "last-plan": _("Did earlier actions move anything?"),
        "withheld": _("What is withheld, and why?"),
        "appendix": _("Technical appendix"),
    }[exhibit]


def principle_sections(facts: RoundFacts) -> tuple[PrincipleSection, ...]:
    """One part a principle; none where nothing may be told."""
    whole = facts.profile.whole
    return () if isinstance(whole, Withheld) else sections_of(facts, whole)


def contents_of(facts: RoundFacts, shown: Sequence[Exhibit], hand: Hand = UNTOUCHED) -> tuple[Entry, ...]:
    """All parts of the report with their anchors, in order."""
    first, *rest = chapters_of(shown)
    before_plan, plan = later_chapters_in_two(shown)
    told = not isinstance(facts.profile.whole, Withheld)
    return (
        *((Entry("at-a-glance", _("At a glance")), Entry("how-to-read", _("How to read this report"))) if told else ()),
        Entry(first.id, first.title),
        *(Entry(o.id, o.title) for o in own_chapters_of(hand, Where.BEFORE_FINDINGS)),
        *(Entry(c.id, c.title) for c in rest),
        *(Entry(s.id, s.title) for s in principle_sections(facts)),
        *(Entry(c.id, c.title) for c in before_plan),
        *(Entry(o.id, o.title) for o in own_chapters_of(hand, Where.BEFORE_PLAN)),
        *(Entry(c.id, c.title) for c in plan),
        *((Entry("questions-for-the-workshop", _("Questions for the workshop")),) if told else ()),
        Entry("limits-and-support", _("Limits, support and thanks")),
        *((Entry("appendix", title_of("appendix")),) if told else ()),
    )


@dataclass(frozen=True, slots=True)
class Questions:
    """What one chapter gives to talk about."""

    title: str
    asked: tuple[str, ...]


def questions_of(shown: Sequence[Exhibit]) -> tuple[Questions, ...]:
    """Everything there is to talk about, for whoever leads the workshop."""
    return tuple(Questions(title_of(e.id), e.talk) for e in shown if e.talk and e.id not in ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Cover:
    """organisation, what it is, when, and the line that says how much it may be relied on."""

    organisation: str
    subtitle: str
    when: str
    status: str
    created: str


def cover_of(facts: RoundFacts) -> Cover:
    """The first page."""
    closed = facts.closed_on
    if facts.rehearsal:
        return _cover_of_rehearsal(facts)
    return Cover(
        facts.organisation,
        _("%(title)s: report of round %(number)s", title=facts.questionnaire.title, number=facts.number),
        _("Closed on %(day)s", day=words.day(closed)) if closed else _("Answers from a file"),
        _("Invented data: a sample, not a finding about anybody.")
        if facts.invented
        else _("Every number in this report comes from one frozen release. Nothing finer was kept."),
        closed.isoformat() if closed else "",
    )


def _cover_of_rehearsal(facts: RoundFacts) -> Cover:
    """Says what it is in every line of it."""
    return Cover(
        facts.organisation,
        _("%(title)s: rehearsal of round %(number)s", title=facts.questionnaire.title, number=facts.number),
        rehearsal_mark(),
        _("Nobody was asked yet. Nothing in this report is a finding about anybody."),
        "",
    )
