"""Every benchmark as a ratio of two things measured in one run: a table, and var/bench.json."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from audit.ballot.sealing import open_ballot, seal, size_for
from audit.keys import new_round_key
from audit.method import auditor
from audit.method.answers import Ballot, Rated
from audit.method.counting import K, plan_all
from audit.method.groups import ROOT, Lens
from audit.method.rounding import Telling, build_release
from reports import report_html
from tests.bench import counting, disclosing, growing, printing, rehearsing, sealing, telling
from tests.bench.ratios import Part, Ratio, in_turn, seconds_of
from tests.builders import core
from tests.exhibits.rounds import facts
from tests.method.sheets import alone

OUT = Path("var/bench.json")
BALLOTS = 1_000


def count_many() -> tuple[Ratio, list[Part]]:
    """Counting 100,000 people, beside numpy; plan and auditor of the same counts, and opening ballots, apart."""
    work = counting.load(core())
    ratio = in_turn(
        "count 100,000 people, 60 items, 200 groups",
        ours=partial(counting.ours, work),
        other=partial(counting.bare, work),
        goal=3.0,
        repeats=5,
    )
    counts = counting.ours(work)
    plans = plan_all(counts, k=K)
    step = Telling(work.questionnaire, counts, plans, K, coarsened=0)
    release = build_release(step)
    return ratio, [
        Part(f"  open {BALLOTS:,} ballots", _opening()),
        Part("  disclosure plans, all items", seconds_of(partial(plan_all, counts, k=K))),
        Part("  numbers of all groups", seconds_of(partial(build_release, step))),
        Part("  auditor", seconds_of(partial(auditor.passes, step, release))),
    ]


def release_many() -> tuple[Ratio, list[Part]]:
    """Counting, planning, rounding and auditing 100,000 people, beside numpy's counting alone."""
    work = counting.load(core())
    ratio = in_turn(
        "count and release 100,000 people, 200 groups",
        ours=partial(counting.released, work),
        other=partial(counting.bare, work),
        goal=3.0,
        repeats=5,
    )
    return ratio, []


def remember_many() -> tuple[Ratio, list[Part]]:
    """The most memory that counting and releasing take, beside the answers of 100,000 people as they stand."""
    work = counting.load(core())
    counting.released(work)
    ours, raw = counting.peak_of(work) / 1e6, work.sheet.codes.nbytes / 1e6
    return Ratio("memory, counted and released", ours, raw, " MB", ours / raw, 4.0), []


def grow() -> tuple[Ratio, list[Part]]:
    """Microseconds a person where a million answered, beside where ten thousand did: 1 is linear."""
    loads = [counting.load(core(), people=people) for people in (counting.MANY, counting.FEW)]
    times = [1e6 * min(seconds_of(partial(counting.released, w)) for _ in range(3)) / w.sheet.people for w in loads]
    name = f"a person of {counting.MANY:,}, of {counting.FEW:,}"
    return Ratio(name, times[0], times[1], " µs", times[0] / times[1], 1.0), []


def _opening() -> float:
    private, public = new_round_key()
    asked = core()
    ballot = Ballot(ROOT, ROOT, {item.id: Rated(3) for item in asked.items})
    size = size_for(asked, alone(Lens.PLACE, BALLOTS), alone(Lens.ROLE, BALLOTS))
    sealed = [seal(ballot, round_key=public, size=size) for _ in range(BALLOTS)]
    return seconds_of(lambda: [open_ballot(one, private) for one in sealed])


def tell_many() -> tuple[Ratio, list[Part]]:
    """A profile of a million people, beside one of a thousand."""
    many, few = (telling.load(core(), people=n) for n in (telling.MANY, telling.FEW))
    ratio = in_turn(
        "profile of 1,000,000 people",
        ours=partial(telling.told, many),
        other=partial(telling.told, few),
        goal=1.2,
        repeats=51,
    )
    return ratio, []


def print_report() -> tuple[Ratio, list[Part]]:
    """The report’s PDF from its facts, beside WeasyPrint on the same finished HTML."""
    work = printing.load(facts(printing.PEOPLE))
    ratio = in_turn(
        f"report of {printing.PEOPLE} people as PDF",
        ours=partial(printing.ours, work),
        other=partial(printing.bare, work),
        goal=1.1,
        repeats=5,
    )
    return ratio, [Part("  facts to HTML", seconds_of(partial(report_html, work.facts)))]


def print_many() -> tuple[Ratio, list[Part]]:
    """What the process that makes reports holds after ten more of them, beside what it held before."""
    return growing.measured(), []


def send_one() -> tuple[Ratio, list[Part]]:
    """Sealing and sending ballots, beside rows that are as durable and not sealed."""
    with sealing.loaded(sealing.FEW) as work:
        return in_turn(
            f"seal and send {sealing.SENDS} ballots, {sealing.FEW} are in",
            ours=partial(sealing.ours, work),
            other=partial(sealing.bare, work),
            goal=2.0,
            repeats=21,
        ), []


def send_among_many() -> tuple[Ratio, list[Part]]:
    """Sending where ten thousand ballots are in, beside sending where ten are."""
    with sealing.loaded(sealing.MANY) as many, sealing.loaded(sealing.FEW) as few:
        return in_turn(
            f"seal and send {sealing.SENDS} ballots, {sealing.MANY:,} are in",
            ours=partial(sealing.ours, many),
            other=partial(sealing.ours, few),
            goal=1.3,
            repeats=21,
        ), []


def plan_groups() -> tuple[Ratio, list[Part]]:
    """The disclosure plan of 65 groups, beside the same plan with everything worked out anew at every step by networkx;
    200 groups, for which that takes minutes, and the auditor apart."""
    few, many = (disclosing.load(core(), groups=groups) for groups in disclosing.SIZES)
    ratio = in_turn(
        "disclosure plan of 65 groups",
        ours=partial(disclosing.ours, few),
        other=partial(disclosing.naive, few),
        goal=0.1,
        repeats=3,
    )
    return ratio, [
        Part("  plan of 200 groups", seconds_of(partial(disclosing.ours, many))),
        Part("  all tiers and items of 200 groups", seconds_of(partial(disclosing.all_plans, many))),
        Part("  auditor, 65 groups", seconds_of(partial(disclosing.audited, few))),
        Part("  auditor, 200 groups", seconds_of(partial(disclosing.audited, many))),
    ]


def rehearse_round() -> tuple[Ratio, list[Part]]:
    """The page of a rehearsal, beside inventing, counting and telling the same answers."""
    work = rehearsing.load(core())
    ratio = in_turn(
        f"rehearse {rehearsing.PEOPLE:,} people in 60 groups",
        ours=partial(rehearsing.ours, work),
        other=partial(rehearsing.bare, work),
        goal=1.3,
        repeats=5,
    )
    half = partial(rehearsing.ours, work, response=rehearsing.LOW)
    return ratio, [Part("  the same where half answer", seconds_of(half))]


BENCHMARKS: Sequence[Callable[[], tuple[Ratio, list[Part]]]] = (
    count_many,
    release_many,
    remember_many,
    grow,
    plan_groups,
    print_report,
    print_many,
    rehearse_round,
    tell_many,
    send_one,
    send_among_many,
)


def main() -> int:
    """Measures, prints, writes; 1 where a goal is missed."""
    print_line = partial(print, flush=True, file=sys.stdout)
    print_line(f"{'':46}{'ours':>10}{'other':>10}{'ratio':>8}{'goal':>7}")
    ratios = []
    for benchmark in BENCHMARKS:
        ratio, parts = benchmark()
        ratios.append(ratio)
        sides = "".join(_in_unit(side, ratio) for side in (ratio.ours, ratio.other))
        print_line(f"{ratio.name:46}{sides}{ratio.ratio:>8.2f}{ratio.goal:>7.1f}")
        for part in parts:
            print_line(f"{part.name:46}{part.seconds:>9.4f}s")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([asdict(ratio) for ratio in ratios], indent=1) + "\n", encoding="utf-8")
    if os.environ.get("OPENBLAS_CORETYPE"):
        print_line(f"OPENBLAS_CORETYPE is {os.environ['OPENBLAS_CORETYPE']}: both sides use the same BLAS.")
    return int(any(ratio.ratio > ratio.goal for ratio in ratios))


def _in_unit(value: float, ratio: Ratio) -> str:
    """Ten letters wide, the unit among them."""
    return f"{value:>{10 - len(ratio.unit)}.{4 if ratio.unit == 's' else 1}f}{ratio.unit}"


if __name__ == "__main__":
    sys.exit(main())
