"""Every number of the three tables again, with the functions of the method.

r.csv comes from R and its packages, python.csv from SciPy, statsmodels, pingouin, networkx and decimal, published.csv
from papers and books. `how` names the function, `digits` how many decimals a source prints; without them a number
agrees to 1e-9 of its size.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audit.method import intervals, weights
from audit.method.answers import DONT_KNOW, NOT_CHOSEN, AnswerSheet, ChoiceSheet
from audit.method.counting import Counted
from audit.method.cuts import least_cut
from audit.method.disclosure import Crosstab, Published, crossings_of, min_disclosed
from audit.method.exact import ExactItem, exact_group
from audit.method.foresight import chance_of_ten
from audit.method.groups import ROOT, Lens
from audit.method.priorities import ChoiceTally, estimate_choice, tally_choices
from audit.method.questionnaire import GATES, ChoiceDesign, Stage
from audit.method.scoring import Estimate, Tally, counted, estimate, people_behind, tally_rings
from audit.method.tiers import rounded
from audit.method.weights import Layout
from tests.builders import library
from tests.method import choosing
from tests.method.sheets import alone

HERE = Path(__file__).parent
TABLES = ("r", "python", "published")
EXACTLY = 1e-9  # relative
AT_LEAST = 40

Inputs = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reference:
    """One number that somebody else worked out. digits: decimals printed, None where all are given."""

    how: str
    inputs: Inputs
    value: float
    digits: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean that nobody rounded, as the intervals take it."""

    value: float
    step: float
    row: int
    se: float
    se_plain: float


def references() -> list[Reference]:
    """All rows of all tables."""
    found = []
    for name in TABLES:
        with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found += [
                Reference(
                    row["how"],
                    dict(part.split("=", 1) for part in row["inputs"].split(";")),
                    float(row["value"]),
                    int(row["digits"]) if row["digits"] else None,
                    row["source"],
                )
                for row in csv.DictReader(file)
            ]
    return found


def numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]


def measured(text: str) -> Measured:
    """The mean of some numbers, with its standard error; 10, 20 or 50 of them."""
    x = np.array(numbers(text))
    error = float(x.std(ddof=1) / math.sqrt(x.size))
    return Measured(float(x.mean()), 0.0, x.size, error, error)


def end(interval: intervals.Interval | None, which: Inputs) -> float:
    assert interval is not None
    return interval.low if which["end"] == "low" else interval.high


def counted_from(codes: NDArray[np.uint8], layout: Layout) -> Counted:
    """An organisation without groups, of these answers."""
    people = len(codes)
    nowhere = np.zeros(people, dtype=np.intp)
    sheet = AnswerSheet(layout.items, (ROOT,), (ROOT,), codes, nowhere, nowhere)
    places, roles = alone(Lens.PLACE, people), alone(Lens.ROLE, people)
    crossings = crossings_of(sheet, places=places, roles=roles)
    rings = tally_rings(sheet, rings=nowhere, count=1, cells=layout.cells)
    crosstab = crossings.crosstab(crossings.people)
    return Counted(layout, places, roles, crossings, crosstab, dict.fromkeys(Lens, rings))


@cache
def organisation(name: str) -> Counted:
    """The answers of all.csv or some.csv; a column is called principle.domain.stage."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    at = [tuple(column.split(".")) for column in header]
    principles, domains = (tuple(dict.fromkeys(parts)) for parts in list(zip(*at, strict=True))[:2])
    stages = np.array([int(stage) for _p, _d, stage in at], dtype=np.intp)
    layout = Layout(
        tuple(header),
        principles,
        domains,
        {(p, t): tuple(c for c, i in enumerate(at) if i[::2] == (p, str(t.value))) for p in principles for t in GATES},
        {d: tuple(c for c, i in enumerate(at) if i[1] == d) for d in domains},
        (),
        stages,
        {},
        frozenset(),
    )
    codes = [[DONT_KNOW if answer == "dk" else int(answer) for answer in row] for row in rows]
    return counted_from(np.array(codes, dtype=np.uint8), layout)


def scored(inputs: Inputs) -> Estimate:
    """A score of one of the two organisations, by the weights of the method."""
    counts = organisation(inputs["data"])
    tally, layout, of = counts.tally_of(Lens.PLACE, ROOT), counts.layout, inputs["of"]
    kept = counted(tally)
    principle, _, stage = of.partition(".")
    by_kind = {
        "principle": lambda: weights.principle_weights(layout, kept, principle=of),
        "cell": lambda: weights.cell_weights(layout, kept, principle=principle, stage=Stage(int(stage))),
        "contrast": lambda: weights.contrast_weights(layout, kept, principle=of),
        "domain": lambda: weights.domain_weights(layout, kept, domain=of),
    }
    found = by_kind[inputs["kind"]]()
    assert found is not None
    return estimate(found, tally, headcount=int(inputs["staff"]) if "staff" in inputs else None)


def item_of(ratings: list[int]) -> ExactItem:
    """One item that these people rated."""
    layout = Layout(("one",), (), (), {}, {}, (), np.zeros(1, dtype=np.intp), {}, frozenset())
    counts = counted_from(np.array(ratings, dtype=np.uint8).reshape(-1, 1), layout)
    return exact_group(counts, lens=Lens.PLACE, path=ROOT).items["one"]


def item_in(inputs: Inputs) -> ExactItem:
    return exact_group(organisation(inputs["data"]), lens=Lens.PLACE, path=ROOT).items[inputs["of"]]


def from_sums(inputs: Inputs) -> Estimate:
    """The mean of anything whole, from n, sum and sum of squares; a score is 25 times the mean."""
    n, total, squares = (np.array([[int(inputs[name])]], dtype=np.int64) for name in ("n", "sum", "squares"))
    nothing = np.zeros(0, dtype=np.int64)
    tally = Tally(int(n[0, 0]), np.zeros((1, 8), dtype=np.int64), squares, total, n, nothing, nothing)
    return estimate(np.ones(1), tally, headcount=int(inputs["staff"]) if "staff" in inputs else None)


def fewest(inputs: Inputs) -> float:
    """The least that some groups betray of people given as "place role number"."""
    crossings = [part.split(" ") for part in inputs["people"].split(",")]
    told = [frozenset(path_of(p) for p in inputs[lens].split(",")) for lens in ("places", "roles")]
    paths = [sorted({ROOT, *told[at], *(path_of(c[at]) for c in crossings)}) for at in range(2)]
    table = np.zeros((len(paths[0]), len(paths[1])), dtype=np.int64)
    for place, role, people in crossings:
        table[paths[0].index(path_of(place)), paths[1].index(path_of(role))] += int(people)
    return float(min_disclosed(Crosstab(tuple(paths[0]), tuple(paths[1]), table), Published(told[0], told[1])))


def path_of(text: str) -> tuple[str, ...]:
    return () if text == "-" else tuple(text.split("/"))


def cut_of(inputs: Inputs) -> float:
    """The least cut of a graph whose edges are given as "from to weight"."""
    edges = [tuple(int(n) for n in part.split(" ")) for part in inputs["edges"].split(",")]
    size = max(max(a, b) for a, b, _n in edges)
    graph = np.zeros((size, size), dtype=np.int64)
    for a, b, n in edges:
        graph[a - 1, b - 1] = graph[b - 1, a - 1] = n
    found = least_cut(graph, int(graph.sum()))
    assert found is not None
    return float(found.value)


def design_of(asked: str) -> ChoiceDesign:
    """That of a questionnaire, or one set that everybody was shown."""
    if asked == "once":
        return choosing.design_of(["abcd"], [(0,)])
    (design,) = library().questionnaire(asked).choices
    return design


def stands(inputs: Inputs, *, together: int) -> float:
    """How often attributes stand in the sets of a design, one by one or so many together: fewest or most."""
    design = design_of(inputs["design"])
    groups = combinations([a.id for a in design.attributes], together)
    found = [sum(set(group) <= set(its) for its in design.sets) for group in groups]
    return float(min(found) if inputs["end"] == "low" else max(found))


@cache
def choices(questionnaire: str) -> ChoiceTally:
    """What the thirty people of chosen.*.csv chose: a row each, most > least in each set."""
    design = design_of(questionnaire)
    with (HERE / f"chosen.{questionnaire}.csv").open(encoding="utf-8", newline="") as file:
        _header, *rows = csv.reader(file)
    place = {"": NOT_CHOSEN} | {a.id: at for at, a in enumerate(design.attributes)}
    ends = [[cell.partition(">")[::2] for cell in row] for row in rows]
    found = np.array([[[place[one] for one in both] for both in row] for row in ends], dtype=np.int8)
    return tally_choices(ChoiceSheet(design.id, found[:, :, 0], found[:, :, 1]), design)


def chosen(inputs: Inputs) -> Estimate:
    staff = int(inputs["staff"]) if "staff" in inputs else None
    return estimate_choice(choices(inputs["asked"]), inputs["of"], headcount=staff)


def net(inputs: Inputs) -> float:
    tally = choices(inputs["asked"])
    return float(tally.net[tally.at(inputs["of"])])


def known(value: float | None) -> float:
    assert value is not None
    return value


def share(inputs: Inputs) -> float:
    return float(inputs["part"]) / float(inputs["people"])


OURS: Mapping[str, Callable[[Inputs], float]] = {
    "t_quantile": lambda i: intervals.t_quantile(float(i["p"]), row=int(i["row"])),
    "mean_interval": lambda i: end(intervals.difference_interval(measured(i["x"])), i),
    "range": lambda i: end(intervals.range_interval(measured(i["x"])), i),
    "contrast": lambda i: end(intervals.contrast_interval(measured(i["x"])), i),
    "change": lambda i: end(intervals.change_interval(measured(i["before"]), measured(i["now"])), i),
    "wilson": lambda i: end(intervals.wilson_interval(share(i), people=float(i["people"])), i),
    "exact_share": lambda i: end(
        intervals.exact_share_interval(share(i), people=int(i["people"]), headcount=int(i["staff"])), i
    ),
    "chance_of_ten": lambda i: chance_of_ten(int(i["people"])),
    "rwg": lambda i: known(item_of([int(x) for x in numbers(i["ratings"])]).rwg),
    "dissent": lambda i: dissent([int(n) for n in numbers(i["counts"])]),
    "score": lambda i: scored(i).score,
    "se": lambda i: scored(i).se,
    "se_plain": lambda i: scored(i).se_plain,
    "behind": lambda i: scored(i).behind,
    "item_mean": lambda i: known(item_in(i).mean),
    "item_variance": lambda i: known(item_in(i).variance),
    "people_behind": lambda i: people_behind(
        np.array(numbers(i["weights"])), np.array(numbers(i["raters"]), dtype=np.int64)
    ),
    "rounded": lambda i: rounded(float(i["value"]), float(i["step"])),
    "sums_mean": lambda i: from_sums(i).score / 25,
    "sums_se": lambda i: from_sums(i).se / 25,
    "sums_variance": lambda i: (from_sums(i).se_plain / 25) ** 2 * int(i["n"]),
    "sums_total": lambda i: from_sums(i).score / 25 * int(i["staff"]),
    "min_disclosed": fewest,
    "least_cut": cut_of,
    "attribute_stands": lambda i: stands(i, together=1),
    "pair_stands": lambda i: stands(i, together=2),
    "choice_net": net,
    "choice_score": lambda i: chosen(i).score,
    "choice_se_plain": lambda i: chosen(i).se_plain,
    "choice_se": lambda i: chosen(i).se,
    "choice_behind": lambda i: chosen(i).behind,
}


def dissent(counts: list[int]) -> float:
    """The variance of ratings given as counts, divided by n as the tables have it."""
    people = sum(counts)
    whole = [rating for rating, n in enumerate(counts) for _ in range(n)]
    return known(item_of(whole).variance) * (people - 1) / people


@pytest.mark.parametrize("row", references(), ids=lambda row: f"{row.how} by {row.source.partition(':')[0]}")
def test_the_method_gives_the_number_that_others_give(row: Reference) -> None:
    found = OURS[row.how](row.inputs)
    if row.digits is None:
        assert found == pytest.approx(row.value, rel=EXACTLY, abs=1e-12)
    else:
        assert abs(found - row.value) <= 0.5 * 10**-row.digits + EXACTLY


def test_there_are_enough_references_each_once_and_each_says_where_it_is_from() -> None:
    rows = references()
    assert len(rows) >= AT_LEAST
    assert len({(r.how, tuple(r.inputs.items()), r.source) for r in rows}) == len(rows)
    assert [r for r in rows if not r.source.strip()] == []


def test_every_function_that_can_be_asked_has_a_reference() -> None:
    assert {r.how for r in references()} == set(OURS)
