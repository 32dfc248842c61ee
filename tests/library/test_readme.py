"""What questionnaires/README.md says about files is so: every key that it names exists, and every key is in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from audit.library import QUESTIONNAIRES, actions, choice_sets, crosswalks, files, guides, leadership, provenance, words
from audit.library.reading_age import MEAN_STATEMENT, ONE_HELP, ONE_STATEMENT
from audit.library.tables import Key
from audit.method.asking import MOST_ITEMS

README = (QUESTIONNAIRES / "README.md").read_text(encoding="utf-8")
FIRST_KEYS: Mapping[str, tuple[Mapping[str, Key], ...]] = {
    "Head of the file": (files.QUESTIONNAIRE,),
    "[[principle]]": (files.PRINCIPLE,),
    "[[domain]]": (files.DOMAIN,),
    "[[group]]": (files.GROUP,),
    "[[page]]": (files.PAGE,),
    "[[item]]": (files.ITEM,),
    "[[item.provenance]]": (provenance.PROVENANCE,),
    "[best_worst]": (choice_sets.BEST_WORST,),
    "[[best_worst.attribute]]": (choice_sets.ATTRIBUTE,),
    "[[best_worst.set]]": (choice_sets.SET,),
    "The pulse has the head": (files.TAKING,),
    "The head is that of": (leadership.LEADERSHIP,),
    "[[prompt]]": (leadership.PROMPT,),
    "[[action]]": (actions.ACTION,),
    "A guide has a head": (guides.GUIDE,),
    "[[part]]": (guides.PART,),
    "[[row]]": (provenance.ROW,),
    "It lies beside every edition": (crosswalks.CROSSWALK,),
    "[[change]]": (crosswalks.CHANGE,),
    "A translation is a file of words": (words.WORDS,),
    "[[string]]": (words.STRING,),
}
"""How the paragraph over a table of keys begins, and the keys."""


def _table_after(beginning: str) -> list[str]:
    """The names in the first column of the table that follows the paragraph in which these words stand first."""
    paragraphs = README.split("\n\n")
    for at, paragraph in enumerate(paragraphs):
        if f"`{beginning}`" in paragraph or paragraph.split("\n")[-1].startswith(beginning) or beginning in paragraph:
            below = paragraphs[at + 1] if at + 1 < len(paragraphs) else ""
            if below.startswith("| key |"):
                return [name for row in below.splitlines()[2:] for name in re.findall(r"`([^`]+)`", row.split("|")[1])]
    raise AssertionError(f"No table after {beginning!r}")


@pytest.mark.parametrize("beginning", FIRST_KEYS)
def test_every_key_is_named_and_every_name_is_a_key(beginning: str) -> None:
    (keys,) = FIRST_KEYS[beginning]
    wanted = set(keys)
    if keys in (files.TAKING, leadership.LEADERSHIP):
        wanted -= {*files.HEAD, "copied_from", "page"}  # said to be those of a questionnaire
    assert set(_table_after(beginning)) == wanted


def test_every_table_of_keys_is_looked_at() -> None:
    assert README.count("\n| key |") == len(FIRST_KEYS)


def test_the_limits_that_it_names_are_those_that_are_checked() -> None:
    assert (MEAN_STATEMENT, ONE_STATEMENT, ONE_HELP) == (5, 8, 8.5)
    assert "grade 8 at most for a statement (Flesch-Kincaid), 8.5 for a help line, 5 for" in README
    assert f"at most {MOST_ITEMS} statements" in README


def test_every_file_that_it_names_is_there() -> None:
    named = {f for f in re.findall(r"`([a-z-]+/1\.en\.toml|[a-z]+\.toml|[A-Z]{4,})`", README) if "our" not in f}
    assert len(named) > 6
    assert [n for n in named if not (QUESTIONNAIRES / n).is_file()] == []


def test_every_questionnaire_is_in_it() -> None:
    for folder in QUESTIONNAIRES.glob("*/"):
        assert f"`{folder.name}/" in README
