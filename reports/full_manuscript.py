"""The full report as a manuscript, for whoever writes on in it: the same values as in print, in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.exhibits import Exhibit, RoundFacts, exhibits_of, words
from audit.exhibits.principle import PrincipleSection
from audit.exhibits.values import Column, Placed, Table, Words
from audit.hand import UNTOUCHED, Hand, Where
from audit.method.profile import Withheld
from audit.method.questionnaire import Stage
from audit.spoken import spoken
from audit.wording import direction, draft_lines, language
from audit.wording import gettext as _
from reports.chapters import Chapter as Shown
from reports.chapters import (
    chapters_of,
    cover_of,
    glanced,
    later_chapters_in_two,
    own_chapters_of,
    principle_sections,
    questions_of,
    state_of,
    title_of,
    without_left_out,
)
from reports.glance import Glance, glance_of
from reports.manuscript import Asked, Block, Exhibited, Manuscript, Paragraph, Part, Points, Written

HASH_SHOWN = 12


def full_manuscript(facts: RoundFacts, *, hand: Hand = UNTOUCHED) -> Manuscript:
    """All parts of the report, in the language spoken now."""
    facts = replace(facts, questionnaire=spoken(facts.questionnaire))
    cover = cover_of(facts)
    drafts = " ".join(said for said, _code, _way in draft_lines(asked=facts.questionnaire.draft))
    return Manuscript(
        title=cover.organisation,
        cover=tuple(
            line
            for line in (cover.subtitle, cover.when, cover.status, *_stands(facts, hand), drafts, *_whose(hand))
            if line
        ),
        foot=_foot(facts, cover.when, hand),
        parts=tuple(_parts(facts, hand)),
        language=language(),
        direction=direction(language()),
    )


def _stands(facts: RoundFacts, hand: Hand) -> tuple[str, ...]:
    """Draft or final, and of which release; a rehearsal is neither."""
    if facts.rehearsal:
        return ()
    release = _("Release %(hash)s", hash=facts.profile.release_hash)
    return (state_of(hand), release) if hand.final else (state_of(hand),)


def _whose(hand: Hand) -> tuple[str, ...]:
    return (hand.brand.name, *hand.brand.address.splitlines()) if hand.brand else ()


def _foot(facts: RoundFacts, when: str, hand: Hand) -> str:
    """What every sheet says of itself: a sheet may be copied by itself."""
    source = _("release %(hash)s", hash=facts.profile.release_hash[:HASH_SHOWN])
    footer = hand.brand.footer if hand.brand else ""
    known = (when, "" if facts.rehearsal else source, *_invented(facts), state_of(hand), footer)
    return " · ".join(part for part in known if part)


def _invented(facts: RoundFacts) -> tuple[str, ...]:
    if facts.rehearsal:
        return (_("invented answers, a rehearsal"),)
    return (_("invented data"),) if facts.invented else ()


def _parts(facts: RoundFacts, hand: Hand) -> Iterator[Part]:
    told = not isinstance(facts.profile.whole, Withheld)
    every = exhibits_of(facts)
    shown = without_left_out(every, hand)
    if told:
        yield from _glance(glance_of(facts, glanced(every, hand)))
        yield from _how_to_read(facts)
    yield from _findings(facts, shown, hand)
    if told:
        yield from _questions(shown)
    yield from _limits(facts)
    if told:
        yield _appendix(next(e for e in shown if e.id == "appendix"))


def _findings(facts: RoundFacts, shown: Sequence[Exhibit], hand: Hand) -> Iterator[Part]:
    first, *rest = [_chapter(c, hand) for c in chapters_of(shown)]
    before_plan, plan = later_chapters_in_two(shown)
    yield first
    yield from _own(hand, Where.BEFORE_FINDINGS)
    yield from rest
    yield from map(_section, principle_sections(facts))
    yield from (_chapter(c, hand) for c in before_plan)
    yield from _own(hand, Where.BEFORE_PLAN)
    yield from (_chapter(c, hand) for c in plan)


def _glance(glance: Glance) -> Iterator[Part]:
    yield Part("at-a-glance", _("At a glance"), 1, (), on_new_page=True)
    yield Part(
        "glance-trust",
        _("Can we trust this?"),
        2,
        (Paragraph(glance.trust, "lead"), Paragraph(glance.trust_more)),
    )
    yield Part(
        "glance-standing",
        _("Where do we stand?"),
        2,
        (
            Paragraph(glance.standing, "lead"),
            Paragraph(glance.standing_more),
            *map(Exhibited, glance.tables),
            Points(glance.findings),
        ),
    )
    doings = tuple(f"{d.what} ({d.who})" for d in glance.doings)
    yield Part("glance-doing", _("What will we do?"), 2, (Paragraph(glance.doings_lead), Points(doings)))


def _how_to_read(facts: RoundFacts) -> Iterator[Part]:
    climbing = bool(facts.questionnaire.climbing)
    lead = _("Read the words first, then the pictures, then the numbers.")
    yield Part("how-to-read", _("How to read this report"), 1, (Paragraph(lead, "lead"),), on_new_page=True)
    if climbing:
        yield _stages()
    yield Part("how-to-read-scores", _("Scores and intervals"), 2, tuple(_scores(climbing=climbing)))
    yield Part("how-to-read-withheld", _("What is withheld"), 2, (Paragraph(_withheld()),))
    yield Part("how-to-read-limits", _("What it is not"), 2, (Paragraph(_what_it_is_not()),))


def _stages() -> Part:
    told = _(
        "Each of the five principles climbs four stages. Each stage rests on practices of its own. A later stage never"
        " makes up for a missing earlier one."
    )
    rows = tuple((Placed(s.slug, words.stage_word(s)), Words(words.stage_meaning(s))) for s in Stage)
    columns = (Column(_("Stage"), "words", 25), Column(_("What it means"), "words", 72))
    table = Table("stages-table", _("What the stages are called"), columns, rows)
    return Part("how-to-read-stages", _("The stages"), 2, (Paragraph(told), Exhibited(table)))


def _scores(*, climbing: bool) -> Iterator[Block]:
    yield Paragraph(
        _(
            "A score runs from 0 to 100. Staff rated each practice from “Not here” (0) to “Reliably” (100). The dot is"
            " the score. The bar around it is the 95 %% interval: with other people answering by chance, the score"
            " could have come out anywhere in it."
        )
        % ()
    )
    if climbing:
        yield Paragraph(
            _("A stage has a range for the same reason. Where it says “could be”, take the whole range as the finding.")
        )


def _withheld() -> str:
    return _(
        "Where too few people answered, it says “Withheld” or “Too few answers to say”. It never means zero. Scores are"
        " rounded, and the fewer people answered, the more."
    )


def _what_it_is_not() -> str:
    return _(
        "It is no test and no ranking. The questionnaire is not yet validated and has no norms, so nobody can say how"
        " other organisations score."
    )


def _chapter(chapter: Shown, hand: Hand) -> Part:
    exhibit = chapter.exhibit
    return Part(
        chapter.id,
        chapter.title,
        1,
        (
            Paragraph(exhibit.finding, "lead"),
            Paragraph(exhibit.sentence, "sentence"),
            *map(Exhibited, exhibit.tables),
            Paragraph(exhibit.note, "note"),
            *_note(hand, exhibit.id),
            *_talk(exhibit),
        ),
        on_new_page=chapter.flow != "flow",
    )


def _note(hand: Hand, exhibit: str) -> Iterator[Block]:
    """What somebody added to it, under the words of the program, never in place of them."""
    paragraphs = (p.strip() for p in hand.notes.get(exhibit, "").split("\n\n"))
    yield from (Paragraph(p) for p in paragraphs if p)


def _talk(exhibit: Exhibit) -> tuple[Block, ...]:
    return (Asked(_("What to talk about"), exhibit.talk),) if exhibit.talk else ()


def _section(section: PrincipleSection) -> Part:
    practices = (Exhibited(section.practices),) if section.practices.rows else ()
    return Part(
        section.id,
        section.title,
        1,
        (
            Paragraph(section.stage, "lead"),
            Paragraph(section.score, "sentence"),
            Exhibited(section.climb),
            Paragraph(" ".join((_("A next step."), section.next_step))),
            *practices,
            Paragraph(section.note, "note"),
        ),
        on_new_page=bool(practices),
    )


def _questions(shown: Sequence[Exhibit]) -> Iterator[Part]:
    lead = _("Take one or two that matter here. Nobody needs to speak, and nobody guesses who said what.")
    yield Part(
        "questions-for-the-workshop", _("Questions for the workshop"), 1, (Paragraph(lead, "lead"),), on_new_page=True
    )
    for number, questions in enumerate(questions_of(shown), 1):
        yield Part(f"questions-{number}", questions.title, 2, (Points(questions.asked),))


def _limits(facts: RoundFacts) -> Iterator[Part]:
    yield Part("limits-and-support", _("Limits, support and thanks"), 1, (), on_new_page=True)
    yield Part(
        "limits",
        _("What this report cannot say"),
        2,
        (
            Points(_cannot_say()),
            Paragraph(_("The names of the stages follow the Missouri Model of becoming trauma-informed.")),
        ),
    )
    if facts.contacts:
        contacts = tuple(
            (f"{c.name}: {c.phone}" if c.phone else c.name) + (f", {c.more}" if c.more else "") for c in facts.contacts
        )
        lead = Paragraph(_("Reading about this can be hard. You can turn to:"))
        yield Part("support", _("Someone to talk to"), 2, (lead, Points(contacts)))
    thanks = _("To everybody who answered, and to everybody who thought about it and decided not to.")
    yield Part("thanks", _("Thank you"), 2, (Paragraph(thanks),))


def _cannot_say() -> tuple[str, ...]:
    return (
        _(
            "The questionnaire is not yet validated and has no norms. Its stages and its line of 62.5 are our own"
            " convention."
        ),
        _(
            "It says how staff see this organisation. It does not say what people who are supported here have lived"
            " through."
        ),
        _("Those who did not answer may see it differently. No interval here contains that."),
        _("Where it says “cannot tell”, there may be a difference or none. It does not mean that nothing changed."),
        _("Where staff agree, that does not make it true; where they differ, nobody need be wrong."),
    )


def _appendix(exhibit: Exhibit) -> Part:
    method = _("“The method” is a page of the program, under Guides, and the file docs/method.md that comes with it.")
    return Part(
        "appendix",
        title_of("appendix"),
        1,
        (
            Paragraph(exhibit.finding, "lead"),
            Paragraph(exhibit.sentence, "sentence"),
            Paragraph(exhibit.note),
            Paragraph(method),
            *map(Exhibited, exhibit.tables),
        ),
        on_new_page=True,
    )


def _own(hand: Hand, where: Where) -> Iterator[Part]:
    """Chapters of somebody's own."""
    for own in own_chapters_of(hand, where):
        yield Part(own.id, own.title, 1, (Written(own.body),), on_new_page=True)
