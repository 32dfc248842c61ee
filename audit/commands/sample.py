"""`steadyground demo`."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.commands.reporting import FOLDER, FORMATS, KINDS, PAPER, Paper, files_of, write_reports
from audit.commands.saying import say_progress, say_result
from audit.settings import Settings
from audit.wording import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

EVERY = 20  # ballots between two words about how far it is


@click.command(
    help="""Make an invented agency of about 140 people with two yearly rounds, through the same steps that people take,
    and write every kind of report into a folder. The sample agency then is in the product, too, to be explored and
    removed.

    \b
    Example:
      steadyground demo --out sample"""
)
@click.option("--out", required=True, type=FOLDER, help="The folder for the reports; made where it is not there.")
@PAPER
def command(out: Path, paper: Paper) -> None:
    """Builds the sample agency, or takes the one that is there, and writes its reports."""
    from audit.store.database import open_store

    settings = Settings.from_environ(os.environ)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = open_store(settings)
    rounds = _build(store, settings)
    with store() as session:
        _write(session, rounds, out, paper)
    say_result(
        _(
            "To look around: start `steadyground serve`, open %(address)s/office/ and choose the sample agency.",
            address=settings.address,
        )
    )


def _build(store: sessionmaker[Session], settings: Settings) -> tuple[int, ...]:
    from audit.commands.loading import library_in
    from audit.demo import build_sample

    say_progress(_("Making the sample agency …"))
    made = build_sample(
        store, settings=settings, library=library_in(), now=datetime.now().astimezone(), progress=_say_how_far
    )
    return made.rounds


def _say_how_far(sent: int, of: int) -> None:
    if sent % EVERY == 0 or sent == of:
        say_progress(_("  %(sent)s of %(of)s people have answered", sent=sent, of=of))


def _write(session: Session, rounds: tuple[int, ...], out: Path, paper: Paper) -> None:
    from audit.store.queries import one_round

    for round_id in rounds:
        row = one_round(session, round_id=round_id)
        write_reports(session, row, out, files=files_of(KINDS, FORMATS), paper=paper)
