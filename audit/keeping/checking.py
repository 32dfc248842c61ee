"""All checks of `steadyground doctor`, in the order in which they are told. None of them changes anything."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from audit.keeping import boxes, folders, reached, rounds
from audit.keeping.findings import Finding, State
from audit.library import QuestionnaireFaults, load
from audit.refusals import Refusal
from audit.settings import Settings
from audit.wording import gettext as _


def everything(settings: Settings, *, nginx: Path | None, now: datetime) -> list[Finding]:
    """Every finding of every check. nginx: a configuration to look over as well, None where there is none. now:
    with its time zone.

    Refusal where this user may not look at all.
    """
    try:
        return _all(settings, nginx=nginx, now=now)
    except OSError as error:
        where, why = error.filename or settings.home, (error.strerror or str(error)).lower()
        raise Refusal(
            _("%(where)s cannot be read: %(why)s; run this as the user that runs the program.", where=where, why=why)
        ) from error


def _all(settings: Settings, *, nginx: Path | None, now: datetime) -> list[Finding]:
    return [
        *reached.check_address(settings),
        *reached.check_debugging(settings),
        *reached.check_gunicorn(settings),
        *(reached.check_nginx(settings, nginx) if nginx else ()),
        *reached.check_pdf_maker(),
        *folders.check_home(settings),
        *folders.check_secrets(settings),
        *folders.check_store_file(settings),
        *folders.check_box_files(settings),
        *folders.check_two_users(settings),
        *folders.check_leftovers(settings),
        *folders.check_room(settings),
        *boxes.check_journals(settings),
        *boxes.check_pragmas(),
        *boxes.check_spill(settings),
        *boxes.check_times(settings),
        *rounds.check_store(settings, now=now),
        *check_questionnaires(settings),
    ]


def check_questionnaires(settings: Settings) -> list[Finding]:
    """Questionnaires load, own ones too."""
    try:
        load(own=settings.questionnaires)
    except QuestionnaireFaults as faults:
        what = str(faults.problems[0])
        return [Finding("questionnaires", State.BREACH, what, _("All of them: steadyground questionnaires check"))]
    return [Finding("questionnaires", State.OK, _("Questionnaires are in order."))]
