"""Whether a file is whole: its hashes, the rules that show in a release, and every word worked out again."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from audit.library import Library
from audit.method.questionnaire import Questionnaire
from audit.method.release import FORMAT, NotARelease, Release, from_json, hash_of
from audit.method.verification import faults_of, strangers_in
from audit.outcome import Outcome, file_hash_of, outcome_json
from audit.outcome.beside import without_exact
from audit.outcome.telling import Json
from audit.refusals import Refusal
from audit.wording import gettext as _

CLOSE = 1e-9  # relative: the same formula on another machine
OWN_KEYS = ("file_hash", "hash")  # checked by themselves


class NotWhole(Refusal):
    """A file is not as this program wrote it."""


def read_json(text: str, *, name: str) -> Json:
    """The JSON object in a file; NotWhole where there is none, or where another version of this program wrote it."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise NotWhole(_("%(name)s is not JSON; use the file as it was written.", name=name)) from error
    if not isinstance(found, dict):
        raise NotWhole(_("%(name)s holds no outcome and no release; use the file as it was written.", name=name))
    if _of_another_version(found):
        raise NotWhole(
            _(
                "Another version of this program wrote %(name)s. Use that version for it, or analyse the answers again"
                " with this one.",
                name=name,
            )
        )
    return found


def releases_in(outcome: Mapping[str, Any], *, name: str) -> tuple[Release, ...]:
    """All releases that an outcome holds, oldest first, its own last; NotWhole where a hash does not fit."""
    if "release" not in outcome:
        raise NotWhole(_("%(name)s is no outcome of `steadyground analyse`; use the file it wrote.", name=name))
    if any(_hash_faults(outcome)):
        raise NotWhole(_("%(name)s has changed since it was written; use the file as it was written.", name=name))
    return (*_earlier_in(outcome), _release_in(outcome))


def faults_in(value: Mapping[str, Any], *, library: Library) -> tuple[str, ...]:
    """One sentence for every fault of an outcome, or of a release alone; () where it is whole."""
    found = list(_hash_faults(value)) if "release" in value else []
    try:
        release = _release_in(value)
    except Refusal as no:
        return (*found, *no.sentences)
    found += [_broken(f.where, f.rule) for f in faults_of(release)]
    asked = _questionnaire(release, library)
    if asked is None:
        return (*found, _unknown_edition(release))
    found += [_not_asked(where, release) for where in strangers_in(release, asked)]
    if "release" in value:
        found += _word_faults(value, release, asked, library)
    return tuple(found)


def _of_another_version(value: Mapping[str, Any]) -> bool:
    """Whether it has a format that is not this program's: its hashes are right, and cannot be worked out here."""
    found = value.get("format", FORMAT)
    return isinstance(found, int) and found != FORMAT


def _release_in(value: Mapping[str, Any]) -> Release:
    """The release in an outcome, or what is one by itself; a Refusal where it is none."""
    found = value.get("release", value)
    if not isinstance(found, dict):
        raise NotWhole(_("“release” is no release; use the file as it was written."))
    return _read(found)


def _earlier_in(outcome: Mapping[str, Any]) -> tuple[Release, ...]:
    return tuple(map(_read, outcome["change"]["earlier"])) if "change" in outcome else ()


def _read(value: Mapping[str, Any]) -> Release:
    try:
        return from_json(value)
    except NotARelease as no:
        raise NotWhole(
            _(
                "This is not a release as this program writes it: “%(where)s” is not as expected."
                " Use the file that came out of the round, unchanged.",
                where=no.where,
            )
        ) from no


def _hash_faults(outcome: Mapping[str, Any]) -> Iterator[str]:
    if outcome.get("file_hash") != file_hash_of(outcome):
        yield _("Something in this file has changed since it was written: its “file_hash” does not fit.")
    try:
        fits = outcome.get("hash") == hash_of(_release_in(outcome))
    except Refusal:
        fits = False
    if not fits:
        yield _("The release in this file has changed since it was written: its “hash” does not fit.")


def _broken(where: str, rule: str) -> str:
    return _("The release breaks the rule “%(rule)s” at %(where)s.", rule=rule, where=where)


def _not_asked(where: str, release: Release) -> str:
    return _(
        "The release tells of %(where)s, and edition %(edition)s of “%(id)s” does not ask that.",
        where=where,
        edition=release.edition,
        id=release.questionnaire,
    )


def _questionnaire(release: Release, library: Library) -> Questionnaire | None:
    try:
        found = library.questionnaire(release.questionnaire, edition=release.edition)
    except KeyError:
        return None
    return found if found.item_list == release.item_list else None


def _unknown_edition(release: Release) -> str:
    return _(
        "This program does not have edition %(edition)s of “%(id)s” with the same items, so it cannot work out the"
        " words; use the program that wrote the file.",
        edition=release.edition,
        id=release.questionnaire,
    )


def _word_faults(value: Mapping[str, Any], release: Release, asked: Questionnaire, library: Library) -> list[str]:
    """Every word and every number worked out again from the release, and compared."""
    try:
        wanted = outcome_json(_outcome(value, release, asked, library))
        found = without_exact(value)
    except (Refusal, LookupError, TypeError, ValueError, AttributeError):
        return [_("This file is not built as `steadyground analyse` builds it; use the file as it was written.")]
    for key in OWN_KEYS:
        wanted.pop(key), found.pop(key, None)
    return [
        _("%(where)s is %(found)s; worked out from the release it is %(wanted)s.", where=w, found=f, wanted=x)
        for w, f, x in differences(found, wanted)
    ]


def _outcome(value: Mapping[str, Any], release: Release, asked: Questionnaire, library: Library) -> Outcome:
    number = value.get("round")
    return Outcome(
        asked if number is None else asked.as_asked_in(number),
        library.actions,
        release,
        ratings=value["leaders"]["ratings"] if "leaders" in value else None,
        earlier=_earlier_in(value),
        invented="invented" in value,
        round_number=number,
    )


def differences(found: Any, wanted: Any, where: str = "") -> Iterator[tuple[str, str, str]]:
    """Each place where two JSON values differ: where, found, wanted. Numbers agree to 1e-9 relative."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        for key in dict.fromkeys((*wanted, *found)):
            yield from differences(found.get(key, _MISSING), wanted.get(key, _MISSING), f"{where}/{key}".lstrip("/"))
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        for at, (one, other) in enumerate(zip(found, wanted, strict=True)):
            yield from differences(one, other, f"{where}/{at}")
    elif not _agree(found, wanted):
        yield where, _shown(found), _shown(wanted)


_MISSING = object()


def _agree(found: object, wanted: object) -> bool:
    if isinstance(found, float) and isinstance(wanted, float):
        return math.isclose(found, wanted, rel_tol=CLOSE, abs_tol=CLOSE)
    return type(found) is type(wanted) and found == wanted


def _shown(value: object) -> str:
    if value is _MISSING:
        return _("not there")
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"
