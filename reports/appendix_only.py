"""The technical appendix by itself: all that a reader needs to work every word and picture out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version

import pikepdf
import weasyprint

from audit.exhibits import words
from audit.exhibits.appendix import about_tables, number_tables
from audit.exhibits.trust import absent_sentence
from audit.exhibits.values import Column, Strong, Table, Words
from audit.method.questionnaire import PROCESS, Item, Questionnaire
from audit.wording import gettext as _
from reports.manuscript import Block, Exhibited, Manuscript, Paragraph, Part
from reports.opening import Matter, bound, sentence, tables_as, three_answers

ABOUT = ("appendix-facts",)
OWN = "own"


def technical_appendix(matter: Matter) -> Manuscript:
    """Edition and practices, formulas, every released number, bounds, what is withheld, ledger, sources, words."""
    parts = (
        *three_answers(matter),
        _held(matter),
        _asked(matter),
        _formulas(matter),
        *_numbers(matter),
        *_bounds(matter),
        *_withheld(matter),
        _sources(matter),
        _glossary(),
    )
    return bound(matter, title=_title(matter), parts=parts)


def _title(matter: Matter) -> str:
    return _("%(organisation)s: technical appendix", organisation=matter.facts.organisation)


def _held(matter: Matter) -> Part:
    """How the round was held, the ledger in words, what the numbers belong to."""
    trust = matter.shown["trust"]
    about = tuple(t for t in about_tables(matter.facts) if t.id in ABOUT)
    blocks = (*tables_as((*trust.tables[:1], *about)), Paragraph(trust.note, "note"))
    return Part("how-it-was-held", _("How it was held, and what was frozen"), 1, blocks)


def _asked(matter: Matter) -> Part:
    asked = matter.facts.questionnaire
    lead = Paragraph(
        _(
            "Every practice that was asked, with what it counts in. The last column names the text and row that its"
            " thought comes from; “own” is ours."
        )
    )
    tables = (t for t in (*_tables_of_principles(asked), _table_of_others(asked)) if t.rows)
    return Part("what-was-asked", _("What was asked"), 1, (lead, *tables_as(tables)))


def _tables_of_principles(asked: Questionnaire) -> Iterator[Table]:
    columns = (
        Column(_("Id"), "words", 9),
        Column(_("Practice"), "words", 50),
        Column(_("Domain"), "words", 20),
        Column(_("Stage"), "words", 10),
        Column(_("Source"), "words", 11),
    )
    domains = {d.id: d.name for d in asked.domains}
    for principle in asked.principles:
        rows = tuple(
            (Words(i.id), Words(i.text), Words(domains.get(i.domain or "", _("none"))), Words(_stage(i)), _source(i))
            for i in asked.items
            if i.principle == principle.id
        )
        yield Table(f"asked-{principle.id}", principle.name, columns, rows, "dense")


def _table_of_others(asked: Questionnaire) -> Table:
    """What belongs to no principle: topics, supports, the audit itself."""
    columns = (
        Column(_("Id"), "words", 15),
        Column(_("Practice"), "words", 50),
        Column(_("Counts in"), "words", 24),
        Column(_("Source"), "words", 11),
    )
    names = {g.id: g.name for g in asked.groups} | {PROCESS: _("About the audit itself")}
    rows = tuple(
        (Words(i.id), Words(i.text), Words(names.get(i.group or "", _("none"))), _source(i))
        for i in asked.items
        if i.principle is None
    )
    caption = _("Topics and the audit itself") if asked.groups else _("About the audit itself")
    return Table("asked-others", caption, columns, rows, "dense")


def _stage(item: Item) -> str:
    return words.stage_word(item.stage) if item.stage is not None else _("none")


def _source(item: Item) -> Words:
    named = (p.seed if p.seed == OWN else f"{p.seed}/{p.row}" for p in item.provenance)
    return Words("; ".join(dict.fromkeys(named)) or OWN)


def _formulas(matter: Matter) -> Part:
    lead = Paragraph(_("Each formula is worked once on an invented example, through the functions that made this."))
    tables = (replace(t, shape="dense") for t in about_tables(matter.facts) if t.id not in ABOUT)
    return Part("how-it-is-worked-out", _("How it is worked out"), 1, (lead, *tables_as(tables)))


def _numbers(matter: Matter) -> tuple[Part, ...]:
    """Every released number; () where nothing may be told."""
    tables = number_tables(matter.facts)
    if not tables:
        return ()
    exhibit = matter.shown["appendix"]
    blocks = (Paragraph(exhibit.sentence), Paragraph(exhibit.note, "note"), *tables_as(tables))
    return (Part("every-released-number", _("Every released number"), 1, blocks),)


def _bounds(matter: Matter) -> tuple[Part, ...]:
    """What those who did not answer could change."""
    if matter.whole is None:
        return ()
    tables = [t for t in matter.shown["trust"].tables if t.id == "absent-table"]
    missing = Paragraph(_("Bounds are told from 50 people on, and where it is known how many could have answered."))
    blocks: tuple[Block, ...] = (Paragraph(absent_sentence()), *(tables_as(tables) if tables else (missing,)))
    return (Part("bounds", _("Bounds: those who did not answer"), 1, blocks),)


def _withheld(matter: Matter) -> tuple[Part, ...]:
    exhibit = matter.shown.get("withheld")
    if exhibit is None:
        return ()
    blocks = (Paragraph(exhibit.sentence), *tables_as(exhibit.tables), Paragraph(exhibit.note, "note"))
    return (Part("what-is-withheld", sentence(exhibit.finding).rstrip("."), 1, blocks),)


def _sources(matter: Matter) -> Part:
    columns = (Column(_("What"), "words", 28), Column(_("Value"), "words", 72))
    rows = tuple((Strong(what), Words(value)) for what, value in _source_pairs(matter))
    return Part(
        "sources-and-versions",
        _("Sources and versions"),
        1,
        (Exhibited(Table("sources-table", _("Where it comes from, and what made it"), columns, rows, "facts")),),
    )


def _source_pairs(matter: Matter) -> Iterator[tuple[str, str]]:
    asked = matter.facts.questionnaire
    yield _("Edition"), f"{asked.title} ({matter.facts.release.questionnaire}, {matter.facts.release.edition})"
    yield _("Texts behind the practices"), ", ".join(_texts(asked)) or _("none")
    yield _("Names of the stages"), _("They follow the Missouri Model of becoming trauma-informed.")
    yield _("The method"), _("docs/method.md, a page of the program under Guides, too.")
    yield (
        _("Made with"),
        f"Steadyground {version('steadyground')}, WeasyPrint {weasyprint.__version__}, pikepdf {pikepdf.__version__}",
    )
    yield _("Built to"), _("PDF/UA-1, checked by pdfua. No part of it is certified.")


def _texts(asked: Questionnaire) -> list[str]:
    """The source texts that any practice names, by their numbers."""
    return sorted({p.seed for item in asked.items for p in item.provenance if p.seed != OWN})


def _glossary() -> Part:
    columns = (Column(_("Word"), "words", 20), Column(_("What it means here"), "words", 80))
    rows = tuple((Strong(word), Words(meaning)) for word, meaning in _words_used())
    return Part(
        "glossary",
        _("Words used here"),
        1,
        (Exhibited(Table("glossary-table", _("Words and what they mean"), columns, rows, "dense")),),
    )


def _words_used() -> tuple[tuple[str, str], ...]:
    return (
        (_("Round"), _("One time of asking.")),
        (_("Slip"), _("A paper with a code that lets one person in, once.")),
        (_("Ballot"), _("One person’s sealed answers. All are destroyed when the box has been opened.")),
        (_("Release"), _("The rounded numbers that are left. Nothing finer is kept.")),
        (_("Principle, domain"), _("What a practice is about, and which part of the work it belongs to.")),
        (_("Stage, gate"), _("How far a principle has come, and what the next stage asks for: 62.5 points.")),
        (_("Score"), _("0 to 100, from ratings between “Not here” and “Reliably”.")),
        (_("Interval"), _("The range in which a score could have come out by chance, 95 times of 100.")),
        (_("Withheld"), _("Not told, because too few people stand behind it. It does not mean zero.")),
        (_("Cannot tell"), _("There may be a difference or none. It does not mean that all stayed as it was.")),
        (_("k"), _("The fewest answers behind anything that is told.")),
    )
