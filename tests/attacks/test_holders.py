"""Attacks on keys and slips: one person alone replaces nobody, opens nothing and prints no slip more."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from audit.ballot.box import manifest_of, wraps_of
from audit.doors import close
from audit.doors.close import Progress
from audit.keys import WrongPhrase, remove_layers
from audit.office import more_slips as page
from audit.refusals import Refusal
from audit.running import more_slips
from audit.store.models import LayerForNewcomer, Role
from audit.store.queries import holders_of, outer_removed_of
from tests.attacks.verdicts import Verdict
from tests.builders import library
from tests.doors.replacing import agrees, named, replaced
from tests.office.staging import an_open_round
from tests.running import agencies
from tests.running.agencies import AFTER, LIGHT, OpenRound

SLIPS = "/rounds/1/more-slips"


def one_side_adds_slips(home: Path, asking: Role, patch: pytest.MonkeyPatch) -> bool:
    """Whoever is of one side presses everything there is on the page, and sends what is not: does the box grow?"""
    patch.setattr(page, "printed_slips", lambda *_facts, **_paper: b"%PDF")
    place = an_open_round(home)
    assert place.round is not None
    before = manifest_of(place.round.box).slots
    sides = {Role.STAFF_REP: (Role.STAFF_REP,), Role.LEADER: (Role.LEADER, Role.CONSULTANT, Role.REVIEWER)}
    people = [place.visitor(role) for role in sides[asking]]
    people[0].opens(SLIPS).presses("Ask for them", many="2", reason="two people joined")
    for visitor in people:
        proof = next(visitor.opens(SLIPS).page.iter("input")).get("value", "")
        for path in ("agree", "print"):
            visitor.sends(f"{SLIPS}/{path}", {"csrf_token": proof, "paper": "a4"})
    return manifest_of(place.round.box).slots > before


@pytest.mark.parametrize("asking", [Role.LEADER, Role.STAFF_REP])
def test_attack_slips_by_one_signature(
    verdict: Verdict, tmp_path: Path, asking: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_the_rule() -> bool:
        with monkeypatch.context() as patch:
            patch.setattr(more_slips, "agreed_request", signed_once)
            patch.setattr("audit.doors.more_slips.agreed_request", signed_once)
            return one_side_adds_slips(tmp_path / "twin", asking, patch)

    def as_it_is() -> bool:
        with monkeypatch.context() as patch:
            return one_side_adds_slips(tmp_path / "ours", asking, patch)

    verdict("more-slips", rule="one signature is enough", ours=as_it_is, twin=without_the_rule)


def signed_once(session: object, *, round_id: int) -> object:
    """The twin's rule: what one side asked for counts as agreed, as if one line were two."""
    request = more_slips.one_request(session, round_id=round_id)  # type: ignore[arg-type]  # the door hands it on
    request.agreed_on = agencies.TODAY
    return request


def tried(attempt: Callable[[], object]) -> bool:
    """Whether something went through."""
    try:
        attempt()
    except Refusal:
        return False
    return True


@pytest.mark.parametrize("seat", [1, 2, 3])
def test_one_phrase_alone_replaces_nobody_whatever_seat_it_claims(tmp_path: Path, seat: int) -> None:
    running = agencies.open_round(tmp_path)
    before = wraps_of(running.box)
    for taken in {1, 2, 3} - {seat}:
        newcomer = named(running, taken)
        for claimed, phrase in itertools.product((1, 2, 3), (running.phrases[seat], newcomer)):
            tried(lambda claimed=claimed, phrase=phrase: agrees(running, claimed, phrase=phrase))  # type: ignore[misc]
    assert wraps_of(running.box) == before
    with running.here.store() as session:
        assert [h.label for h in holders_of(session, round_id=running.id)] == ["Lea", "Sam", "Cy"]


def test_a_phrase_and_all_that_is_stored_halfway_through_a_change_open_nothing(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    newcomer = named(running, 3)
    agrees(running, 1)
    with running.here.store() as session:
        salts = [h.salt or b"" for h in holders_of(session, round_id=running.id)]
        kept = [layer.blob for layer in session.scalars(select(LayerForNewcomer))]
    assert kept, "the search has something to find"
    for phrase in (running.phrases[1], running.phrases[3], newcomer):
        assert not bare_keys((*kept, *wraps_of(running.box).values()), phrase=phrase, salts=salts)
    assert bare_keys(kept, phrase=running.phrases[2], salts=salts), "the second who stays would open it"


@pytest.mark.parametrize("seat", [1, 2, 3])
def test_the_replaced_phrase_opens_nothing_of_what_is_stored_later(tmp_path: Path, seat: int) -> None:
    before = agencies.open_round(tmp_path, answers=2)
    with before.here.store() as session:
        old_salts = [h.salt or b"" for h in holders_of(session, round_id=before.id)]
    now = replaced(before, seat)
    gives(now, min({1, 2, 3} - {seat}))
    with now.here.store() as session:
        salts = [*old_salts, *(h.salt or b"" for h in holders_of(session, round_id=now.id))]
        kept = [o.blob for o in outer_removed_of(session, round_id=now.id)]
    everything = (*kept, *wraps_of(now.box).values())
    assert not opened(everything, phrase=before.phrases[seat], salts=salts)
    assert opened(everything, phrase=now.phrases[seat], salts=salts), "the new one opens something"


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations((1, 2, 3), 2)))
def test_after_a_change_every_pair_in_every_order_opens_the_box_on_different_days(
    tmp_path: Path, first: int, second: int
) -> None:
    now = replaced(agencies.open_round(tmp_path, answers=2), 2)
    assert gives(now, first) is Progress.WAITING_FOR_SECOND
    assert gives(replace(now), second, day=3) is Progress.CLOSED


def gives(running: OpenRound, seat: int, *, day: int = 0) -> Progress:
    with running.here.store() as session:
        return close.give_phrase(
            session,
            round_id=running.id,
            seat=seat,
            phrase=running.phrases[seat],
            settings=running.here.settings,
            library=library(),
            today=AFTER.replace(day=AFTER.day + day),
            cost=LIGHT,
        )


def opened(blobs: tuple[bytes, ...] | list[bytes], *, phrase: str, salts: list[bytes]) -> list[bytes]:
    """What this phrase takes a layer off, with any salt that was ever stored."""
    found: list[bytes] = []
    for blob, salt in itertools.product(blobs, set(salts)):
        try:
            found += remove_layers((blob,), phrase=phrase, salt=salt, cost=LIGHT)
        except WrongPhrase:
            continue
    return found


def bare_keys(blobs: tuple[bytes, ...] | list[bytes], *, phrase: str, salts: list[bytes]) -> list[bytes]:
    """Round keys that this one phrase lays bare, layer after layer."""
    layers = opened(blobs, phrase=phrase, salts=salts)
    inner = opened(layers, phrase=phrase, salts=salts) if layers else []
    return [key for key in (*layers, *inner) if len(key) == 32]
