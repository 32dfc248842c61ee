"""Text of somebody's own: drawn without markup of theirs, and told line by line what cannot be printed."""

from __future__ import annotations

from audit.hand import Picture
from audit.own_text import LONGEST, NotToBePrinted, check_text, html_of
from tests.hand.drawn import png

PICTURE = Picture(png(), 60, 20, "A river")
HOSTILE = """# Ours

Text with <b>markup</b>.

<script>alert(1)</script>

[a](javascript:alert(1)) and [b](file:///etc/passwd)
![c](https://192.0.2.1/c.png) ![d](file:///etc/passwd) ![e](picture:nowhere)
"""


def told(text: str) -> tuple[str, ...]:
    try:
        check_text(text, pictures={"river"})
    except NotToBePrinted as no:
        return no.sentences
    return ()


def drawn(text: str) -> str:
    return html_of(text, pictures={"river": PICTURE})


def test_plain_markdown_has_nothing_to_be_told() -> None:
    assert (
        told(
            "# One\n\nText, *more*, [a link](https://example.org).\n\n![](picture:river)\n\n"
            "| a | b |\n|---|--:|\n| 1 | 2 |"
        )
        == ()
    )
    assert told("Between 3 < 5 and “a & b”, `<b>` in code, <ana@example.org>") == ()


def test_each_fault_is_named_with_its_line() -> None:
    lines = told(HOSTILE)
    for begins in (
        "Line 3 holds HTML",
        "Line 5 holds HTML",
        "The link in line 7 leads to “javascript:alert(1)”",
        "The link in line 7 leads to “file:///etc/passwd”",
        "The picture in line 8 is called by “https://192.0.2.1/c.png”",
        "The picture in line 8 is called by “file:///etc/passwd”",
        "Line 8 calls for the picture “nowhere”",
    ):
        assert any(line.startswith(begins) for line in lines), begins


def test_a_chapter_that_is_too_long_is_told_how_long_it_is() -> None:
    (sentence,) = told("a" * (LONGEST + 1))
    assert "20001 letters" in sentence
    assert told("a" * LONGEST) == ()


def test_what_was_never_checked_is_still_drawn_as_text() -> None:
    html = drawn(HOSTILE)
    assert "&lt;script&gt;" in html
    for never in ("<script", "<b>", "href", "src", "<img"):
        assert never not in html, never


def test_headings_begin_under_the_title_and_leave_no_level_out() -> None:
    html = drawn("### a\n\n# b\n\n###### c\n\n###### d\n\n###### e")
    for tag, text in (("h2", "a"), ("h2", "b"), ("h3", "c"), ("h4", "d"), ("h4", "e")):
        assert f"<{tag}>{text}</{tag}>" in html


def test_a_picture_lies_in_the_text_with_its_words() -> None:
    assert 'alt="A river"' in drawn("![](picture:river)")
    assert '<img src="data:image/png;base64,iVBOR' in drawn("![](picture:river)")
    assert 'alt="Our own"' in drawn("![Our own](picture:river)")


def test_a_picture_that_is_gone_leaves_its_words() -> None:
    assert drawn("![Our wall](picture:wall)") == "<p>Our wall</p>\n"


def test_tables_say_what_their_headings_head_and_have_no_style() -> None:
    html = drawn("| Team | Meetings |\n|---|--:|\n| North | two |")
    assert '<th scope="row">North</th>' in html
    assert '<th scope="col" class="number">Meetings</th>' in html
    assert "style" not in html
