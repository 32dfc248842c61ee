"""The close door: from sealed ballots to the one release, and then no ballots.

Killed between any two steps, either the release is there or the sealed box still is, never neither; where both are, the
box is destroyed at the next start (`finish_interrupted`). `after` is told the name of each step once it is done.

`cancel` is here, too, because a box may have to go with its round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from random import Random

from sqlalchemy import delete
from sqlalchemy.orm import Session, sessionmaker

from audit import notes_for_staff, results_file
from audit.ballot.box import (
    begin_closing,
    destroy,
    ledger_of,
    manifest_of,
    sealed_ballots,
    sealed_comments,
    withdrawn_of,
    wraps_of,
)
from audit.ballot.files import finish_destroying
from audit.ballot.sealing import NotSealedForThisKey, open_ballot, open_comment
from audit.doors.catching_up import catch_up
from audit.doors.launch import asked_in
from audit.doors.places import ONE_AT_A_TIME, box_of
from audit.doors.resealing import open_comments
from audit.doors.retention import leave_note, note_is_there
from audit.keys import FULL_COST, Cost, remove_layers
from audit.library import Library
from audit.method.answers import Ballot, sheet_of
from audit.method.priorities import are_of, hash_of_design
from audit.method.questionnaire import Questionnaire
from audit.method.release import Release, canonical, from_json, hash_of
from audit.method.releasing import release_of
from audit.method.weights import lists_of
from audit.notes_for_staff import Note, Why
from audit.promise import Keys, Ledger
from audit.refusals import Refusal
from audit.results_file import ResultsFile
from audit.running.comments import put_down, told_of
from audit.running.days import in_words
from audit.running.holders import circumstances_now, forget_newcomer
from audit.running.rounds import mark_cancelled
from audit.running.trail import note
from audit.settings import Settings
from audit.store.frozen import Frozen, frozen_of
from audit.store.models import Holder, OuterRemoved, ReleaseRow, Round, RoundState
from audit.store.queries import (
    closed_rounds_of,
    find_release,
    one_holder,
    one_organisation,
    one_round,
    outer_removed_of,
    rounds_in,
    seats_given_of,
)
from audit.wording import gettext as _

OUTER_REMOVED = "outer-layers-removed"
CLOSING_BEGUN = "closing-begun"
COUNTED = "counted"
RELEASE_COMMITTED = "release-committed"
RESULTS_WRITTEN = "results-written"
BOX_DESTROYED = "box-destroyed"
STEPS_OF_CLOSING = (CLOSING_BEGUN, COUNTED, RELEASE_COMMITTED, RESULTS_WRITTEN, BOX_DESTROYED)


class Progress(StrEnum):
    """What a phrase has brought about."""

    WAITING_FOR_SECOND = "waiting-for-second"
    CLOSED = "closed"


class RoundNotToClose(Refusal):
    """The round is not open: not yet, or it has been closed or cancelled."""


class ClosingDayAhead(Refusal):
    """Staff were promised time until the closing date."""


class PhraseAlreadyGiven(Refusal):
    """This holder gave their phrase; it takes another one's."""


class BoxMissing(Refusal):
    """The box of an open round is not where it was made."""


@dataclass(frozen=True, slots=True)
class Count:
    """What was in the box: numbers that may be told, and whether everything was there."""

    release: Release
    ledger: Ledger


def nothing(_step: str) -> None:
    """What is done after each step in earnest."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a round is closed with. chance: None for the system's own; after: told the name of each step."""

    settings: Settings
    library: Library
    today: date
    chance: Random | None
    after: Callable[[str], None]


def give_phrase(
    session: Session,
    *,
    round_id: int,
    seat: int,
    phrase: str,
    settings: Settings,
    library: Library,
    today: date,
    chance: Random | None = None,
    cost: Cost = FULL_COST,
    after: Callable[[str], None] = nothing,
) -> Progress:
    """One holder's phrase. The first takes the outer layers off and waits; the second, that day or later, closes.

    Two different seats, in either order. UnknownWord, WrongWordCount and WrongPhrase change nothing, nor do
    RoundNotToClose, ClosingDayAhead, PhraseAlreadyGiven and BoxMissing.
    """
    with ONE_AT_A_TIME:
        row = one_round(session, round_id=round_id)
        session.refresh(row)
        path = _box_to_close(row, settings=settings, today=today)
        catch_up(session, row, path=path)
        holder = one_holder(session, round_id=round_id, seat=seat)
        private = find_round_key(session, row, holder, path=path, phrase=phrase, cost=cost)
        if private is None:
            remove_outer_layers(session, row, holder, path=path, phrase=phrase, today=today, cost=cost)
            after(OUTER_REMOVED)
            return Progress.WAITING_FOR_SECOND
        with_these = Means(settings, library, today, chance, after)
        close(session, row, private=private, who=holder.label, means=with_these)
        return Progress.CLOSED


def close(
    session: Session,
    row: Round,
    *,
    private: bytes,
    who: str,
    means: Means,
) -> None:
    """The steps of closing, in the only order in which none of them can lose anything."""
    path = box_of(means.settings, round_id=row.id)
    frozen = frozen_of(row.frozen or {})
    asked = asked_in(frozen, library=means.library)
    begin_closing(path)
    means.after(CLOSING_BEGUN)
    earlier = find_last_beside(session, row, asked=asked)
    counted = count_box(
        path, private=private, frozen=frozen, asked=asked, slips=row.slips, chance=means.chance, earlier=earlier
    )
    comments = open_comments(path, private=private, chance=means.chance) if frozen.comments else ()
    means.after(COUNTED)
    put_down(session, row, comments, chance=means.chance)
    commit_release(session, row, counted=counted, who=who, today=means.today)
    means.after(RELEASE_COMMITTED)
    write_results(session, row, settings=means.settings)
    means.after(RESULTS_WRITTEN)
    destroy_box(means.settings, round_id=row.id)
    means.after(BOX_DESTROYED)


def find_round_key(
    session: Session, row: Round, holder: Holder, *, path: Path, phrase: str, cost: Cost
) -> bytes | None:
    """The round's private key where this phrase is the last that was missing; None where another one is."""
    if row.keys is Keys.ONE:
        blob = wraps_of(path)[holder.seat, holder.seat]
    else:
        waiting = [o for o in outer_removed_of(session, round_id=row.id) if o.inner_seat == holder.seat]
        if not waiting:
            return None
        blob = waiting[0].blob
    (private,) = remove_layers((blob,), phrase=phrase, salt=holder.salt or b"", cost=cost)
    return private


def remove_outer_layers(
    session: Session, row: Round, holder: Holder, *, path: Path, phrase: str, today: date, cost: Cost
) -> None:
    """Keep the round key with this holder's layers off, sealed to each other one. PhraseAlreadyGiven, WrongPhrase."""
    if holder.seat in seats_given_of(session, round_id=row.id):
        raise PhraseAlreadyGiven(
            _("%(who)s gave their phrase already. Now another key holder gives theirs.", who=holder.label)
        )
    wraps = {pair: blob for pair, blob in wraps_of(path).items() if pair[0] == holder.seat}
    opened = remove_layers(tuple(wraps.values()), phrase=phrase, salt=holder.salt or b"", cost=cost)
    for (outer, inner), blob in zip(wraps, opened, strict=True):
        session.add(OuterRemoved(round_id=row.id, outer_seat=outer, inner_seat=inner, blob=blob))
    what = _("Gave the first of two phrases for round %(number)s", number=row.number)
    note(session, organisation_id=row.organisation_id, who=holder.label, what=what, on=today)
    session.commit()


def find_last_beside(session: Session, row: Round, *, asked: Questionnaire) -> Release | None:
    """The release of the last closed round here, also a trial, that told of anybody and asked a part, an item or the
    choice sets of this one: the new release is checked beside it, too. None where there is none."""
    lists, items = lists_of(asked).items(), {item.id for item in asked.items}
    designs = {hash_of_design(design) for design in asked.choices}
    for other in reversed(closed_rounds_of(session, organisation_id=row.organisation_id)):
        found = find_release(session, round_id=other.id)
        if found is not None:
            release = from_json(found.text)
            again = designs & {told.design for told in release.choices.values()}
            if release.whole is not None and (release.lists.items() & lists or items & set(release.process) or again):
                return release
    return None


def count_box(
    path: Path,
    *,
    private: bytes,
    frozen: Frozen,
    asked: Questionnaire,
    slips: int,
    chance: Random | None,
    earlier: Release | None = None,
) -> Count:
    """Open the ballots in memory, shuffled, and count them. Nothing is written.

    earlier: what was told of an earlier round, so that the two together tell no more of anybody than one alone may.
    A ballot that does not open, or answers what was not asked, is left out. Where as many are left out as were taken
    back, and as many comments do not open, printed = counted + withdrawn + unused; else the ledger does not add up.
    """
    sealed = sealed_ballots(path, chance=chance)
    ballots = [b for b in (_opened(s, private=private, frozen=frozen, asked=asked) for s in sealed) if b is not None]
    left_out, comments = len(sealed) - len(ballots), sealed_comments(path, chance=chance)
    comments_left_out = sum(not _opens(comment, private=private) for comment in comments)
    whole = left_out == comments_left_out == withdrawn_of(path) and slips == manifest_of(path).slots
    ledger = ledger_of(path) if whole else Ledger.DOES_NOT
    sheet = sheet_of(ballots, [item.id for item in asked.items], asked.choices)
    release = release_of(sheet, questionnaire=asked, places=frozen.places, roles=frozen.roles, earlier=earlier)
    return Count(release, ledger)


def commit_release(session: Session, row: Round, *, counted: Count, who: str, today: date) -> None:
    """The release and the end of the round, in one transaction; what was left of the keys goes with it.

    Comments were put down for their reviewer in this same transaction: they, too, are either here or in the box.
    """
    session.add(ReleaseRow(round_id=row.id, text=canonical(counted.release), hash=hash_of(counted.release)))
    session.execute(delete(OuterRemoved).where(OuterRemoved.round_id == row.id))
    forget_newcomer(session, round_id=row.id)
    row.state = RoundState.CLOSED
    row.closed_on = today
    row.ledger = counted.ledger
    row.leadership_frozen_at = row.leadership_frozen_at or today
    what = _("Closed round %(number)s with the last phrase that was missing", number=row.number)
    note(session, organisation_id=row.organisation_id, who=who, what=what, on=today)
    session.commit()


def write_results(session: Session, row: Round, *, settings: Settings) -> None:
    """The results file of a closed round, which the staff plane draws from the same hour on."""
    written = results_of(session, row)
    results_file.write(settings.results, written)
    notes_for_staff.remove(settings.results, written.public_id)


def results_of(session: Session, row: Round) -> ResultsFile:
    """What staff may read of a closed round."""
    release = find_release(session, round_id=row.id)
    if release is None:
        raise RoundNotToClose(_("This round has no results yet. They come when it has closed."))
    frozen = frozen_of(row.frozen or {})
    return ResultsFile(
        public_id=frozen.public_id,
        organisation=frozen.organisation,
        number=frozen.number,
        questionnaire=frozen.questionnaire,
        edition=frozen.edition,
        release=from_json(release.text),
        circumstances=circumstances_now(session, row),
        ledger=row.ledger,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        contacts=frozen.contacts,
        invented=one_organisation(session, organisation_id=row.organisation_id).sample,
        comments=told_of(session, round_id=row.id),
    )


def finish_interrupted(store: sessionmaker[Session], *, settings: Settings) -> None:
    """At every start: what a killed process left half done is done. A round with a release has no box, and its results
    file is there until its time is over, and a note from then on; a cancelled round has no box. A box whose round is
    not over is read and never changed."""
    with store() as session:
        if settings.ballots.exists():
            finish_destroying(settings.ballots)
        for row in rounds_in(session, RoundState.CLOSED):
            _finish_results(session, row, settings=settings)
            destroy_box(settings, round_id=row.id)
        for row in rounds_in(session, RoundState.CANCELLED):
            _finish_cancelling(row, settings=settings)
        for row in rounds_in(session, RoundState.OPEN):
            if (path := box_of(settings, round_id=row.id)).exists():
                catch_up(session, row, path=path)


def cancel(session: Session, *, round_id: int, settings: Settings, by: int, today: date) -> None:
    """Give up a round, also an open one whose keys are lost: its ballots go unread, its number is free again, and staff
    read at their address that it was called off.

    Killed in between, the next start leaves the notice and destroys the box.
    """
    row = one_round(session, round_id=round_id)
    mark_cancelled(session, row, by=by, today=today)
    session.execute(delete(OuterRemoved).where(OuterRemoved.round_id == round_id))
    forget_newcomer(session, round_id=round_id)
    session.commit()
    _finish_cancelling(row, settings=settings)


def _finish_cancelling(row: Round, *, settings: Settings) -> None:
    """Where there is a box there are slips, and whoever holds one hears of it before the box goes."""
    path = box_of(settings, round_id=row.id)
    if path.exists():
        manifest = manifest_of(path)
        said = Note(Why.CALLED_OFF, manifest.public_id, manifest.number, manifest.contacts)
        notes_for_staff.write(settings.results, said)
    destroy_box(settings, round_id=row.id)


def destroy_box(settings: Settings, *, round_id: int) -> None:
    """Overwrite and remove the box of a round and everything beside it; nothing happens where there is none."""
    destroy(box_of(settings, round_id=round_id))


def _box_to_close(row: Round, *, settings: Settings, today: date) -> Path:
    if row.state is not RoundState.OPEN:
        raise RoundNotToClose(_("This round is not open, so there is nothing to close. Its page says how it stands."))
    if not row.trial and today <= row.closes_on:
        raise ClosingDayAhead(
            _(
                "Staff were told they have time until %(day)s. The box opens after that day.",
                day=in_words(row.closes_on),
            )
        )
    path = box_of(settings, round_id=row.id)
    if not path.exists():
        raise BoxMissing(
            _("The sealed box of this round is not on this machine. Open it where the round was opened, or cancel it.")
        )
    return path


def _opened(sealed: bytes, *, private: bytes, frozen: Frozen, asked: Questionnaire) -> Ballot | None:
    try:
        ballot = open_ballot(sealed, private)
    except (NotSealedForThisKey, KeyError, TypeError, ValueError):
        return None
    known = ballot.place in frozen.places.paths and ballot.role in frozen.roles.paths
    asked_for = set(ballot.answers) <= {item.id for item in asked.items} and are_of(ballot.choices, asked.choices)
    return ballot if known and asked_for else None


def _opens(sealed_comment: bytes, *, private: bytes) -> bool:
    try:
        open_comment(sealed_comment, private)
    except NotSealedForThisKey:
        return False
    return True


def _finish_results(session: Session, row: Round, *, settings: Settings) -> None:
    latest = closed_rounds_of(session, organisation_id=row.organisation_id)[-1]
    if row.id != latest.id:
        return
    if find_release(session, round_id=row.id) is None:
        if not note_is_there(row, settings=settings):
            leave_note(row, settings=settings)
        return
    wanted = results_of(session, row)
    path = results_file.path_in(settings.results, wanted.public_id)
    if not path.exists() or results_file.read(path) != wanted:
        results_file.write(settings.results, wanted)
