"""The radio groups of one page: what they are called, what may be chosen, what was chosen, what needs another look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from audit import scale
from audit.audiences import said_for, shared_by
from audit.method.answers import WORDS, Answer, Ballot, LeftBlank, word_of
from audit.method.groups import ROOT, Lens, Path, Tree
from audit.method.questionnaire import Item
from audit.staff.forms import choices_form, field_id, field_name
from audit.staff.plane import Visit
from audit.staff.steps import Kind, Step
from audit.wording import gettext as _


@dataclass(frozen=True, slots=True)
class ChoiceSet:
    """One question as the macro choice_set draws it. look: the sentence to say where a choice is none of these."""

    id: str
    name: str
    legend: str
    choices: Sequence[tuple[str, str]]
    apart: Sequence[tuple[str, str]]
    chosen: str | None
    look: str
    hint: str = ""
    error: str = ""
    depths: Sequence[int] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """Everything that may be sent."""
        return tuple(value for value, _text in (*self.choices, *self.apart))


def sets_of(visit: Visit, step: Step) -> tuple[ChoiceSet, ...]:
    """The questions of a page: place and role, or statements; none on any other page."""
    if step.kind not in (Kind.PAGE, Kind.CHANGE):
        return ()
    if step.page == 0:
        return tuple(_group_set(tree, visit.group_of(tree.lens)) for tree in visit.trees)
    answers = visit.state.ballot.answers if visit.state else {}
    items = [visit.questionnaire.item(item) for item in visit.questionnaire.pages[step.page - 1].items]
    above = shared_by(items)
    return tuple(_item_set(item, answers, whom="" if above else said_for(item.audience)) for item in items)


def read_sets(sets: Sequence[ChoiceSet], sent: MultiDict[str, str]) -> tuple[ChoiceSet, ...]:
    """The questions as somebody sent them: chosen is what they chose, error is set where that is no choice."""
    form = choices_form({one.name: one.values for one in sets}, sent)
    form.validate()
    return tuple(_as_sent(one, form) for one in sets)


def errors_in(sets: Sequence[ChoiceSet]) -> tuple[tuple[str, str], ...]:
    """(id, sentence) for each question that needs another look."""
    return tuple((one.id, one.error) for one in sets if one.error)


def with_choices(ballot: Ballot, sets: Sequence[ChoiceSet], trees: Sequence[Tree]) -> Ballot:
    """The ballot with what was chosen in these questions; what is none of the choices changes nothing."""
    chosen = {one.name: one.chosen or "" for one in sets if not one.error}
    paths = {tree.lens: tree.paths[int(chosen[tree.lens] or 0)] for tree in trees if tree.lens.value in chosen}
    said = {item: WORDS[word] for item, word in _items_in(chosen)}
    answers = {item: answer for item, answer in {**ballot.answers, **said}.items() if answer != LeftBlank()}
    place, role = paths.get(Lens.PLACE, ballot.place), paths.get(Lens.ROLE, ballot.role)
    return replace(ballot, place=place, role=role, answers=answers)


def lens_name(lens: Lens) -> str:
    """What a lens is called."""
    return {Lens.PLACE: _("Your place of work"), Lens.ROLE: _("Your role")}[lens]


def group_name(path: Path) -> str:
    """What somebody chose, in full."""
    return ", ".join(path) or _("Rather not say")


def _items_in(chosen: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    prefix = field_name("")
    return ((name.removeprefix(prefix), word) for name, word in chosen.items() if name.startswith(prefix))


def _as_sent(one: ChoiceSet, form: BaseForm) -> ChoiceSet:
    field = form[one.name]
    return replace(one, chosen=field.data or None, error=one.look if field.errors else "")


def _item_set(item: Item, answers: Mapping[str, Answer], *, whom: str) -> ChoiceSet:
    return ChoiceSet(
        field_id(item.id),
        field_name(item.id),
        item.text,
        scale.ratings(),
        scale.apart(),
        word_of(answers[item.id]) if item.id in answers else None,
        _("Choose one of the answers for “%(item)s”, or leave it blank.", item=item.short),
        hint=f"{item.help} {whom}".rstrip(),
    )


def _group_set(tree: Tree, chosen: Path) -> ChoiceSet:
    numbered = [(number, path) for number, path in enumerate(tree.paths) if path != ROOT]
    return ChoiceSet(
        tree.lens.value,
        tree.lens.value,
        lens_name(tree.lens),
        [(str(number), path[-1]) for number, path in numbered],
        [("", _("Rather not say"))],
        None if chosen == ROOT else str(tree.paths.index(chosen)),
        _("Choose one of the answers for “%(lens)s”, or leave it out.", lens=lens_name(tree.lens)),
        depths=[len(path) - 1 for _number, path in numbered],
    )
