"""The sample agency: explored without an account on this machine, removed in one click."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.settings import Settings
from audit.store.queries import find_sample
from tests.office.browsing import Visitor, office_app
from tests.office.staging import an_agency

ELSEWHERE = [
    {"HOST": "0.0.0.0"},  # noqa: S104 - what is tested
    {"PUBLIC_URL": "https://audit.example"},  # a proxy is at this machine, those behind it are not
]


@pytest.mark.parametrize("reached", ELSEWHERE, ids=["another address", "a proxy in front"])
def test_where_others_could_reach_the_address_there_is_no_sample(tmp_path: Path, reached: dict[str, str]) -> None:
    settings = Settings.from_environ({"STEADYGROUND_HOME": str(tmp_path), **reached})
    visitor = Visitor(office_app(settings))
    assert visitor.opens("/sample").status == 404
    assert visitor.sends("/sample").status == 404
    assert visitor.sends("/sample/remove").status == 404
    assert "Explore the sample agency" not in visitor.opens("/").text


def test_one_press_opens_the_sample_and_another_leaves_nothing_of_it(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    visitor = Visitor(place.app).opens("/").opens("/sample").presses("Make it and look around")
    assert "This agency is invented" in visitor.markup
    for path in ("/rounds/1/profile", "/rounds/2/profile", "/rounds/2/plan", "/groups", "/people", "/trail"):
        assert visitor.opens(path).status == 200, path
    assert "What changed since last time?" in visitor.opens("/rounds/2/profile").text
    assert "Supervision that really takes place." in visitor.text, "the comments of that year are handed over"
    assert "Clearly among what people want first: “How staff are looked after" in visitor.text
    assert "What people value in a worker, as staff see it" in visitor.text
    assert "Among equals, what staff want first comes first." in visitor.opens("/rounds/2/plan").text
    assert "Elm House" not in visitor.opens("/people").markup
    visitor.presses("Remove the sample agency")
    assert "Set up an organisation" in visitor.text, "the explorer is out, for the account is gone"
    with place.here.store() as session:
        assert find_sample(session) is None
    assert not list(place.here.settings.results.glob("*.json"))
    assert place.visitor().text.startswith("Elm House"), "others lose nothing"


def test_without_the_proof_of_the_page_nothing_is_made_or_removed(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    assert Visitor(place.app).sends("/sample").status == 422
    with place.here.store() as session:
        assert find_sample(session) is None
