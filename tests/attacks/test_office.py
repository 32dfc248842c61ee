"""Attacks on the office: its addresses, its sessions, its passwords and codes. All of them over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from werkzeug.test import TestResponse

from audit.office.access import MAY, SIGNED_OUT
from audit.running import passwords
from audit.store.models import Role
from tests.attacks.twins import office as twins
from tests.attacks.verdicts import Verdict
from tests.office.browsing import Visitor, code_of
from tests.office.staging import EMAILS, Place, a_closed_round, an_agency, an_open_round
from tests.office.test_access import PRINTED, rules
from tests.running.agencies import PASSWORD, another

Twin = Callable[[pytest.MonkeyPatch], None]
LEADER = EMAILS[Role.LEADER]
MANY = 40  # guesses, the last of them right
PLANTED = "planted-in-the-browser-by-somebody-else"


def at(place: Callable[[Path], Place], home: Path, attack: Callable[[Place], bool], twin: Twin | None = None) -> bool:
    """What the attack comes to on a place of its own, without one rule where a twin is given."""
    with pytest.MonkeyPatch.context() as patch:
        for module, printing in PRINTED:
            patch.setattr(module, printing, lambda *_facts, **_paper: b"%PDF")  # seconds of layout each
        here = place(home / (twin.__name__ if twin else "ours"))
        if twin:
            twin(patch)
        return attack(here)


def half_in(place: Place, password: str = PASSWORD, email: str = LEADER) -> Visitor:
    """Somebody who typed address and password."""
    return Visitor(place.app).opens("/sign-in").presses("Sign in", email=email, password=password)


def is_in(visitor: Visitor) -> bool:
    """Whether a page for those who are signed in opens."""
    return visitor.client.get("/people").status_code == 200


def every_role_opens_every_address(place: Place) -> bool:
    """Something answers a role that the table does not name, or somebody who is not signed in."""
    visitors = {role: place.visitor(role) for role in Role}
    stranger = Visitor(place.app)
    for endpoint, method, path in rules(place):
        if endpoint in SIGNED_OUT or endpoint == "getting_in.sign_out":
            continue
        if stranger.client.open(path, method=method).status_code not in (303, 401):
            return True
        for role, visitor in visitors.items():
            if role not in MAY[endpoint] and visitor.client.open(path, method=method).status_code != 403:
                return True
    return False


def a_foreign_leader_opens_every_address(place: Place) -> bool:
    """Something of Elm House stands on a page that a leader of Oak House gets."""
    another(place.here.store, name="Oak House")
    stranger = Visitor(place.app).signs_in("lea@oak.example")
    with place.here.store() as session:
        fingerprint = session.connection().exec_driver_sql("SELECT fingerprint FROM round").scalar_one()
    answers = [stranger.client.open(path, method="GET") for _endpoint, method, path in rules(place) if method == "GET"]
    assert fingerprint
    return any(told in answer.data for answer in answers for told in (b"Elm House", fingerprint.encode()))


def the_planted_id_opens(place: Place) -> bool:
    """Whoever put an id into the browser before the sign-in is in after it."""
    victim = Visitor(place.app)
    for name in ("office-before", "office"):
        victim.client.set_cookie(name, PLANTED, path="/office")
    victim.signs_in(LEADER)
    attacker = Visitor(place.app)
    attacker.client.set_cookie("office", PLANTED, path="/office")
    return is_in(attacker)


def a_code_is_used_again(place: Place) -> bool:
    """Whoever looked over the shoulder types the same code at once."""
    setting_up = half_in(place)
    key = setting_up.key_shown
    code = code_of(key, place.clock.now)
    setting_up.sets_up_phone()
    return is_in(half_in(place).presses("Go on", one_time_code=code))


class Counted:
    """Argon2id that counts how often it works."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, **settings: Any) -> Argon2id:
        self.times += 1
        return Argon2id(**settings)

    def verify_phc_encoded(self, secret: bytes, kept: str) -> None:
        self.times += 1
        Argon2id.verify_phc_encoded(secret, kept)


def addresses_are_told_apart(place: Place) -> bool:
    """The answers to a known and to an unknown address of the same length differ in body, headers, length or work."""
    seen = [_looked_at(place, email) for email in (LEADER, "nob@elm.example")]
    return seen[0] != seen[1]


def _looked_at(place: Place, email: str) -> tuple[object, ...]:
    with pytest.MonkeyPatch.context() as patch:
        counted = Counted()
        patch.setattr(passwords, "Argon2id", counted)
        visitor = half_in(place, "another password", email=email)
    answer = visitor.response
    assert isinstance(answer, TestResponse)
    proof = visitor.page.find(".//input[@name='csrf_token']")
    assert proof is not None
    body = answer.text.replace(proof.get("value", ""), "").replace(email, "")
    headers = [(name, value) for name, value in answer.headers if name != "Set-Cookie"]
    return answer.status_code, body, headers, len(answer.data), counted.times


def the_password_is_guessed(place: Place) -> bool:
    """A list of passwords is tried, the right one among them."""
    visitor = Visitor(place.app)
    for guess in (*(f"guess number {number}" for number in range(MANY)), PASSWORD):
        visitor.opens("/sign-in").presses("Sign in", email=LEADER, password=guess)
    return is_in(visitor)


def the_code_is_guessed(place: Place) -> bool:
    """Somebody has the password and tries one code after the other within one half minute."""
    setting_up = half_in(place)
    key = setting_up.key_shown
    setting_up.sets_up_phone()
    place.clock.now = place.clock.now.replace(minute=30)
    visitor = half_in(place)
    for guess in (*(f"{number:06}" for number in range(MANY)), code_of(key, place.clock.now)):
        visitor.presses("Go on", one_time_code=guess)
    return is_in(visitor)


@pytest.mark.parametrize(
    ("attack", "rule", "twin"),
    [
        (every_role_opens_every_address, "one page does not ask the table of access", twins.a_page_past_the_table),
        (a_foreign_leader_opens_every_address, "a round is found by its number alone", twins.rounds_of_everybody),
    ],
)
def test_every_role_and_a_foreign_leader_open_every_address(
    tmp_path: Path, verdict: Verdict, attack: Callable[[Place], bool], rule: str, twin: Twin
) -> None:
    verdict(
        "routes",
        rule=rule,
        ours=lambda: at(a_closed_round, tmp_path, attack),
        twin=lambda: at(a_closed_round, tmp_path, attack, twin),
    )


def test_an_id_from_before_the_sign_in_opens_nothing_after_it(tmp_path: Path, verdict: Verdict) -> None:
    verdict(
        "session-fixed",
        rule="the id is kept over the sign-in",
        ours=lambda: at(an_agency, tmp_path, the_planted_id_opens),
        twin=lambda: at(an_agency, tmp_path, the_planted_id_opens, twins.the_id_is_kept),
    )


def test_a_one_time_code_opens_once(tmp_path: Path, verdict: Verdict) -> None:
    verdict(
        "one-time-code-again",
        rule="the half minute of the last code is kept nowhere",
        ours=lambda: at(an_open_round, tmp_path, a_code_is_used_again),
        twin=lambda: at(an_open_round, tmp_path, a_code_is_used_again, twins.codes_are_not_remembered),
    )


@pytest.mark.parametrize(
    ("rule", "twin"),
    [
        ("an unknown address costs no work", twins.no_work_for_strangers),
        ("an unknown address is told so", twins.strangers_are_named),
    ],
)
def test_the_sign_in_page_tells_no_address_apart(tmp_path: Path, verdict: Verdict, rule: str, twin: Twin) -> None:
    verdict(
        "account-enumeration",
        rule=rule,
        ours=lambda: at(an_agency, tmp_path, addresses_are_told_apart),
        twin=lambda: at(an_agency, tmp_path, addresses_are_told_apart, twin),
    )


@pytest.mark.parametrize(
    ("place", "attack"), [(an_agency, the_password_is_guessed), (an_open_round, the_code_is_guessed)]
)
def test_guesses_are_slowed_down(
    tmp_path: Path, verdict: Verdict, place: Callable[[Path], Place], attack: Callable[[Place], bool]
) -> None:
    verdict(
        "guessing",
        rule="tries are not counted",
        ours=lambda: at(place, tmp_path, attack),
        twin=lambda: at(place, tmp_path, attack, twins.no_throttle),
    )
