"""Attack: watch pages while a round is open, to learn how many have answered and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from audit.ballot.box import used_slots
from audit.doors import nightly
from audit.store.queries import one_round
from tests.attacks.surfaces import Surfaces, a_watch, before_each_request, on_each_page, printed_as_html
from tests.attacks.verdicts import Verdict
from tests.office.staging import Place, an_open_round
from tests.running.agencies import OpenRound, answer, ballots

Twin = Callable[[Place], None]


@pytest.fixture(autouse=True)
def quick_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    printed_as_html(monkeypatch)


def as_we_are(_place: Place) -> None:
    """Every rule stands."""


def running_in(place: Place) -> OpenRound:
    """Its round."""
    assert place.round is not None
    return place.round


def one_more_sends(place: Place, already: int) -> None:
    """The next person."""
    running = running_in(place)
    whole = ballots(running, already + 1)
    answer(OpenRound(running.here, running.id, running.phrases, running.codes[already:]), whole[-1:])
    assert used_slots(running.box) == already + 1


def the_word_is_live(place: Place) -> None:
    """Each page that is opened renews the word."""

    def renew() -> None:
        running = running_in(place)
        with place.here.store() as session:
            row = one_round(session, round_id=running.id)
            row.response_word = nightly.word_for(used_slots(running.box), slips=row.slips)
            session.commit()

    before_each_request(place.app, renew)


def a_counter_is_shown(place: Place) -> None:
    """Pages say how many have answered."""
    on_each_page(place.app, lambda: f"{used_slots(running_in(place).box)} have answered.")


def the_night_passes(place: Place) -> None:
    """The nightly door, on the next day."""
    at = datetime.combine(place.clock().date() + timedelta(days=1), time(2), place.clock().tzinfo)
    with place.here.store() as session:
        nightly.run(session, settings=place.here.settings, now=at)


def changed_between(looks: list[Surfaces]) -> set[str]:
    """Addresses that did not answer alike each time."""
    return {address for address in looks[0] if len({look[address] for look in looks}) > 1}


def ten_is_seen(folder: Path, twin: Twin) -> bool:
    """Everybody looks at everything at nine, ten and eleven ballots, then after the night, when the word may come."""
    place = an_open_round(folder, answers=9)
    twin(place)
    the_night_passes(place)
    watch = a_watch(place)
    looks = [watch.look()]
    for already in (9, 10):
        one_more_sends(place, already)
        looks.append(watch.look())
    return bool(changed_between(looks))


def test_attack_watching_pages_at_nine_ten_and_eleven(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "leaders-at-ten",
        rule="the word about the response is live",
        ours=lambda: ten_is_seen(tmp_path / "ours", as_we_are),
        twin=lambda: ten_is_seen(tmp_path / "twin", the_word_is_live),
    )


def test_after_the_night_the_word_is_there(tmp_path: Path) -> None:
    """What is looked for is there to be found."""
    place = an_open_round(tmp_path, answers=11)
    watch = a_watch(place)
    before = watch.look()
    the_night_passes(place)
    assert changed_between([before, watch.look()])


def some_address_tells(folder: Path, twin: Twin) -> bool:
    """Every address that can be opened, by every role and by staff, at no ballot and at three."""
    place = an_open_round(folder)
    twin(place)
    watch = a_watch(place)
    looks = [watch.look()]
    for already in range(3):
        one_more_sends(place, already)
    looks.append(watch.look())
    return bool(changed_between(looks))


def test_attack_a_count_at_any_address(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "live-count",
        rule="pages say how many have answered",
        ours=lambda: some_address_tells(tmp_path / "ours", as_we_are),
        twin=lambda: some_address_tells(tmp_path / "twin", a_counter_is_shown),
    )
