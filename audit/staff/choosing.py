"""Choice sets on the pages for staff: two lists below each other, the most and the least, of four things each.

Which block of sets somebody is shown is up to chance, when they first come to these pages. It is kept with everything
else that they said, under the key of their cookie; it follows from nothing that anybody else knows.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from audit import scale
from audit.answering.page_state import NO_BLOCK, PageState
from audit.method.answers import NOT_CHOSEN, Ballot, Chosen, LeftBlank
from audit.method.questionnaire import ChoiceDesign
from audit.staff.choices import ChoiceSet, read_sets
from audit.staff.plane import SETS_A_PAGE, Visit, pages_of
from audit.staff.steps import Kind, Step
from audit.wording import gettext as _

BLOCKS_ARE_DRAWN_FOR = frozenset((Kind.CHOOSE, Kind.CHANGE_CHOICE, Kind.REVIEW))
"""The pages that show a block, so that it is drawn on the way to them."""
Places = tuple[int, int]
"""What was chosen in a set: the places of the most and the least among its attributes, NOT_CHOSEN for none."""
NOTHING: Places = (NOT_CHOSEN, NOT_CHOSEN)


@dataclass(frozen=True, slots=True)
class Pair:
    """One choice set as it is drawn. design, place: where it stands, among the designs of the round and in its design.
    number: as people count the sets that they are shown."""

    design: int
    place: int
    number: int
    title: str
    most: ChoiceSet
    least: ChoiceSet

    @property
    def id(self) -> str:
        """What the page calls it."""
        return f"set-{self.number}"


def with_blocks(state: PageState, designs: Sequence[ChoiceDesign], *, chance: random.Random) -> PageState:
    """The state with a block of each design, once and for all; every block is equally likely."""
    if state.blocks:
        return state
    return replace(state, blocks=tuple(chance.randrange(len(design.blocks)) for design in designs))


def design_of(visit: Visit, step: Step) -> ChoiceDesign:
    """What the sets of this page belong to."""
    designs = visit.questionnaire.choices
    return designs[pages_of(designs)[step.page][0]]


def pairs_of(visit: Visit, step: Step) -> tuple[Pair, ...]:
    """The sets of this page as they were answered so far; none where no block is drawn yet."""
    designs = visit.questionnaire.choices
    place, start = pages_of(designs)[step.page]
    shown = list(enumerate(_shown(designs[place], place, visit.state), start=1))
    return tuple(_pair(visit, place, at, number) for number, at in shown[start : start + SETS_A_PAGE])


def read(visit: Visit, sent: MultiDict[str, str]) -> tuple[Pair, ...]:
    """The sets of the page as somebody sent them; an error where something is no choice, or stands in both lists."""
    pairs = pairs_of(visit, visit.step)
    lists = iter(read_sets([one for pair in pairs for one in (pair.most, pair.least)], sent))
    return tuple(_looked_at(replace(pair, most=next(lists), least=next(lists))) for pair in pairs)


def errors_in(pairs: Sequence[Pair]) -> tuple[tuple[str, str], ...]:
    """(id, sentence) for each list that needs another look."""
    return tuple((one.id, one.error) for pair in pairs for one in (pair.most, pair.least) if one.error)


def with_chosen(state: PageState, pairs: Sequence[Pair], visit: Visit) -> PageState:
    """The state with what was chosen in these sets: whole ones in the ballot, others beside it. What is none of the
    choices changes nothing."""
    designs = visit.questionnaire.choices
    for pair in pairs:
        before = chosen_in(state, designs, pair.design, pair.place)
        chosen = (_place(pair.most, before[0]), _place(pair.least, before[1]))
        state = put(state, designs, (pair.design, pair.place), chosen)
    return state


def chosen_in(state: PageState | None, designs: Sequence[ChoiceDesign], design: int, at: int) -> Places:
    """What was chosen in one set so far."""
    if state is None:
        return NOTHING
    whole = state.ballot.choices.get(designs[design].id, {}).get(at)
    if whole is not None:
        names = designs[design].sets[at]
        return names.index(whole.most), names.index(whole.least)
    return state.begun.get((design, at), NOTHING)


def put(state: PageState, designs: Sequence[ChoiceDesign], at: tuple[int, int], chosen: Places) -> PageState:
    """The state with this chosen in one set. Only what counts is in the ballot: two things, not the same."""
    design, place = designs[at[0]], at[1]
    most, least = chosen
    whole = NOT_CHOSEN not in chosen and most != least
    names = design.sets[place]
    begun = {key: places for key, places in state.begun.items() if key != at}
    if not whole and chosen != NOTHING:
        begun[at] = chosen
    picked = Chosen(names[most], names[least]) if whole else None
    return replace(state, begun=begun, ballot=_with_set(state.ballot, design.id, place, picked))


def parts(visit: Visit) -> Iterator[dict[str, object]]:
    """What stands on the review: each set with a way to change it."""
    designs = visit.questionnaire.choices
    for number, (place, _start) in enumerate(pages_of(designs)):
        for pair in pairs_of(visit, Step(Kind.CHOOSE, number)):
            yield _part(designs[place], pair, number)


def _part(design: ChoiceDesign, pair: Pair, page: int) -> dict[str, object]:
    title = _("%(title)s: %(set)s", title=design.title, set=pair.title)
    return {
        "title": title,
        "answers": [(one.legend, _said(one)) for one in (pair.most, pair.least)],
        "note": _why_not_counted(pair),
        "read": (),
        "go": str(Step(Kind.CHOOSE, page)),
        "change": _("Change “%(page)s”", page=title),
    }


def _why_not_counted(pair: Pair) -> str:
    most, least = pair.most.chosen, pair.least.chosen
    if most and most == least:
        return _("Both lists say the same, so this set does not count yet.")
    if bool(most) != bool(least):
        return _("One of the two is chosen, so this set does not count yet.")
    return ""


def _said(one: ChoiceSet) -> str:
    return dict(one.choices).get(one.chosen or "", scale.label_of(LeftBlank()))


def _shown(design: ChoiceDesign, place: int, state: PageState | None) -> tuple[int, ...]:
    """The places of the sets that somebody is shown of a design."""
    block = state.blocks[place] if state is not None and place < len(state.blocks) else NO_BLOCK
    return () if block == NO_BLOCK else design.blocks[block]


def _pair(visit: Visit, place: int, at: int, number: int) -> Pair:
    designs = visit.questionnaire.choices
    design = designs[place]
    names = {attribute.id: attribute.name for attribute in design.attributes}
    choices = [(str(n), names[attribute]) for n, attribute in enumerate(design.sets[at])]
    title = _("Set %(number)s of %(all)s", number=number, all=design.shown)
    most, least = chosen_in(visit.state, designs, place, at)
    return Pair(
        place,
        at,
        number,
        title,
        _list(f"most-{place}-{at}", design.most, choices, most),
        _list(f"least-{place}-{at}", design.least, choices, least),
    )


def _list(name: str, legend: str, choices: list[tuple[str, str]], chosen: int) -> ChoiceSet:
    return ChoiceSet(
        name,
        name,
        legend,
        choices,
        [("", dict(scale.apart())[""])],
        None if chosen == NOT_CHOSEN else str(chosen),
        _("Choose one of the four for “%(list)s”, or leave it blank.", list=legend),
    )


def _looked_at(pair: Pair) -> Pair:
    most, least = pair.most, pair.least
    if most.error or least.error or not most.chosen or most.chosen != least.chosen:
        return pair
    error = _(
        "%(set)s: “%(name)s” is chosen in both lists. Choose another one in one of them, or leave one blank.",
        set=pair.title,
        name=dict(most.choices)[most.chosen],
    )
    return replace(pair, least=replace(least, error=error))


def _place(one: ChoiceSet, before: int) -> int:
    """What was chosen in a list; what stood there before, where it is none of its choices."""
    if one.chosen is None:
        return NOT_CHOSEN
    return int(one.chosen) if one.chosen in one.values else before


def _with_set(ballot: Ballot, design: str, at: int, chosen: Chosen | None) -> Ballot:
    sets = {place: one for place, one in ballot.choices.get(design, {}).items() if place != at}
    if chosen is not None:
        sets[at] = chosen
    others: Mapping[str, Mapping[int, Chosen]] = {name: its for name, its in ballot.choices.items() if name != design}
    return replace(ballot, choices={**others, design: sets} if sets else others)
