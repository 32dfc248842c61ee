"""Templates: each compiles, none queries, none lets markup through."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.extract import extract_from_dir

from audit.wording import ROOT, TEMPLATES, jinja_environment

NAMES = sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name: str) -> None:
    jinja_environment().get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_no_template_lets_markup_through_or_queries(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|Markup\(|autoescape false|\bsession\b|\.query\b", text)


def test_every_sentence_can_be_translated() -> None:
    """Strings are found in code and templates alike, and each that has a value says which by name."""
    methods = [("audit/**.py", "python"), ("reports/**.py", "python"), ("templates/**.html", "jinja2")]
    options = {"templates/**.html": {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "silent": "false"}}
    found = list(extract_from_dir(str(ROOT), method_map=methods, options_map=options))
    assert len(found) > 100
    messages = [m for row in found for m in ([row[2]] if isinstance(row[2], str) else row[2])]
    assert [m for m in messages if m and re.search(r"%[sd]", m)] == []


def test_nothing_of_this_workshop_is_in_the_house() -> None:
    """Only what belongs to the product: no absolute path of a machine, no address of a package registry."""
    elsewhere = re.compile(r"/home/[a-z]|/root/|pypi\.org|registry\.npm", re.IGNORECASE)
    for pattern in ("*.py", "*.md", "*.toml", "*.html", "*.css", "*.txt", "*.cfg", "Makefile", "*.sh"):
        for folder in (
            "",
            "audit",
            "reports",
            "templates",
            "questionnaires",
            "docs",
            "deploy",
            "static",
            "translations",
        ):
            for path in (ROOT / folder).glob(f"**/{pattern}" if folder else pattern):
                text = io.StringIO(path.read_text(encoding="utf-8", errors="ignore"))
                assert [line for line in text if elsewhere.search(line)] == [], path
