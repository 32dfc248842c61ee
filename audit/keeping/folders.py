"""The folder of the installation: who can read what, what lies about, and how much room there is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from audit.keeping.findings import Finding, State, as_promised
from audit.keeping.packing import is_backup
from audit.keeping.restoring import BEGUN
from audit.settings import Settings
from audit.sharing import is_shared
from audit.wording import gettext as _

OTHERS, GROUP, CHANGING = 0o007, 0o070, 0o222
READ_BY_OTHERS, READ_BY_GROUP = 0o004, 0o040
HALF_DONE = (".going", ".making", ".copy")
FOR_BOTH = ("ballots", "results", "questionnaires", "secrets")  # folders that staff's user enters
KEYS_FOR_BOTH = ("slips",)
ROOM = 200 << 20  # bytes: a year of the largest rounds, twice


def check_home(settings: Settings, *, running_as: int | None = None) -> list[Finding]:
    """Nobody else enters the home folder. running_as: the user's number; None looks."""
    home = settings.home
    if not home.exists():
        what = _("%(home)s is not there yet.", home=home)
        return [Finding("home", State.LOOK, what, _("Start `steadyground serve`, or set STEADYGROUND_HOME."))]
    found = []
    if _mode(home) & OTHERS:
        what = _("Other users of this machine can look into %(home)s.", home=home)
        found.append(Finding("home", State.BREACH, what, f"chmod o= {home}"))
    me = os.geteuid() if running_as is None else running_as
    if home.stat().st_uid != me:
        what = _("%(home)s belongs to another user than the one running this.", home=home)
        found.append(Finding("home", State.LOOK, what, _("Run this as that user; else files could become unreadable.")))
    return as_promised("home", found, _("Only its owner enters %(home)s.", home=home))


def check_secrets(settings: Settings) -> list[Finding]:
    """Keys are read by their owner, by a group at most, and written by nobody."""
    found = []
    for file in _files(settings.secrets):
        if _mode(file) & (OTHERS | CHANGING):
            what = _("The key %(name)s can be read by others, or changed.", name=file.name)
            found.append(Finding("secrets", State.BREACH, what, f"chmod 0400 {file}"))
    return as_promised("secrets", found, _("Keys are read by their owner only."))


def check_store_file(settings: Settings) -> list[Finding]:
    """The office's store is its own user's; whoever serves staff cannot read it."""
    file = settings.office_file
    if not file.exists():
        return [Finding("store-file", State.OK, _("The office's store is no file in this folder."))]
    by_others = _mode(file) & READ_BY_OTHERS and _mode(settings.home) & 0o001
    by_group = _mode(file) & READ_BY_GROUP and _mode(settings.home) & 0o010
    if by_others or by_group:
        what = _("Others than its owner can read %(file)s.", file=file.name)
        return [Finding("store-file", State.BREACH, what, f"chmod 0600 {file}")]
    return [Finding("store-file", State.OK, _("Only its owner reads the office's store."))]


def check_box_files(settings: Settings) -> list[Finding]:
    """Boxes are read by their owner, or by the group of two users where the folder hands its group down."""
    too_much = OTHERS if is_shared(settings.ballots) else OTHERS | GROUP
    found = []
    for file in (settings.ballots, *_files(settings.ballots)):
        if file.exists() and _mode(file) & too_much:
            what = _("Others than their owner can read %(file)s.", file=file.relative_to(settings.home))
            found.append(Finding("box-files", State.BREACH, what, f"chmod go= {file}"))
    return as_promised("box-files", found, _("Only their owner reads sealed boxes."))


def check_two_users(settings: Settings) -> list[Finding]:
    """Where two users share the folder, the group gets at what both need and at nothing of the office."""
    if not is_shared(settings.ballots):
        return [Finding("two-users", State.OK, _("One user of this machine runs both planes."))]
    found = []
    for file in _of_the_office(settings):
        if _mode(file) & GROUP:
            what = _("The user that serves staff can get at %(file)s.", file=file.relative_to(settings.home))
            found.append(Finding("two-users", State.BREACH, what, f"chmod -R go= {file}"))
    for file in _for_staff(settings):
        if not _mode(file) & READ_BY_GROUP:
            what = _("The user that serves staff cannot read %(file)s.", file=file.relative_to(settings.home))
            found.append(Finding("two-users", State.LOOK, what, _("Run deploy/two-users.sh again.")))
    return as_promised("two-users", found, _("Two users of this machine share what both need, and nothing else."))


def _of_the_office(settings: Settings) -> list[Path]:
    """Everything in the folder itself that is not for both, and all keys but those of both."""
    beside = [f for f in sorted(settings.home.iterdir()) if f.name not in FOR_BOTH]
    return [*beside, *(f for f in _files(settings.secrets) if f.name not in KEYS_FOR_BOTH)]


def _for_staff(settings: Settings) -> list[Path]:
    """What staff's user reads: results, own questionnaires, the secret behind the codes."""
    whole = [f for folder in (settings.results, settings.questionnaires) for f in sorted(folder.rglob("*"))]
    return [*whole, *(f for f in _files(settings.secrets) if f.name in KEYS_FOR_BOTH)]


def check_leftovers(settings: Settings) -> list[Finding]:
    """Nothing half made or half destroyed lies about, and no backup lies where it would be lost with the rest."""
    found = []
    half = [f for f in _files(settings.ballots) if any(end in f.name for end in HALF_DONE)]
    if half or (settings.home / BEGUN).exists():
        what = _("A process was stopped while it made, destroyed or restored something.")
        found.append(
            Finding("leftovers", State.LOOK, what, _("Start `steadyground serve`: it finishes. Or restore again."))
        )
    for file in settings.home.glob("*"):
        if file.is_file() and is_backup(file):
            what = _("The backup %(file)s lies in the folder that it is a backup of.", file=file.name)
            found.append(Finding("leftovers", State.LOOK, what, _("Move it to another disk.")))
    return as_promised("leftovers", found, _("Nothing half done lies about."))


def check_room(settings: Settings, *, free: int | None = None) -> list[Finding]:
    """There is room to write. free: bytes; None looks."""
    there = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    left = shutil.disk_usage(there).free if free is None else free
    if left < ROOM:
        what = _("%(left)s MB are free on this disk.", left=left >> 20)
        return [Finding("room", State.LOOK, what, _("Make room: a full disk stops people from sending."))]
    return [Finding("room", State.OK, _("There is room on the disk."))]


def _files(folder: Path) -> list[Path]:
    return sorted(f for f in folder.glob("*") if f.is_file()) if folder.exists() else []


def _mode(path: Path) -> int:
    return path.stat().st_mode
