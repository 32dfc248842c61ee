"""Attack: after each step of a whole journey, look for the person in every file that anything has written.

The product runs as `steadyground serve` behind the nginx that is shipped. Somebody from a distinctive address, with a
distinctive browser and language, answers, saves, goes on, writes a comment, sends and finishes; then two key holders
open the box. Neither they nor what they typed may lie in any file, temporary folder or stream of either program.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import Client, TestResponse

from audit.ballot import box as boxes
from audit.doors.places import box_of
from audit.keys import FULL_COST
from audit.running import rounds
from audit.store.models import Role
from tests.attacks.traces import Search, TraceFound, shapes_of
from tests.attacks.verdicts import Verdict
from tests.deploy.fronting import NAME, SERVE, SHIPPED, WHO, Front, Served, fronted, served
from tests.office.browsing import Visitor
from tests.office.staging import EMAILS
from tests.running import agencies, commenting
from tests.running.agencies import PASSWORD, OpenRound
from tests.running.commenting import Commented, says
from tests.staff.people import Person

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

AGENT, LANGUAGE, PASSED_ON = "VeryDistinctiveBrowser/77.3", "qu-PE,zz-Distinct;q=0.3", "203.0.113.77"
BROUGHT = {
    "User-Agent": AGENT,
    "Accept-Language": LANGUAGE,
    "X-Forwarded-For": PASSED_ON,
    "Referer": f"https://{AGENT}/",
}
HOME = "home"
COMMENT = "the lift key hangs behind the boiler"
OTHERS = 19  # who answer beside the one who is looked for; three of them comment, so that four did
WORDS = re.compile(r"three words: ((?:[a-z]+ ){2}[a-z]+)")
RECEIPT = re.compile(r"\b(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\b")
PROOF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
KEPT_BY_NGINX = ("access_log off;", "access_log visits.log;")
BODY_IN_A_FILE = ("proxy_request_buffering off;", "client_body_in_file_only on;")
KEPT_BY_GUNICORN = (sys.executable, "-m", "tests.attacks.twins.tracing", "serve")


class FromAfar:
    """A WSGI application that carries each request through nginx, from the distinctive address, and then has every
    file looked through. What the browser holds and what the page proves itself with is looked for from then on."""

    def __init__(self, front: Front, search: Search) -> None:
        self.front = front
        self.search = search

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["SCRIPT_NAME"] + environ["PATH_INFO"] + ("?" if environ["QUERY_STRING"] else "")
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {"Host": NAME, "Cookie": environ.get("HTTP_COOKIE", ""), **BROUGHT}
        line = self.front.connects()
        try:
            sent = headers | {"Content-Type": environ.get("CONTENT_TYPE", "")}
            line.request(environ["REQUEST_METHOD"], path + environ["QUERY_STRING"], body, sent)
            answer = line.getresponse()
            page = answer.read()
        finally:
            line.close()
        given = answer.headers.get_all("Set-Cookie") or []
        self.search.also_for(cookie.partition(";")[0].partition("=")[2] for cookie in given)
        self.search.also_for(PROOF.findall(page.decode(errors="replace")))
        self.search.looks(f"after {environ['REQUEST_METHOD']} {path}")
        start_response(f"{answer.status} {answer.reason}", list(answer.headers.items()))
        return [page]


class AtTheOffice(Client):
    """A browser in which every address is below /office."""

    def open(self, *asked: Any, **more: Any) -> TestResponse:
        """As `werkzeug` does."""
        return super().open(*asked, base_url=f"https://{NAME}/office", **more)


class VisitorFromAfar(Visitor):
    """Somebody of the office who comes the same way."""

    def __init__(self, afar: FromAfar) -> None:
        self.client = AtTheOffice(afar)  # type: ignore[assignment]  # of it, only what every client has is asked
        self.response = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A round that was made once, in a home that every attack copies."""

    home: Path
    made: Commented

    @property
    def running(self) -> OpenRound:
        return self.made.running

    @property
    def code(self) -> str:
        """The slip of the one who is looked for: the first that nobody has used."""
        return self.running.codes[OTHERS]

    @property
    def typed(self) -> tuple[str, ...]:
        """What comes with their requests, known beforehand; the address first."""
        phrases = (*self.running.phrases.values(), PASSWORD)
        return (WHO, PASSED_ON, AGENT, LANGUAGE, self.code, self.code.replace("-", ""), COMMENT, *phrases)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A trial, so that it may be closed on the same day; its phrases cost what the running program asks for."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    with pytest.MonkeyPatch.context() as patched:
        for module in (agencies, commenting):
            patched.setattr(module, "LIGHT", FULL_COST)
        return Prepared(home, _open_trial(home))


def _open_trial(home: Path) -> Commented:
    today = datetime.now().astimezone().date()  # the running program's own day
    here = agencies.agency(home)
    round_id = agencies.prepared(here, trial=True, today=today)
    commenting.asking_for_comments(here, round_id)
    with here.store() as session:
        rounds.cosign(session, round_id=round_id, by=here.rep, today=today)
    reading = commenting.reviewer_phrase(here, round_id)
    phrases, codes = agencies.phrases(here, round_id), agencies.printed(here, round_id, today=today)
    agencies.opened(here, round_id, today=today)
    made = Commented(OpenRound(here, round_id, phrases, codes), reading)
    commenting.send(made, [*(says(f"We talk, {n}") for n in range(3)), *({} for _ in range(OTHERS - 3))])
    return made


@contextmanager
def _program(prepared: Prepared, folder: Path, *, words: Sequence[str] = SERVE) -> Iterator[Served]:
    """The product with a home of its own in this folder, where everything else that it writes lies, too."""
    shutil.copytree(prepared.home, folder / HOME)
    public = {"PUBLIC_URL": f"https://{NAME}"}
    with served(folder / "program", home=folder / HOME, words=words, environ=public) as program:
        yield program


def _attack(
    prepared: Prepared, program: Served, folder: Path, *, inside: Path, nginx: tuple[str, str] = ("", "")
) -> bool:
    """Whether anything of the person is found. folder: of the program; inside: of nginx; nginx: words of the shipped
    configuration, and others instead."""
    ours, other = nginx
    text = SHIPPED.read_text(encoding="utf-8")
    assert ours in text
    with fronted(inside / "nginx", behind=program.port, text=text.replace(ours, other, 1)) as front:
        search = Search((folder, inside), (program.pid, front.pid))
        search.also_for(prepared.typed)
        try:
            _goes_through(prepared, FromAfar(front, search), folder / HOME)
        except TraceFound:
            return True
    search.looks("after nginx ended")
    return False


def _goes_through(prepared: Prepared, afar: FromAfar, home: Path) -> None:
    box = box_of(agencies.settings_in(home), round_id=prepared.made.id)
    _answers(prepared, afar)
    assert boxes.used_slots(box) == OTHERS + 1, "what was sent is in the box"
    _opens_the_box(prepared, afar)
    assert not box.exists(), "the box was opened and destroyed"
    results = Person(afar)
    assert "Too few comments to show any" in results.text


def _answers(prepared: Prepared, afar: FromAfar) -> None:
    """All that somebody can do with a slip, in one visit and the next."""
    Client(afar).get(f"/?code={prepared.code}")
    first = Person(afar)
    first.enters(prepared.code)
    first.press("next", place="2")
    afar.search.also_for([f"{first.statements[0]}=3"])
    first.press("later", **dict.fromkeys(first.statements, "3"))
    words = _found(WORDS, first.text)
    afar.search.also_for([words])
    first.press("finish")
    again = Person(afar)
    again.press("start")
    again.press("next", code=prepared.code, words=words)
    while again.heading != "In your own words":
        again.answers_page("3")
    again.press("next", **{"words-helps": COMMENT, "shown-helps": "word"})
    again.press("send", receipt="yes")
    afar.search.also_for([_found(RECEIPT, again.text)])
    again.look()
    again.press("finish")


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    assert found, text
    return found[1] if pattern.groups else found[0]


def _opens_the_box(prepared: Prepared, afar: FromAfar) -> None:
    """Two of the three holders, each with an account and a phrase of their own."""
    for seat, role in ((1, Role.LEADER), (2, Role.STAFF_REP)):
        holder = VisitorFromAfar(afar).opens("/sign-in").presses("Sign in", email=EMAILS[role], password=PASSWORD)
        holder.opens("/rounds/1/close")
        holder.presses("Use this phrase", seat=str(seat), phrase=prepared.running.phrases[seat])
        assert holder.status == 200, holder.text


@pytest.fixture(scope="module")
def here(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """The product as it is, and its folder."""
    folder = tmp_path_factory.mktemp("ours")
    with _program(prepared, folder) as program:
        yield program, folder


def test_nobody_is_found_in_any_file_of_a_whole_journey(
    prepared: Prepared, here: tuple[Served, Path], tmp_path_factory: pytest.TempPathFactory, verdict: Verdict
) -> None:
    def attack(*, nginx: tuple[str, str] = ("", "")) -> bool:
        return _attack(prepared, *here, inside=tmp_path_factory.mktemp("front"), nginx=nginx)

    def attack_with_a_log() -> bool:
        folder = tmp_path_factory.mktemp("twin")
        with _program(prepared, folder, words=KEPT_BY_GUNICORN) as program:
            return _attack(prepared, program, folder, inside=tmp_path_factory.mktemp("front"))

    ours = cache(attack)  # the whole journey once, for all three
    verdict("trace", rule="the program keeps a log of visits", ours=ours, twin=attack_with_a_log)
    body = "nginx puts what is sent into a file first"
    verdict("trace", rule=body, ours=ours, twin=lambda: attack(nginx=BODY_IN_A_FILE))
    log = "nginx keeps a log of visits"
    verdict("trace", rule=log, ours=ours, twin=lambda: attack(nginx=KEPT_BY_NGINX))


@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_a_trace_is_found_in_each_shape_wherever_it_begins(tmp_path: Path, before: int) -> None:
    """A search that finds nothing would prove nothing."""
    search = Search((tmp_path,), ())
    search.also_for([COMMENT])
    search.looks("before anything is written")
    for number, shape in enumerate(shapes_of(COMMENT)):
        path = tmp_path / str(number)
        path.write_bytes(b"\xff" * before + shape + b"\xff")
        with pytest.raises(TraceFound, match=str(path)):
            search.looks("now")
        path.unlink()


def test_a_trace_is_found_in_a_file_that_no_folder_names(tmp_path: Path) -> None:
    keeps = (
        "f = tempfile.TemporaryFile(); f.write(sys.argv[1].encode()); f.flush(); print(flush=True); sys.stdin.read()"
    )
    words = [sys.executable, "-c", f"import sys, tempfile; {keeps}", COMMENT]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        search = Search((tmp_path,), (process.pid,))
        search.also_for([COMMENT])
        with pytest.raises(TraceFound, match=str(process.pid)):
            search.looks("now")
        process.communicate(timeout=30)
    search.looks("after it ended")
