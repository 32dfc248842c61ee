"""`steadyground questionnaires copy | translate | publish`: new files, never a change in one that is there."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

import click

from audit.commands.saying import say_result, write_file
from audit.library import QUESTIONNAIRES, QuestionnaireFaults, load
from audit.library.making import Copy, NotMade, copy_of, published_line, words_file
from audit.library.reading import LANGUAGE, LEADERSHIP, Everything, read_everything
from audit.method.questionnaire import TOGETHER, Questionnaire
from audit.settings import Settings
from audit.wording import SOURCE_LANGUAGE, ngettext
from audit.wording import gettext as _

OTHER_FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another folder of questionnaires, to read and to write in.",
)


@click.command(
    help="""Make a copy of a questionnaire that is yours to change, beside ours, in STEADYGROUND_HOME/questionnaires.

    \b
    Example:
      steadyground questionnaires copy core --as our-core --title "How we work at Riverside\""""
)
@click.argument("questionnaire", metavar="ID")
@click.option("--as", "new_id", required=True, help="The id of the copy: small letters, digits, hyphens.")
@click.option("--title", default="", help="What the copy is called. [default: as the original]")
def copy(questionnaire: str, new_id: str, title: str) -> None:
    """Writes the questionnaire, its crosswalk and its languages, and says what to do next."""
    own = _own()
    read = _read(QUESTIONNAIRES, own)
    files = copy_of(_asked(questionnaire, read), read, Copy(new_id, title.strip()))
    for path, text in files.items():
        _write(own / path, text)
        say_result(str(own / path))
    say_result(_("Change the words in these files as you need them. Say what became of each item in the crosswalk."))
    say_result(_("Then run: steadyground questionnaires check"))


@click.command(
    help="""Begin a translation, or complete one: every string that is missing is added, with the English above it.

    ID is a questionnaire, leadership, actions/core or guides/workshop. The file is written into
    STEADYGROUND_HOME/questionnaires, or into the folder named with --folder. What is in it already stays as it is.

    \b
    Example:
      steadyground questionnaires translate core --language pl"""
)
@click.argument("about", metavar="ID")
@click.option("--language", required=True, help="Its code, such as pl or pt-BR.")
@OTHER_FOLDER
def translate(about: str, language: str, folder: Path | None) -> None:
    """Writes a words file with empty texts for what is missing."""
    if not re.fullmatch(LANGUAGE, language) or language == SOURCE_LANGUAGE:
        raise click.BadParameter(
            _("“%(code)s” is not a language to translate into", code=language), param_hint="--language"
        )
    own = folder or _own()
    read = _read(folder or QUESTIONNAIRES, None if folder else own)
    path, _text, _added = words_file(about, language, read, present="")
    present = (own / path).read_text(encoding="utf-8") if (own / path).is_file() else ""
    path, text, added = words_file(about, language, read, present=present)
    if added:
        _write(own / path, text)
    say_result(str(own / path))
    say_result(ngettext("%(num)s string to translate was added.", "%(num)s strings to translate were added.", added))


@click.command(
    help="""Put a questionnaire's newest edition on the list of those that never change again.

    \b
    Example:
      steadyground questionnaires publish our-core"""
)
@click.argument("questionnaire", metavar="ID")
@OTHER_FOLDER
def publish(questionnaire: str, folder: Path | None) -> None:
    """Adds its hash to PUBLISHED; QuestionnaireFaults where anything stops."""
    own = folder or _own()
    read = _read(folder or QUESTIONNAIRES, None if folder else own)
    asked = _asked(questionnaire, read)
    if folder is None and asked.id not in read.own:
        raise NotMade(_("“%(id)s” is ours and not yours to publish; name one of your own.", id=asked.id))
    load(folder or QUESTIONNAIRES, own=None if folder else own)  # what has a fault is not to be kept for ever
    text, line = published_line(asked, own)
    _write(own / "PUBLISHED", text)
    say_result(line.rstrip("\n"))


def _own() -> Path:
    return Settings.from_environ(os.environ).questionnaires


def _read(folder: Path, own: Path | None) -> Everything:
    """Everything, in English; QuestionnaireFaults where a file cannot be used."""
    read = read_everything(folder, own)
    if stopping := tuple(p for p in read.problems if p.stops):
        raise QuestionnaireFaults(stopping)
    return read


def _asked(questionnaire: str, read: Everything) -> Questionnaire:
    """The newest edition; a usage error for what is no questionnaire by itself."""
    found = read.newest(questionnaire)
    if found is not None:
        return found
    if questionnaire == LEADERSHIP:
        raise click.UsageError(_("The leadership form has no copies; name a questionnaire."))
    if TOGETHER in questionnaire:
        raise click.UsageError(_("One questionnaire at a time; name one of %(ids)s.", ids=questionnaire))
    known = ", ".join(dict.fromkeys(q.id for q, _notes in read.questionnaires))
    raise click.UsageError(
        _("There is no questionnaire “%(id)s”; there are: %(known)s.", id=questionnaire, known=known)
    )


def _write(path: Path, text: str) -> None:
    with suppress(OSError):  # write_file says what is in the way
        path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, text)
