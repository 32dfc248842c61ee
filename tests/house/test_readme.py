"""What the README tells people to type exists."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from audit.wording import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [README, *(p.read_text(encoding="utf-8") for p in sorted((ROOT / "docs").glob("*.md")))]


def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def test_the_readme_fits_two_screens() -> None:
    assert len(README.splitlines()) <= 100


def test_every_make_target_that_is_named_exists() -> None:
    named = {t for text in DOCS for t in re.findall(r"\bmake ([a-z-]+)", text)}
    assert {"run", "test"} <= named
    assert named <= _targets() | {"sure"}


def test_every_command_that_is_named_exists() -> None:
    named = {c.strip() for text in DOCS for c in re.findall(r"steadyground ((?:[a-z-]+ ?){1,2})", text)}
    assert named
    for command in sorted(named):
        words = command.split()
        first = _help(*words)
        assert first.returncode == 0 or _help(words[0]).returncode == 0, command


def _help(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "audit", *words, "--help"], capture_output=True, text=True, cwd=ROOT, check=False
    )


def test_every_setting_that_is_named_is_read() -> None:
    settings = (ROOT / "audit" / "settings.py").read_text(encoding="utf-8")
    named = {s for text in DOCS for s in re.findall(r"`([A-Z][A-Z_]{3,})`", text)}
    assert named
    assert [s for s in sorted(named) if f'"{s}"' not in settings] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_pinned_package_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    pins = re.split(r"\n(?=[a-z])", text)
    assert len(pins) > 20
    assert [p.splitlines()[0] for p in pins if "--hash=sha256:" not in p] == []
