"""What of a release can be checked without the counts: steps, ends, floors, bands, the nesting of the tiers.

That enough people stand behind a number is checked at close, where the counts are (`audit.method.auditor`), and so is
what two rounds tell together (`audit.method.across_rounds`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from audit.method.groups import ROOT, Lens, Path
from audit.method.priorities import hash_of_design
from audit.method.questionnaire import ChoiceDesign, Questionnaire
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
)
from audit.method.tiers import (
    CHOICE_END,
    COARSEST,
    HIGHEST,
    ITEM_TIER,
    LOWEST,
    ROWS,
    SPLIT_TIER,
    TENTHS,
    TIERS,
    Row,
    rounded,
)
from audit.method.weights import STAGES, layout_of, lists_of

BANDS = (Band(10, 19), Band(20, 49), Band(50, 99), Band(100, None))
QUARTERS = tuple(Share(float(low), float(low + 25)) for low in range(0, 100, 25))
WITHOUT_END = 1_000_000  # more people than anybody counts
WIDEST_SPREAD = 60.0  # half at 0, half at 4, few people: sd 50 sqrt(n / (n - 1)), rounded up generously


class Broken(StrEnum):
    """The rule that a release breaks."""

    K = "k"  # fewer than ten people would be enough
    STEP = "step"  # a number between two steps of its row
    END = "end"  # told beyond 10 or less, 90 or more; of choice sets beyond 80 or more either way
    FLOOR = "floor"  # a standard error under the floor of its row, or corrected upward
    ROW = "row"  # a finer row than the group's tier allows, or none of the table
    BAND = "band"  # people or shares outside the bands
    NESTING = "nesting"  # tiers not within each other, or told groups other than the published ones
    ITEM = "item"  # an item told where it may not be, or in more detail
    COUNT = "count"  # items counted that do not add up
    LIST = "list"  # scores of a part whose list of items is not there, or a list without its part
    WHOLE = "whole"  # numbers where nothing may be told
    CHOICE = "choice"  # some attributes of a design told and others not, or in different rows


@dataclass(frozen=True, slots=True)
class Fault:
    """where: the place in the release ("places/North/Team 3/principles/S/score"); rule: what it breaks."""

    where: str
    rule: Broken


def faults_of(release: Release) -> tuple[Fault, ...]:
    """Every rule of promise section 7 that the release breaks as far as that shows without counts; () if none."""
    return tuple(_faults(release))


def strangers_in(release: Release, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Where the release tells of something that the questionnaire does not ask; () if nowhere."""
    layout, lists = layout_of(questionnaire), lists_of(questionnaire)
    whole = () if release.whole is None else (release.whole,)
    groups = (*whole, *release.places, *release.roles)
    designs = {design.id: design for design in questionnaire.choices}
    told = {
        "lists": ({part for part in release.lists if release.lists[part] != lists.get(part)}, set()),
        "principles": ({p for g in groups for p in g.principles}, set(layout.principles)),
        "domains": ({d for g in groups for d in g.domains}, set(layout.domain)),
        "modules": ({m for g in groups for m in g.modules}, set(layout.module)),
        "items": ({i for g in groups for i in g.items}, set(layout.items)),
        "process": (set(release.process), {layout.items[c] for c in layout.process}),
        "choices": ({name for name, n in release.choices.items() if not _is_of(n, designs.get(name))}, set()),
    }
    return tuple(f"{part}/{name}" for part, (found, asked) in told.items() for name in sorted(found - asked))


def _faults(release: Release) -> Iterator[Fault]:
    if release.k < TIERS[0]:
        yield Fault("k", Broken.K)
    if not 0 <= release.coarsened <= COARSEST:
        yield Fault("coarsened", Broken.ROW)
    yield from _of_whole(release)
    yield from _of_bands(release)
    yield from _of_tiers(release)
    if release.whole is not None:
        yield from _of_group(release, Lens.PLACE, release.whole)
    for lens, groups in ((Lens.PLACE, release.places), (Lens.ROLE, release.roles)):
        for group in groups:
            yield from _of_group(release, lens, group)
    yield from _of_whole_alone(release)


def _of_whole_alone(release: Release) -> Iterator[Fault]:
    """What is told of the whole organisation only: process items and choices."""
    finest = _finest(release, Lens.PLACE, ROOT)
    for item, number in release.process.items():
        if number is not None:
            yield from _of_score(release, finest, number, where=f"process/{item}")
    for design, chosen in release.choices.items():
        yield from _of_choices(release, finest, chosen, where=f"choices/{design}")


def _is_of(told: ChoiceNumbers, design: ChoiceDesign | None) -> bool:
    attributes = set() if design is None else {one.id for one in design.attributes}
    return design is not None and told.design == hash_of_design(design) and set(told.scores) == attributes


def _of_whole(release: Release) -> Iterator[Fault]:
    """Without the whole nothing is told; with it, its people are."""
    parts = (release.places, release.roles, release.process, release.choices, release.people, release.response)
    empty = not any(parts)
    if release.whole is None and not empty:
        yield Fault("whole", Broken.WHOLE)
    whole = release.whole
    if whole is not None and (whole.path != ROOT or release.people is None or whole.people != release.people):
        yield Fault("people", Broken.WHOLE)


def _of_bands(release: Release) -> Iterator[Fault]:
    for where, band in (("people", release.people), ("invited", release.invited)):
        if band is not None and band not in BANDS:
            yield Fault(where, Broken.BAND)
    fewer_invited = release.people and release.invited and (release.invited.high or WITHOUT_END) < release.people.low
    if fewer_invited and not release.more_than_invited:
        yield Fault("invited", Broken.BAND)
    if release.response is not None:
        many = release.people is not None and release.people.low >= 50
        if release.response not in (TENTHS if many else QUARTERS):
            yield Fault("response", Broken.BAND)


def _of_tiers(release: Release) -> Iterator[Fault]:
    """Each tier within the one before, the whole in every tier that is not empty, hidden groups in none."""
    for lens in Lens:
        tiers = [release.published.get(t, {}).get(lens, ()) for t in TIERS]
        for tier, finer, coarser in zip(TIERS[1:], tiers[1:], tiers[:-1], strict=True):
            if not set(finer) <= set(coarser) or (finer and ROOT not in finer):
                yield Fault(f"published/{tier}/{lens}", Broken.NESTING)
        hidden = {h.path for h in release.hidden if h.lens is lens}
        if hidden & set(tiers[0]):
            yield Fault(f"hidden/{lens}", Broken.NESTING)
        yield from _of_parts_of_groups(release, lens)
        told = tuple(g.path for g in (release.places if lens is Lens.PLACE else release.roles))
        if release.whole is not None and told != tuple(p for p in tiers[0] if p != ROOT):
            yield Fault(f"published/{TIERS[0]}/{lens}", Broken.NESTING)


def _of_parts_of_groups(release: Release, lens: Lens) -> Iterator[Fault]:
    """A group is part of the told groups above it: it has no more people."""
    whole = () if release.whole is None else (release.whole,)
    told = {g.path: g for g in (*whole, *(release.places if lens is Lens.PLACE else release.roles))}
    for path, group in told.items():
        above = [told[path[:depth]] for depth in range(len(path)) if path[:depth] in told]
        if any(group.people.low > upper.people.low for upper in above):
            yield Fault("/".join((f"{lens}s", *path, "people")), Broken.NESTING)


def _finest(release: Release, lens: Lens, path: Path) -> int:
    return max((t for t in TIERS if path in release.published.get(t, {}).get(lens, ())), default=0)


def _of_group(release: Release, lens: Lens, group: GroupNumbers) -> Iterator[Fault]:
    where = "/".join((f"{lens}s", *group.path)) if group.path else "whole"
    if group.tier != _finest(release, lens, group.path):
        yield Fault(f"{where}/tier", Broken.NESTING)
    if group.people not in BANDS or group.people.low < min(group.tier, BANDS[-2].low):
        yield Fault(f"{where}/people", Broken.BAND)
    if _parts_told(group) != set(release.lists):
        yield Fault(where, Broken.LIST)
    yield from _of_scores(release, group, where=where)
    for item, numbers in group.items.items():
        yield from _of_item(release, group.tier, numbers, where=f"{where}/items/{item}")


def _of_scores(release: Release, group: GroupNumbers, *, where: str) -> Iterator[Fault]:
    for principle, told in group.principles.items():
        yield from _of_principle(release, group.tier, told, where=f"{where}/principles/{principle}")
    for domain, relative in group.domains.items():
        yield from _of_domain(release, group.tier, relative, where=f"{where}/domains/{domain}")
    for module, counted in group.modules.items():
        yield from _of_module(release, group.tier, counted, where=f"{where}/modules/{module}")


def _of_domain(release: Release, tier: int, relative: DomainNumbers, *, where: str) -> Iterator[Fault]:
    if relative.score is not None:
        yield from _of_number(release, tier, relative.score, where=where)
        yield from _of_difference(relative.score, where=where)
    yield from _of_counts(relative.items_counted, relative.items_asked, where=where)


def _parts_told(group: GroupNumbers) -> set[str]:
    """The parts of a questionnaire that have numbers; domains come with principles, never without."""
    return {*group.modules, *([STAGES] if group.principles or group.domains else [])}


def _of_module(release: Release, tier: int, told: ModuleNumbers, *, where: str) -> Iterator[Fault]:
    if told.score is not None:
        yield from _of_score(release, tier, told.score, where=where)
    yield from _of_counts(told.items_counted, told.items_asked, where=where)
    if told.score is not None and not told.items_counted:
        yield Fault(where, Broken.COUNT)


def _of_principle(release: Release, tier: int, told: PrincipleNumbers, *, where: str) -> Iterator[Fault]:
    if told.score is not None:
        yield from _of_score(release, tier, told.score, where=f"{where}/score")
    for stage, cell in enumerate(told.cells, 1):
        yield from _of_cell(release, tier, cell, where=f"{where}/cells/{stage}")
    if told.contrast is not None:
        at = f"{where}/contrast"
        yield from _of_number(release, tier, told.contrast, where=at)
        yield from _of_difference(told.contrast, where=at)
        if tier < TIERS[1]:
            yield Fault(at, Broken.ROW)
    yield from _of_counts(told.items_counted, told.items_asked, where=where)
    if told.items_counted != sum(c.items_counted for c in told.cells):
        yield Fault(where, Broken.COUNT)


def _of_cell(release: Release, tier: int, cell: Cell, *, where: str) -> Iterator[Fault]:
    yield from _of_counts(cell.items_counted, cell.items_asked, where=where)
    number = cell.number
    if number is None:
        return
    yield from _of_number(release, tier, number, where=where)
    row = _row(number)
    if row is not None and not _fits(number, row.cell_step):
        yield Fault(where, Broken.STEP)
    if not LOWEST <= number.value <= HIGHEST:
        yield Fault(where, Broken.END)


def _of_score(release: Release, tier: int, number: Number, *, where: str) -> Iterator[Fault]:
    yield from _of_number(release, tier, number, where=where)
    yield from _of_difference(number, where=where)
    if not LOWEST <= number.value <= HIGHEST:
        yield Fault(where, Broken.END)


def _of_choices(release: Release, tier: int, told: ChoiceNumbers, *, where: str) -> Iterator[Fault]:
    """All attributes of a design in one row, or none of them; steps and floors twice those of the row, own ends."""
    numbers = {attribute: number for attribute, number in told.scores.items() if number is not None}
    if len(numbers) not in (0, len(told.scores)) or len({number.row for number in numbers.values()}) > 1:
        yield Fault(where, Broken.CHOICE)
    for attribute, number in numbers.items():
        yield from _of_choice(release, tier, number, where=f"{where}/{attribute}")


def _of_choice(release: Release, tier: int, number: Number, *, where: str) -> Iterator[Fault]:
    row = _row(number)
    if row is None or row not in _rows_allowed(release, tier):
        yield Fault(where, Broken.ROW)
    if row is not None and not 2 * row.se_floor <= number.se <= number.se_plain:
        yield Fault(where, Broken.FLOOR)
    if row is not None and not _fits(number, 2 * row.step):
        yield Fault(where, Broken.STEP)
    if not -CHOICE_END <= number.value <= CHOICE_END:
        yield Fault(where, Broken.END)


def _of_difference(number: Number, *, where: str) -> Iterator[Fault]:
    row = _row(number)
    if row is not None and not _fits(number, row.step):
        yield Fault(where, Broken.STEP)


def _of_number(release: Release, tier: int, number: Number, *, where: str) -> Iterator[Fault]:
    """What holds for every number: a row that the tier and the coarsening allow, the floor of that row."""
    row = _row(number)
    if row is None or row not in _rows_allowed(release, tier):
        yield Fault(where, Broken.ROW)
    if row is not None and not row.se_floor <= number.se <= number.se_plain:
        yield Fault(where, Broken.FLOOR)


def _rows_allowed(release: Release, tier: int) -> tuple[Row, ...]:
    fitting = tuple(r for r in ROWS if r.people <= tier)
    return fitting[: max(0, len(fitting) - release.coarsened)]


def _row(number: Number) -> Row | None:
    return next((r for r in ROWS if r.people == number.row), None)


def _fits(number: Number, step: float) -> bool:
    return number.step == step and number.value == rounded(number.value, step)


def _of_counts(items: int, asked: int, *, where: str) -> Iterator[Fault]:
    if not 0 <= items <= asked:
        yield Fault(where, Broken.COUNT)


def _of_item(release: Release, tier: int, told: ItemNumbers, *, where: str) -> Iterator[Fault]:
    """An item from twenty raters on: bands; from fifty on the three-way split and the spread in place of one."""
    if told.row not in {r.people for r in _rows_allowed(release, tier) if r.people >= ITEM_TIER}:
        yield Fault(where, Broken.ITEM)
    fine = told.row >= SPLIT_TIER
    if (told.split is not None, told.spread is not None, told.usually is None) != (fine, fine, fine):
        yield Fault(where, Broken.ITEM)
    if told.cannot_tell not in TENTHS or (told.usually is not None and told.usually not in TENTHS):
        yield Fault(where, Broken.BAND)
    if told.known is not None:
        yield from _of_known(told.known, told.cannot_tell, where=where)
    if told.split is not None:
        yield from _of_parts((told.split.low, told.split.middle, told.split.high), where=where)
    if told.spread is not None and (
        not LOWEST <= told.spread <= WIDEST_SPREAD or told.spread != rounded(told.spread, 2.5)
    ):
        yield Fault(where, Broken.STEP)


def _of_known(known: Share, cannot_tell: Share, *, where: str) -> Iterator[Fault]:
    """A band of ten points; those who know and those who can't tell are parts of the same people."""
    if known not in TENTHS or known.low + cannot_tell.low > 100:
        yield Fault(where, Broken.BAND)


def _of_parts(parts: tuple[int, int, int], *, where: str) -> Iterator[Fault]:
    if any(part % 5 or not LOWEST <= part <= HIGHEST for part in parts):
        yield Fault(where, Broken.STEP)
