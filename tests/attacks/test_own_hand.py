"""Attack: let a logo or a chapter of somebody's own carry a script, or make a report fetch something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from audit import own_text
from audit.hand import Picture, Where
from audit.running import hands
from audit.store.models import ReportChapter
from tests.attacks.test_documents import listening
from tests.attacks.verdicts import Verdict
from tests.hand.drawn import jpeg, png
from tests.office.browsing import Visitor
from tests.office.staging import Place, a_closed_round, a_draft
from tests.office.test_report_hand import sends_file

SCRIPT = "<script>alert(1)</script>"
LOGOS = {
    "noted.png": png(words=SCRIPT),
    "noted.jpg": jpeg(words=SCRIPT),
    "longer.png": png() + SCRIPT.encode(),
    "longer.jpg": jpeg() + SCRIPT.encode() + b"\xff\xd9",
    "drawing.svg": f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode(),
    "page.png": f"<!doctype html>{SCRIPT}".encode(),
}
Patch = Callable[[pytest.MonkeyPatch], None]


def a_logo_brings_a_script(home: Path, twin: Patch | None = None) -> bool:
    """Each file sent as a logo; then the logo is fetched as browsers fetch it."""
    with pytest.MonkeyPatch.context() as patch:
        if twin:
            twin(patch)
        visitor = a_draft(home).visitor()
        return any(_is_served(visitor.opens("/brand"), file, content) for file, content in LOGOS.items())


def _is_served(visitor: Visitor, file: str, content: bytes) -> bool:
    sends_file(visitor, "Use this logo", "logo", content, file)
    served = visitor.client.get("/brand/logo.png")
    return b"<script" in served.data and served.status_code == 200


def kept_as_sent(patch: pytest.MonkeyPatch) -> None:
    """Logos are kept as they came."""
    patch.setattr(hands, "logo_of", lambda content, *, file, alt: Picture(content, 1, 1, alt or file))


def test_attack_a_logo_that_is_a_script_as_well(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "scripted-logo",
        rule="logos are kept as they are sent",
        ours=lambda: a_logo_brings_a_script(tmp_path / "ours"),
        twin=lambda: a_logo_brings_a_script(tmp_path / "twin", kept_as_sent),
    )


def hostile(address: str) -> str:
    """A chapter that tries everything."""
    return "\n\n".join(
        (
            SCRIPT,
            "Read <b onclick='alert(1)'>this</b>.",
            "[one](javascript:alert(1)) [two](data:text/html,x) [three](file:///etc/passwd) [four][five]",
            f"![six]({address}/six) ![seven](file:///etc/passwd) ![eight](data:image/svg+xml;base64,PHN2Zy8+)",
            f'<img src="{address}/nine" alt="x">',
            f"[five]: javascript:alert({address})",
        )
    )


def put_in(place: Place, text: str) -> None:
    """As if whatever looks at a chapter before it is kept had let it through."""
    with place.here.store() as session:
        session.add(ReportChapter(round_id=1, position=1, place=Where.BEFORE_FINDINGS, title="Ours", text=text))
        session.commit()


def a_chapter_does_harm(home: Path, twin: Patch | None = None) -> bool:
    """The hostile chapter in the report that a browser is shown."""
    with pytest.MonkeyPatch.context() as patch:
        if twin:
            twin(patch)
        place = a_closed_round(home, answers=12)
        put_in(place, hostile("http://192.0.2.1"))
        shown = place.visitor().client.get("/rounds/1/report/preview").text
        assert 'id="own-1"' in shown
        harm = ("<script", "<b onclick", 'href="javascript:', 'href="data:', 'href="file:', 'src="http:', 'src="file:')
        return any(one in shown for one in harm)


def drawn_as_it_came(patch: pytest.MonkeyPatch) -> None:
    """HTML in Markdown is HTML, and every address will do."""

    def reader() -> MarkdownIt:
        whatever = MarkdownIt("commonmark", {"html": True}).enable("table")
        whatever.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
        return whatever

    patch.setattr(own_text, "_reader", reader)


def test_attack_a_chapter_with_html_and_addresses(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "hostile-chapter",
        rule="Markdown may hold HTML and lead anywhere",
        ours=lambda: a_chapter_does_harm(tmp_path / "ours"),
        twin=lambda: a_chapter_does_harm(tmp_path / "twin", drawn_as_it_came),
    )


def test_a_hostile_chapter_is_refused_by_its_lines_and_printed_it_asks_for_nothing(tmp_path: Path) -> None:
    place = a_closed_round(tmp_path, answers=12)
    with listening() as (address, asked):
        visitor = place.visitor().opens("/rounds/1/report/chapters/new")
        visitor.presses("Save", title="Ours", text=hostile(address))
        assert visitor.status == 422
        assert len(visitor.errors) >= 8
        put_in(place, hostile(address))
        printed = visitor.client.get("/rounds/1/report.pdf").data
        assert printed.startswith(b"%PDF")
        assert b"EmbeddedFile" not in printed
        assert asked == []
