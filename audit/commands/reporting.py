"""`steadyground report`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from audit.commands.saying import say_note, say_progress, say_result, write_file
from audit.fallback import marking
from audit.refusals import Refusal
from audit.report_words import form_words, report_words
from audit.settings import Settings
from audit.wording import SOURCE_LANGUAGE, languages, offered, use_language
from audit.wording import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from audit.exhibits.facts import RoundFacts
    from audit.hand import Hand
    from audit.store.models import Round

Paper = Literal["a4", "letter"]
KINDS = ("full", "board", "staff", "appendix", "facilitation")
FORMATS = ("pdf", "html", "docx", "xlsx", "csv", "json")
NUMBERS = ("xlsx", "csv", "json")
"""Forms that hold all that may be told, whatever the kind of report."""
ALL = "all"
FOLDER = click.Path(file_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class File:
    """One file to write. kind: "" where the form holds all that may be told."""

    kind: str
    form: str

    @property
    def words(self) -> str:
        """What it is, for somebody who is watching."""
        return report_words(kind=self.kind, form=self.form) if self.kind else form_words()[self.form]

    def name(self, language: str) -> str:
        """Its name behind organisation and round. English is not named."""
        what = self.kind or ("profile" if self.form == "json" else "numbers")
        return f"{what}{'' if language == SOURCE_LANGUAGE else f'-{language}'}.{self.form}"


def files_of(kinds: Sequence[str], formats: Sequence[str]) -> tuple[File, ...]:
    """Every kind in every form; numbers once, whatever the kinds."""
    reports = [File(kind, form) for kind in kinds for form in formats if form not in NUMBERS]
    return (*reports, *(File("", form) for form in formats if form in NUMBERS))


def chosen(_ctx: click.Context, _param: click.Parameter, given: str) -> tuple[str, ...]:
    """Formats, separated by commas, each of them one that there is; "all" for every one."""
    formats = tuple(dict.fromkeys(part.strip() for part in given.split(",") if part.strip()))
    if formats == (ALL,):
        return FORMATS
    for name in formats:
        if name not in FORMATS:
            raise click.BadParameter(
                _("“%(name)s” is no format of a report; there are %(known)s", name=name, known=", ".join(FORMATS))
            )
    if not formats:
        raise click.BadParameter(_("name one or more of %(known)s", known=", ".join(FORMATS)))
    return formats


def known_kinds(_ctx: click.Context, _param: click.Parameter, given: str) -> tuple[str, ...]:
    """A kind of report that there is, or all of them."""
    if given == ALL:
        return KINDS
    if given not in KINDS:
        raise click.BadParameter(
            _("“%(name)s” is no kind of report; there are %(known)s", name=given, known=", ".join((*KINDS, ALL)))
        )
    return (given,)


def spoken_here(_ctx: click.Context, _param: click.Parameter, given: str) -> str:
    """A language that reports speak."""
    if not offered(given):
        known = ", ".join(one.code for one in languages())
        raise click.BadParameter(_("“%(name)s” is no language here; there are: %(known)s", name=given, known=known))
    return given


LANGUAGE = click.option(
    "--language",
    default=SOURCE_LANGUAGE,
    show_default=True,
    callback=spoken_here,
    help="The language of the report; `steadyground languages` lists them.",
)
PAPER = click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="The paper.")


@click.command(
    help="""Write the reports of a closed round into a folder.

    ROUND is the round's number, or the organisation's part of the address and the number where there are several
    organisations; “all” stands for every closed round. Workbook, table and JSON hold all that may be told, whatever the
    kind, and are written once.

    \b
    Example:
      steadyground report 1 --out reports
      steadyground report riverside/2 --out reports --kind board --format pdf,docx --paper letter --language en
      steadyground report all --out reports --kind all --format all"""
)
@click.argument("round_name", metavar="ROUND")
@click.option("--out", required=True, type=FOLDER, help="The folder to write into; made where it is not there.")
@click.option(
    "--kind",
    "kinds",
    default="full",
    show_default=True,
    callback=known_kinds,
    help="Which report: full, board, staff, appendix, facilitation, or all.",
)
@click.option(
    "--format",
    "formats",
    default="pdf",
    show_default=True,
    callback=chosen,
    help="One or more of pdf, html, docx, xlsx, csv, json, with commas between them; or all.",
)
@PAPER
@LANGUAGE
def command(
    round_name: str, out: Path, kinds: tuple[str, ...], formats: tuple[str, ...], paper: Paper, language: str
) -> None:
    """Reads each round and writes one file for each kind and format."""
    from audit.store.database import open_store

    with open_store(Settings.from_environ(os.environ))() as session:
        for row in _named(session, round_name):
            write_reports(session, row, out, files=files_of(kinds, formats), paper=paper, language=language)


def write_reports(
    session: Session,
    row: Round,
    folder: Path,
    *,
    files: Sequence[File],
    paper: Paper,
    language: str = SOURCE_LANGUAGE,
) -> None:
    """These files in a folder that is made where it is not there; each is named as it is written."""
    from audit.commands.loading import library_in
    from audit.running.hands import hand_of
    from audit.running.results import round_facts
    from audit.store.queries import one_organisation

    with use_language(language), marking():
        facts = round_facts(session, round_id=row.id, library=library_in())
    hand = hand_of(session, round_id=row.id, account_id=None)
    begins = f"{one_organisation(session, organisation_id=row.organisation_id).public_id}-round-{row.number}"
    session.rollback()  # drawing takes a while, and nobody waits for it
    _make(folder)
    for position, file in enumerate(files, start=1):
        say_progress(
            _(
                "Round %(number)s, %(position)s of %(of)s: %(file)s …",
                number=row.number,
                position=position,
                of=len(files),
                file=file.words,
            )
        )
        for name, content in _contents(facts, file, paper=paper, language=language, hand=hand):
            path = folder / f"{begins}-{name}"
            write_file(path, content)
            say_result(str(path))


def _contents(
    facts: RoundFacts, file: File, *, paper: Paper, language: str, hand: Hand
) -> Iterator[tuple[str, str | bytes]]:
    """(end of the name, content). With the profile goes the release as it is kept, which has no language."""
    from audit.method.release import canonical

    yield file.name(language), _rendered(facts, file, paper=paper, language=language, hand=hand)
    if file.form == "json":
        yield "release.json", canonical(facts.release)


def _rendered(facts: RoundFacts, file: File, *, paper: Paper, language: str, hand: Hand) -> bytes:
    from reports.kinds import Form, Kind
    from reports.rendering import render

    try:
        with use_language(language):
            return render(facts, kind=Kind(file.kind or KINDS[0]), form=Form(file.form), paper=paper, hand=hand)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Refusal(
            _("%(file)s cannot be made: %(why)s; make room on the disk, then ask again.", file=file.words, why=why)
        ) from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = os.strerror(error.errno or 0).lower()
        raise Refusal(_("%(folder)s cannot be made: %(why)s; name another folder.", folder=folder, why=why)) from error


def _named(session: Session, name: str) -> list[Round]:
    """The closed rounds of that name: one, or all whose results are kept; a usage error where there is none."""
    if name != ALL:
        return [_one(session, name)]
    found = list(_closed(session).values())
    if not found:
        raise click.UsageError(_("No round has closed yet; reports come when one has."))
    return [row for row in found if _is_kept(session, row)]


def _is_kept(session: Session, row: Round) -> bool:
    """Whether its results are there; said where they are not."""
    from audit.store.queries import find_release

    if find_release(session, round_id=row.id) is not None:
        return True
    say_note(_("Round %(number)s is left out: its results were kept as long as agreed.", number=row.number))
    return False


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
