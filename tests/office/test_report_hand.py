"""Brand, chapters, notes and preview at the office: what is typed is kept, what does not fit is told."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from audit.running.hands import hand_of
from audit.store.models import Role
from tests.hand.drawn import png
from tests.office.browsing import Visitor, as_it_stands
from tests.office.staging import Place, a_closed_round, a_draft
from tests.pages import parsed, text_of

CHAPTERS, NOTES, PREVIEW = (f"/rounds/1/report/{page}" for page in ("chapters", "notes", "preview"))


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Place:
    return a_draft(tmp_path)


def sends_file(visitor: Visitor, button: str, field: str, content: bytes, file: str, /, **typed: str) -> Visitor:
    """The form with this button, with a file."""
    form = next(f for f in visitor.page.iter("form") if any(button in text_of(b) for b in f.iter("button")))
    assert form.get("enctype") == "multipart/form-data"
    sent = FileStorage(BytesIO(content), file)
    boundary, body = encode_multipart({**as_it_stands(form), **typed, field: sent})
    path, kind = form.get("action", "").removeprefix("/office"), f"multipart/form-data; boundary={boundary}"
    return visitor._arrives(visitor.client.post(path, data=body, content_type=kind))


def test_a_brand_is_kept_and_shown_again(place: Place) -> None:
    visitor = place.visitor().opens("/organisation").opens("/brand")
    visitor.presses("Save", name="Elm", address="1 Mill Lane\r\nLeeds", main_colour="5A194A", second_colour="#494c22")
    assert visitor.status == 200
    sends_file(visitor, "Use this logo", "logo", png(), "logo.png", alt="A tree")
    assert [e.get("alt") for e in visitor.page.iter("img")] == ["A tree"]
    assert visitor.client.get("/brand/logo.png").mimetype == "image/png"
    with place.here.store() as session:
        brand = hand_of(session, round_id=1, account_id=None).brand
    assert brand
    assert (brand.name, brand.address, brand.main) == ("Elm", "1 Mill Lane\nLeeds", "#5a194a")
    visitor.presses("Remove the whole brand")
    assert list(visitor.page.iter("img")) == []


def test_a_pale_colour_is_told_with_a_shade_that_works_and_nothing_typed_is_lost(place: Place) -> None:
    visitor = place.visitor().opens("/brand").presses("Save", name="Other", main_colour="#ffd500", footer="elm.example")
    assert visitor.status == 422
    (sentence,) = visitor.errors
    assert sentence.startswith("#ffd500 is too pale to be read on white paper.")
    values = [e.get("value") for e in visitor.page.iter("input")]
    assert {"Other", "#ffd500", "elm.example"} <= set(values)
    suggestion = re.findall(r"#[0-9a-f]{6}", sentence)[1]
    assert visitor.presses("Save", main_colour=suggestion).status == 200


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<svg onload='alert(1)'/>", "logo.svg", "“logo.svg” is an SVG drawing"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 2_000_000, "big.png", "“big.png” is larger than 512 KB"),
        (b"", "", "Choose a file from your computer first."),
    ],
)
def test_a_logo_that_cannot_be_used_is_told_and_its_words_stay(
    place: Place, content: bytes, name: str, said: str
) -> None:
    visitor = sends_file(place.visitor().opens("/brand"), "Use this logo", "logo", content, name, alt="A tree")
    assert visitor.status == 422
    assert visitor.errors[0].startswith(said)
    assert "A tree" in [e.get("value") for e in visitor.page.iter("input")]


def test_a_consultant_has_a_brand_of_their_own_and_nobody_else_opens_it(place: Place) -> None:
    visitor = place.visitor(Role.CONSULTANT).opens("/brand/mine").presses("Save", name="Cy & Co")
    assert "Cy & Co" in [e.get("value") for e in visitor.page.iter("input")]
    assert place.visitor().opens("/brand/mine").status == 403
    assert "Cy & Co" not in place.visitor().opens("/brand").markup


def test_a_chapter_is_written_changed_moved_and_removed(place: Place) -> None:
    visitor = place.visitor(Role.CONSULTANT)
    for title in ("First", "Second"):
        visitor.opens(f"{CHAPTERS}/new").presses("Save", title=title, text="Text.\r\n\r\nMore.")
    visitor.presses("Move up: Second")
    assert [text_of(h) for h in visitor.page.iter("h3")] == ["Second", "First"]
    visitor.opens(f"{CHAPTERS}/1").presses("Save", title="Third", where="before-plan")
    visitor.presses("Remove it: Second")
    with place.here.store() as session:
        (left,) = hand_of(session, round_id=1, account_id=None).chapters
    assert (left.title, left.text, left.where.value) == ("Third", "Text.\n\nMore.", "before-plan")


def test_a_chapter_with_html_comes_back_whole_with_the_line_named(place: Place) -> None:
    text = "One.\r\n\r\n<script>alert(1)</script>"
    visitor = place.visitor().opens(f"{CHAPTERS}/new").presses("Save", title="Ours", text=text)
    assert visitor.status == 422
    assert visitor.errors[0].startswith("Line 3 holds HTML")
    (area,) = visitor.page.iter("textarea")
    assert "<script>alert(1)</script>" in (area.text or "")
    assert "<script" not in visitor.markup


def test_a_picture_is_sent_called_by_a_chapter_and_kept_while_it_is(place: Place) -> None:
    visitor = place.visitor().opens(CHAPTERS)
    sends_file(visitor, "Send the picture", "picture", png(), "hall.png", name="Our Hall", alt="The hall")
    assert visitor.errors[0].startswith("Name the picture with small letters")
    sends_file(visitor, "Send the picture", "picture", png(), "hall.png", name="hall", alt="The hall")
    assert visitor.client.get("/rounds/1/report/pictures/1").mimetype == "image/png"
    visitor.opens(f"{CHAPTERS}/new").presses("Save", title="Ours", text="![](picture:hall)")
    visitor.opens(CHAPTERS).presses("Remove it: hall")
    assert visitor.errors == ["“Ours” shows the picture “hall”. Take it out of that chapter first."]


@pytest.fixture(name="closed")
def _closed(tmp_path: Path) -> Place:
    return a_closed_round(tmp_path, answers=20)


def test_notes_and_what_is_left_out_are_kept_and_show_in_the_preview(closed: Place) -> None:
    visitor = closed.visitor().opens(NOTES)
    assert "This part is in every report" in visitor.text
    visitor.presses("Save", **{"note-trust": "We sat with every team.", "out-gates": "yes"})
    visitor.opens(NOTES)
    assert "We sat with every team." in visitor.markup
    visitor.opens(f"{CHAPTERS}/new").presses("Save", title="How we worked", text="Slowly.")
    shown = visitor.client.get(PREVIEW).text
    assert "Note: We sat with every team." in shown
    assert 'id="own-1"' in shown
    assert "what-stops-the-next-stage" not in shown


def test_a_note_that_is_too_long_comes_back_with_the_others(closed: Place) -> None:
    visitor = closed.visitor().opens(NOTES)
    visitor.presses("Save", **{"note-trust": "a" * 601, "note-gates": "Kept.", "out-gates": "yes"})
    assert visitor.status == 422
    assert visitor.errors[0].startswith("A note has 600 letters at most.")
    assert "Kept." in visitor.markup
    ticked = [e.get("name") for e in visitor.page.iter("input") if e.get("checked") is not None]
    assert ticked == ["out-gates"]


def test_the_preview_holds_nothing_that_the_policy_of_the_office_would_stop(closed: Place) -> None:
    visitor = closed.visitor().opens("/brand").presses("Save", name="Elm", main_colour="#5a194a")
    sends_file(visitor, "Use this logo", "logo", png(), "logo.png")
    response = visitor.client.get(PREVIEW)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    page = parsed(response.text)
    assert not [e for e in page.iter() if e.tag in ("style", "script") or e.get("style")]
    (logo,) = page.iter("img")
    assert visitor.client.get(logo.get("src", "").removeprefix("/office")).data.startswith(b"\x89PNG")
    for sheet in (e.get("href", "") for e in page.iter("link")):
        with visitor.client.get(sheet.removeprefix("/office")) as style:
            assert style.mimetype == "text/css", sheet
    assert "#5a194a" in visitor.client.get("/rounds/1/report/preview.css").text
    assert visitor.client.get(f"{PREVIEW}/{'0' * 64}.png").status_code == 404


def test_before_a_round_has_closed_notes_and_preview_say_when_they_come(place: Place) -> None:
    for path in (NOTES, PREVIEW):
        assert place.visitor().opens(path).status == 422, path
