"""`steadyground simulate`."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np

from audit.answer_files import answers_text
from audit.commands.questionnaires import find_answered
from audit.commands.saying import say_progress, say_result, write_file
from audit.people_files import people_text
from audit.rehearsal import rehearse
from audit.wording import gettext as _


@click.command(
    help="""Invent answers of an organisation that does not exist, for rehearsals. Every place is marked as invented.

    \b
    Example:
      steadyground simulate --questionnaire core --people 300 --seed 1 --out answers.csv --people-out people.csv"""
)
@click.option("--questionnaire", default="core", show_default=True, metavar="ID", help="What they answer.")
@click.option("--people", required=True, type=click.IntRange(1, 1_000_000), help="How many people answer.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="The same seed, the same answers.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File for the answers.")
@click.option(
    "--people-out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="And the headcounts."
)
def command(questionnaire: str, people: int, seed: int, out: Path, people_out: Path) -> None:
    """Two files that `analyse` reads."""
    asked = find_answered(questionnaire)
    say_progress(_("Inventing the answers of %(people)s people …", people=people))
    made = rehearse(asked, people=people, chance=np.random.default_rng(seed))
    write_file(out, answers_text(made.sheet))
    write_file(people_out, people_text((made.places, made.roles)))
    say_result(
        _(
            "%(people)s invented people of %(staff)s: %(out)s and %(people_out)s",
            people=people,
            staff=made.places.headcount,
            out=out,
            people_out=people_out,
        )
    )
