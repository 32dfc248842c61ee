"""What stands on the sheets of the workbook, as frozen values; `reports.workbook` places them.

The first sheet says what it is and how to read it, one sheet an exhibit follows, then all numbers in one long table,
then the codebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from audit.exhibits import Exhibit, RoundFacts, exhibits_of, words
from audit.exhibits.notes import rehearsal_mark
from audit.exhibits.values import Drawn, Lines, Marked, Table, Value
from audit.fallback import plain
from audit.method.profile import Withheld
from audit.method.questionnaire import GATES
from audit.spoken import spoken
from audit.wording import draft_lines
from audit.wording import gettext as _
from reports.chapters import title_of
from reports.codebook import codebook_of, kind_words
from reports.rows import COLUMNS, ORGANISATION, WITHHELD, Row, rows_of

LONGEST_NAME = 31
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
Cell = str | float | date | None
Own = Mapping[str, tuple[str, ...]]

OWN: Own = {
    "trust": ("people", "invited", "response", "process", "least-people"),
    "principles": ("headline", "principle", "stage", "contrast"),
    "visibility": ("practice-cannot-tell",),
    "gates": ("gate",),
    "grid": ("domain",),
    "items": ("practice-usually", "practice-low", "practice-middle", "practice-high", "practice-spread"),
    "stepped-care": ("practice-known",),
    "modules": ("module",),
    "leaders": ("leaders-principle", "leaders-domain", "leaders-less-staff-principle", "leaders-less-staff-domain"),
    "change": ("change-principle", "change-gate", "change-domain", "change-module", "change-process", "change-choice"),
    "priorities": ("choice",),
    "withheld": ("not-told",),
}
"""The kinds of rows of the whole organisation that belong to an exhibit."""
OF_GROUPS = ("people", "principle", "stage", "module")
"""The kinds that the exhibit about places and roles has, of each group."""


@dataclass(frozen=True, slots=True)
class Block:
    """A table on a sheet. caption: above it, "" for none; a cell is a number, a date, words, or None for nothing."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """name: unique, at most 31 signs; title and lead stand on top, blocks under them, notes last. wide: numbers of
    columns that hold long text."""

    name: str
    title: str
    lead: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    wide: tuple[int, ...] = (0,)


def sheets_of(facts: RoundFacts) -> tuple[Sheet, ...]:
    """Every sheet, in order, in the language spoken now."""
    said = replace(facts, questionnaire=spoken(facts.questionnaire))
    rows, shown = rows_of(facts), exhibits_of(said)
    sheets = [_exhibit(exhibit, _own(exhibit.id, rows)) for exhibit in shown]
    sheets += [_all_numbers(rows), _codebook(facts)]
    return tuple(map(_plain, _named_apart([_read_me(said, sheets), *sheets])))


def _read_me(facts: RoundFacts, sheets: Sequence[Sheet]) -> Sheet:
    """Whose numbers these are, how to read them, and what stands on which sheet."""
    about = Block("", (_("About this workbook"), _("In words")), tuple(_about(facts)))
    there = Block(_("The sheets"), (_("Sheet"), _("What it shows")), tuple((s.name, s.title) for s in sheets))
    return Sheet(_("Read me"), facts.organisation, _title(facts), (about, there), tuple(_how_to_read()), wide=(0, 1, 1))


def _title(facts: RoundFacts) -> str:
    values = {"title": facts.questionnaire.title, "number": facts.number}
    if facts.rehearsal:
        return f"{rehearsal_mark()} {_('%(title)s: rehearsal of round %(number)s', **values)}"
    return _("%(title)s: round %(number)s", **values)


def _about(facts: RoundFacts) -> Iterator[tuple[Cell, ...]]:
    """What it is, when, of how many people, and from where."""
    profile, asked = facts.profile, facts.questionnaire
    yield _("Organisation"), facts.organisation
    yield _("Round"), facts.number
    yield _("Questionnaire"), asked.title
    yield _("Edition"), asked.edition
    yield from ((what, day) for what, day in _days(facts) if day)
    yield from _answered(facts)
    yield _("Nothing is told of fewer people than"), profile.k
    yield from _from_where(facts)
    if not facts.rehearsal:
        yield _("Hash of the release"), profile.release_hash
    yield from ((_("Language"), sentence) for sentence, _code, _way in draft_lines(asked=asked.draft))


def _days(facts: RoundFacts) -> tuple[tuple[str, date | None], ...]:
    return (_("Opened on"), facts.opened_on), (_("Closed on"), facts.closed_on)


def _answered(facts: RoundFacts) -> Iterator[tuple[Cell, ...]]:
    profile = facts.profile
    yield _("Who answered"), words.people(profile.people) if profile.people else _("Withheld")
    if profile.invited:
        yield _("Who was asked"), words.people(profile.invited)
    if profile.response:
        yield _("Response"), words.response(profile.response)
    if isinstance(profile.whole, Withheld):
        yield _("What is withheld"), words.reason(profile.whole.reason, k=profile.k)


def _from_where(facts: RoundFacts) -> Iterator[tuple[Cell, ...]]:
    if facts.invented:
        yield _("Where the numbers are from"), _("These data are invented. They are no finding about anybody.")
    elif facts.circumstances is None:
        yield _("Where the numbers are from"), _("A file of answers. Who could read them was not in our hands.")


def _how_to_read() -> Iterator[str]:
    yield _("Each sheet has a finding on top, then its numbers, then the tables as the report prints them.")
    yield _("A score runs from 0 to 100. Between “from” and “to” lies the 95 % interval.")
    yield _("“Withheld” and “Too few answers to say” never mean 0. The sheet on what is withheld gives the reasons.")
    yield _("Numbers are rounded, and the fewer people answered, the more. Nothing finer was kept.")
    yield _("The questionnaire is not yet validated and has no norms. Groups are not to be ranked.")
    yield _("No cell holds a formula. The last sheet explains every column and word.")


def _own(exhibit: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    if exhibit == "groups":
        return tuple(r for r in rows if r.lens != ORGANISATION and r.kind in OF_GROUPS)
    kinds = OWN.get(exhibit, ())
    everywhere = exhibit in ("withheld", "change")
    return tuple(r for r in rows if r.kind in kinds and (everywhere or r.lens == ORGANISATION))


def _exhibit(exhibit: Exhibit, own: Sequence[Row]) -> Sheet:
    numbers = (_numbers(own),) if own else ()
    tables = tuple(map(_table, exhibit.tables))
    talk = (_("What to talk about"), *exhibit.talk) if exhibit.talk else ()
    name = _sheet_name(_("Practice by practice") if exhibit.id == "items" else title_of(exhibit.id))
    return Sheet(name, exhibit.finding, exhibit.sentence, (*numbers, *tables), (exhibit.note, *talk))


def _headings() -> Mapping[str, str]:
    """What a reader finds above the columns of an exhibit's own numbers."""
    return {
        "name": _("What"),
        "kind": _("What is told of it"),
        "lens": _("Of whom"),
        "group": _("Group"),
        "stage": _("Stage of the gate"),
        "value": _("Value"),
        "end": _("Open end"),
        "low": _("From"),
        "high": _("To"),
        "band_low": _("Band from"),
        "band_high": _("Band to"),
        "in_words": _("In words"),
        "step": _("Step"),
        "se": _("Standard error"),
        "se_plain": _("Standard error, plain"),
        "counted": _("Practices counted"),
        "asked": _("Practices asked"),
    }


def _numbers(own: Sequence[Row]) -> Block:
    """An exhibit's own numbers; columns that would be empty are left out."""
    found = [(heading, [_read(row, column) for row in own]) for column, heading in _headings().items()]
    everybody = _of_whom()[ORGANISATION]
    filled = [(heading, cells) for heading, cells in found if set(cells) - {None, "", everybody}]
    headings = tuple(heading for heading, _cells in filled)
    return Block(_("The numbers"), headings, tuple(zip(*(cells for _heading, cells in filled), strict=True)))


def _read(row: Row, column: str) -> Cell:
    """A cell in words where it is a code."""
    match column:
        case "kind":
            return kind_words()[row.kind]
        case "lens":
            return _of_whom()[row.lens]
        case "end":
            return {"or-less": _("or less"), "or-more": _("or more")}.get(row.end, "")
        case "name":
            return row.name or _("All of it")
        case "stage":
            return _stage_words().get(row.stage, "")
        case "value" if row.word == WITHHELD:
            return _("Withheld")
    found: Cell = getattr(row, column)
    return found


def _of_whom() -> Mapping[str, str]:
    return {ORGANISATION: _("Whole organisation"), "place": _("Place"), "role": _("Role")}


def _stage_words() -> Mapping[str, str]:
    return {stage.slug: words.stage_word(stage) for stage in GATES}


def _table(table: Table) -> Block:
    """A table as the report prints it, its drawings in words."""
    headings = tuple(column.text for column in table.columns)
    return Block(table.caption, headings, tuple(tuple(map(text_of_value, row)) for row in table.rows))


def text_of_value(value: Value) -> str:
    """All that a cell says, a line each."""
    match value:
        case Lines(texts=texts):
            return "\n".join(texts)
        case Drawn(drawing=drawing, text=text, small=small):
            return "\n".join(part for part in (text, small, drawing.title) if part)
        case Marked(text=text, mark=mark, small=small):
            return "\n".join(part for part in (small, text, mark) if part)
    return "\n".join(part for part in (value.text, value.small) if part)


def _all_numbers(rows: Sequence[Row]) -> Sheet:
    """Every released number and word, under the names that the codebook explains."""
    cells = tuple(tuple(_kept(row, column) for column in COLUMNS) for row in rows)
    return Sheet(
        _("All numbers"),
        _("All that may be told, a row a number or word"),
        _("For those who go on working with it. The columns are explained on the last sheet."),
        (Block("", COLUMNS, cells),),
        wide=tuple(COLUMNS.index(column) for column in ("group", "kind", "name", "in_words")),
    )


def _kept(row: Row, column: str) -> Cell:
    found: Cell = getattr(row, column)
    return WITHHELD if column == "value" and row.word == WITHHELD else found


def _codebook(facts: RoundFacts) -> Sheet:
    headings = (_("Sort"), _("Sign"), _("Meaning"))
    rows = tuple((s.title, e.sign, e.meaning) for s in codebook_of(facts) for e in s.entries)
    return Sheet(
        _("Codebook"),
        _("What every column, row and word means"),
        _("Signs are the same in every language."),
        (Block("", headings, rows),),
        wide=(0, 1, 2, 2),
    )


def _sheet_name(title: str) -> str:
    """A title as a spreadsheet can name a sheet: short, and without the signs that it keeps for itself."""
    cleaned = " ".join(plain(title).translate(NOT_IN_A_NAME).split())
    if len(cleaned) <= LONGEST_NAME:
        return cleaned
    return cleaned[: LONGEST_NAME - 1].rsplit(" ", 1)[0].rstrip(" ,") + "…"


def _named_apart(sheets: Sequence[Sheet]) -> Iterator[Sheet]:
    """Sheets whose names a spreadsheet takes for the same get a number."""
    taken: set[str] = set()
    for sheet in sheets:
        name, at = _sheet_name(sheet.name), 1
        while name.casefold() in taken:
            at += 1
            name = f"{sheet.name[: LONGEST_NAME - 4]} {at}"
        taken.add(name.casefold())
        yield replace(sheet, name=name)


def _plain(sheet: Sheet) -> Sheet:
    """Without the marks of what fell back to English: a workbook has no place for them."""
    blocks = tuple(
        Block(
            plain(b.caption),
            tuple(map(plain, b.headings)),
            tuple(tuple(plain(c) if isinstance(c, str) else c for c in row) for row in b.rows),
        )
        for b in sheet.blocks
    )
    notes = tuple(map(plain, sheet.notes))
    return Sheet(plain(sheet.name), plain(sheet.title), plain(sheet.lead), blocks, notes, sheet.wide)
