"""What is keyed in of the choice sheets of one paper form: the letter of each sheet, and two figures for each set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from audit.answering.page_state import NO_BLOCK, PageState
from audit.method.answers import NOT_CHOSEN
from audit.method.questionnaire import ChoiceDesign
from audit.paper import sheet_letter, sheets_in_words
from audit.staff import choosing
from audit.staff.choices import ChoiceSet, read_sets
from audit.staff.plane import Visit
from audit.wording import gettext as _

LONGEST_KEY = 8


@dataclass(frozen=True, slots=True)
class SheetFields:
    """The fields of one design. pairs: of each set on the sheet the fields for the most and the least."""

    design: ChoiceDesign
    letter: ChoiceSet
    pairs: tuple[tuple[ChoiceSet, ChoiceSet], ...]

    @property
    def fields(self) -> tuple[ChoiceSet, ...]:
        """All of them, as they follow each other on paper."""
        return (self.letter, *(one for pair in self.pairs for one in pair))

    @property
    def block(self) -> int:
        """The place of the block whose letter was typed; NO_BLOCK where none was."""
        typed, letters = self.letter.chosen, self.letter.values
        return letters.index(typed) - 1 if typed in letters else NO_BLOCK


def sheets_of(visit: Visit) -> tuple[SheetFields, ...]:
    """The choice sheets of this form as they were keyed in so far."""
    return tuple(_sheet(visit, place, design) for place, design in enumerate(visit.questionnaire.choices))


def read(sheets: Sequence[SheetFields], sent: MultiDict[str, str]) -> tuple[SheetFields, ...]:
    """The sheets as they were keyed in; an error where a letter or a figure is none of theirs, or does not fit."""
    typed = MultiDict({name: value.strip().upper()[:LONGEST_KEY] for name, value in sent.items()})
    return tuple(_looked_at(_as_read(sheet, typed)) for sheet in sheets)


def with_keyed(state: PageState, sheets: Sequence[SheetFields]) -> PageState:
    """The state with what was keyed in. A sheet whose letter needs another look changes nothing."""
    designs = tuple(sheet.design for sheet in sheets)
    blocks = [*state.blocks, *(NO_BLOCK for _design in designs)][: len(designs)]
    for place, sheet in enumerate(sheets):
        if not sheet.letter.error:
            blocks[place] = sheet.block
            state = _with_sheet(state, designs, place, sheet)
    return replace(state, blocks=tuple(blocks))


def _with_sheet(state: PageState, designs: Sequence[ChoiceDesign], place: int, sheet: SheetFields) -> PageState:
    design = designs[place]
    for at in range(len(design.sets)):
        state = choosing.put(state, designs, (place, at), choosing.NOTHING)
    shown = () if sheet.block == NO_BLOCK else design.blocks[sheet.block]
    for at, (most, least) in zip(shown, sheet.pairs, strict=False):
        state = choosing.put(state, designs, (place, at), (_place(most), _place(least)))
    return state


def _place(one: ChoiceSet) -> int:
    return int(one.chosen) - 1 if one.chosen and one.chosen in one.values else NOT_CHOSEN


def _sheet(visit: Visit, place: int, design: ChoiceDesign) -> SheetFields:
    """The letter has a value for no sheet first, then one for each block."""
    designs, state = visit.questionnaire.choices, visit.state
    block = state.blocks[place] if state is not None and place < len(state.blocks) else NO_BLOCK
    shown = () if block == NO_BLOCK else design.blocks[block]
    chosen = [choosing.chosen_in(state, designs, place, at) for at in shown]
    chosen += [choosing.NOTHING] * (design.shown - len(chosen))
    letter = ChoiceSet(
        f"sheet-{place}",
        f"sheet-{place}",
        _("Letter of the sheet “%(title)s”", title=design.title),
        [("", ""), *((sheet_letter(number), "") for number in range(len(design.blocks)))],
        (),
        None if block == NO_BLOCK else sheet_letter(block),
        _(
            "“%(title)s”: type the letter of its sheet, %(all)s, or leave it empty.",
            title=design.title,
            all=sheets_in_words(len(design.blocks)),
        ),
    )
    pairs = (_pair(place, design, number, one) for number, one in enumerate(chosen, start=1))
    return SheetFields(design, letter, tuple(pairs))


def _pair(place: int, design: ChoiceDesign, number: int, chosen: choosing.Places) -> tuple[ChoiceSet, ChoiceSet]:
    many = len(design.sets[0])
    most, least = chosen
    return (
        _figure(f"most-{place}-{number}", number, design.most, many, most),
        _figure(f"least-{place}-{number}", number, design.least, many, least),
    )


def _figure(name: str, number: int, said: str, many: int, chosen: int) -> ChoiceSet:
    label = _("Set %(number)s: %(list)s", number=number, list=said)
    return ChoiceSet(
        name,
        name,
        label,
        [("", ""), *((str(figure), "") for figure in range(1, many + 1))],
        (),
        None if chosen == NOT_CHOSEN else str(chosen + 1),
        _("“%(label)s”: type 1 to %(many)s, or leave it empty.", label=label, many=many),
    )


def _as_read(sheet: SheetFields, typed: MultiDict[str, str]) -> SheetFields:
    found = iter(read_sets(sheet.fields, typed))
    letter = next(found)
    return replace(sheet, letter=letter, pairs=tuple((next(found), next(found)) for _pair in sheet.pairs))


def _looked_at(sheet: SheetFields) -> SheetFields:
    pairs = tuple(_pair_looked_at(sheet, number, pair) for number, pair in enumerate(sheet.pairs, start=1))
    return replace(sheet, letter=replace(sheet.letter, error=_error_of_letter(sheet)), pairs=pairs)


def _error_of_letter(sheet: SheetFields) -> str:
    letter = sheet.letter
    keyed = any(one.chosen for pair in sheet.pairs for one in pair)
    if letter.error and len(set(_letters_in(sheet))) > 1:
        return _(
            "“%(title)s”: a form counts one sheet of this kind. Key in none of them: empty the letter and the sets.",
            title=sheet.design.title,
        )
    if not letter.chosen and keyed:
        return _(
            "“%(title)s”: the letter of the sheet is missing. Type it, or empty its sets.", title=sheet.design.title
        )
    return letter.error


def _letters_in(sheet: SheetFields) -> Iterator[str]:
    """Each letter of a sheet in what was typed where one belongs: A, C in “A + C”."""
    return (sign for sign in sheet.letter.chosen or "" if sign in sheet.letter.values)


def _pair_looked_at(sheet: SheetFields, number: int, pair: tuple[ChoiceSet, ChoiceSet]) -> tuple[ChoiceSet, ChoiceSet]:
    most, least = pair
    if most.error or least.error or not most.chosen or most.chosen != least.chosen:
        return pair
    error = _(
        "“%(title)s”, set %(number)s: both crosses stand in line %(figure)s. Leave both fields of this set empty.",
        title=sheet.design.title,
        number=number,
        figure=most.chosen,
    )
    return most, replace(least, error=error)
