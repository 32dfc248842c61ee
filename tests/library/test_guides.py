"""What stands in the guides, beyond their form."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from audit.also_used import OFFERED
from audit.library import Guide
from audit.library.reading_age import grade
from tests.builders import library

GUIDES = sorted(library().guides)
LONGEST_SENTENCE = 24  # words
SEEDS = {"support-leaflet": {"3.32", "3.33", "3.35", "3.36"}, "other-instruments": {"1.9"}}
SEEDS["workshop"] = {"0.5", "1.9", "2.4", "2.7", "2.18", "2.27", "3.9", "3.37-38"}


def texts_of(guide: Guide) -> Iterator[str]:
    yield guide.title
    yield guide.purpose
    for part in guide.parts:
        yield from (part.heading, *part.paragraphs, *part.points)


@pytest.mark.parametrize("id_", GUIDES)
def test_a_guide_can_be_read_by_somebody_tired(id_: str) -> None:
    texts = list(texts_of(library().guides[id_]))
    assert grade(" ".join(t if t.endswith((".", "?", "!")) else f"{t}." for t in texts)) <= 7
    sentences = [s for t in texts for s in re.split(r"(?<=[.!?])\s", t)]
    assert [s for s in sentences if len(s.split()) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize("id_", SEEDS)
def test_every_row_that_has_its_home_in_a_guide_is_named_there(id_: str) -> None:
    named = {p.row for part in library().guides[id_].parts for p in part.provenance}
    assert SEEDS[id_] <= named


def test_every_instrument_that_is_offered_has_its_part_in_the_guide() -> None:
    headings = [part.heading for part in library().guides["other-instruments"].parts]
    assert [name for name in OFFERED if name not in headings] == []


def test_each_instrument_says_who_answers_whose_it_is_and_when_it_does_not_fit() -> None:
    for part in library().guides["other-instruments"].parts:
        if part.heading in OFFERED:
            text = " ".join(part.points)
            assert "Who answers:" in text
            assert "Whose it is:" in text
            assert re.search(r"It does not fit|It is not for", text), part.heading


def test_the_support_leaflet_asks_for_nothing_and_scores_nothing() -> None:
    text = " ".join(texts_of(library().guides["support-leaflet"])).lower()
    assert not re.search(r"\b(score|points|scale|tick|rate|test yourself|diagnos\w*|symptom\w*|disorder)\b", text)
