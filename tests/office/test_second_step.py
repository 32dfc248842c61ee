"""The second step of signing in: when it is due, what it takes, what it says when a phone is gone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.commands import main
from audit.office.throttle import TRIES_A_NAME
from audit.running.members import invite
from audit.running.second_step import restore_access
from audit.store.models import Role
from audit.store.queries import count_recovery_codes, find_one_time_codes, trail_of
from tests.office.browsing import Visitor, code_of
from tests.office.staging import EMAILS, Place, a_draft, an_agency, an_open_round
from tests.running.agencies import LIGHT, PASSWORD, another, cosigned

NEXT = timedelta(seconds=30)
LEADER = EMAILS[Role.LEADER]
NEW = "four other words here"


def half_in(place: Place, email: str = LEADER, password: str = PASSWORD) -> Visitor:
    """Somebody whose password was right."""
    return Visitor(place.app).opens("/sign-in").presses("Sign in", email=email, password=password)


def with_phone(place: Place) -> tuple[str, list[str]]:
    """The leader's key and recovery codes, once both are there."""
    visitor = half_in(place)
    key = visitor.key_shown
    codes = visitor.sets_up_phone()
    place.clock.goes_on(NEXT)
    return key, codes


def trail(place: Place) -> list[str]:
    with place.here.store() as session:
        return [t.what for t in trail_of(session, organisation_id=place.here.organisation_id)]


@pytest.mark.parametrize("trial", [True, False])
def test_codes_are_due_from_the_first_real_round_on(tmp_path: Path, trial: bool) -> None:
    place = an_agency(tmp_path)
    assert half_in(place).text.startswith("Elm House"), "no round at all"
    cosigned(place.here, trial=trial)
    assert half_in(place).text.startswith("Elm House" if trial else "Sign in with your phone, too")


def test_a_draft_asks_for_nothing(tmp_path: Path) -> None:
    assert half_in(a_draft(tmp_path)).text.startswith("Elm House")


def test_setting_up_shows_a_picture_and_the_key_as_text_and_then_ten_codes(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    visitor = half_in(place)
    assert any(e.tag.endswith("svg") for e in visitor.page.iter())
    codes = visitor.sets_up_phone()
    assert len(set(codes)) == 10
    assert all(len(code) == 19 for code in codes)
    assert visitor.opens("/people").text.startswith("People")
    assert not any(code in visitor.opens("/account").markup for code in codes)


def test_a_wrong_first_code_is_refused_and_the_key_stays(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    visitor = half_in(place)
    key = visitor.key_shown
    visitor.presses("Use this phone", one_time_code="000000")
    assert visitor.errors == ["This is not the code that belongs to the picture. Wait for the next one and type it."]
    assert visitor.key_shown == key


def test_the_session_is_another_one_after_each_step(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    key, _codes = with_phone(place)
    visitor = half_in(place)
    half = visitor.cookie("office")
    visitor.presses("Go on", one_time_code=code_of(key, place.clock.now))
    assert visitor.cookie("office") not in ("", half)
    old = Visitor(place.app)
    old.client.set_cookie("office", half, path="/office")
    assert old.opens("/people").text.startswith("Sign in")


def test_a_code_of_the_minute_before_or_after_is_one_of_a_phone_whose_clock_is_off(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    key, _codes = with_phone(place)
    place.clock.goes_on(timedelta(minutes=5))
    for off, opens in ((-60, False), (60, False), (-30, True)):
        visitor = half_in(place)
        visitor.presses("Go on", one_time_code=code_of(key, place.clock.now + timedelta(seconds=off)))
        assert (visitor.status == 200) is opens, off


def test_a_code_works_once(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    key, _codes = with_phone(place)
    code = code_of(key, place.clock.now)
    assert half_in(place).presses("Go on", one_time_code=code).text.startswith("Elm House")
    again = half_in(place).presses("Go on", one_time_code=code)
    assert again.errors == [
        "This code does not open. Wait for the next one on your phone, or type a recovery code that is not used."
    ]


def test_a_recovery_code_works_once_however_it_is_typed_and_says_how_many_are_left(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    _key, codes = with_phone(place)
    typed = codes[0].replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert "Recovery codes left9" in half_in(place).presses("Go on", one_time_code=typed).text
    assert half_in(place).presses("Go on", one_time_code=codes[0]).status == 422
    assert "Signed in with a recovery code" in trail(place)


def test_new_recovery_codes_take_the_password_and_end_the_old_ones(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    _key, codes = with_phone(place)
    visitor = half_in(place).presses("Go on", one_time_code=codes[0]).opens("/account/recovery-codes")
    assert visitor.presses("Make ten new codes", password="not the right one").errors
    visitor.presses("Make ten new codes", password=PASSWORD)
    assert "Your ten recovery codes" in visitor.text
    assert half_in(place).presses("Go on", one_time_code=codes[1]).status == 422


def test_another_password_ends_every_other_session_and_changes_this_one(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    here, elsewhere = place.visitor(), place.visitor()
    before = here.cookie("office")
    here.opens("/account/password").presses("Change the password", password=PASSWORD, new_password="short")
    assert "too short" in here.errors[0]
    here.presses("Change the password", password="not the right one", new_password=NEW)
    assert here.errors == ["This is not your password of now. Type it once more."]
    here.presses("Change the password", password=PASSWORD, new_password=NEW)
    assert here.cookie("office") != before
    assert here.opens("/people").text.startswith("People")
    assert elsewhere.opens("/people").text.startswith("Sign in")
    assert half_in(place).status == 422
    assert half_in(place, password=NEW).text.startswith("Elm House")


def test_a_phone_is_set_up_anew_only_with_the_password(tmp_path: Path) -> None:
    visitor = an_agency(tmp_path).visitor().opens("/second-step/set-up")
    code = code_of(visitor.key_shown, visitor.client.application.extensions["office"].clock())
    assert visitor.presses("Use this phone", one_time_code=code, password="not the right one").status == 422
    assert "Your ten recovery codes" in visitor.presses("Use this phone", one_time_code=code, password=PASSWORD).text


def test_the_secret_lies_sealed_and_the_recovery_codes_hashed(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    key, codes = with_phone(place)
    stored = place.here.settings.office_file.read_bytes()
    for secret in (key.replace(" ", ""), *codes, codes[0].replace("-", "")):
        assert secret.encode() not in stored
    kept = place.here.settings.secrets / "second-step"
    assert oct(kept.stat().st_mode & 0o777) == "0o400"


def test_wrong_codes_are_slowed_down_and_noted_because_the_password_was_right(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    key, _codes = with_phone(place)
    visitor = half_in(place)
    for _try in range(TRIES_A_NAME):
        visitor.presses("Go on", one_time_code="000000")
    visitor.presses("Go on", one_time_code=code_of(key, place.clock.now))
    assert visitor.errors == ["There were many tries just now. Wait a quarter of an hour, then try again."]
    assert "Typed the password, and too many wrong codes after it" in trail(place)


def test_what_was_typed_before_an_absence_comes_back_after_both_steps(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    key, codes = with_phone(place)
    visitor = half_in(place).presses("Go on", one_time_code=codes[0]).opens("/groups")
    place.clock.goes_on(timedelta(minutes=31))
    visitor.presses("Show me", places="Harbour\t48", roles="Everybody here\t48")
    visitor.presses("Sign in", email=LEADER, password=PASSWORD)
    visitor.presses("Go on", one_time_code="000000")
    visitor.presses("Go on", one_time_code=code_of(key, place.clock.now))
    visitor.presses("Send what I typed")
    assert "Harbour" in visitor.text


def test_restoring_access_prints_codes_ends_the_phone_and_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = an_open_round(tmp_path)
    key, _codes = with_phone(place)
    inside = place.visitor(Role.STAFF_REP)
    monkeypatch.setenv("STEADYGROUND_HOME", str(tmp_path))
    monkeypatch.setattr(restore_access, "__kwdefaults__", {"new": "", "cost": LIGHT})
    printed = CliRunner().invoke(main, ["restore-access", LEADER.upper()])
    assert printed.exit_code == 0
    codes = [line.strip() for line in printed.output.splitlines() if line.startswith("  ")]
    assert len(codes) == 10
    assert half_in(place).presses("Go on", one_time_code=code_of(key, place.clock.now)).status == 422
    visitor = half_in(place).presses("Go on", one_time_code=codes[0])
    assert visitor.text.startswith("Sign in with your phone, too"), "the next phone is set up first"
    assert "Got new recovery codes from whoever runs the computer" in inside.opens("/trail").text


def test_restoring_access_with_a_password_prints_one_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = an_agency(tmp_path)
    monkeypatch.setenv("STEADYGROUND_HOME", str(tmp_path))
    monkeypatch.setattr(restore_access, "__kwdefaults__", {"new": "", "cost": LIGHT})
    printed = CliRunner().invoke(main, ["restore-access", LEADER, "--password"]).output.splitlines()
    password = printed[0].partition(": ")[2]
    assert half_in(place).status == 422
    assert half_in(place, password=password).text.startswith("One code more")


def test_restoring_access_of_nobody_says_so_and_ends_with_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    an_agency(tmp_path)
    monkeypatch.setenv("STEADYGROUND_HOME", str(tmp_path))
    answer = CliRunner().invoke(main, ["restore-access", "nob@elm.example"])
    assert answer.exit_code == 1
    assert "No account has the address “nob@elm.example”. Check how it is written." in answer.output


def test_the_invented_agency_never_asks_and_an_account_keeps_what_it_has(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    with place.here.store() as session:
        account = place.here.leader
        assert find_one_time_codes(session, account_id=account) is None
    with_phone(place)
    with place.here.store() as session:
        assert find_one_time_codes(session, account_id=account) is not None
        assert count_recovery_codes(session, account_id=account) == 10


def test_signing_in_again_ends_the_session_that_the_browser_brought(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    visitor = place.visitor()
    before = visitor.cookie("office")
    visitor.signs_in(LEADER)
    old = Visitor(place.app)
    old.client.set_cookie("office", before, path="/office")
    assert old.opens("/people").text.startswith("Sign in")
    assert visitor.opens("/people").text.startswith("People")


def test_joining_with_an_account_that_has_a_phone_asks_for_its_code(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    _key, codes = with_phone(place)
    other = another(place.here.store, name="Oak House")
    with place.here.store() as session:
        code = invite(
            session, organisation_id=other[0], role=Role.REVIEWER, name="Lea", by=other[1], now=place.clock.now
        )
    joining = Visitor(place.app).opens("/join")
    joining.presses("Join and sign in", code=code, email=LEADER, password=PASSWORD)
    assert joining.text.startswith("One code more")
    assert joining.presses("Go on", one_time_code=codes[0]).text.startswith("Your account")


def test_somebody_leaves_and_is_signed_out_and_the_page_says_what_stays(tmp_path: Path) -> None:
    place = an_agency(tmp_path)
    visitor = place.visitor(Role.REVIEWER).opens("/account").opens("/people")
    mine = next(a.get("href", "") for a in visitor.opens("/account").page.iter("a") if "/end" in a.get("href", ""))
    visitor.opens(mine.removeprefix("/office")).presses("Leave")
    assert visitor.opens("/people").text.startswith("Sign in")
    assert "Left as the reviewer" in place.visitor().opens("/trail").text


def test_the_page_says_why_the_signer_of_an_open_round_stays(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    visitor = place.visitor().opens(f"/people/{place.here.rep}/end").presses("Ask that this part end")
    assert visitor.status == 422
    assert visitor.errors[0].startswith("Round 1 is open with this signature.")
    rep = place.visitor(Role.STAFF_REP)
    assert rep.opens(f"/people/{place.here.leader}/end").status == 404
