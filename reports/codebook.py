"""What every column, row and word of workbook and table means. `docs/codebook.md` is made from the same lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audit.exhibits import RoundFacts, words
from audit.fallback import plain
from audit.method.questionnaire import Stage
from audit.spoken import spoken
from audit.wording import gettext as _


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign as it stands in a file, and what it means."""

    sign: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of one sort, under a heading."""

    title: str
    entries: tuple[Entry, ...]


def codebook() -> tuple[Section, ...]:
    """Columns, kinds of rows and words, the same for every round."""
    return (
        Section(_("Columns"), columns()),
        Section(_("Kinds of rows"), kinds()),
        Section(_("Words"), said()),
    )


def codebook_of(facts: RoundFacts) -> tuple[Section, ...]:
    """The codebook of one round: with its principles, domains, topics, practices and what people chose among."""
    asked = spoken(facts.questionnaire)
    named = [Entry(p.id, p.name) for p in asked.principles]
    named += [Entry(d.id, d.name) for d in asked.domains]
    named += [Entry(m.id, m.name) for m in asked.modules if m.id not in {p.id for p in asked.principles}]
    chosen = [Entry(f"{d.id}/{a.id}", f"{d.title}: {a.name}") for d in asked.choices for a in d.attributes]
    sections = (
        Section(_("Principles, domains and topics of this round"), tuple(named)),
        Section(_("Practices of this round"), tuple(Entry(i.id, i.text) for i in asked.items)),
        Section(_("What people of this round chose among"), tuple(chosen)),
    )
    return tuple(_without_marks(s) for s in (*codebook(), *sections) if s.entries)


def _without_marks(section: Section) -> Section:
    entries = tuple(Entry(e.sign, plain(e.meaning)) for e in section.entries)
    return Section(plain(section.title), entries)


def columns() -> tuple[Entry, ...]:
    """Every column, in its order."""
    return (
        Entry("lens", _("Of whom the row tells: organisation (everybody), place or role.")),
        Entry("group", _("The place or role, with the names above it and / between them. Empty for everybody.")),
        Entry("kind", _("What the row tells. Every kind is explained below.")),
        Entry("id", _("The short sign of the principle, domain, topic, practice or choice.")),
        Entry("name", _("The same in words.")),
        Entry("stage", _("The stage of a gate.")),
        Entry(
            "value",
            _(
                "The released number, rounded to its step. Scores run from 0 to 100 points."
                " It says “withheld” where there is none to tell."
            ),
        ),
        Entry("step", _("To how many points the number is rounded.")),
        Entry("low", _("The lower end of the 95 % interval.")),
        Entry("high", _("The upper end of the 95 % interval.")),
        Entry("se", _("The standard error in points, corrected for the number of staff, rounded up.")),
        Entry("se_plain", _("The standard error without that correction. Comparisons use it.")),
        Entry("band_low", _("The lower edge of what is told as a band: people, or a share in per cent.")),
        Entry("band_high", _("The upper edge of the band. Empty where the band has no upper edge.")),
        Entry("end", _("or-less or or-more: the true number may lie beyond the one shown. Empty else.")),
        Entry("word", _("What may be said, as a code that is the same in every language.")),
        Entry("word_low", _("The lowest stage of the range.")),
        Entry("word_high", _("The highest stage of the range.")),
        Entry("in_words", _("The row as the report says it.")),
        Entry("counted", _("How many practices were counted.")),
        Entry("asked", _("How many practices were asked.")),
    )


def kinds() -> tuple[Entry, ...]:
    """Every kind of row."""
    return (*_about_people(), *_about_scores(), *_about_practices(), *_beside())


def _about_people() -> tuple[Entry, ...]:
    return (
        Entry("about", _("Which round it is: whose, when, from which release, and whether it is invented.")),
        Entry("people", _("How many people answered, as a band.")),
        Entry("invited", _("How many people were asked, as a band.")),
        Entry("response", _("Which share of those asked answered, as a band of per cent.")),
        Entry("least-people", _("Nothing is told of fewer people than this.")),
        Entry("all", _("Why nothing of this round may be told.")),
        Entry("not-told", _("A group, or a part of one, that is withheld.")),
        Entry("if-absent-ten-lower", _("The score, if those who did not answer stood ten points lower.")),
        Entry("if-absent-all-0", _("The score, if all of those who did not answer had said 0.")),
        Entry("if-absent-all-4", _("The score, if all of those who did not answer had said 4.")),
    )


def _about_scores() -> tuple[Entry, ...]:
    return (
        Entry("headline", _("The stage of the whole organisation, with its range.")),
        Entry("principle", _("The score of a principle.")),
        Entry("stage", _("The stage of a principle, with its range.")),
        Entry("gate", _("The score of a principle at one stage. The gate passes at 62.5 points.")),
        Entry("contrast", _("How many points a principle stands from the mean of the five. It has a sign.")),
        Entry("domain", _("How many points a domain stands from what its stages let expect. It has a sign.")),
        Entry("module", _("The score of a topic. It has no stage.")),
        Entry("process", _("The score of one statement about this audit itself.")),
        Entry("choice", _("How much more often something was chosen first than last: from −100 to 100.")),
    )


def _about_practices() -> tuple[Entry, ...]:
    return (
        Entry("practice-usually", _("The share who see a practice usually or reliably, among those who rated it.")),
        Entry("practice-cannot-tell", _("The share who cannot tell. From 30 % on the practice is not visible.")),
        Entry("practice-known", _("The share who know of a support at all.")),
        Entry("practice-low", _("The share who said “Not here” or “Rarely”, rounded to 5; told from 50 people.")),
        Entry("practice-middle", _("The share who said “Sometimes”, rounded to 5; told from 50 people.")),
        Entry("practice-high", _("The share who said “Usually” or “Reliably”, rounded to 5; told from 50 people.")),
        Entry("practice-spread", _("How far the answers lie apart: the standard deviation in points.")),
        Entry("practice-agreement", _("How far people see it alike, from 0 to 1 (rwg*), and the word for it.")),
        Entry("practice-split", _("Whether many see it and many do not.")),
    )


def _beside() -> tuple[Entry, ...]:
    return (
        Entry("leaders-principle", _("The leadership team’s own rating of a principle, in points.")),
        Entry("leaders-domain", _("The leadership team’s own rating of a domain, beside all else that they said.")),
        Entry("leaders-less-staff-principle", _("Leaders’ rating less the score of staff.")),
        Entry("leaders-less-staff-domain", _("The same of a domain.")),
        Entry("change-principle", _("This round’s score less the earlier one’s.")),
        Entry("change-gate", _("The same of a gate.")),
        Entry("change-domain", _("The same of a domain.")),
        Entry("change-module", _("The same of a topic.")),
        Entry("change-process", _("The same of a statement about this audit.")),
        Entry("change-choice", _("The same of what people chose.")),
    )


def kind_words() -> Mapping[str, str]:
    """Kinds of rows in a word or two, for those that a reader meets outside the long table."""
    return {
        "people": _("people who answered"),
        "invited": _("people who were asked"),
        "response": _("response, per cent"),
        "process": _("score"),
        "least-people": _("fewest people told of"),
        "headline": _("headline stage"),
        "principle": _("score"),
        "stage": _("stage"),
        "contrast": _("distance from the mean of the five"),
        "gate": _("gate"),
        "domain": _("distance from its stages"),
        "module": _("score"),
        "choice": _("chosen first less last"),
        "practice-usually": _("usually or reliably, per cent"),
        "practice-cannot-tell": _("cannot tell, per cent"),
        "practice-known": _("known, per cent"),
        "practice-low": _("not here or rarely, per cent"),
        "practice-middle": _("sometimes, per cent"),
        "practice-high": _("usually or reliably, per cent, rounded"),
        "practice-spread": _("spread, points"),
        "leaders-principle": _("leaders’ rating"),
        "leaders-domain": _("leaders’ rating of the domain"),
        "leaders-less-staff-principle": _("leaders less staff"),
        "leaders-less-staff-domain": _("leaders less staff, domain"),
        "change-principle": _("change of the score"),
        "change-gate": _("change of the gate"),
        "change-domain": _("change of the domain"),
        "change-module": _("change of the score"),
        "change-process": _("change of the score"),
        "change-choice": _("change of what was chosen"),
        "not-told": _("withheld"),
    }


def said() -> tuple[Entry, ...]:
    """Every code of the columns word, word_low, word_high and stage."""
    return (*_stages(), *_verdicts(), *_untold())


def _stages() -> tuple[Entry, ...]:
    return tuple(Entry(s.slug, f"{words.stage_word(s)}. {words.stage_meaning(s)}") for s in Stage)


def _verdicts() -> tuple[Entry, ...]:
    return (
        Entry("passed", _("The gate is passed.")),
        Entry("not-passed", _("The gate is not passed.")),
        Entry("not-visible", _("Too many staff cannot tell. It does not say that the practice is missing.")),
        Entry("visible", _("Fewer than 30 % cannot tell.")),
        Entry("strong", _("Clearly above the mean of the five principles.")),
        Entry("weak", _("Clearly below the mean of the five principles.")),
        Entry("none", _("That cannot be said.")),
        Entry("first", _("Clearly among the first.")),
        Entry("last", _("Clearly among the last.")),
        Entry("clearly-higher", _("The whole interval of the difference lies above 0.")),
        Entry("clearly-lower", _("The whole interval of the difference lies below 0.")),
        Entry("cannot-tell", _("The interval holds 0, so nobody can tell. It does not say “no change”.")),
        Entry("shared", _("A shared view: .85 and more.")),
        Entry("mostly-shared", _("A mostly shared view: .75 and more.")),
        Entry("mixed", _("Mixed views: .65 and more.")),
        Entry("divided", _("Divided views: under .65.")),
        Entry("split", _("A quarter or more see it, a quarter or more do not, and few stand between.")),
        Entry("not-split", _("Staff are not split in that way.")),
    )


def _untold() -> tuple[Entry, ...]:
    return (
        Entry("withheld", _("There is a reason not to tell it, which the column in_words gives. It never means 0.")),
        Entry("not-given", _("Nobody said how many people there are.")),
        Entry("not-rated", _("The leadership team left it open.")),
        Entry("too-few", _("Too few people, or a group of too few could be worked out. Which of the two is not said.")),
        Entry("audit", _("The last check found that it would tell too much.")),
    )
