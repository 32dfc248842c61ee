"""Makes python.csv: what SciPy, statsmodels, pingouin, networkx and decimal say, for test_references.py.

Run by hand, never by the suite, in an environment of its own that has statsmodels and pingouin:
`python tests/references/make_references.py`.
"""

from __future__ import annotations

import csv
import platform
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

Row = tuple[str, str, float, str]
ALIKE = {10: (61.0, 48.5, 55.2, 70.9, 39.8, 52.0, 66.6, 58.1, 44.4, 63.7)}
TWENTY = tuple(round(30 + 2.3 * i + (7.5 if i % 3 == 0 else -4.25), 2) for i in range(20))
RATERS = ((12, 10), (28, 24, 19, 17), (9, 22, 31, 8, 40))
WEIGHTS = ((0.5, 0.5), (0.25, 0.25, 0.25, 0.25), (0.125, 0.125, 0.25, 0.25, 0.25))


def told(package: str, call: str) -> str:
    """Package, version, call."""
    return f"{package} {version(package)}: {call}"


def listed(values: Sequence[object]) -> str:
    """Values as the tables write them."""
    return ",".join(map(str, values))


def both(how: str, inputs: str, ends: Sequence[float], source: str) -> Iterator[Row]:
    """Two rows, one for each end of an interval."""
    for end, value in zip(("low", "high"), ends, strict=True):
        yield how, f"{inputs};end={end}", float(value), source


def quantiles() -> Iterator[Row]:
    stats = import_module("scipy.stats")
    for row, people in ((5, 10), (20, 20), (50, 50)):
        for p in (0.9, 0.995):
            source = told("scipy", f"stats.t.ppf({p}, {people - 1})")
            yield "t_quantile", f"p={p};row={row}", float(stats.t.ppf(p, people - 1)), source


def intervals() -> Iterator[Row]:
    weightstats, stats = import_module("statsmodels.stats.weightstats"), import_module("scipy.stats")
    ten = ALIKE[10]
    for x in (ten, TWENTY):
        found = weightstats.DescrStatsW(x).tconfint_mean()
        yield from both("mean_interval", f"x={listed(x)}", found, told("statsmodels", "DescrStatsW(x).tconfint_mean()"))
    compared = weightstats.CompareMeans.from_data(TWENTY, ten).tconfint_diff(usevar="unequal")
    inputs = f"before={listed(ten)};now={listed(TWENTY)}"
    yield from both("change", inputs, compared, told("statsmodels", "CompareMeans.tconfint_diff(usevar='unequal')"))
    welch = stats.ttest_ind(ten, TWENTY, equal_var=False).confidence_interval()
    inputs = f"before={listed(TWENTY)};now={listed(ten)}"
    yield from both("change", inputs, (welch.low, welch.high), told("scipy", "stats.ttest_ind(equal_var=False)"))


def welch_of_pingouin() -> Iterator[Row]:
    pingouin = import_module("pingouin")
    pingouin.options["round"] = None
    for column in ("round.column.CI95%", "round.column.CI95"):
        pingouin.options[column] = None
    table = pingouin.ttest(TWENTY, [x + 11 for x in ALIKE[10]], correction=True)
    ends = table.filter(like="CI95").iloc[0, 0]
    inputs = f"before={listed([x + 11 for x in ALIKE[10]])};now={listed(TWENTY)}"
    yield from both("change", inputs, ends, told("pingouin", "ttest(now, before, correction=True)"))


def shares() -> Iterator[Row]:
    proportion, stats = import_module("statsmodels.stats.proportion"), import_module("scipy.stats")
    for part, people in ((1, 12), (9, 24), (88, 100)):
        found = proportion.proportion_confint(part, people, method="wilson")
        source = told("statsmodels", "proportion_confint(method='wilson')")
        yield from both("wilson", f"part={part};people={people}", found, source)
    for part, people, staff in ((4, 16, 22), (35, 50, 400)):
        effective = people * (staff - 1) / (staff - people)
        found = proportion.proportion_confint(part / people * effective, effective, method="wilson")
        source = told("statsmodels", "proportion_confint(x / n * n_eff, n_eff, method='wilson')")
        yield from both("exact_share", f"part={part};people={people};staff={staff}", found, source)
    for people in (10, 18, 24):
        yield (
            "chance_of_ten",
            f"people={people}",
            float(stats.binom.sf(9, people, 0.6)),
            told("scipy", "stats.binom.sf(9, n, .6)"),
        )


def people_behind() -> Iterator[Row]:
    stats = import_module("scipy.stats")
    for raters, weights in zip(RATERS, WEIGHTS, strict=True):
        found = float(stats.hmean(raters, weights=weights))
        inputs = f"raters={listed(raters)};weights={listed(weights)}"
        yield "people_behind", inputs, found, told("scipy", "stats.hmean(raters, weights=weights)")


def roundings() -> Iterator[Row]:
    source = f"decimal of Python {platform.python_version()}: quantize, ROUND_HALF_UP, of value / step"
    for value, step in (("62.5", "5"), ("67.5", "5"), ("43.75", "2.5"), ("61.25", "2.5"), ("62.5", "1"), ("65", "10")):
        steps = (Decimal(value) / Decimal(step)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        yield "rounded", f"value={value};step={step}", float(steps * Decimal(step)), source


def ring(path: str, published: Sequence[str]) -> str:
    """The nearest told group at or above a path, "" for the whole."""
    while path not in published:
        path = path.rpartition("/")[0]
    return path


def fewest(people: Sequence[str], told_of: Sequence[Sequence[str]]) -> int:
    """The least cut over all connected parts of the graph of rings, by Stoer and Wagner."""
    networkx = import_module("networkx")
    graph: Any = networkx.Graph()
    for crossing in people:
        place, role, count = crossing.split(" ")
        ends = [
            (lens, ring("" if path == "-" else path, told))
            for lens, (path, told) in enumerate(zip((place, role), told_of, strict=True))
        ]
        before = graph.get_edge_data(*ends, {"weight": 0})["weight"]
        graph.add_edge(*ends, weight=before + int(count))
    parts = [graph.subgraph(c) for c in networkx.connected_components(graph)]
    return int(min(networkx.stoer_wagner(part)[0] for part in parts))


def disclosed() -> Iterator[Row]:
    people = (
        "A/1 nurse 14",
        "A/1 cook 3",
        "A/2 nurse 9",
        "A/3 cook 6",
        "B nurse 10",
        "B/1 nurse 8",
        "B/1 cook 12",
        "C cook 15",
        "C - 5",
        "- nurse 4",
    )
    plans = (
        (("", "A", "B", "C"), ("", "nurse")),
        (("", "A", "A/1"), ("", "nurse", "cook")),
        (("", "B", "B/1"), ("",)),
        (("", "C"), ("", "cook")),
    )
    for places, roles in plans:
        groups = [listed([path or "-" for path in told_of]) for told_of in (places, roles)]
        inputs = f"people={listed(people)};places={groups[0]};roles={groups[1]}"
        source = told("networkx", "min(stoer_wagner) over connected_components")
        yield "min_disclosed", inputs, fewest(people, (places, roles)), source


def main() -> None:
    """Write the table beside this file."""
    parts = (quantiles, intervals, welch_of_pingouin, shares, people_behind, roundings, disclosed)
    with Path(__file__).with_name("python.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("how", "inputs", "value", "digits", "source"))
        for part in parts:
            table.writerows((how, inputs, repr(float(value)), "", source) for how, inputs, value, source in part())


if __name__ == "__main__":
    main()
