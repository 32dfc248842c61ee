"""Attack: find out what was keyed in from paper, in which order, or read what lies there until it is sent."""

from __future__ import annotations

import random
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from audit.answering import batch, sheets
from audit.answering.page_state import PageState, open_state, row_of
from audit.answering.rounds import Answering
from audit.ballot import box as boxes
from audit.ballot.box import Box
from audit.ballot.files import journal_beside, pages_beside
from audit.ballot.pages import Pages
from audit.ballot.sealing import open_ballot, open_comment
from audit.ballot.slips import new_codes
from audit.comments import Comment, How, Said, said_from_text
from audit.method.answers import Ballot, Rated
from audit.settings import Settings
from audit.staff.cookie import cookie_for
from audit.wording import ROOT
from tests.attacks.keying_process import BEFORE_THE_BOX, IN_THE_BOX, MOMENTS
from tests.attacks.test_order_of_sends import NO_ORDER, rank_correlation
from tests.attacks.test_storage_while_open import rows_of
from tests.ballot.boxes import OPENS, PEPPER, PRIVATE, Made, an_open_box, one_ballot, send
from tests.builders import core
from tests.staff.keyers import Keyer, a_round_with_own_words, ballots_in, said_everywhere, texts_in
from tests.staff.people import Person, a_round, settings_in, staff_app

ITEMS = tuple(item.id for item in core().as_asked_in(1).items)[:4]
SLOTS, SENT = 400, 200


class InOrder(random.Random):
    """Chance that chooses what comes first: what an order would look like if there were one."""

    def sample(self, population: Sequence[int], k: int, **_named: object) -> list[int]:  # type: ignore[override]
        return list(population)[:k]

    def choices(self, population: Sequence[bytes], *_weights: object, k: int = 1, **_named: object) -> list[bytes]:  # type: ignore[override]
        return list(population[:k])

    def choice(self, seq: Sequence[bytes]) -> bytes:  # type: ignore[override]
        return seq[0]


def turn(number: int) -> Ballot:
    """A ballot from which its turn can be read."""
    digits = {item: Rated(number // 5**place % 5) for place, item in enumerate(ITEMS)}
    return Ballot((), (), digits)


def turn_of(ballot: Ballot) -> int:
    """The turn of that ballot."""
    digits = (ballot.answers[item] for item in ITEMS)
    return sum(digit.value * 5**place for place, digit in enumerate(digits) if isinstance(digit, Rated))


def places_by_turn(folder: Path, chance: random.Random) -> list[int]:
    """Byte offsets of the ballots of one batch, in the order in which they were keyed in."""
    made = an_open_box(folder, slots=SLOTS)
    box = Box(made.path)
    codes = made.codes[:SENT]
    box.send_many([one_ballot(box, code, turn(n)) for n, code in enumerate(codes)], chance=chance)
    raw = made.path.read_bytes()
    found = {}
    for key, sealed in rows_of(made.path, "SELECT id, sealed FROM ballot WHERE empty = 0"):
        assert isinstance(key, bytes)
        assert isinstance(sealed, bytes)
        found[turn_of(open_ballot(sealed, PRIVATE.private_bytes_raw()))] = raw.index(key)
    assert sorted(found) == list(range(SENT))
    return [found[number] for number in range(SENT)]


def test_where_a_ballot_of_a_batch_lies_is_uncorrelated_with_its_turn(tmp_path: Path) -> None:
    assert rank_correlation(range(SENT), places_by_turn(tmp_path, random.Random(11))) < NO_ORDER


def test_a_batch_in_the_order_of_keying_would_be_found_out(tmp_path: Path) -> None:
    assert rank_correlation(range(SENT), places_by_turn(tmp_path, InOrder())) > 0.8


def shape_of(path: Path) -> dict[str, object]:
    """All that a file tells without a key: schema, lengths, filled slots, pages, and how often it was written."""
    raw, tables = path.read_bytes(), ("voucher", "draft", "ballot", "sealed_comment", "withdrawn", "key_wrap")
    return {
        "schema": rows_of(path, "SELECT type, name, sql FROM sqlite_master ORDER BY name"),
        "rows": [rows_of(path, f"SELECT count(*) FROM {table}") for table in tables],  # noqa: S608 - our own names
        "lengths": rows_of(path, "SELECT DISTINCT length(sealed), length(withdraw_h), typeof(sealed) FROM ballot"),
        "vouchers": rows_of(path, "SELECT DISTINCT length(h), typeof(h) FROM voucher"),
        "drafts": rows_of(path, "SELECT DISTINCT length(blob), tries FROM draft"),
        "filled": rows_of(path, "SELECT count(*) FROM ballot WHERE empty = 0"),
        "comments": rows_of(path, "SELECT count(*) FROM sealed_comment WHERE empty = 0"),
        "manifest": rows_of(path, "SELECT * FROM manifest"),
        "size": len(raw),
        "free": raw[32:40],
        "times written": (int.from_bytes(raw[24:28], "big"), int.from_bytes(raw[92:96], "big")),
        "clock": (path.stat().st_mtime, journal_beside(path).stat().st_mtime),
        "journal": journal_beside(path).stat().st_size,
    }


@pytest.fixture
def alone_and_together(tmp_path: Path) -> tuple[Made, Made]:
    """Two boxes made alike."""
    return an_open_box(tmp_path / "alone"), an_open_box(tmp_path / "together")


def test_a_batch_of_nine_and_nine_sends_leave_the_same_kind_of_file(alone_and_together: tuple[Made, Made]) -> None:
    alone, together = alone_and_together
    for code in alone.codes[:9]:
        send(Box(alone.path), code)
    box = Box(together.path)
    box.send_many([one_ballot(box, code) for code in together.codes[:9]], chance=random.SystemRandom())
    assert shape_of(together.path) == shape_of(alone.path)


def test_nine_ballots_in_one_writing_would_be_found_out(alone_and_together: tuple[Made, Made]) -> None:
    alone, together = alone_and_together
    for code in alone.codes[:9]:
        send(Box(alone.path), code)
    box, put_in = Box(together.path), boxes._put_in
    with box.writing() as connection:
        for code in together.codes[:9]:
            put_in(connection, one_ballot(box, code), chance=random.SystemRandom())
    assert shape_of(together.path) != shape_of(alone.path)


@pytest.fixture
def keyed(tmp_path: Path) -> tuple[Settings, Made, Keyer]:
    """Three forms kept and a fourth begun; one person is answering, one has sent."""
    settings = settings_in(tmp_path / "home")
    made = a_round(settings)
    app = staff_app(settings)
    for code in made.codes[10:12]:
        person = Person(app)
        person.enters(code)
        person.press("next", place="2", role="1")
        person.answers_everything("3")
        if code == made.codes[10]:
            person.press("send")
    keyer = Keyer(app)
    keyer.begins(made.codes[0])
    for number, code in enumerate(made.codes[:3]):
        keyer.keys_in(code, str(number), place="2", role="1")
    keyer.press("list", code=made.codes[3], **dict.fromkeys(keyer.lines, "4"))
    return settings, made, keyer


def cookie_of(keyer: Keyer) -> str:
    """What the keyer's browser holds."""
    cookie = keyer.client.get_cookie("answering")
    assert cookie is not None
    return cookie.value


def held_by(keyer: Keyer) -> bytes:
    """The bytes of it."""
    request = TestRequest({"answering": cookie_of(keyer)})
    held = cookie_for(https=False).read(request)  # type: ignore[arg-type]  # its cookies are all that is read
    assert held is not None
    return held


class TestRequest:
    """A request that has cookies and nothing else."""

    __test__ = False

    def __init__(self, cookies: dict[str, str]) -> None:
        self.cookies = cookies


def pages_in(made: Made) -> dict[bytes, bytes]:
    """Every sealed page by where it lies."""
    rows = rows_of(pages_beside(made.path), "SELECT h, blob FROM page_state")
    return {h: blob for h, blob in rows if isinstance(h, bytes) and isinstance(blob, bytes)}


def test_kept_forms_are_rows_like_everybodys(keyed: tuple[Settings, Made, Keyer]) -> None:
    _settings, made, _keyer = keyed
    lengths = rows_of(pages_beside(made.path), "SELECT DISTINCT length(h), length(blob) FROM page_state")
    assert len(lengths) == 1
    assert len(pages_in(made)) == 2 + 1 + 3, "two who answer, the keyer, three forms"


def test_a_kept_form_cannot_be_read_without_the_cookie(keyed: tuple[Settings, Made, Keyer]) -> None:
    _settings, made, keyer = keyed
    held, pages = held_by(keyer), pages_in(made)
    forms = {batch.held_for(held, number) for number in (1, 2, 3)}
    for h, blob in pages.items():
        guesses = [bytes(32), h, made.manifest.round_key, *pages, *(page[:32] for page in pages.values())]
        assert not any(open_state(blob, guess) for guess in guesses)
    opened = [pages[row_of(form)] for form in forms]
    assert [open_state(blob, held) for blob in opened] == [None] * 3, "not with the keyer's own key either"
    assert all(isinstance(open_state(pages[row_of(form)], form), PageState) for form in forms)


def test_one_kept_form_leads_to_no_other(keyed: tuple[Settings, Made, Keyer]) -> None:
    """Whoever had the cookie of one form would find neither the next one nor the keyer's own page."""
    _settings, made, keyer = keyed
    held, pages = held_by(keyer), pages_in(made)
    first = batch.held_for(held, 1)
    from_first = {row_of(batch.held_for(first, number)) for number in range(1, 61)} | {row_of(first)}
    assert pages.keys() & from_first == {row_of(first)}


def test_no_answer_and_no_code_of_a_batch_is_in_clear_in_any_file(keyed: tuple[Settings, Made, Keyer]) -> None:
    settings, made, keyer = keyed
    for pressed in ("", "send"):
        if pressed:
            keyer.press(pressed)
        for path in (p for p in settings.home.rglob("*") if p.is_file()):
            raw = path.read_bytes()
            for said in ("S.D1", '"answers"', '"step"', "stack", "paper form", *made.codes[:4]):
                assert said.encode() not in raw, f"{said} in {path.name}"
                assert said.replace("-", "").encode() not in raw, f"{said} in {path.name}"


def test_after_sending_nothing_that_was_kept_can_be_opened_with_the_cookie_either(
    keyed: tuple[Settings, Made, Keyer],
) -> None:
    _settings, made, keyer = keyed
    held, before = held_by(keyer), pages_in(made)
    keyer.press("send")
    after = pages_in(made)
    assert after.keys() == before.keys(), "a page is overwritten, never deleted"
    for number in range(1, 61):
        form = batch.held_for(held, number)
        assert row_of(form) not in after or open_state(after[row_of(form)], form) is None
    last = open_state(after[row_of(held)], held)
    assert last is not None
    assert (last.code, dict(last.ballot.answers)) == ("", {})
    raw = pages_beside(made.path).read_bytes()
    assert not any(blob in raw for h, blob in before.items() if after[h] != blob)


def test_leaving_quickly_forgets_the_whole_batch(keyed: tuple[Settings, Made, Keyer]) -> None:
    _settings, made, keyer = keyed
    held = held_by(keyer)
    keyer.client.get("/leave")
    after = pages_in(made)
    for cookie in (held, *(batch.held_for(held, number) for number in (1, 2, 3))):
        assert open_state(after[row_of(cookie)], cookie) is None


def test_a_stolen_number_without_the_cookie_takes_nothing_out(keyed: tuple[Settings, Made, Keyer]) -> None:
    _settings, made, keyer = keyed
    other = Keyer(staff_app(_settings))
    other.begins(made.codes[5])
    other.keys_in(made.codes[5], "1", go="last")
    for number in (1, 2, 3):
        other.press(f"out {number}")
    assert keyer.kept == ("out 1", "out 2", "out 3")
    keyer.press("send")
    assert Counter(map(said_everywhere, ballots_in(made.path))) == Counter("3012")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_process_that_dies_while_sending_loses_nothing_and_sends_nothing_twice(
    keyed: tuple[Settings, Made, Keyer], moment: str
) -> None:
    settings, made, keyer = keyed
    command = [sys.executable, "-m", "tests.attacks.keying_process", str(settings.home), cookie_of(keyer), moment]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9, "it died at the moment"
    assert boxes.used_slots(made.path) == (1 if moment in (BEFORE_THE_BOX, IN_THE_BOX) else 4)
    again = Keyer(staff_app(settings))
    again.client.set_cookie("answering", cookie_of(keyer))
    again.look()
    assert "Something stopped while this batch was sent." in again.text
    for pressed in ("next", "out 1", "stop"):
        again.press(pressed)
        assert "Something stopped while this batch was sent." in again.text, "sending again is the only way on"
    again.press("send")
    assert again.heading == "Thank you. The batch is sent."
    assert Counter(map(said_everywhere, ballots_in(made.path))) == Counter("3012")


def test_a_batch_sent_twice_at_once_is_in_the_box_once(keyed: tuple[Settings, Made, Keyer]) -> None:
    _settings, made, keyer = keyed
    form = {**keyer.filled(), "go": "send"}
    for _ in range(3):
        assert keyer.client.post("/", data=form).status_code in (303, 422)
    assert boxes.used_slots(made.path) == 4


def codes_that_open_nothing(made: Made, other: Made) -> dict[str, str]:
    """One of each kind."""
    never = next(c for c in new_codes(5, random.Random(99)) if c not in made.codes)
    return {
        "used": made.codes[10],
        "never printed": never,
        "of another round": other.codes[0],
        "none": "nnnn-nnnn-nn!?",
    }


def without_proof(answer: TestResponse, code: str) -> str:
    """The body without the form's proof and without what was typed."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text.replace(code, "CODE"))


@pytest.mark.parametrize("kept", [0, 1])
def test_every_code_that_opens_nothing_is_answered_alike_and_as_on_the_code_page(tmp_path: Path, kept: int) -> None:
    settings = settings_in(tmp_path)
    made, other = a_round(settings), a_round(settings, public_id="mill", number=2)
    app = staff_app(settings)
    first = Person(app, address="/harbour")
    first.enters(made.codes[10])
    first.answers_everything("1")
    first.press("send")
    answers, sentences, said = [], set(), []
    event.listen(Engine, "before_cursor_execute", note := lambda _c, _k, statement, *_r: said.append(statement))
    try:
        for code in codes_that_open_nothing(made, other).values():
            on_code_page = Person(app, address="/harbour")
            on_code_page.enters(code)
            keyer = Keyer(app, address="/harbour")
            keyer.begins(made.codes[0]) if kept else keyer.press("stack")
            said.clear()
            keyer.press("next", code=code)
            answers.append((keyer.response, code, tuple(said)))
            sentences |= {on_code_page.errors, keyer.errors}
            assert keyer.response.status_code == on_code_page.response.status_code == 422
            assert dict(keyer.response.headers).keys() == dict(on_code_page.response.headers).keys()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(sentences) == 1
    assert len({without_proof(answer, code) for answer, code, _work in answers}) == 1
    assert len({work for _answer, _code, work in answers}) == 1


def test_a_connection_to_the_files_of_a_sent_batch_finds_them_whole(keyed: tuple[Settings, Made, Keyer]) -> None:
    _settings, made, keyer = keyed
    keyer.press("send")
    for path in (made.path, pages_beside(made.path)):
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        connection.close()


def turns_by_place(path: Path) -> tuple[dict[int, int], dict[int, int]]:
    """Where the ballot of each turn lies in the file, and where the comment of each turn lies."""
    raw, private = path.read_bytes(), PRIVATE.private_bytes_raw()
    filled, words = {}, {}
    for key, sealed in rows_of(path, "SELECT id, sealed FROM ballot WHERE empty = 0"):
        assert isinstance(key, bytes)
        assert isinstance(sealed, bytes)
        filled[turn_of(open_ballot(sealed, private))] = raw.index(key)
    for key, sealed in rows_of(path, "SELECT id, sealed FROM sealed_comment WHERE empty = 0"):
        assert isinstance(key, bytes)
        assert isinstance(sealed, bytes)
        words[int(said_from_text(open_comment(sealed, private))["helps"].text)] = raw.index(key)
    return filled, words


def keyed_in_one_order(folder: Path, chance: random.Random) -> tuple[list[int], list[int]]:
    """Forms and comment sheets of one batch, keyed in in the same order by somebody who did not shuffle; both places,
    by turn."""
    made = an_open_box(folder, slots=SLOTS)
    box = Box(made.path)
    here = Answering(box, Pages(pages_beside(made.path), day=OPENS))
    forms = {n: PageState("", code, turn(n)) for n, code in enumerate(made.codes[:SENT])}
    words: list[Said] = [{"helps": Comment("helps", str(n), How.WORD)} for n in range(SENT)]
    batch.send(here, forms, again=False, pepper=PEPPER, chance=chance, words=words)
    filled, said = turns_by_place(made.path)
    assert sorted(filled) == sorted(said) == list(range(SENT))
    here.pages.close()
    return [filled[n] for n in range(SENT)], [said[n] for n in range(SENT)]


def test_where_a_comment_of_a_batch_lies_tells_neither_its_turn_nor_a_ballot(tmp_path: Path) -> None:
    filled, said = keyed_in_one_order(tmp_path, random.Random(12))
    assert rank_correlation(range(SENT), said) < NO_ORDER
    assert rank_correlation(filled, said) < NO_ORDER


def test_comments_in_the_order_of_keying_would_be_put_together_with_their_ballots(tmp_path: Path) -> None:
    filled, said = keyed_in_one_order(tmp_path, InOrder())
    assert rank_correlation(filled, said) > 0.8


def test_every_hand_of_sheets_is_as_likely_as_every_other() -> None:
    """Also the one in which a sheet meets the form that was keyed in at the same turn: one in three, neither more nor
    less."""
    three: list[Said] = [{"helps": Comment("helps", str(n), How.WORD)} for n in range(3)]
    chance = random.Random(3)
    hands = Counter("".join(s["helps"].text for s in sheets.dealt(three, 3, chance=chance)) for _n in range(6_000))
    assert len(hands) == 6
    assert all(850 < count < 1_150 for count in hands.values())


def test_a_kept_sheet_holds_words_alone_and_a_kept_form_none(tmp_path: Path) -> None:
    """Whoever had all that the keyer's cookie opens would find no sheet beside a code, an answer or a language."""
    settings = settings_in(tmp_path)
    made = a_round_with_own_words(settings)
    keyer = Keyer(staff_app(settings))
    keyer.begins(made.codes[0])
    keyer.send({**keyer.filled(), "language": "es"})
    keyer.send({**keyer.filled(), "language": "en"})
    keyer.keys_in(made.codes[0], "1", place="2", go="next")
    keyer.press("list", code=made.codes[1], **dict.fromkeys(keyer.lines, "4"))
    keyer.keys_in_sheet("Rotas come too late.")
    keyer.press("sheet")
    keyer.press("list", **{"words-helps": "Half a sen"})
    keyer.press("next")
    keyer.press("last")
    held, pages = held_by(keyer), pages_in(made)
    sheet, *forms = (
        open_state(pages[row_of(cookie)], cookie)
        for cookie in (sheets.held_for(held, 1), batch.held_for(held, 1), batch.held_for(held, 2))
    )
    assert sheet is not None
    assert (sheet.code, dict(sheet.ballot.answers), sheet.ballot.place, sheet.language) == ("", {}, (), "")
    assert {one.text for one in sheet.comments.values()} == {"Rotas come too late."}
    assert [form and dict(form.comments) for form in forms] == [{}, {}]
    assert len({len(blob) for blob in pages.values()}) == 1
    keyer.press("send")
    after = pages_in(made)
    assert open_state(after[row_of(sheets.held_for(held, 1))], sheets.held_for(held, 1)) is None
    for path in (p for p in settings.home.rglob("*") if p.is_file()):
        assert b"Rotas" not in path.read_bytes(), path.name


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_process_that_dies_while_sending_sends_no_sheet_twice(tmp_path: Path, moment: str) -> None:
    settings = settings_in(tmp_path)
    made = a_round_with_own_words(settings)
    keyer = Keyer(staff_app(settings))
    keyer.keys_in_stack(made.codes[:3], "012")
    for text in ("One.", "Two."):
        keyer.keys_in_sheet(text)
    command = [sys.executable, "-m", "tests.attacks.keying_process", str(settings.home), cookie_of(keyer), moment]
    assert subprocess.run(command, cwd=ROOT, check=False, timeout=60).returncode == 9, "it died at the moment"
    again = Keyer(staff_app(settings))
    again.client.set_cookie("answering", cookie_of(keyer))
    again.look()
    again.press("send")
    assert again.heading == "Thank you. The batch is sent."
    assert texts_in(made.path) == ["One.", "Two."]
    assert len(ballots_in(made.path)) == 3
