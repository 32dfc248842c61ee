"""What the documents about the promise name exists: attacks, tests, files, commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audit.commands import COMMANDS
from audit.wording import ROOT
from tests.attacks.listed import ATTACKS

DOCS = ROOT / "docs"
ABOUT_THE_PROMISE = ("promise.md", "threat-model.md", "when-lost.md", "security.md")
PROOF = 2  # the column of the threat model that names attacks


def _rows(text: str) -> list[list[str]]:
    """The cells of all table rows below "Threats, measures, proof"."""
    table = text[text.index("## Threats, measures, proof") :]
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_the_threat_model_names_every_attack_of_the_suite_and_no_other() -> None:
    rows = _rows((DOCS / "threat-model.md").read_text(encoding="utf-8"))
    named = [attack for row in rows for attack in re.split(r",\s*", row[PROOF])]
    assert sorted(named) == sorted(ATTACKS)


@pytest.mark.parametrize("name", ABOUT_THE_PROMISE)
def test_every_file_that_a_document_names_is_there(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:audit|deploy|docs|tests)/[\w./-]+)`", text)
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", ABOUT_THE_PROMISE)
def test_every_test_that_a_document_names_is_there(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    missing = [f"{file}::{test}" for file, test in _tests_named_in(text) if not _has(ROOT / file, test)]
    assert missing == []


def _tests_named_in(text: str) -> list[tuple[str, str]]:
    return re.findall(r"(tests/[\w/]+\.py)::(test_\w+)", text)


def _has(file: Path, test: str) -> bool:
    return file.exists() and f"def {test}(" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda path: path.relative_to(DOCS).as_posix())
def test_every_command_that_a_document_names_exists(path: Path) -> None:
    named = set(re.findall(r"steadyground ([a-z][a-z-]*)", path.read_text(encoding="utf-8")))
    assert named - set(COMMANDS) == set()
