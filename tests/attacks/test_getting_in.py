"""Attack: get in without a slip, get in twice, tell a wrong code from a used one."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from audit.ballot import box as boxes
from audit.ballot.box import Box, SlipNotAccepted
from audit.ballot.slips import hash_of, new_codes, read_code
from tests.attacks.twins import boxes as twins
from tests.attacks.twins import getting_in
from tests.attacks.verdicts import Verdict
from tests.ballot import boxes as made_boxes
from tests.ballot.boxes import PEPPER, Made, an_open_box, send
from tests.staff.people import Person, a_round, settings_in, staff_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@dataclass(frozen=True, slots=True)
class Site:
    """An open round in which the first slip is used, another round beside it, and the application."""

    app: WSGIApplication
    made: Made
    other: Made

    def codes_that_open_nothing(self) -> dict[str, str]:
        """One of each kind, all of the same shape."""
        never = next(c for c in new_codes(5, random.Random(99)) if c not in self.made.codes)
        return {
            "used": self.made.codes[0],
            "never printed": never,
            "of another round": self.other.codes[0],
            "a wrong check character": never[:-1] + ("0" if never[-1] != "0" else "1"),
            "no code at all": "nnnn-nnnn-nnn?",
        }


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return a_site(tmp_path)


def a_site(folder: Path) -> Site:
    """An installation of its own."""
    settings = settings_in(folder)
    made, other = a_round(settings), a_round(settings, public_id="mill", number=2)
    site = Site(staff_app(settings), made, other)
    person = Person(site.app, address="/harbour")
    person.enters(made.codes[0])
    person.answers_everything("2")
    person.press("send")
    return site


def refused(site: Site, code: str) -> TestResponse:
    """What somebody with that code is told."""
    person = Person(site.app, address="/harbour")
    person.enters(code)
    return person.response


def without_proof(answer: TestResponse, code: str) -> str:
    """The body without the form's proof and without what was typed."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text.replace(code, "CODE"))


def test_ten_thousand_random_codes_open_nothing(tmp_path: Path) -> None:
    made = an_open_box(tmp_path, slots=200)
    box = Box(made.path)
    tried = [code for code in new_codes(10_000, random.Random(31)) if code not in made.codes]
    assert len(tried) > 9_990
    assert not any(box.knows(hash_of(code, PEPPER)) for code in tried)
    assert all(box.knows(hash_of(code, PEPPER)) for code in made.codes)


def test_wrong_used_and_foreign_codes_are_answered_alike_in_body_headers_and_length(site: Site) -> None:
    answers = {kind: (refused(site, code), code) for kind, code in site.codes_that_open_nothing().items()}
    assert {answer.status_code for answer, _code in answers.values()} == {422}
    assert len({without_proof(answer, code) for answer, code in answers.values()}) == 1
    assert len({len(answer.data) for answer, _code in answers.values()}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer, _code in answers.values()}) == 1


def test_wrong_used_and_foreign_codes_take_the_same_work(site: Site) -> None:
    """The same statements, in the same number, reach the store for every code that opens nothing."""
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        work = []
        for code in site.codes_that_open_nothing().values():
            person = Person(site.app, address="/harbour")
            person.press("start")
            said.clear()
            person.press("next", code=code)
            work.append(tuple(said))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(set(work)) == 1
    assert any("voucher" in statement for statement in work[0])


def test_wrong_used_and_foreign_codes_take_the_same_time(site: Site) -> None:
    """The quickest of many tries, in turn, in time of this thread alone, so that a busy machine changes nothing."""
    codes = site.codes_that_open_nothing()
    person = Person(site.app, address="/harbour")
    person.press("start")
    fields = person.filled()
    took: dict[str, list[float]] = {kind: [] for kind in codes}
    for _turn in range(40):
        for kind, code in codes.items():
            start = time.thread_time()
            person.client.post("/harbour", data={**fields, "go": "next", "code": code})
            took[kind].append(time.thread_time() - start)
    quickest = [min(times) for times in took.values()]
    assert max(quickest) < 1.3 * min(quickest)


def test_a_code_in_a_query_string_is_never_read(site: Site) -> None:
    code = site.made.codes[1]
    person = Person(site.app, address="/harbour")
    person.press("start")
    plain = person.client.get("/harbour")
    with_code = person.client.get(f"/harbour?code={code}&go=next")
    assert without_proof(plain, code) == without_proof(with_code, code)
    answer = person.client.post(f"/harbour?code={code}", data={k: v for k, v in person.filled().items() if k != "code"})
    assert answer.status_code == 422
    assert code not in answer.text


def test_two_sends_of_one_code_at_once_give_one_ballot(tmp_path: Path) -> None:
    made = an_open_box(tmp_path)
    one, other = Box(made.path), Box(made.path)  # as two processes would hold it
    outcomes: list[str] = []
    barrier = threading.Barrier(8)

    def try_to_send(box: Box) -> None:
        barrier.wait(timeout=60)
        try:
            send(box, made.codes[0])
            outcomes.append("sent")
        except SlipNotAccepted:
            outcomes.append("refused")

    threads = [threading.Thread(target=try_to_send, args=(box,)) for box in (one, other) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(outcomes) == ["refused"] * 7 + ["sent"]
    assert boxes.used_slots(made.path) == 1


def test_two_people_with_one_slip_give_one_ballot_and_the_second_is_told_so(site: Site) -> None:
    people = [Person(site.app, address="/harbour") for _ in range(2)]
    for person in people:
        person.enters(site.made.codes[1])
        person.answers_everything("1")
    people[0].press("send")
    people[1].press("send")
    assert people[1].response.status_code == 422
    assert people[1].errors == (SlipNotAccepted().sentences[0],)
    assert people[1].heading == "Your answers"
    assert boxes.used_slots(site.made.path) == 2


def test_sending_the_same_form_again_sends_nothing(site: Site) -> None:
    person = Person(site.app, address="/harbour")
    person.enters(site.made.codes[1])
    person.answers_everything("1")
    form = {**person.filled(), "go": "send"}
    for _ in range(3):
        assert person.client.post("/harbour", data=form).status_code == 303
    assert boxes.used_slots(site.made.path) == 2


def test_a_form_without_the_proof_of_its_cookie_does_nothing(site: Site) -> None:
    person = Person(site.app, address="/harbour")
    person.enters(site.made.codes[1])
    person.answers_everything("1")
    stranger = Person(site.app, address="/harbour")
    stranger.press("start")
    for proof in ("", "x", stranger.filled()["csrf_token"]):
        answer = person.client.post("/harbour", data={**person.filled(), "csrf_token": proof, "go": "send"})
        assert answer.status_code == 400
    assert boxes.used_slots(site.made.path) == 1


def test_a_cookie_of_ones_own_making_opens_nobodys_page(site: Site) -> None:
    person = Person(site.app, address="/harbour")
    person.enters(site.made.codes[1])
    forger = Person(site.app, address="/harbour")
    for value in ("A" * 43, "", "A" * 500, "é", "../../etc", "A" * 42):
        forger.client.set_cookie("answering", value)
        forger.look()
        assert forger.heading in ("The code on your slip", "How do we work here?")


def test_a_code_is_good_for_its_own_round_only(site: Site) -> None:
    mine, theirs = site.made.codes[1], site.other.codes[0]
    assert read_code(theirs) == theirs
    person = Person(site.app, address="/mill")
    person.enters(mine)
    assert person.heading == "The code on your slip"
    person.press("next", code=theirs)
    assert person.heading == "Where you work"


TRIES = 10_000
Twin = Callable[[pytest.MonkeyPatch], None]


def as_we_are(_patch: pytest.MonkeyPatch) -> None:
    """Every rule stands."""


def with_twin(twin: Twin, attack: Callable[[Path], bool], folder: Path) -> bool:
    """Carry the attack out with one rule taken away."""
    with pytest.MonkeyPatch.context() as patch:
        twin(patch)
        return attack(folder)


def some_code_is_found(folder: Path, *, digits: bool) -> bool:
    """Ten thousand codes, typed one after the other on the page that asks for one."""
    new, chance = getting_in.codes_of_four_digits if digits else new_codes, random.Random(8)
    with pytest.MonkeyPatch.context() as patch:
        if digits:
            patch.setattr(made_boxes, "new_codes", new)
            getting_in.four_digits_are_read(patch)
        settings = settings_in(folder)
        made = a_round(settings)
        person = Person(staff_app(settings))
        person.press("start")
        fields = person.filled()
        tried = [code for code in new(TRIES, chance) if digits or code not in made.codes]
        for code in tried:
            if person.client.post("/", data={**fields, "go": "next", "code": code}).status_code == 303:
                return True
    return False


def test_attack_ten_thousand_codes(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "ten-thousand-codes",
        rule="codes of four digits",
        ours=lambda: some_code_is_found(tmp_path / "ours", digits=False),
        twin=lambda: some_code_is_found(tmp_path / "twin", digits=True),
    )


def codes_are_told_apart(folder: Path, *, told: bool) -> bool:
    """By body, headers, length, or the work that the store is given."""
    site = a_site(folder)
    said: list[str] = []
    note = _noting(said)
    answers = []
    with pytest.MonkeyPatch.context() as patch:
        if told:
            getting_in.used_codes_are_told(patch, site.made.codes[0])
        event.listen(Engine, "before_cursor_execute", note)
        try:
            for code in site.codes_that_open_nothing().values():
                person = Person(site.app, address="/harbour")
                person.press("start")
                said.clear()
                person.press("next", code=code)
                answer = person.response
                headers = tuple(sorted(answer.headers.items()))
                answers.append((without_proof(answer, code), len(answer.data), headers, tuple(said)))
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    return len(set(answers)) > 1


def _noting(said: list[str]) -> Callable[..., None]:
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    return note


def test_attack_codes_that_open_nothing_are_told_apart(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "codes-alike",
        rule="a used code is told so",
        ours=lambda: codes_are_told_apart(tmp_path / "ours", told=False),
        twin=lambda: codes_are_told_apart(tmp_path / "twin", told=True),
    )


def a_code_in_the_address_is_read(folder: Path, *, every_value: bool) -> bool:
    """A form whose code stands after the question mark, where proxies and histories would keep it."""
    site = a_site(folder)
    app = getting_in.every_value_is_read(site.app) if every_value else site.app
    person = Person(app, address="/harbour")
    person.press("start")
    fields = {k: v for k, v in person.filled().items() if k != "code"}
    person.client.post(f"/harbour?code={site.made.codes[1]}&go=next", data={**fields, "go": "next"})
    person.look()
    return person.heading != "The code on your slip"


def test_attack_a_code_in_an_address(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "code-in-a-query",
        rule="fields of the address are read as well",
        ours=lambda: a_code_in_the_address_is_read(tmp_path / "ours", every_value=False),
        twin=lambda: a_code_in_the_address_is_read(tmp_path / "twin", every_value=True),
    )


def one_slip_gives_two(folder: Path) -> bool:
    """Four browsers with one slip send at the same moment, at two applications as two processes would be."""
    settings = settings_in(folder)
    made = a_round(settings)
    people = [Person(app) for app in (staff_app(settings), staff_app(settings)) for _ in range(2)]
    for person in people:
        person.enters(made.codes[0])
        person.answers_everything("2")
    barrier = threading.Barrier(len(people))

    def send_at_once(person: Person) -> None:
        form = {**person.filled(), "go": "send"}
        barrier.wait(timeout=60)
        person.client.post("/", data=form)

    threads = [threading.Thread(target=send_at_once, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert boxes.used_slots(made.path) > 0
    return boxes.used_slots(made.path) > 1


def test_attack_one_slip_sent_at_the_same_moment(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "two-sends",
        rule="a slip is looked up first and used up later",
        ours=lambda: with_twin(as_we_are, one_slip_gives_two, tmp_path / "ours"),
        twin=lambda: with_twin(twins.check_then_act, one_slip_gives_two, tmp_path / "twin"),
    )


def a_replay_counts(folder: Path) -> bool:
    """The same form again in the same browser, then the whole way again in another one."""
    settings = settings_in(folder)
    made = a_round(settings)
    app = staff_app(settings)
    person = Person(app)
    person.enters(made.codes[0])
    person.answers_everything("2")
    form = {**person.filled(), "go": "send"}
    for _turn in range(3):
        person.client.post("/", data=form)
    other = Person(app)
    other.enters(made.codes[0])
    if other.heading == "Where you work":
        other.answers_everything("2")
        other.press("send")
    return boxes.used_slots(made.path) > 1


def test_attack_sent_again(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "replay",
        rule="a slip stays good",
        ours=lambda: with_twin(as_we_are, a_replay_counts, tmp_path / "ours"),
        twin=lambda: with_twin(twins.slips_stay_good, a_replay_counts, tmp_path / "twin"),
    )
