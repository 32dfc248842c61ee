"""What the shorter reports have in common: what they are made from, and a first page that answers three questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from audit.exhibits import Exhibit, RoundFacts, exhibits_of, words
from audit.exhibits.values import Table
from audit.fallback import plain
from audit.hand import UNTOUCHED, Hand
from audit.method.profile import GroupProfile, Withheld
from audit.wording import direction, language
from audit.wording import gettext as _
from reports.chapters import cover_of, note_on, state_of
from reports.glance import Glance, glance_of
from reports.manuscript import Block, Exhibited, Manuscript, Paragraph, Part, Points

SHORT_HASH = 12
TRUST, STANDING, DOING = "can-we-trust-this", "where-do-we-stand", "what-will-we-do"


@dataclass(frozen=True, slots=True)
class Matter:
    """A round with what it shows, and what somebody adds. shown: by the id of the exhibit, all of them."""

    facts: RoundFacts
    shown: Mapping[str, Exhibit]
    hand: Hand

    @property
    def whole(self) -> GroupProfile | None:
        """The whole organisation; None where nothing may be told of it."""
        whole = self.facts.profile.whole
        return None if isinstance(whole, Withheld) else whole

    @property
    def glance(self) -> Glance:
        """The three answers in short; KeyError where nothing may be told."""
        return glance_of(self.facts, tuple(self.shown.values()))

    def find(self, exhibit: str) -> Exhibit | None:
        """An exhibit that this round has and nobody left out."""
        return None if exhibit in self.hand.left_out else self.shown.get(exhibit)

    def note_on(self, exhibit: str) -> tuple[Paragraph, ...]:
        """What somebody noted under an exhibit, with whose note it is."""
        said = note_on(self.hand, exhibit)
        return (Paragraph(said, "note"),) if said else ()


def matter_of(facts: RoundFacts, *, hand: Hand = UNTOUCHED) -> Matter:
    """Works out once what a round shows."""
    return Matter(facts, {e.id: e for e in exhibits_of(facts)}, hand)


def bound(matter: Matter, *, title: str, parts: tuple[Part, ...]) -> Manuscript:
    """A manuscript that begins on its first page, in the language spoken now."""
    return Manuscript(title, (), _foot(matter), parts, language(), direction(language()))


def _foot(matter: Matter) -> str:
    """Whose it is, from when, draft or which final, and of which release."""
    facts, state = matter.facts, state_of(matter.hand)
    source = _("release %(hash)s", hash=facts.profile.release_hash[:SHORT_HASH])
    footer = matter.hand.brand.footer if matter.hand.brand else ""
    return " · ".join(part for part in (state, *_invented(facts), "" if facts.rehearsal else source, footer) if part)


def _invented(facts: RoundFacts) -> tuple[str, ...]:
    """What each page of a rehearsal or a sample says."""
    if facts.rehearsal:
        return (_("invented answers, a rehearsal"),)
    return (_("invented data"),) if facts.invented else ()


def about(matter: Matter) -> Paragraph:
    """Of which round a report is, when it closed, and what a reader of a sample or rehearsal has to know."""
    facts, cover = matter.facts, cover_of(matter.facts)
    of = _("%(title)s, round %(number)s.", title=facts.questionnaire.title, number=facts.number)
    by = _("Prepared by %(who)s.", who=matter.hand.brand.name) if matter.hand.brand else ""
    said = (of, sentence(cover.when), cover.status if facts.invented else "", by)
    return Paragraph(" ".join(text for text in said if text), "note")


def sentence(text: str) -> str:
    """A finding, which has no full stop as a heading, as a sentence."""
    return text if plain(text).endswith((".", "!", "?", "…")) else f"{text}."


def tables_as(tables: Iterable[Table]) -> tuple[Block, ...]:
    """Tables as blocks, in their order."""
    return tuple(Exhibited(table) for table in tables)


def due(day: date | None) -> str:
    """A day in words, or that there is none."""
    return words.day(day) if day else _("no date yet")


def three_answers(matter: Matter, *, standing: tuple[Block, ...] = ()) -> tuple[Part, ...]:
    """Page one: can we trust this, where do we stand, what will we do. standing: what else answers the second."""
    trust, where, doing = _answers(matter) if matter.whole is not None else _answers_of_few(matter)
    return (
        Part(TRUST, _("Can we trust this?"), 1, (about(matter), *trust)),
        Part(STANDING, _("Where do we stand?"), 1, (*where, *standing)),
        Part(DOING, _("What will we do?"), 1, doing),
    )


def _answers(matter: Matter) -> tuple[tuple[Block, ...], ...]:
    glance = matter.glance
    return (
        (Paragraph(sentence(glance.trust), "lead"), Paragraph(glance.trust_more)),
        (Paragraph(sentence(glance.standing), "lead"), Paragraph(sentence(glance.standing_more))),
        doings(glance),
    )


def doings(glance: Glance) -> tuple[Block, ...]:
    """What is agreed, else what the answers point to first, else that talking comes first."""
    if not glance.doings:
        return (Paragraph(_("Nothing is agreed yet. Talk about the results first, then agree on a few actions.")),)
    said = tuple(_("%(what)s (%(who)s)", what=d.what, who=d.who) for d in glance.doings)
    return (Paragraph(glance.doings_lead), Points(said))


def _answers_of_few(matter: Matter) -> tuple[tuple[Block, ...], ...]:
    """Too few answered: that is an answer, and there is something to do."""
    trust, k = matter.shown["trust"], matter.facts.profile.k
    why = _("Fewer than %(k)s people answered. With so few, results could show what one person said.", k=k)
    return (
        (Paragraph(sentence(trust.finding), "lead"), Paragraph(trust.sentence)),
        (Paragraph(_("Every score, stage and share of this round is withheld."), "lead"), Paragraph(why)),
        (Points(what_few_can_do()), *_agreed_by_few(matter)),
    )


def what_few_can_do() -> tuple[str, ...]:
    """What is of use where nothing may be told."""
    return (
        _("Thank everybody, and tell staff the same as leaders: too few answers, so nothing is shown."),
        _("Sit down as a team with the questionnaire, and agree on one answer for each practice."),
        _("Ask what would make it safer to answer, and try again in 90 days or more."),
    )


def _agreed_by_few(matter: Matter) -> tuple[Block, ...]:
    """Actions that are under way all the same."""
    active = [a for a in matter.facts.plan if a.status.active]
    if not active:
        return ()
    said = tuple(f"{a.title} ({a.owner or _('nobody yet')}, {due(a.due_on)})" for a in active)
    return (Paragraph(_("Agreed:")), Points(said))
