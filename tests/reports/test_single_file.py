"""A report as one HTML file: everything inside, nothing asked for, good to read on a phone, in the dark and by ear."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ViewportSize

from audit.wording import use_language
from reports.kinds import Kind
from reports.rendering import html_of
from reports.single_file import NotByItself, single_file_of
from tests.exhibits.rounds import facts, renamed
from tests.pages import parsed

SECONDS = 60_000
PHONE, DESK = ViewportSize(width=320, height=640), ViewportSize(width=1200, height=900)
LEAST = "<!DOCTYPE html><html lang='en'><head><meta charset=\"utf-8\"><title>x</title></head><body>{}</body></html>"


@cache
def single(kind: Kind, *, people: int = 105) -> str:
    """A report as one file, in English."""
    return single_file_of(html_of(facts(people), kind=kind)).decode()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_report_is_valid_html_with_all_of_it_inside(kind: Kind) -> None:
    text = single(kind)
    root = parsed(text)
    assert not [e for e in root.iter() if e.tag in ("script", "link", "iframe", "object", "embed")]
    assert not [e for e in root.iter() if e.get("style") or e.get("src")]
    assert {url[:5] for url in re.findall(r"url\(\"?([^)]*)", text)} == {"data:"}
    assert len(list(root.iter("main"))) == 1
    assert all(link.get("href", "").startswith(("#", "tel:", "mailto:")) for link in root.iter("a"))


def test_where_nothing_may_be_told_it_is_valid_too() -> None:
    assert "Fewer than 10 people answered" in single(Kind.FULL, people=8)
    parsed(single(Kind.FULL, people=8))


def test_the_same_report_gives_the_same_bytes() -> None:
    html = html_of(facts(12), kind=Kind.FULL)
    assert single_file_of(html) == single_file_of(html)


def test_every_style_counts_by_its_hash_alone() -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', single(Kind.FULL))
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert policy[1].count("sha256-") == single(Kind.FULL).count("<style")


@pytest.mark.browser
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESK, "light")])
def test_a_browser_asks_for_nothing_and_axe_finds_nothing(
    browser: Browser, tmp_path: Path, kind: Kind, size: ViewportSize, scheme: Literal["dark", "light"]
) -> None:
    path = tmp_path / "report.html"
    path.write_text(single(kind, people=30), encoding="utf-8")
    context = browser.new_context(viewport=size, color_scheme=scheme, offline=True)
    context.set_default_timeout(SECONDS)
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    fonts = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length")
    found = [v["id"] for v in Axe().run(page).response["violations"]]
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert (found, said, wide) == ([], [], 0)
    assert fonts, "our own typeface is shown"


@pytest.mark.browser
def test_it_prints_on_the_paper_that_was_asked_for(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(single_file_of(html_of(facts(30), kind=Kind.BOARD, paper="letter")))
    page = browser.new_page()
    page.set_default_timeout(SECONDS)
    page.goto(path.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert b"/MediaBox [0 0 612 792]" in printed


def test_a_language_that_is_written_otherwise_keeps_its_direction() -> None:
    with use_language("es"):
        assert '<html lang="es"' in single_file_of(html_of(facts(12), kind=Kind.BOARD)).decode()


def test_names_full_of_markup_stay_words() -> None:
    evil = '<img src="http://192.0.2.1/a.png"><script>1</script>'
    text = single_file_of(html_of(renamed(facts(12), organisation=evil), kind=Kind.FULL)).decode()
    assert "<img" not in text
    assert "<script" not in text
    parsed(text)


@pytest.mark.parametrize(
    "markup",
    ['<img src="picture.png">', "<p><script>1</script></p>", '<iframe src="x"></iframe>', '<img alt="" src="//x/y">'],
)
def test_what_would_have_to_be_fetched_or_run_is_no_file_at_all(markup: str) -> None:
    with pytest.raises(NotByItself):
        single_file_of(LEAST.format(markup))


def test_a_style_sheet_that_is_not_ours_is_no_file_at_all() -> None:
    html = LEAST.format("").replace("<title>", '<link rel="stylesheet" href="../secret.css"><title>')
    with pytest.raises(NotByItself):
        single_file_of(html)


def test_a_picture_inside_stays_inside() -> None:
    assert b'src="data:image/png;base64,AA=="' in single_file_of(
        LEAST.format('<img alt="" src="data:image/png;base64,AA==">')
    )
