"""What the README tells people to type exists."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from audit.commands import COMMANDS
from audit.method.asking import MOST_ITEMS
from audit.wording import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
FOR_OTHER_TARGETS = {"help", "setup-test"}
DOCS = [README, *(p.read_text(encoding="utf-8") for p in sorted((ROOT / "docs").glob("*.md")))]


def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def test_the_readme_fits_two_screens() -> None:
    assert len(README.splitlines()) <= 100


def test_the_most_statements_that_it_names_are_the_most() -> None:
    assert f"up to {MOST_ITEMS} statements" in README


def test_every_make_target_that_is_named_exists() -> None:
    named = {t for text in DOCS for t in re.findall(r"\bmake ([a-z-]+)", text)}
    assert {"run", "test"} <= named
    assert named <= _targets() | {"sure"}


def test_every_command_that_is_named_exists() -> None:
    named = {c for text in DOCS for c in re.findall(r"steadyground ([a-z][a-z-]*)", text)}
    assert named - set(COMMANDS) == set()
    below = {c for text in DOCS for c in re.findall(r"steadyground questionnaires ([a-z-]+)", text)}
    assert below - _subcommands() == set()


def test_every_command_and_every_make_target_is_named() -> None:
    told = "\n".join(DOCS)
    wanted = [*COMMANDS, *(f"questionnaires {name}" for name in sorted(_subcommands()))]
    assert [name for name in wanted if f"steadyground {name}" not in told] == []
    assert [name for name in sorted(_targets() - FOR_OTHER_TARGETS) if f"make {name}" not in told] == []


def _subcommands() -> set[str]:
    return set(import_module(COMMANDS["questionnaires"][0]).command.commands)


def test_everything_that_the_map_of_the_house_names_is_there() -> None:
    house = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    of_the_map = house[house.index("## The map") : house.index("## To add a language")]
    ours = [ROOT, *(p for name in ("audit", "reports", "tests", "templates") for p in (ROOT / name).rglob("*"))]
    known = {p.stem for p in ours} | {p.name for p in ROOT.iterdir()} | set(COMMANDS)
    assert [w for w in re.findall(r"`([a-z][a-z_]*)`", of_the_map) if w not in known] == []
    paths = re.findall(r"`((?:audit|tests|questionnaires|translations)/[a-z_/]+(?:\.py|\.md)?)`", house)
    assert "audit/office/access.py" in paths
    assert [p for p in paths if not (ROOT / p).exists()] == []


def test_every_setting_that_is_named_is_read() -> None:
    settings = (ROOT / "audit" / "settings.py").read_text(encoding="utf-8")
    named = {s for text in DOCS for s in re.findall(r"`([A-Z][A-Z_]{3,})`", text)}
    assert named
    assert [s for s in sorted(named) if f'"{s}"' not in settings] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt", "requirements-scan.txt"])
def test_every_pinned_package_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    pins = re.split(r"\n(?=[a-z])", text)
    assert len(pins) > 20
    assert [p.splitlines()[0] for p in pins if "--hash=sha256:" not in p] == []
