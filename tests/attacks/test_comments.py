"""Attacks on comments: read where there are few, read by a leader, looked for after they were passed on, put beside a
ballot."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy.orm import Session

import audit.doors.resealing
from audit.ballot import box as boxes
from audit.ballot.sealing import open_ballot, open_comment
from audit.comments import Comment, How, said_from_text
from audit.keys import remove_layer
from audit.method.answers import Ballot
from audit.office import guard
from audit.running import comments
from audit.store.models import CommentShown, Role
from audit.store.queries import holders_of
from tests.attacks.verdicts import Verdict
from tests.office.browsing import Visitor
from tests.office.test_comments import ASKED, at_the_office, unlocked
from tests.reports.documents import pages as pages_of
from tests.running.agencies import LIGHT, TODAY, ballots
from tests.running.commenting import Commented, closed_with, open_with_comments, says, send
from tests.staff.people import Person, staff_app

SECRET = "the lift key hangs by the boiler"
LEADERS_PAGES = (
    "/",
    "/rounds/1",
    "/rounds/1/profile",
    "/rounds/1/worked-out",
    "/rounds/1/plan",
    "/rounds/1/release.json",
    "/trail",
)


def _two(
    monkeypatch: pytest.MonkeyPatch, attack: Callable[[], bool], *weaken: tuple[object, str, object]
) -> tuple[Callable[[], bool], Callable[[], bool]]:
    """The attack on ours, and on the twin in which these are otherwise."""

    def on_twin() -> bool:
        with monkeypatch.context() as patched:
            for where, name, other in weaken:
                patched.setattr(where, name, other)
            return attack()

    return attack, on_twin


def test_four_comments_are_destroyed_unread(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, verdict: Verdict
) -> None:
    def attack() -> bool:
        """The reviewer unlocks the page after the close of a round in which four wrote something."""
        said = [says(f"{SECRET}, {n}") for n in range(4)]
        commented = closed_with(tmp_path_factory.mktemp("four"), said)
        reviewer = at_the_office(commented, Role.CONSULTANT).opens(f"{ASKED}/review")
        if "Go on reading" not in reviewer.text:
            return False
        return SECRET in reviewer.presses("Go on reading", phrase=commented.reading).text

    def no_floor(opened: list[dict[str, Comment]]) -> tuple[Comment, ...]:
        return tuple(one for said in opened for one in said.values())

    ours, twin = _two(monkeypatch, attack, (audit.doors.resealing, "read_at_all", no_floor))
    verdict("four-comments", rule="there is no floor of five comments", ours=ours, twin=twin)


def test_a_leader_with_the_reviewers_phrase_gets_403(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, verdict: Verdict
) -> None:
    def attack() -> bool:
        """A leader, who has even found the phrase, opens the page and sends its form."""
        commented = closed_with(tmp_path_factory.mktemp("leader"), [says(f"{SECRET}, {n}") for n in range(5)])
        leader = at_the_office(commented, Role.LEADER)
        page = leader.client.get(f"{ASKED}/review")
        if page.status_code == 403:
            posts = (f"{ASKED}/review", f"{ASKED}/review/decide", f"{ASKED}/review/sheet", f"{ASKED}/review/hand-over")
            fields = {"phrase": commented.reading, "csrf_token": _proof(leader)}
            answers = [leader.client.post(path, data=fields) for path in posts]
            return any(a.status_code != 403 or SECRET in a.text for a in answers)
        leader.opens(f"{ASKED}/review").presses("Go on reading", phrase=commented.reading)
        return SECRET in leader.text

    ours, twin = _two(
        monkeypatch,
        attack,
        (guard, "may", lambda _role, _endpoint: True),
        (comments, "_own", _whoever_asks),
    )
    verdict("leader-as-reviewer", rule="the reviewer's pages do not ask who it is", ours=ours, twin=twin)


def _whoever_asks(session: Session, *, round_id: int, by: int) -> object:  # noqa: ARG001 - the rule that the twin lacks
    return comments.find_asked(session, round_id=round_id)


def _proof(visitor: Visitor) -> str:
    visitor.opens("/rounds/1")
    return next(e.get("value", "") for e in visitor.page.iter("input") if e.get("name") == "csrf_token")


def test_what_was_passed_on_reaches_the_leads_sheet_and_no_leader(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, verdict: Verdict
) -> None:
    def attack() -> bool:
        """The reviewer passes one comment on and hands the batch over; a leader looks through everything."""
        said = [says(f"{SECRET}, {n}") if n == 0 else says(f"We talk, {n}") for n in range(5)]
        commented = closed_with(tmp_path_factory.mktemp("passed"), said)
        _reviewed(commented)
        return SECRET in _everything_a_leader_sees(commented)

    def kept_as_withheld(session: Session, *, round_id: int, by: int, waiting_id: str) -> None:
        """The naive way: the words stay in the batch, marked by their kind."""
        comments.withhold(session, round_id=round_id, by=by, waiting_id=waiting_id)
        row = CommentShown(id=bytes(16), round_id=round_id, question="helps", how=How.THEME, text=SECRET)
        session.add(row)
        session.commit()

    ours, twin = _two(monkeypatch, attack, (comments, "passed_on", kept_as_withheld))
    verdict("passed-on", rule="it is kept in the batch as withheld text", ours=ours, twin=twin)


def _reviewed(commented: Commented) -> None:
    reviewer = unlocked(commented)
    for _comment in range(5):
        if SECRET in reviewer.text:
            reviewer.presses("Do this, then show the next one", what="safety")
            assert SECRET in reviewer.text, "the sheet has the words"
            assert "Nia, safeguarding" in reviewer.text, "and says for whom it is"
            reviewer.presses("It has reached them")
        else:
            reviewer.presses("Do this, then show the next one", what="word", text="We talk a lot")
    reviewer.presses("Hand over the batch")


def _everything_a_leader_sees(commented: Commented) -> str:
    leader = at_the_office(commented, Role.LEADER)
    seen = [leader.client.get(path).text for path in LEADERS_PAGES]
    assert "We talk a lot" in "".join(seen), "the batch was handed over"
    seen += pages_of(leader.client.get("/rounds/1/report.pdf").data)
    staff = Person(staff_app(commented.here.settings, today=TODAY + timedelta(days=16)))
    return " ".join(" ".join([*seen, staff.text]).split())


def test_no_comment_lies_beside_the_ballot_of_its_writer(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, verdict: Verdict
) -> None:
    def attack() -> bool:
        """Two key holders who open the box early put comments and ballots together by id, and by their order."""
        commented = open_with_comments(tmp_path_factory.mktemp("beside"))
        sent = ballots(commented.running, 20)
        send(commented, [says(f"We talk, {n}") for n in range(20)])
        rows = _opened(commented)
        by_id = [(ballot, rows[1][key]) for key, ballot in rows[0].items() if key in rows[1]]
        by_order = list(zip(rows[0].values(), rows[1].values(), strict=True))
        return max(_right(pairs, sent) for pairs in (by_id, by_order)) > len(sent) // 2

    def same_rank(connection: object, slots: object, *rest: object, chance: Random) -> None:  # noqa: ARG001 - replaced
        """As many slots are empty in both tables, so the same dice choose the slot of the same rank."""
        fill_one(connection, slots, *rest, chance=Random(_empty(connection, slots)))

    fill_one: Callable[..., None] = boxes._fill_one
    ours, twin = _two(monkeypatch, attack, (boxes, "_fill_one", same_rank))
    verdict("comment-beside-ballot", rule="a comment takes the slot of its ballot's rank", ours=ours, twin=twin)


def _empty(connection: object, slots: object) -> int:
    return boxes._rows(connection, slots) - boxes._filled(connection, slots)  # type: ignore[arg-type]


def _right(pairs: list[tuple[Ballot, str]], sent: list[Ballot]) -> int:
    """How many comments stand with the ballot of whoever wrote them."""
    return sum(text == f"We talk, {sent.index(ballot)}" for ballot, text in pairs)


def _opened(commented: Commented) -> tuple[dict[bytes, Ballot], dict[bytes, str]]:
    """All ballots and comments of an open box by id, in the order of the file, with two holders' phrases."""
    private = _round_key(commented)
    with closing(sqlite3.connect(commented.running.box)) as connection:
        found = [
            connection.execute(f"SELECT id, sealed FROM {table} WHERE empty = 0 ORDER BY id").fetchall()  # noqa: S608
            for table in ("ballot", "sealed_comment")
        ]
    texts = {key: said_from_text(open_comment(sealed, private))["helps"].text for key, sealed in found[1]}
    return {key: open_ballot(sealed, private) for key, sealed in found[0]}, texts


def _round_key(commented: Commented) -> bytes:
    with commented.here.store() as session:
        salts = {h.seat: h.salt or b"" for h in holders_of(session, round_id=commented.id)}
    blob = boxes.wraps_of(commented.running.box)[1, 2]
    for seat in (1, 2):
        blob = remove_layer(blob, phrase=commented.running.phrases[seat], salt=salts[seat], cost=LIGHT)
    return blob


def test_while_the_round_is_open_no_file_holds_a_comment_in_clear(tmp_path: Path) -> None:
    commented = open_with_comments(tmp_path)
    person = Person(staff_app(commented.here.settings, today=TODAY))
    person.enters(commented.running.codes[0])
    while person.heading != "In your own words":
        person.press("next")
    person.press("next", **{"words-helps": SECRET.capitalize(), "shown-helps": "word"})
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(b"lift key" not in path.read_bytes() for path in files)
    person.press("send")
    assert all(b"lift key" not in path.read_bytes() for path in files if path.exists())
