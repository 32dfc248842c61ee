"""`steadyground analyse`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audit.commands.loading import library_in
from audit.commands.questionnaires import find_answered
from audit.commands.reading import Files, Handed, as_asked_in, read_files
from audit.commands.saying import json_text, say_note, say_progress, write_file
from audit.method.counting import K, count
from audit.method.exact import exact_of
from audit.method.questionnaire import Questionnaire
from audit.method.releasing import release_from
from audit.outcome import ANONYMITY, Outcome, outcome_json
from audit.rehearsal import are_invented
from audit.wording import gettext as _

if TYPE_CHECKING:
    from audit.exhibits.facts import RoundFacts

STANDARD_OUTPUT = Path("-")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
FILE_OR_DASH = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to come out. report None: no printed report; k: the fewest people behind any group."""

    questionnaire: str
    k: int
    exact: bool
    json_out: Path
    report: Path | None
    organisation: str


@click.command(
    help="""Work out a profile from a file of answers that you hold: from paper, or from another survey tool.

    ANSWERS.csv has one row a person: the columns place and role (paths such as North/Team 3; empty: rather not say),
    then one column for each item: 0 to 4, dk, na, or empty. Nothing is computed from a file with a fault.

    \b
    Example:
      steadyground analyse answers.csv --people people.csv --json out.json
      steadyground analyse answers.csv --people people.csv --previous last-year.json --json out.json --report out.pdf"""
)
@click.argument("answers", type=FILE, metavar="ANSWERS.csv")
@click.option("--people", required=True, type=FILE, help="Headcounts: the columns tree, path, headcount.")
@click.option("--questionnaire", default="core", show_default=True, metavar="ID", help="What was answered.")
@click.option("--leaders", type=FILE, help="The leadership team's ratings: the columns item, rating, evidence.")
@click.option("--previous", type=FILE, help="The outcome of the round before, as --json wrote it.")
@click.option("--k", default=K, show_default=True, type=click.IntRange(1), help="Fewest people behind any group.")
@click.option("--exact", is_flag=True, help="Add unrounded numbers; never for a report. --k may then be 1 to 9.")
@click.option("--json", "json_out", required=True, type=FILE_OR_DASH, help="For the outcome; - is standard output.")
@click.option("--report", type=NEW_FILE, help="For the printed report (PDF).")
@click.option("--organisation", default="", metavar="NAME", help="The name on the report.")
def command(
    answers: Path, people: Path, leaders: Path | None, previous: Path | None, **wanted: str | int | bool | Path | None
) -> None:
    """Reads everything, then computes, then writes."""
    out = Wanted(**wanted)  # type: ignore[arg-type]  # click has checked every one of them
    _check_called(out, previous)
    asked = as_asked_in(answers, asked=find_answered(out.questionnaire))
    say_progress(_("Reading …"))
    handed = read_files(Files(answers, people, leaders, previous), asked=asked)
    say_progress(_("Counting the answers of %(people)s people …", people=handed.sheet.people))
    outcome = _outcome(handed, asked, out)
    _write(outcome, out, organisation=out.organisation or answers.stem)


def _check_called(out: Wanted, previous: Path | None) -> None:
    if out.k < K and not out.exact:
        raise click.UsageError(
            _("--k is %(k)s, and under %(least)s people nobody is safe; leave it out.", k=out.k, least=K)
        )
    for name, given in (("--report", out.report), ("--previous", previous)):
        if out.exact and given:
            raise click.UsageError(_("--exact does not go with %(name)s; leave one of them out.", name=name))


def _outcome(handed: Handed, asked: Questionnaire, out: Wanted) -> Outcome:
    counts = count(handed.sheet, questionnaire=asked, places=handed.places, roles=handed.roles)
    say_progress(_("Checking that nobody can be worked out …"))
    return Outcome(
        asked,
        library_in().actions,
        release_from(counts, questionnaire=asked, k=out.k),
        ratings=handed.ratings,
        earlier=handed.earlier,
        exact=exact_of(counts, k=out.k) if out.exact else None,
        invented=are_invented(handed.places),
    )


def _write(outcome: Outcome, out: Wanted, *, organisation: str) -> None:
    """The report first: where it cannot be made, no outcome lies about."""
    text = json_text(outcome_json(outcome))
    if out.report is not None:
        from reports import report_pdf  # heavy, and only wanted here

        say_progress(_("Printing the report …"))
        write_file(out.report, report_pdf(_facts(outcome, organisation), paper="a4"))
    if out.json_out == STANDARD_OUTPUT:
        click.echo(text, nl=False)
    else:
        write_file(out.json_out, text)
    say_note(ANONYMITY)


def _facts(outcome: Outcome, organisation: str) -> RoundFacts:
    """What the report may know: there was no round, so no circumstances, no ledger and no days."""
    from audit.exhibits.facts import RoundFacts
    from audit.method.comparison import compare_with_earlier

    earlier = outcome.earlier
    change = compare_with_earlier(earlier, outcome.release)
    return RoundFacts(
        organisation,
        len(earlier) + 1,
        outcome.questionnaire,
        outcome.release,
        outcome.profile,
        circumstances=None,
        ledger=None,
        opened_on=None,
        closed_on=None,
        contacts=(),
        actions=outcome.actions,
        proposals=outcome.proposals,
        leader_gaps=outcome.gaps,
        change=change,
        invented=outcome.invented,
        ratings=outcome.ratings or {},
    )
