"""docs/method.md and docs/validation.md: their numbers are those of the program, their links lead somewhere."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from audit.exhibits.formulas import formulas_tables
from audit.exhibits.values import Explained
from audit.method import intervals, tiers, weights
from audit.method.answers import DONT_KNOW, LEFT_BLANK
from audit.method.counting import Counted, count
from audit.method.exact import ExactGroup, exact_group
from audit.method.groups import ROOT, Lens
from audit.method.profile import GroupProfile, PrincipleFinding, StageFinding
from audit.method.questionnaire import GATES, Stage
from audit.method.release import GroupNumbers, Number, Release, Share
from audit.method.releasing import release_of
from audit.method.scoring import Estimate, counted, estimate
from audit.method.telling import profile_of
from audit.wording import ROOT as FOLDER
from tests.method.sheets import CORE, ITEMS, alone, sheet_of_codes
from tests.simulation import choices, sample_sizes, study

METHOD = (FOLDER / "docs/method.md").read_text(encoding="utf-8")
VALIDATION = (FOLDER / "docs/validation.md").read_text(encoding="utf-8")
LAYOUT = weights.layout_of(CORE)
STAFF = 20
TOLD = ("S", "T")
COLUMNS = [column for p in TOLD for t in GATES for column in LAYOUT.cell[p, t]]
LABELS = [f"{p}{t.value}{letter}" for p in TOLD for t in GATES for letter in "ab"]


def table(text: str, *heads: str) -> list[list[str]]:
    """The rows of the first table whose heading begins so."""
    lines = text[text.index(f"| {' | '.join(heads)}") :].splitlines()
    rows = lines[2 : lines.index("") if "" in lines else None]
    return [[cell.strip() for cell in row.strip()[1:-1].split("|")] for row in rows]


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def printed(value: float | None) -> str:
    """As the document prints a number that was worked out."""
    assert value is not None
    return f"{value:.2f}".replace("-", "−")


def whole(value: float) -> str:
    assert value == int(value)
    return str(int(value))


@cache
def codes() -> NDArray[np.uint8]:
    """The answers of the example; nobody could tell anything of the other principles."""
    facts = {"?": DONT_KNOW, "·": LEFT_BLANK}
    rows = table(METHOD, "Person", *LABELS)
    found = np.full((len(rows), len(ITEMS)), DONT_KNOW, dtype=np.uint8)
    found[:, COLUMNS] = [[facts[cell] if cell in facts else int(cell) for cell in row[1:]] for row in rows]
    return found


@cache
def counts() -> Counted:
    trees = alone(Lens.PLACE, STAFF), alone(Lens.ROLE, STAFF)
    return count(sheet_of_codes(codes()), questionnaire=CORE, places=trees[0], roles=trees[1])


@cache
def exactly() -> ExactGroup:
    return exact_group(counts(), lens=Lens.PLACE, path=ROOT)


@cache
def release() -> Release:
    trees = alone(Lens.PLACE, STAFF), alone(Lens.ROLE, STAFF)
    return release_of(sheet_of_codes(codes()), questionnaire=CORE, places=trees[0], roles=trees[1])


def told() -> GroupNumbers:
    found = release().whole
    assert found is not None
    return found


def finding(principle: str) -> PrincipleFinding:
    found = profile_of(release()).whole
    assert isinstance(found, GroupProfile)
    return found.principles[principle]


def estimated(weight: NDArray[np.float64] | None) -> Estimate:
    assert weight is not None
    return estimate(weight, counts().tally_of(Lens.PLACE, ROOT), headcount=STAFF)


def kept() -> NDArray[np.bool_]:
    return counted(counts().tally_of(Lens.PLACE, ROOT))


def test_the_statements_of_the_example_have_these_raters_and_means() -> None:
    items = [exactly().items[ITEMS[c]] for c in COLUMNS]
    ours = [
        [label, str(i.rated), whole(round((i.mean or 0) * i.rated, 9)), printed(i.mean)]
        for label, i in zip(LABELS, items, strict=True)
    ]
    assert table(METHOD, "Item", "Raters") == ours


def stage_row(principle: str, stage: Stage) -> list[str]:
    """A row of the table of stages, worked out by the program."""
    cell = told().principles[principle].cells[stage.value - 1]
    name = f"{principle}{stage.value}"
    if cell.number is None:
        return [name, *[""] * 9]
    exact = estimated(weights.cell_weights(LAYOUT, kept(), principle=principle, stage=stage))
    within = intervals.range_interval(cell.number)
    return [
        name,
        *(printed(n) for n in (exact.behind, exact.score, exact.se_plain, exact.se)),
        *(whole(n) for n in (cell.number.value, cell.number.se_plain, cell.number.se)),
        printed(within.low),
        printed(within.high),
    ]


def test_the_stages_of_the_example_are_counted_and_told_so() -> None:
    assert table(METHOD, "Stage", "n*") == [stage_row(p, t) for p in TOLD for t in GATES]


def test_the_climb_of_the_example_ends_where_the_document_says() -> None:
    s, t = finding("S"), finding("T")
    assert s.stage == StageFinding(Stage.SENSITIVE, Stage.AWARE, Stage.SENSITIVE)
    assert s.ahead == (Stage.INFORMED,)
    assert t.stage == StageFinding(Stage.AWARE, Stage.AWARE, Stage.AWARE)
    assert t.stopped_at is Stage.SENSITIVE
    assert not told().principles["T"].cells[1].visible
    assert told().principles["T"].score is None
    tally = counts().tally_of(Lens.PLACE, ROOT)
    at = LAYOUT.principles.index("T") * len(GATES) + 1
    assert (tally.applies[at], tally.unseen[at]) == (12, 7)


def test_the_pulls_of_the_example_are_those_of_their_definition_and_give_its_error() -> None:
    row = [number(cell) for cell in table(METHOD, "Person", "A", "B")[0][1:]]
    own = codes()[:, COLUMNS[:8]].astype(float)
    rated = own < DONT_KNOW
    means = np.where(rated, own, 0).sum(axis=0) / rated.sum(axis=0)
    pulls = 25 * (np.where(rated, own - means, 0) * len(own) / rated.sum(axis=0) / 8).sum(axis=1)
    assert row == pytest.approx(pulls, abs=0.005)
    exact = estimated(weights.principle_weights(LAYOUT, kept(), principle="S"))
    assert float(np.std(row, ddof=1)) / len(row) ** 0.5 == pytest.approx(exact.se_plain, abs=0.01)


def test_the_score_of_the_example_follows_step_by_step() -> None:
    exact = estimated(weights.principle_weights(LAYOUT, kept(), principle="S"))
    score = told().principles["S"].score
    assert score is not None
    interval = intervals.score_interval(score)
    rated = counts().tally_of(Lens.PLACE, ROOT).rated[COLUMNS[:8]]
    ours = {
        "score": printed(exact.score),
        "sd of the pulls": printed(exact.se_plain * 12**0.5),
        "plain error": printed(exact.se_plain),
        "heard": printed(float(rated.mean())),
        "corrected error": printed(exact.se),
        "n*": printed(exact.behind),
        "score, told": whole(score.value),
        "plain error, told": whole(score.se_plain),
        "corrected error, told": whole(score.se),
        "SE*": printed(intervals.widened(score.se, step=score.step)),
        "t": printed(intervals.t_quantile(intervals.TWO_SIDED_95, row=score.row)),
        "interval from": printed(interval.low),
        "interval to": printed(interval.high),
    }
    assert {row[0]: row[2] for row in table(METHOD, "Step", "Worked")} == ours


def test_the_two_shorter_examples_are_right() -> None:
    share = intervals.share_interval(Share(60.0, 70.0), row=20)
    assert f"Wilson gives {printed(share.low)} to {printed(share.high)} %" in METHOD
    before, now = (Number(value, 5.0, 10, 5, 7) for value in (50.0, 70.0))
    change = intervals.change_interval(before, now)
    assert f"20 points, {printed(change.low)} to {printed(change.high)}" in METHOD


def test_the_table_of_rows_is_that_of_the_program() -> None:
    ours = [
        [f"{r.step:g}", f"{r.cell_step:g}", f"{r.se_floor}", f"{intervals.PEOPLE_MEANT[r.people]}"] for r in tiers.ROWS
    ]
    assert [row[1:] for row in table(METHOD, "n*", "step of a score")] == ours


def slug(heading: str) -> str:
    """A heading as the address that links use."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("text", [METHOD, VALIDATION], ids=["method", "validation"])
def test_every_link_within_a_document_leads_to_a_heading(text: str) -> None:
    headings = {slug(h) for h in re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) - headings == set()


@pytest.mark.parametrize("text", [METHOD, VALIDATION], ids=["method", "validation"])
def test_every_file_and_module_that_a_document_names_is_there(text: str) -> None:
    paths = re.findall(r"`((?:audit|docs|tests)/[\w./-]+)`", text)
    modules = [m.replace(".", "/") + ".py" for m in re.findall(r"python -m ([\w.]+)", text)]
    assert modules
    assert [p for p in [*paths, *modules] if not (FOLDER / p).exists()] == []


def test_every_formula_of_the_appendix_has_its_paragraph() -> None:
    named = [(row[0], row[1].partition("(#")[2][:-1]) for row in table(METHOD, "in the report", "here")]
    cells = [row[0] for t in formulas_tables() for row in t.rows]
    assert sorted(named) == sorted((c.text, c.paragraph) for c in cells if isinstance(c, Explained))
    assert all(isinstance(cell, Explained) for cell in cells)


def test_each_formula_names_its_paragraph_as_the_document_heads_it() -> None:
    headings = {slug(h): h for h in re.findall(r"^## (.+)$", METHOD, flags=re.MULTILINE)}
    cells = [row[0] for t in formulas_tables() for row in t.rows]
    said = {(c.paragraph, c.small) for c in cells if isinstance(c, Explained)}
    assert said == {(anchor, f"See “{headings[anchor]}” in the method") for anchor, _small in said}


def test_it_says_plainly_that_nothing_is_validated_yet_and_where_each_rule_is_from() -> None:
    for text in (METHOD, VALIDATION):
        assert "ot yet validated" in text.partition("\n## ")[0]
    assert "no norms" in METHOD.partition("\n## ")[0]
    assert all(METHOD.count(mark) > 2 for mark in ("(source)", "(simulated)", "(our convention)"))


def test_the_study_covers_its_settings_and_its_words_hold() -> None:
    rows = table(METHOD, *study.COLUMNS)
    assert [(int(row[0]), int(row[1])) for row in rows] == list(study.settings())
    found = [dict(zip(study.COLUMNS[2:], map(float, row[2:]), strict=True)) for row in rows]
    assert min(f["95 % holds, told"] for f in found) >= 0.93
    assert min(f["range holds the stage"] for f in found) >= 0.9
    assert max(f["“clearly”, nothing changed"] for f in found) <= 0.05


def test_the_tables_of_both_documents_are_those_that_the_scripts_make() -> None:
    made = [study.table(runs=1), *(make(runs=2) for make in (*choices.TABLES, *sample_sizes.TABLES))]
    for one in made:
        head, _, *rows = one.splitlines()
        text = VALIDATION if head in VALIDATION else METHOD
        found = table(text, *head.strip("| ").split(" | "))
        assert [row[0] for row in found] == [line.strip("| ").split(" | ")[0] for line in rows]
