"""What is keyed in of one paper form: its slip's code, place and role, and one short field for each statement."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from audit import scale
from audit.method.answers import Answer, word_of
from audit.method.questionnaire import Item
from audit.paper import numbered
from audit.staff import stack_choices
from audit.staff.choices import ChoiceSet, group_name, lens_name, read_sets, sets_of
from audit.staff.forms import PREFIX, CodeForm, field_id, field_name
from audit.staff.plane import Visit
from audit.staff.steps import FIRST
from audit.wording import gettext as _

FIELDS_A_PAGE = 60
"""So many that core is one page, and so few that a page stays small on a slow line."""
LONGEST_KEY = 8


@dataclass(frozen=True, slots=True)
class Choices:
    """Place or role: (value, text) pairs, the chosen value, "" for none."""

    id: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Row:
    """One statement: its number on paper and what it is called, what stands in its field. error: a sentence or ""."""

    id: str
    name: str
    label: str
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class Section:
    """The statements under one heading of the form."""

    title: str
    rows: tuple[Row, ...]


def parts_of(visit: Visit) -> int:
    """How many pages the form of this round takes to key in: its statements, then its choice sheets if it has any."""
    return _parts_of_statements(visit) + bool(visit.questionnaire.choices)


def is_of_choices(visit: Visit) -> bool:
    """Whether this page of the form is that of its choice sheets."""
    return visit.step.part >= _parts_of_statements(visit)


def _parts_of_statements(visit: Visit) -> int:
    return max(1, -(-len(visit.questionnaire.items) // FIELDS_A_PAGE))


def fields_of(visit: Visit) -> tuple[ChoiceSet, ...]:
    """The questions on this page of the form, as they were keyed in so far: place and role on the first one only."""
    if is_of_choices(visit):
        return tuple(field for sheet in stack_choices.sheets_of(visit) for field in sheet.fields)
    groups = sets_of(visit, FIRST) if visit.step.part == 0 else ()
    answers = visit.state.ballot.answers if visit.state else {}
    return (*groups, *(_item_field(number, item, answers) for number, item in _numbered_items(visit)))


def read_fields(visit: Visit, sent: MultiDict[str, str]) -> tuple[ChoiceSet, ...]:
    """The questions as they were keyed in: chosen is a word of the scale, or what was typed where that is none."""
    if is_of_choices(visit):
        sheets = stack_choices.read(stack_choices.sheets_of(visit), sent)
        return tuple(field for sheet in sheets for field in sheet.fields)
    words = {name: _word(value) if name.startswith(PREFIX) else value for name, value in sent.items()}
    return read_sets(fields_of(visit), MultiDict(words))


def typed_code(sent: MultiDict[str, str]) -> str:
    """What stands in the field for the code."""
    return str(CodeForm(sent).code.data)


def choices_of(visit: Visit, fields: Sequence[ChoiceSet]) -> tuple[Choices, ...]:
    """Place and role as lists to choose from."""
    chosen = {one.name: one.chosen or "" for one in fields}
    return tuple(
        Choices(
            tree.lens.value,
            lens_name(tree.lens),
            tuple((str(number) if path else "", group_name(path)) for number, path in enumerate(tree.paths)),
            chosen[tree.lens.value],
        )
        for tree in visit.trees
        if tree.lens.value in chosen
    )


def sections_of(visit: Visit, fields: Sequence[ChoiceSet]) -> tuple[Section, ...]:
    """The statements of this page under the headings that the paper form has, too."""
    if is_of_choices(visit):
        return _sections_of_sheets(visit, fields)
    rows = {one.name: _row(one) for one in fields if one.name.startswith(PREFIX)}
    found = []
    for page in visit.questionnaire.pages:
        of_page = tuple(rows[name] for name in map(field_name, page.items) if name in rows)
        if of_page:
            found.append(Section(page.title, of_page))
    return tuple(found)


def _sections_of_sheets(visit: Visit, fields: Sequence[ChoiceSet]) -> tuple[Section, ...]:
    rows = iter([_row(one) for one in fields])
    sheets = stack_choices.sheets_of(visit)
    return tuple(Section(sheet.design.title, tuple(next(rows) for _field in sheet.fields)) for sheet in sheets)


def _numbered_items(visit: Visit) -> list[tuple[int, Item]]:
    start = visit.step.part * FIELDS_A_PAGE
    return list(numbered(visit.questionnaire)[start : start + FIELDS_A_PAGE])


def _item_field(number: int, item: Item, answers: Mapping[str, Answer]) -> ChoiceSet:
    """legend: what the field is called. A statement nobody answered has an empty field."""
    label = f"{number} {item.short}"
    return ChoiceSet(
        field_id(item.id),
        field_name(item.id),
        label,
        scale.ratings(),
        scale.apart(),
        word_of(answers[item.id]) if item.id in answers else None,
        _("“%(label)s”: type 0 to 4, k or n, or leave it empty.", label=label),
    )


def _row(one: ChoiceSet) -> Row:
    typed = one.chosen or ""
    return Row(one.id, one.name, one.legend, typed if one.error else scale.KEYS.get(typed, typed), one.error)


def _word(typed: str) -> str:
    """A word of the scale for the key that is printed beside its box; anything else as it was typed."""
    plain = unicodedata.normalize("NFKC", typed).strip().casefold()[:LONGEST_KEY]
    return {key: word for word, key in scale.KEYS.items()}.get(plain, plain)
