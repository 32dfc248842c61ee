"""Releases to tell from: numbers, cells, principles, groups and whole releases, put together by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from audit.method.groups import ROOT, Path
from audit.method.release import (
    Band,
    Cell,
    ChoiceNumbers,
    DomainNumbers,
    GroupNumbers,
    ItemNumbers,
    ModuleNumbers,
    Number,
    PrincipleNumbers,
    Release,
    Share,
    Split3,
)
from audit.method.tiers import ROWS

PRINCIPLES = ("S", "T", "C", "E", "H")
DOMAINS = tuple(f"D{n}" for n in range(1, 9))
HIGH, LOW = 80.0, 40.0  # well above and well below a gate
ASKED = 8  # items of a principle
FIFTY, TWENTY, TEN = Band(50, 99), Band(20, 49), Band(10, 19)

rows = st.sampled_from(ROWS)


def number(
    value: float, *, row: int = 50, se: int = 3, se_plain: int | None = None, step: float | None = None
) -> Number:
    """A released score; the step is its row's unless given, se_plain is se unless given."""
    steps = {r.people: r.step for r in ROWS}
    return Number(
        float(value), float(steps[row] if step is None else step), row, se, se if se_plain is None else se_plain
    )


def cell(value: float | None, *, visible: bool = True, row: int = 50, se: int = 3) -> Cell:
    """A stage cell; None for too few answers."""
    steps = {r.people: r.cell_step for r in ROWS}
    told = None if value is None else number(value, row=row, se=se, step=steps[row])
    return Cell(told, visible, 0 if value is None else 2, 2)


def unseen(value: float = HIGH) -> Cell:
    """A cell that most cannot tell of."""
    return cell(value, visible=False)


def four(one: Cell, two: Cell, three: Cell, four: Cell) -> tuple[Cell, Cell, Cell, Cell]:
    """Cells of one principle, stage by stage."""
    return one, two, three, four


def cells(*values: float | None) -> tuple[Cell, Cell, Cell, Cell]:
    """Cells of one principle with these scores, stage by stage."""
    one, two, three, last = values
    return four(cell(one), cell(two), cell(three), cell(last))


def principle(
    *values: float | None, score: Number | None = None, contrast: Number | None = None, told: bool = True
) -> PrincipleNumbers:
    """A principle with these cell scores; its own score is 60 unless given, or withheld where not told."""
    own = (number(60) if score is None else score) if told else None
    return PrincipleNumbers(own, ASKED, ASKED, cells(*values), contrast)


def band(low: float, high: float) -> Share:
    """A share in per cent, told as a band."""
    return Share(float(low), float(high))


def item(*, cannot_tell: Share, usually: Share | None = None, known: Share | None = None) -> ItemNumbers:
    """An item as it is told from 20 raters on; known: of a support of stepped care."""
    return ItemNumbers(20, band(50, 60) if usually is None else usually, cannot_tell, None, None, known)


def split_item(low: int, middle: int, high: int, *, spread: float) -> ItemNumbers:
    """An item as it is told from 50 raters on."""
    return ItemNumbers(50, None, band(0, 10), Split3(low, middle, high), float(spread), None)


def group(
    *,
    path: Path = ROOT,
    principles: Mapping[str, PrincipleNumbers] | None = None,
    domains: Mapping[str, Number | None] | None = None,
    items: Mapping[str, ItemNumbers] | None = None,
    tier: int = 50,
    people: Band = FIFTY,
    definition: str = "",
    modules: Mapping[str, Number | None] | None = None,
    climbs: Sequence[str] = PRINCIPLES,
) -> GroupNumbers:
    """A group in which every principle passes all gates, unless told otherwise; climbs (): core was not asked."""
    given = dict(principles or {})
    relative = dict(domains or {})
    return GroupNumbers(
        path,
        definition or "/".join(path),
        tier,
        people,
        {p: given.get(p, principle(HIGH, HIGH, HIGH, HIGH)) for p in climbs},
        {d: DomainNumbers(relative.get(d, number(0)), 5, 5) for d in (DOMAINS if climbs else ())},
        {m: ModuleNumbers(score, 3, 3) for m, score in (modules or {}).items()},
        dict(items or {}),
    )


def release(
    whole: GroupNumbers | None,
    *,
    places: Sequence[GroupNumbers] = (),
    item_list: str = "items",
    questionnaire: str = "core",
    response: Share | None = None,
    process: Mapping[str, Number | None] | None = None,
    choices: Mapping[str, ChoiceNumbers] | None = None,
) -> Release:
    """A release of these groups; of nobody where whole is None."""
    told = whole is not None
    return Release(
        questionnaire=questionnaire,
        edition="1",
        item_list=item_list,
        lists=_lists(whole, item_list),
        definition="groups",
        k=10,
        people=whole.people if whole else None,
        invited=Band(100, None),
        response=response,
        more_than_invited=False,
        whole=whole,
        process=dict(process or {}),
        choices=dict(choices or {}),
        places=tuple(places) if told else (),
        roles=(),
        published={},
        hidden=(),
        coarsened=0,
    )


def _lists(whole: GroupNumbers | None, item_list: str) -> dict[str, str]:
    """The lists of a group's parts; of nobody those of core."""
    climbs = whole is None or bool(whole.principles)
    modules = {} if whole is None else whole.modules
    return {**({"stages": item_list} if climbs else {}), **{m: f"{item_list} {m}" for m in modules}}


@st.composite
def numbers(draw: st.DrawFn) -> Number:
    """Any number of a cell as it may be released."""
    row = draw(rows)
    steps = round(80 / row.cell_step)
    value = 10 + row.cell_step * draw(st.integers(0, steps))
    se = draw(st.integers(row.se_floor, 30))
    return Number(float(value), float(row.cell_step), row.people, se, draw(st.integers(se, 40)))


@st.composite
def some_cells(draw: st.DrawFn) -> tuple[Cell, Cell, Cell, Cell]:
    """Any four cells: shown, too few answers, not visible."""
    one, two, three, last = (
        Cell(draw(st.none() | numbers()), draw(st.sampled_from((True, True, True, False))), 2, 2) for _ in range(4)
    )
    return one, two, three, last


def raised(told: Cell, *, by: int) -> Cell:
    """The same cell some steps higher, within the ends."""
    if told.number is None:
        return told
    value = min(90.0, told.number.value + by * told.number.step)
    return replace(told, number=replace(told.number, value=value))
