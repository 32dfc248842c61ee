"""What a language lacks: English, marked where an element can stand, plain everywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.fallback import CLOSE, END, OPEN, START, as_english, marked, marking, plain
from audit.wording import gettext, jinja_environment, ngettext, use_language
from tests.languages.pseudo import a_language, in_other_letters, speak_from

LACKING = "Left blank"


@pytest.fixture(autouse=True)
def _invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_language(tmp_path, without={LACKING, "%(num)s problem."})
    speak_from(tmp_path, monkeypatch)


def test_a_fallback_is_marked_only_while_a_page_is_made() -> None:
    with use_language("ar"):
        assert gettext(LACKING) == LACKING
        with marking():
            assert gettext(LACKING) == f"{START}{LACKING}{END}"
        assert gettext(LACKING) == LACKING


def test_english_itself_is_never_marked() -> None:
    with marking():
        assert gettext(LACKING) == LACKING
        assert gettext("no such string") == "no such string"


def test_numbers_of_things_fall_back_with_the_english_plural() -> None:
    with use_language("ar"), marking():
        assert [plain(ngettext("%(num)s problem.", "%(num)s problems.", n)) for n in (1, 2)] == [
            "1 problem.",
            "2 problems.",
        ]
    with use_language("ar"):
        assert ngettext("%(num)s day left after today.", "%(num)s days left after today.", 5) == in_other_letters(
            "%(num)s days left after today."
        ).replace("%(num)s", "5")


def test_a_language_nobody_has_is_english_throughout() -> None:
    with use_language("fr"), marking():
        assert gettext("Continue") == f"{START}Continue{END}"


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (f"<p>{START}a{END}</p>", f"<p>{OPEN}a{CLOSE}</p>"),
        (f"<p>x {START}a{END} y {START}b{END}</p>", f"<p>x {OPEN}a{CLOSE} y {OPEN}b{CLOSE}</p>"),
        (f"<p>{START}a {START}b{END} c{END}</p>", f"<p>{OPEN}a b c{CLOSE}</p>"),
        (f"<p>{START}a <b>b</b> c{END}</p>", f"<p>{OPEN}a <b>b</b> c{CLOSE}</p>"),
        (f'<p title="{START}a{END}" data-column="{START}b{END}">c</p>', '<p title="a" data-column="b">c</p>'),
        (f"<title>{START}a{END} – b</title>", "<title>a – b</title>"),
        (f"<option value='1'>{START}a{END}</option>", "<option value='1'>a</option>"),
        (f"<textarea>\n{START}a{END}</textarea>", "<textarea>\na</textarea>"),
        (f"<style>@page {{ content: '{START}of{END}' }}</style>", "<style>@page { content: 'of' }</style>"),
        (
            f"<svg><title>{START}a{END}</title><text>{START}b{END}</text></svg>",
            "<svg><title>a</title><text>b</text></svg>",
        ),
        (f"<!-- {START}a{END} --><p>{START}b{END}</p>", f"<!-- a --><p>{OPEN}b{CLOSE}</p>"),
    ],
)
def test_marks_become_elements_where_an_element_can_stand(made: str, shown: str) -> None:
    assert marked(made) == shown


@pytest.mark.parametrize("typed", [START, END, END + START, START * 3 + "a" + END, "a" + END * 3])
def test_marks_that_somebody_typed_never_break_a_page(typed: str) -> None:
    shown = marked(f"<p>{typed}</p>")
    assert START not in shown
    assert END not in shown
    assert shown.count(OPEN) == shown.count(CLOSE)


def test_a_page_without_marks_is_left_as_it_is() -> None:
    page = "<p>a</p>"
    assert marked(page) is page


def test_every_page_and_report_that_is_drawn_is_marked() -> None:
    environment = jinja_environment()
    with use_language("ar"), marking():
        page = environment.from_string('<p title="{{ _("Left blank") }}">{{ _("Left blank") }}</p>').render()
    assert page == f'<p title="Left blank">{OPEN}Left blank{CLOSE}</p>'


def test_an_empty_text_is_not_marked() -> None:
    with marking():
        assert as_english("") == ""
