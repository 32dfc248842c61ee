"""docs/method.md as pages show it: what it says, and nothing that leads out of the page."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from audit.method_text import FILE, MethodMissing, method_of, the_method
from tests.pages import text_of

METHOD = FILE.read_text(encoding="utf-8")
FOREIGN = """# T & x

<script>alert(1)</script>

## A <b>b</b>

![picture](http://elsewhere.example/y.png) [out](http://elsewhere.example) [also](javascript:alert(1)) [in](#a-bbb)
<http://elsewhere.example> <img src="http://elsewhere.example/z.png">

| a | b |
|---|--:|
| <i>c</i> | 2 |
"""


def drawn(text: str) -> Element:
    """All of a text as it gets onto a page."""
    method = method_of(text)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    body = "".join(f'<h2 id="{p.id}">{p.title}</h2>{p.body}' for p in method.paragraphs)
    page: Element = parser.parse(f"<!DOCTYPE html><title>x</title>{method.opening}{body}")
    return page


def words(text: str) -> list[str]:
    """What is read, without the marks of Markdown and without what only divides a table."""
    bare = re.sub(r"\]\(#[^)]*\)|^\|[-:| ]+\|$", " ", text, flags=re.MULTILINE)
    return re.sub(r"^#+ |^- |\*\*|\\|[`|\[]", " ", bare, flags=re.MULTILINE).split()


def test_every_word_of_the_document_is_on_the_page_in_its_order() -> None:
    shown = text_of(next(drawn(METHOD).iter("body"))).replace(" ", "")
    assert shown == "".join(words(METHOD.partition("\n")[2]))
    assert the_method().title == METHOD.splitlines()[0].removeprefix("# ")


def test_paragraphs_have_the_ids_by_which_the_document_links_to_them() -> None:
    method = the_method()
    ids = [p.id for p in method.paragraphs]
    links = re.findall(r"\]\(#([^)]+)\)", METHOD)
    assert links
    assert set(links) <= set(ids)
    assert len(ids) == len(set(ids)) == METHOD.count("\n## ")
    assert method.title_of("what-is-told") == "What is told"


def test_tables_have_headings_for_columns_and_rows_and_frames_with_names_of_their_own() -> None:
    page = drawn(METHOD)
    tables = list(page.iter("table"))
    assert len(tables) == len(re.findall(r"^\|[-:| ]+\|$", METHOD, flags=re.MULTILINE))
    for table in tables:
        for row in table.iter("tr"):
            scopes = [cell.get("scope") for cell in row]
            expected = ["col"] * len(scopes) if row[-1].tag == "th" else ["row", *[None] * (len(scopes) - 1)]
            assert scopes == expected
    frames = [e for e in page.iter("div") if e.get("class") == "table"]
    assert [frame[0] for frame in frames] == tables
    assert {frame.get("tabindex") for frame in frames} == {"0"}
    names = [frame.get("aria-label") for frame in frames]
    assert len(names) == len(set(names))


def test_markup_in_the_document_is_text_and_nothing_leads_or_fetches_from_elsewhere() -> None:
    page = drawn(FOREIGN.replace("## A <b>b</b>", "## A b"))
    assert {e.tag for e in page.iter()} <= set(
        "html head title body p h2 a div table thead tbody tr th td".split()  # noqa: SIM905 - read at a glance
    )
    assert [a.get("href") for a in page.iter("a")] == ["#a-bbb"]
    assert "<script>alert(1)</script>" in text_of(page)
    cells = {text_of(cell): dict(cell.attrib) for cell in page.iter("td")}
    assert cells == {"2": {"class": "number"}}


def test_without_its_file_the_program_says_which_and_does_not_begin(tmp_path: Path) -> None:
    with pytest.raises(MethodMissing, match=r"away\.md cannot be read\. Put it back"):
        the_method(tmp_path / "away.md")
    (tmp_path / "odd.md").write_bytes(b"\xff\xfe")
    with pytest.raises(MethodMissing):
        the_method(tmp_path / "odd.md")
