"""Attack: with all the rights of the plane for those who answer, open what the office keeps."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audit.settings import kept_secret
from tests.attacks.verdicts import Verdict
from tests.deploy.two_users import GROUP, OFFICE, STAFF, lay, reachable_folder
from tests.running import agencies


@pytest.fixture(name="home")
def _home() -> Iterator[Path]:
    """An installation with an open round, taken over by the two users of the script that is shipped."""
    with reachable_folder() as folder:
        running = agencies.open_round(folder / "home", answers=11)
        settings = running.here.settings
        kept_secret(settings.secrets, "second-step")
        (settings.reports / "elm").mkdir(parents=True)
        (settings.reports / "elm" / "board.txt").write_text("a report that is kept for the board")
        lay(settings.home)
        yield settings.home


def opens_something(home: Path, *, as_user: int) -> Callable[[], bool]:
    """Reads the office's store, its key and a kept report with the rights of one user, who is in the group of both."""

    def attack() -> bool:
        wanted = ("office.sqlite", "secrets/second-step", "reports/elm/board.txt")
        return any(_read(home / name, as_user=as_user) for name in wanted)

    return attack


def _read(path: Path, *, as_user: int) -> bytes:
    """What is in it; b"" for nothing."""
    words = ["cat", "--", str(path)]
    group = [GROUP]
    done = subprocess.run(words, user=as_user, group=as_user, extra_groups=group, capture_output=True, timeout=30)
    return done.stdout


def test_the_user_that_serves_staff_opens_nothing_of_the_office(home: Path, verdict: Verdict) -> None:
    verdict(
        "planes-apart",
        rule="both planes run under one user",
        ours=opens_something(home, as_user=STAFF),
        twin=opens_something(home, as_user=OFFICE),
    )
