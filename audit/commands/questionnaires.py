"""`steadyground questionnaires`: check, list, export, print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from audit.commands.saying import say_json, say_result, write_file
from audit.library import QUESTIONNAIRES, load, problems_in
from audit.method.questionnaire import Item, Questionnaire
from audit.wording import gettext as _
from audit.wording import ngettext

if TYPE_CHECKING:
    from reports.handouts import Size

FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=QUESTIONNAIRES,
    help="Another folder of questionnaires.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")


@click.group(
    help="""Check, list, export or print the questionnaires.

    \b
    Example:
      steadyground questionnaires check
      steadyground questionnaires export core --json > core.json"""
)
def command() -> None:
    """The group itself does nothing."""


@command.command(
    help="""Every problem in every file: file, item, what is wrong, the way out. Ends with 1 if there is any.

    \b
    Example:
      steadyground questionnaires check --json"""
)
@FOLDER
@JSON
def check(folder: Path, as_json: bool) -> None:
    """Lists every fault."""
    problems = problems_in(folder)
    if as_json:
        say_json([asdict(p) for p in problems])
    elif problems:
        say_result("\n".join(map(str, problems)))
        say_result(ngettext("%(num)s problem.", "%(num)s problems.", len(problems)))
    else:
        say_result(_("Every file is in order."))
    if problems:
        raise click.exceptions.Exit(1)


@command.command(
    "list",
    help="""The questionnaires that are here.

    \b
    Example:
      steadyground questionnaires list""",
)
@FOLDER
@JSON
def list_(folder: Path, as_json: bool) -> None:
    """One line each."""
    found = [_entry(q) for q in load(folder).questionnaires]
    if as_json:
        say_json(found)
        return
    for entry in found:
        say_result(
            _(
                "%(id)s, edition %(edition)s (%(language)s): %(title)s. %(items)s items, %(low)s to %(high)s minutes.",
                low=entry["minutes"][0],
                high=entry["minutes"][1],
                **{k: v for k, v in entry.items() if k != "minutes"},
            )
        )


def _entry(asked: Questionnaire) -> dict[str, Any]:
    return {
        "id": asked.id,
        "edition": asked.edition,
        "language": asked.language,
        "title": asked.title,
        "minutes": list(asked.minutes),
        "items": len(asked.items),
    }


@command.command(
    help="""One questionnaire, newest edition, with everything each item carries.

    \b
    Example:
      steadyground questionnaires export core --json""",
)
@click.argument("questionnaire", metavar="ID")
@click.option("--language", default="en", show_default=True, help="A language that is there; otherwise English.")
@FOLDER
@JSON
def export(questionnaire: str, language: str, folder: Path, as_json: bool) -> None:
    """Readable, or as JSON."""
    asked = find_questionnaire(questionnaire, folder=folder, language=language)
    if as_json:
        say_json(exported(asked))
        return
    say_result(f"{asked.title}\n{asked.purpose}")
    for page in asked.pages:
        say_result(f"\n{page.title}")
        for item in map(asked.item, page.items):
            say_result(f"  {item.id}  {item.text}")


@command.command(
    "print",
    help="""The paper form of a questionnaire, to be filled in by hand.

    \b
    Example:
      steadyground questionnaires print core --paper letter --large --out core.pdf""",
)
@click.argument("questionnaire", metavar="ID")
@click.option("--language", default="en", show_default=True, help="A language that is there; otherwise English.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="The paper.")
@click.option("--large", "size", flag_value="large", default="usual", help="Large print: 16 points and more.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write.")
@FOLDER
def print_(
    questionnaire: str, language: str, paper: Literal["a4", "letter"], size: Size, out: Path, folder: Path
) -> None:
    """As the first round of an organisation asks it."""
    from reports import form_pdf  # heavy, and only wanted here

    asked = find_questionnaire(questionnaire, folder=folder, language=language).as_asked_in(1)
    write_file(out, form_pdf(asked, size=size, paper=paper))


def find_questionnaire(
    questionnaire: str, *, folder: Path = QUESTIONNAIRES, language: str = "en", edition: str = ""
) -> Questionnaire:
    """The questionnaire of that id; a usage error that lists those there are."""
    library = load(folder)
    try:
        return library.questionnaire(questionnaire, language=language, edition=edition)
    except KeyError:
        known = ", ".join(dict.fromkeys(q.id for q in library.questionnaires))
        raise click.UsageError(
            _("There is no questionnaire “%(id)s”; there are: %(known)s.", id=questionnaire, known=known)
        ) from None


def exported(asked: Questionnaire) -> dict[str, Any]:
    """A questionnaire as other programs get it."""
    return {
        "id": asked.id,
        "edition": asked.edition,
        "title": asked.title,
        "minutes": list(asked.minutes),
        "items": [_exported_item(i) for i in asked.items],
    }


def _exported_item(item: Item) -> Mapping[str, Any]:
    """Keys that do not apply to an item are absent."""
    everything = {
        "id": item.id,
        "principle": item.principle,
        "domain": item.domain,
        "stage": None if item.stage is None else int(item.stage),
        "tier": item.tier,
        "group": item.group,
        "audience": item.audience.value,
        "text": item.text,
        "help": item.help,
        "provenance": [{k: v for k, v in asdict(p).items() if v} for p in item.provenance],
        "actions": list(item.actions),
    }
    return {k: v for k, v in everything.items() if v is not None}
