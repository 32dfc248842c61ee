"""Papers from the settings of a round: true for every kind of round, readable, and printed as everything else is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from pdfua import Severity, validate

from audit.keys import WORDS_IN_A_PHRASE
from audit.papers import PAPERS, PaperFacts
from audit.papers.values import Paper
from audit.promise import Contact, Hosting, Keys, WayIn
from reports.papers import paper_pdf, phrase_cards_pdf
from reports.printing import Paper as PaperSize
from tests.ballot.boxes import a_manifest
from tests.reports.documents import fonts, pages, sizes_in_points

HERE = PaperFacts(
    organisation="Elm <b>House</b>",
    number=3,
    questionnaires=("Core audit", "Stepped care"),
    minutes="12 to 15 minutes",
    people=64,
    address="https://audit.example.org/k4q7mx",
    asked_by="Lea",
    closes="31 March 2027",
    circumstances=replace(a_manifest().circumstances, holders=("Lea", "Sam", "Cy")),
    contacts=(Contact("Staff line", "0800 555 010", ""),),
    reviewer="",
    safeguarding="",
    kept_until="31 March 2032",
    fingerprint="K4QH-7MX2",
)


def kinds_of_round() -> list[PaperFacts]:
    """Every combination of settings that a paper may have to tell of."""
    found = []
    for hosting, way_in, keys, trial, words, holds in product(
        Hosting, WayIn, Keys, (False, True), (False, True), (False, True)
    ):
        holders = HERE.circumstances.holders if keys is Keys.TWO_OF_THREE else ("Lea",)
        here = replace(
            HERE.circumstances,
            hosting=hosting,
            way_in=way_in,
            keys=keys,
            trial=trial,
            own_words=words,
            host_holds_key=holds,
            holders=holders,
        )
        who = ("Sam", "Ruth, 0800 555 020") if words else ("", "")
        found.append(replace(HERE, circumstances=here, reviewer=who[0], safeguarding=who[1]))
    return found


EVERY_ROUND = kinds_of_round()


def text_of(paper: Paper) -> str:
    """All words of a paper."""
    parts = [" ".join((part.heading, *part.paragraphs, *part.points, *part.blanks)) for part in paper.parts]
    return " ".join((paper.title, paper.purpose, paper.status, *parts, *paper.signatures))


@pytest.mark.parametrize("name", PAPERS)
def test_no_paper_promises_more_than_its_round_keeps(name: str) -> None:
    for facts in EVERY_ROUND:
        told = text_of(PAPERS[name](facts))
        if not facts.two_keys:
            assert "two of three people" not in told.lower()
            assert "open the box together" not in told
            assert "weaker" in told
        if facts.circumstances.way_in is WayIn.MAILED:
            assert "drawn from a hat" not in told
            assert "let people draw them" not in told
        if facts.circumstances.trial:
            assert "We do not open the box before the closing date" not in told
        if not facts.comments:
            assert "60 days" not in told
            assert "comment sheet" not in told
            assert "Reviewer of comments" not in told


def test_what_is_weaker_stands_in_the_privacy_notice() -> None:
    for facts in EVERY_ROUND:
        told = text_of(PAPERS["privacy-notice"](facts))
        assert ("they could find out whether you answered" in told) == (facts.circumstances.way_in is WayIn.MAILED)
        assert ("holds one of the keys" in told.replace("also holds", "holds")) == facts.circumstances.host_holds_key


def test_with_comments_every_paper_names_who_reads_them_and_whom_danger_goes_to() -> None:
    with_comments = [facts for facts in EVERY_ROUND if facts.comments]
    for facts in with_comments:
        assert "Ruth, 0800 555 020" in text_of(PAPERS["privacy-notice"](facts))
        assert "On paper whoever keys the comment sheets in reads them, too" in text_of(PAPERS["privacy-notice"](facts))
        assert "Ruth, 0800 555 020" in text_of(PAPERS["agreement"](facts))
        assert "Sam" in text_of(PAPERS["impact-assessment"](facts))


ON_PAPER = {
    "agreement": ("I read a comment sheet only to key it in", "which form a comment sheet came with"),
    "impact-assessment": ("Whoever keys it in reads it", "which form it came with"),
}
"""That who keys comment sheets in reads them, and may know a handwriting."""


@pytest.mark.parametrize("name", ON_PAPER)
def test_own_words_on_paper_are_told_of_where_the_round_asks_for_them_with_who_keys_them_in(name: str) -> None:
    for facts in EVERY_ROUND:
        told = text_of(PAPERS[name](facts))
        who = "Sam or Cy" if facts.two_keys else "Lea"
        assert {said in told for said in ON_PAPER[name]} == {facts.comments}
        assert who in told
        assert "handwriting" in told, "forms are on paper in every round"


def test_a_draft_says_that_it_is_one_and_an_agreed_round_shows_its_line() -> None:
    for make in PAPERS.values():
        assert "a draft" in make(replace(HERE, fingerprint="")).status
        assert "K4QH-7MX2" in make(HERE).status


def test_every_paper_says_that_it_is_no_legal_advice_and_leaves_lines_to_fill_in() -> None:
    for make in PAPERS.values():
        paper = make(HERE)
        assert "no legal advice" in text_of(paper)
        assert any(part.blanks for part in paper.parts)


def test_the_agreement_is_signed_by_those_who_hold_the_round() -> None:
    agreement = PAPERS["agreement"]
    assert agreement(HERE).signatures == ("Leader", "Staff representative", "Third key holder")
    alone = next(facts for facts in EVERY_ROUND if not facts.two_keys)
    assert agreement(alone).signatures == ("Leader",)


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("size", ["a4", "letter"])
def test_a_printed_paper_is_tagged_in_our_fonts_and_the_same_bytes_again(
    name: str, size: PaperSize, tmp_path: Path
) -> None:
    made = paper_pdf(PAPERS[name](HERE), organisation=HERE.organisation, paper=size)
    (tmp_path / "paper.pdf").write_bytes(made)
    found = validate(str(tmp_path / "paper.pdf")).findings
    assert [f for f in found if f.severity >= Severity.WARNING] == []
    assert all(font.startswith("Source-Sans-3") for font in fonts(made))
    assert len(sizes_in_points(made)) == 1
    assert "Elm <b>House</b>" in " ".join(" ".join(pages(made)).split())
    assert made == paper_pdf(PAPERS[name](HERE), organisation=HERE.organisation, paper=size)


@pytest.mark.parametrize("size", ["a4", "letter"])
def test_three_cards_fit_on_one_page_with_room_for_each_word_and_no_word_on_them(size: PaperSize) -> None:
    made = phrase_cards_pdf(
        organisation="Elm House",
        number=3,
        holders=("Lea", "Sam", "Cy"),
        closes="31 March 2027",
        fingerprint="K4QH-7MX2",
        paper=size,
    )
    (only,) = pages(made)
    assert only.count(f"Word {WORDS_IN_A_PHRASE}") == 3
    assert only.count("K4QH-7MX2") == 3
    assert "Two of the three are enough" in " ".join(only.split())


def test_the_card_of_an_only_key_says_what_its_loss_means() -> None:
    made = phrase_cards_pdf(organisation="Elm House", number=3, holders=("Lea",), closes="31 March", fingerprint="")
    told = " ".join(" ".join(pages(made)).split())
    assert "nobody can open the box" in told
    assert "Two of the three" not in told
