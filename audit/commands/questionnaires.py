"""`steadyground questionnaires`: check, list, export, print; what makes new files is in `owning`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from audit.commands.exporting import LEADERS, exported, exported_leadership, listed
from audit.commands.loading import library_in, own_folder
from audit.commands.owning import copy, publish, translate
from audit.commands.saying import say_json, say_result, write_file
from audit.commands.surveying import Wanted, refuse_leadership, write_xlsform
from audit.library import QUESTIONNAIRES, Library, problems_in
from audit.method.questionnaire import TOGETHER, Audience, Questionnaire
from audit.minutes import minutes_in_words
from audit.together import NotAskedTogether, check_together
from audit.wording import gettext as _
from audit.wording import ngettext, use_language

if TYPE_CHECKING:
    from reports.forms import Size

FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=QUESTIONNAIRES,
    help="Another folder of questionnaires.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")


@click.group(
    help="""Check, list, export or print the questionnaires; copy, translate or publish one.

    \b
    Example:
      steadyground questionnaires check
      steadyground questionnaires export core --json > core.json"""
)
def command() -> None:
    """The group itself does nothing."""


@command.command(
    help="""Every problem in every file: file, line, item, what is wrong, the way out. Ends with 1 if there is any.

    With a problem that "stops" the product does not start. The others are for an editor to look at.

    \b
    Example:
      steadyground questionnaires check --json"""
)
@FOLDER
@JSON
def check(folder: Path, as_json: bool) -> None:
    """Lists every fault."""
    problems = problems_in(folder, own=own_folder(folder))
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
    help="""The questionnaires and the leadership form: how much each asks for, who answers, in which languages.

    \b
    Example:
      steadyground questionnaires list""",
)
@FOLDER
@JSON
def list_(folder: Path, as_json: bool) -> None:
    """One line each."""
    found = listed(library_in(folder))
    if as_json:
        say_json(found)
        return
    for entry in found:
        say_result(_line(entry))


def _line(entry: Mapping[str, Any]) -> str:
    low, high = entry["minutes"]
    parts = [
        _("%(id)s, edition %(edition)s: %(title)s", id=entry["id"], edition=entry["edition"], title=entry["title"]),
        ngettext("%(num)s item", "%(num)s items", entry["items"]),
        *(
            [ngettext("%(num)s choice set", "%(num)s choice sets", entry["choice_sets"])]
            if "choice_sets" in entry
            else []
        ),
        minutes_in_words((low, high)),
        _who(entry["who"]),
        ", ".join(_language(one) for one in entry["languages"]),
    ]
    return "; ".join(parts)


def _who(who: str) -> str:
    return {
        Audience.EVERYONE.value: _("everyone answers"),
        Audience.PRACTICE.value: _("practice staff answer"),
        Audience.SUPERVISORS.value: _("supervisors answer"),
        LEADERS: _("the leadership team fills it in together"),
    }[who]


def _language(one: Mapping[str, Any]) -> str:
    return _("%(language)s (draft)", language=one["language"]) if one["draft"] else str(one["language"])


@command.command(
    help="""One questionnaire, newest edition, with everything each item carries; or as a form for KoboToolbox and ODK.

    With --people an XLSForm asks for place and role, small groups folded as in a round. Export the answers with the
    columns place, role and items only, and hand them to `steadyground analyse`.

    \b
    Example:
      steadyground questionnaires export core --json
      steadyground questionnaires export core+digital --xlsform form.xlsx --people people.csv""",
)
@click.argument("questionnaire", metavar="ID")
@click.option("--language", default="en", show_default=True, help="A language that is there; otherwise English.")
@click.option("--xlsform", type=click.Path(dir_okay=False, path_type=Path), help="The form to write (FILE.xlsx).")
@click.option(
    "--people",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Headcounts, for an XLSForm that asks for place and role.",
)
@FOLDER
@JSON
def export(
    questionnaire: str, language: str, xlsform: Path | None, people: Path | None, folder: Path, as_json: bool
) -> None:
    """Readable, as JSON, or as an XLSForm."""
    if xlsform is not None:
        refuse_leadership(questionnaire, library_in(folder))
        asked = find_questionnaire(questionnaire, folder=folder, language=language)
        write_xlsform(asked, library_in(folder), Wanted(xlsform, people, language))
        return
    if people is not None:
        raise click.UsageError(_("--people goes with --xlsform; name the form to write, or leave --people out."))
    library = library_in(folder)
    if questionnaire == library.leadership.id:
        _export_leadership(library, language, as_json=as_json)
        return
    asked = find_questionnaire(questionnaire, folder=folder, language=language)
    if as_json:
        say_json(exported(asked))
    else:
        _say_in_full(asked)


def _say_in_full(asked: Questionnaire) -> None:
    say_result(f"{asked.title}\n{asked.purpose}")
    for page in asked.pages:
        say_result(f"\n{page.title}")
        for item in map(asked.item, page.items):
            say_result(f"  {item.id}  {item.text}")
    for design in asked.choices:
        say_result(f"\n{design.title}\n{design.question}")
        for attribute in design.attributes:
            say_result(f"  {attribute.id}  {attribute.name}")


def _export_leadership(library: Library, language: str, *, as_json: bool) -> None:
    found = exported_leadership(library, language)
    if as_json:
        say_json(found)
        return
    say_result(f"{found['title']}\n{library.leadership_in(language).purpose}\n")
    for item in found["items"]:
        say_result(f"  {item['id']}  {item['text']}\n      {item['evidence']}")


@command.command(
    "print",
    help="""The paper form of a questionnaire, or of several together, to be filled in by hand.

    Staff hand it in with their slip; the staff representative or the third key holder keys all forms in at once, on the
    page for staff ("Key in paper forms"). A round's own form, with its places and roles, is printed at the office.

    \b
    Example:
      steadyground questionnaires print core+digital --paper letter --large --out form.pdf
      steadyground questionnaires print leadership --out leaders.pdf""",
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
    from reports import form_pdf, leadership_form_pdf  # heavy, and only wanted here

    library = library_in(folder)
    form = library.leadership_in(language)
    if questionnaire != form.id and form.id in questionnaire.split(TOGETHER):
        raise click.UsageError(
            _(
                "The leadership form is a form of its own: print “%(id)s” by itself, and the others without it.",
                id=form.id,
            )
        )
    if questionnaire == form.id:
        asked = library.questionnaire(TOGETHER.join(form.mirrors), language=language).as_asked_in(1)
        with use_language(asked.language):
            write_file(out, leadership_form_pdf(asked, form, size=size, paper=paper))
        return
    asked = find_questionnaire(questionnaire, folder=folder, language=language).as_asked_in(1)
    with use_language(asked.language):
        write_file(out, form_pdf(asked, size=size, paper=paper))


def find_questionnaire(
    questionnaire: str, *, folder: Path = QUESTIONNAIRES, language: str = "en", edition: str = ""
) -> Questionnaire:
    """The questionnaire of that id, or several as one ("core+digital"); a usage error that lists those there are, or
    says why these are not asked together."""
    library = library_in(folder)
    try:
        ids = questionnaire.split(TOGETHER)
        if len(ids) > 1:
            check_together([library.questionnaire(one) for one in ids])
        return library.questionnaire(questionnaire, language=language, edition=edition)
    except NotAskedTogether as no:
        raise click.UsageError(" ".join(no.sentences)) from None
    except KeyError:
        known = ", ".join(dict.fromkeys(q.id for q in library.questionnaires))
        raise click.UsageError(
            _("There is no questionnaire “%(id)s”; there are: %(known)s.", id=questionnaire, known=known)
        ) from None


def find_answered(questionnaire: str) -> Questionnaire:
    """The same for what a file can hold answers to: a usage error where there is nothing but choice sets."""
    asked = find_questionnaire(questionnaire)
    if asked.items:
        return asked
    raise click.UsageError(
        _("“%(id)s” has choice sets and no statements, and a file holds answers to statements only.", id=questionnaire)
        + " "
        + _("Name a main questionnaire, such as core.")
    )


for made in (copy, translate, publish):
    command.add_command(made)
