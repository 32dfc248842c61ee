"""A round whose questionnaire was taken out of the folder: every page says so in a sentence, none breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audit.office import create_office_app
from audit.office.access import MAY
from audit.store.models import Role
from tests.builders import library
from tests.office.browsing import Visitor
from tests.office.staging import EMAILS, LIGHT, Place, a_closed_round, a_draft, an_open_round
from tests.office.test_access import rules

SAID = "Round 1 asked “core”, edition 1, and its files are not here. Put them back"
NEED_IT = {"rounds.show", "cosign.show"}
NEED_IT_AFTERWARDS = {"profile.show", "profile.worked_out", "profile.report", "plan.show"}


def without_core(place: Place) -> Place:
    """The same office, started again on a folder in which core is not there any more."""
    left = replace(library(), questionnaires=tuple(q for q in library().questionnaires if q.id != "core"))
    here = place.here
    return replace(place, app=create_office_app(here.settings, left, clock=place.clock, store=here.store, cost=LIGHT))


@pytest.mark.parametrize("stage", [a_draft, an_open_round, a_closed_round], ids=lambda s: s.__name__)
def test_every_page_comes_and_those_that_need_the_questionnaire_say_what_to_put_back(
    tmp_path: Path, stage: Callable[[Path], Place]
) -> None:
    place = without_core(stage(tmp_path))
    visitor, said = Visitor(place.app).signs_in(EMAILS[Role.LEADER]), set()
    for endpoint, method, path in rules(place):
        if (
            Role.LEADER in MAY.get(endpoint, ())
            and not path.startswith("/guides/")
            and endpoint != "getting_in.sign_out"
        ):
            answer = visitor.client.open(path, method=method)
            assert answer.status_code < 500, (endpoint, method)
            if answer.mimetype == "text/html" and SAID in answer.text:
                said.add(endpoint)
    assert said >= (NEED_IT | NEED_IT_AFTERWARDS if stage is a_closed_round else NEED_IT)


def test_a_round_that_cannot_be_asked_any_more_can_still_be_called_off(tmp_path: Path) -> None:
    visitor = Visitor(without_core(an_open_round(tmp_path)).app).signs_in(EMAILS[Role.LEADER])
    assert SAID in visitor.text
    assert visitor.opens("/rounds/1/cancel").status == 200
