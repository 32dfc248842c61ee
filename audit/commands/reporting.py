"""`steadyground report`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from audit.commands.saying import say_progress, say_result, write_file
from audit.fallback import marking
from audit.refusals import Refusal
from audit.settings import Settings
from audit.wording import SOURCE_LANGUAGE, languages, offered, use_language
from audit.wording import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from audit.exhibits.facts import RoundFacts
    from audit.store.models import Round

Paper = Literal["a4", "letter"]
KINDS = ("full",)
FORMATS = ("pdf", "json")
FOLDER = click.Path(file_okay=False, path_type=Path)


def chosen(_ctx: click.Context, _param: click.Parameter, given: str) -> tuple[str, ...]:
    """Formats, separated by commas, each of them one that there is."""
    formats = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    for name in formats:
        if name not in FORMATS:
            raise click.BadParameter(
                _("“%(name)s” is not written yet; there are %(known)s", name=name, known=_known(FORMATS))
            )
    if not formats:
        raise click.BadParameter(_("name one or more of %(known)s", known=_known(FORMATS)))
    return formats


def known_kind(_ctx: click.Context, _param: click.Parameter, given: str) -> str:
    """A kind of report that there is."""
    if given not in KINDS:
        raise click.BadParameter(
            _("“%(name)s” is not written yet; there is %(known)s", name=given, known=_known(KINDS))
        )
    return given


def spoken_here(_ctx: click.Context, _param: click.Parameter, given: str) -> str:
    """A language that reports speak."""
    if not offered(given):
        known = ", ".join(one.code for one in languages())
        raise click.BadParameter(_("“%(name)s” is no language here; there are: %(known)s", name=given, known=known))
    return given


def _known(names: Sequence[str]) -> str:
    return _(" and ").join(names)


LANGUAGE = click.option(
    "--language",
    default=SOURCE_LANGUAGE,
    show_default=True,
    callback=spoken_here,
    help="The language of the report; `steadyground languages` lists them.",
)
PAPER = click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="The paper.")


@click.command(
    help="""Write the printed report of a closed round into a folder.

    ROUND is the round's number, or the organisation's part of the address and the number where there are several
    organisations.

    \b
    Example:
      steadyground report 1 --out reports
      steadyground report riverside/2 --out reports --format pdf,json --paper letter --language en"""
)
@click.argument("round_name", metavar="ROUND")
@click.option("--out", required=True, type=FOLDER, help="The folder to write into; made where it is not there.")
@click.option("--kind", default="full", show_default=True, callback=known_kind, help="Which report: full.")
@click.option("--format", "formats", default="pdf", show_default=True, callback=chosen, help="pdf, json, or pdf,json.")
@PAPER
@LANGUAGE
def command(round_name: str, out: Path, kind: str, formats: tuple[str, ...], paper: Paper, language: str) -> None:  # noqa: ARG001 - one kind so far
    """Reads the round and writes one file for each format."""
    from audit.store.database import open_store

    with open_store(Settings.from_environ(os.environ))() as session:
        row = _one(session, round_name)
        write_reports(session, row, out, formats=formats, paper=paper, language=language)


def write_reports(
    session: Session,
    row: Round,
    folder: Path,
    *,
    formats: Sequence[str],
    paper: Paper,
    language: str = SOURCE_LANGUAGE,
) -> None:
    """One file for each format in a folder that is made where it is not there; each is named as it is written."""
    from audit.commands.loading import library_in
    from audit.running.results import round_facts
    from audit.store.queries import one_organisation

    with use_language(language), marking():
        facts = round_facts(session, round_id=row.id, library=library_in())
    address = one_organisation(session, organisation_id=row.organisation_id).public_id
    _make(folder)
    for name in formats:
        say_progress(_("Writing the report of round %(number)s as %(name)s …", number=row.number, name=name))
        path = folder / f"{address}-round-{row.number}-{_what(name, language)}.{name}"
        with use_language(language):
            content = _content(facts, name, paper)
        write_file(path, content)
        say_result(str(path))


def _what(name: str, language: str) -> str:
    """A release has no language; a report names its own where it is not English."""
    if name == "json":
        return "release"
    return "full" if language == SOURCE_LANGUAGE else f"full-{language}"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = os.strerror(error.errno or 0).lower()
        raise Refusal(_("%(folder)s cannot be made: %(why)s; name another folder.", folder=folder, why=why)) from error


def _content(facts: RoundFacts, name: str, paper: Paper) -> str | bytes:
    if name == "json":
        from audit.method.release import canonical

        return canonical(facts.release)
    from reports import report_pdf

    return report_pdf(facts, paper=paper)


def _one(session: Session, name: str) -> Round:
    """The closed round of that name; a usage error that lists those there are."""
    found = _closed(session)
    fitting = [row for full, row in found.items() if name in (full, full.rpartition("/")[2])]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(found) or _("none")
    if fitting:
        raise click.UsageError(
            _("Several rounds are called %(name)s; write one of: %(known)s.", name=name, known=known)
        )
    raise click.UsageError(_("No closed round is called %(name)s; there are: %(known)s.", name=name, known=known))


def _closed(session: Session) -> dict[str, Round]:
    from audit.store.models import RoundState
    from audit.store.queries import one_organisation, rounds_in

    return {
        f"{one_organisation(session, organisation_id=row.organisation_id).public_id}/{row.number}": row
        for row in rounds_in(session, RoundState.CLOSED)
    }
