"""One whole audit over HTTP alone: sixty people answer, two phrases open the box, the release is all that is left."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from audit.headcounts import read_headcounts
from audit.method.groups import Lens
from audit.staff import create_staff_app
from audit.store.database import open_store
from audit.wording import ROOT
from tests.builders import core, library
from tests.journeys.printing import codes_on
from tests.office.browsing import Clock, Visitor, office_app
from tests.office.test_preparing import makes_a_key
from tests.running.agencies import PASSWORD, settings_in
from tests.staff.people import Person

PLACES = "North\tTeam 1\t24\nNorth\tTeam 2\t20\nSouth\t36"
ROLES = "Practice\t50\nOffice\t30"
TEAMS = ("North/Team 1", "North/Team 2", "South", "")
JOBS = ("Practice", "Office", "")
ANSWERED, PEOPLE = 60, 80
DRAWN_FROM = ("0", "1", "2", "3", "3", "4", "4", "dk", "na", "")


@dataclass
class Audit:
    """An installation, the people at its office, and a clock that they move."""

    home: Path
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.settings = settings_in(self.home)
        self.store = open_store(self.settings)
        self.office = office_app(self.settings, self.store, clock=self.clock)
        self.leader = Visitor(self.office)
        self.rep = Visitor(self.office)
        self.consultant = Visitor(self.office)

    def is_set_up(self) -> None:
        """From the first page to a draft that the staff representative has signed."""
        self.leader.opens("/").opens("/set-up").presses("Continue", people="20-and-more")
        self.leader.presses(
            "Set up and sign in", organisation="Elm House", name="Lea", email="lea@elm.example", password=PASSWORD
        )
        self.leader.opens("/groups").presses("Show me", places=PLACES, roles=ROLES)
        contact = {"first-name": "Staff line", "first-phone": "0100 555 0100"}
        self.leader.opens("/organisation").presses("Save", **contact)
        self.joins(self.rep, "Sam", "staff-rep")
        self.joins(self.consultant, "Cy", "consultant")
        self.leader.opens("/rounds/new").presses("Save")
        self.rep.opens("/rounds/1/co-sign").presses("I agree for the staff")

    def joins(self, person: Visitor, name: str, role: str) -> None:
        """The leader invites, the code changes hands, somebody joins."""
        self.leader.opens("/people").presses("Make a join code", name=name, role=role)
        code = re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", self.leader.text)
        assert code
        email = f"{name.lower()}@elm.example"
        person.opens("/join").presses("Join and sign in", code=code.group(), email=email, password=PASSWORD)

    def slips(self) -> list[str]:
        """Keys made, slips printed, round open: the codes on the paper."""
        self.phrases = {
            seat: " ".join(makes_a_key(who, seat))
            for seat, who in ((1, self.leader), (2, self.rep), (3, self.consultant))
        }
        self.rep.opens("/rounds/1/slips").presses("Make the slips")
        assert self.rep.response is not None
        codes = codes_on(self.rep.response.data)
        self.rep.opens("/rounds/1/open").presses("Open the round now")
        return codes

    def closes(self) -> None:
        """One phrase the day after the last, the other two days later."""
        self.clock.goes_on(timedelta(days=22))
        self.signs_in_again()
        self.rep.opens("/rounds/1/close").presses("Use this phrase", seat="2", phrase=self.phrases[2])
        assert "First phrase done" in self.rep.text
        self.clock.goes_on(timedelta(days=2))
        self.signs_in_again()
        self.consultant.opens("/rounds/1/close").presses("Use this phrase", seat="3", phrase=self.phrases[3])

    def signs_in_again(self) -> None:
        """A day has passed, and nobody stays signed in for so long."""
        for name, who in (("lea", self.leader), ("sam", self.rep), ("cy", self.consultant)):
            who.signs_in(f"{name}@elm.example")


def answers(codes: list[str], audit: Audit, chance: Random) -> list[dict[str, str]]:
    """Sixty people answer, each in their own way; what they said, as a file of answers would hold it."""
    app = create_staff_app(audit.settings, library(), today=lambda: audit.clock().date(), office_beside="/office")
    return [one_answers(Person(app), code, chance) for code in codes]


def one_answers(person: Person, code: str, chance: Random) -> dict[str, str]:
    """From the slip to "thank you"."""
    said = {"place": chance.choice(TEAMS), "role": chance.choice(JOBS)}
    person.enters(code)
    person.press("next", place=offered(person, "place", said["place"]), role=offered(person, "role", said["role"]))
    while person.heading != "Your answers":
        page = {name: chance.choice(DRAWN_FROM) for name in person.statements}
        said |= {name.removeprefix("item-"): word for name, word in page.items()}
        person.press("next", **page)
    person.press("send")
    assert "Thank you" in person.heading
    person.press("finish")
    return said


def offered(person: Person, lens: str, path: str) -> str:
    """The value of the choice that stands for this group; "" for rather not say."""
    if not path:
        return ""
    labels = {e.get("for"): "".join(e.itertext()) for e in person.page.iter("label")}
    inputs = [e for e in person.page.iter("input") if e.get("name") == lens]
    return next(e.get("value", "") for e in inputs if labels[e.get("id")].strip() == path.rpartition("/")[2])


def analysed(folder: Path, said: list[dict[str, str]]) -> dict[str, object]:
    """What `steadyground analyse` makes of the same answers."""
    items = [i.id for i in core().as_asked_in(1).items]
    with (folder / "answers.csv").open("w", newline="", encoding="utf-8") as out:
        rows = csv.DictWriter(out, ("place", "role", *items))
        rows.writeheader()
        rows.writerows(said)
    with (folder / "people.csv").open("w", newline="", encoding="utf-8") as out:
        people = csv.writer(out)
        people.writerow(("tree", "path", "headcount"))
        for lens, text in ((Lens.PLACE, PLACES), (Lens.ROLE, ROLES)):
            groups = [g for g in read_headcounts(text, lens=lens) if g.path]
            people.writerows((lens.value, "/".join(g.path), g.headcount) for g in groups)
    command = ("analyse", "answers.csv", "--people", "people.csv", "--json", "out.json")
    program = [sys.executable, "-m", "audit", *command]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    subprocess.run(program, cwd=folder, env=environment, check=True, capture_output=True)
    outcome: dict[str, object] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return outcome


def test_sixty_people_answer_and_the_release_is_all_that_is_left(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "home")
    audit.is_set_up()
    codes = audit.slips()
    assert len(codes) == len(set(codes)) == PEOPLE
    said = answers(codes[:ANSWERED], audit, Random(7))
    assert {"dk", "na", ""} <= {word for one in said for word in one.values()}

    audit.closes()

    nothing_else_is_left(audit, codes)
    numbers_are_those_of_analyse(audit, tmp_path, said)
    staff_read_the_results(audit)


def nothing_else_is_left(audit: Audit, codes: list[str]) -> None:
    """No box, no page state, no journal; no code and no phrase in any file; no row of anybody's."""
    assert not list(audit.settings.ballots.glob("*"))
    everything = b"".join(f.read_bytes() for f in audit.home.rglob("*") if f.is_file())
    for code in codes:
        assert code.encode() not in everything
        assert code.replace("-", "").encode() not in everything
    for phrase in audit.phrases.values():
        assert phrase.encode() not in everything
    with audit.store() as session:
        from audit.store.queries import outer_removed_of

        assert outer_removed_of(session, round_id=1) == []


def numbers_are_those_of_analyse(audit: Audit, folder: Path, said: list[dict[str, str]]) -> None:
    """The frozen release holds the very numbers that the method gives for the same answers."""
    ours = json.loads(audit.leader.client.get("/rounds/1/release.json").data)
    theirs = analysed(folder, said)
    release = ours.get("release", ours)
    assert isinstance(theirs["release"], dict)
    assert release["people"] == {"high": 99, "low": 50}
    assert release == theirs["release"]


def staff_read_the_results(audit: Audit) -> None:
    """The address that took the answers now shows what came of them."""
    app = create_staff_app(audit.settings, library(), today=lambda: audit.clock().date(), office_beside="/office")
    person = Person(app)
    assert "Score, interval and stage of each principle" in person.text
    assert audit.leader.opens("/rounds/1/profile").status == 200
    assert audit.leader.client.get("/rounds/1/report.pdf").data.startswith(b"%PDF")
