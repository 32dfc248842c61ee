"""What somebody adds to the reports of a round: brand, chapters of their own, pictures, notes, what is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from audit.brands import MAIN, SECOND, readable_colour
from audit.hand import NEVER_LEFT_OUT, Brand, Chapter, Hand, Picture, Where
from audit.own_text import LONGEST_NOTE, MOST_CHAPTERS, PICTURE, PICTURE_NAME, NotToBePrinted, check_text
from audit.pictures import chapter_picture_of, kept_picture, logo_of
from audit.refusals import Refusal
from audit.running.rights import one_of
from audit.running.trail import note
from audit.store.models import Account, BrandRow, ReportChapter, ReportHandRow, ReportPicture, Role, Round
from audit.store.queries import (
    find_brand,
    find_membership,
    find_own_brand,
    find_report_hand,
    one_organisation,
    one_report_chapter,
    one_report_picture,
    one_round,
    report_chapters_of,
    report_pictures_of,
)
from audit.wording import gettext as _

MAY_SHAPE = (Role.LEADER, Role.CONSULTANT)
MOST_PICTURES = 20
LONGEST_NAME = 120
LONGEST_ADDRESS = 300
LONGEST_FOOTER = 80
LONGEST_TITLE = 120
LONGEST_ALT = 200


class TooMuchAdded(Refusal):
    """A round has as many chapters or pictures as a report holds."""


class NotNamed(Refusal):
    """Something has no name, or one that cannot be used."""


class NameTaken(Refusal):
    """Another picture of the round is called that."""


class StillShown(Refusal):
    """A chapter shows the picture."""


@dataclass(frozen=True, slots=True)
class BrandWords:
    """A brand without its logo, as somebody typed it."""

    name: str
    address: str = ""
    footer: str = ""
    main: str = MAIN
    second: str = SECOND


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as a browser sent it. alt: what it shows, in words."""

    content: bytes
    file: str
    alt: str


def hand_of(session: Session, *, round_id: int, account_id: int | None) -> Hand:
    """All that is added to the reports of a round: draft, with the brand of its organisation, else with that of the
    consultant who asks, else with none."""
    row = one_round(session, round_id=round_id)
    chosen = find_report_hand(session, round_id=round_id)
    return Hand(
        brand=_brand_for(session, organisation_id=row.organisation_id, account_id=account_id),
        chapters=_chapters(session, round_id=round_id),
        notes=dict(chosen.notes) if chosen else {},
        left_out=frozenset(chosen.left_out) if chosen else frozenset(),
    )


def _brand_for(session: Session, *, organisation_id: int, account_id: int | None) -> Brand | None:
    row = find_brand(session, organisation_id=organisation_id)
    if row is None and account_id is not None:
        member = find_membership(session, account_id=account_id, organisation_id=organisation_id)
        if member is not None and member.role is Role.CONSULTANT:
            row = find_own_brand(session, account_id=account_id)
    return _brand(row) if row else None


def _brand(row: BrandRow) -> Brand:
    logo = kept_picture(row.logo, alt=row.logo_alt or row.name) if row.logo else None
    return Brand(row.name, row.address, row.footer, row.main, row.second, logo)


def _chapters(session: Session, *, round_id: int) -> tuple[Chapter, ...]:
    """Each with the pictures that it calls by name."""
    rows = report_chapters_of(session, round_id=round_id)
    if not rows:
        return ()
    pictures = {p.name: kept_picture(p.content, alt=p.alt) for p in report_pictures_of(session, round_id=round_id)}
    return tuple(Chapter(r.title, r.text, r.place, _called(r.text, pictures)) for r in rows)


def _called(text: str, pictures: Mapping[str, Picture]) -> dict[str, Picture]:
    return {name: picture for name, picture in pictures.items() if f"{PICTURE}{name}" in text}


def save_brand(session: Session, *, organisation_id: int, own: bool, words: BrandWords, by: int, today: date) -> None:
    """Keep the words and colours of a brand; its logo stays as it is. own: the brand of the consultant who asks, for
    organisations without one.

    NoColour, TooPale, NotNamed, NotForThisRole.
    """
    who = _shaping(session, organisation_id=organisation_id, own=own, by=by)
    if not words.name.strip():
        raise NotNamed(_("Type the name that stands on the reports."))
    main, second = readable_colour(words.main), readable_colour(words.second)
    row = _brand_row(session, organisation_id=organisation_id, own=own, who=who)
    row.name, row.address, row.footer = words.name.strip(), words.address.strip(), words.footer.strip()
    row.main, row.second = main, second
    note(session, organisation_id=organisation_id, who=who.name, what=_saved(own=own), on=today)
    session.commit()


def save_logo(session: Session, *, organisation_id: int, own: bool, sent: Sent, by: int, today: date) -> None:
    """Put a logo in place of the one that was there, drawn anew; NotAPicture, NotForThisRole."""
    who = _shaping(session, organisation_id=organisation_id, own=own, by=by)
    logo = logo_of(sent.content, file=sent.file, alt=sent.alt.strip())
    row = _brand_row(session, organisation_id=organisation_id, own=own, who=who)
    row.logo, row.logo_alt = logo.content, logo.alt
    note(session, organisation_id=organisation_id, who=who.name, what=_saved(own=own), on=today)
    session.commit()


def remove_logo(session: Session, *, organisation_id: int, own: bool, by: int, today: date) -> None:
    """Take the logo off again; nothing where there is none. NotForThisRole."""
    who = _shaping(session, organisation_id=organisation_id, own=own, by=by)
    row = _known_brand(session, organisation_id=organisation_id, own=own, who=who)
    if row is None or row.logo is None:
        return
    row.logo, row.logo_alt = None, ""
    note(session, organisation_id=organisation_id, who=who.name, what=_saved(own=own), on=today)
    session.commit()


def remove_brand(session: Session, *, organisation_id: int, own: bool, by: int, today: date) -> None:
    """Reports show the name alone again; nothing where there is no brand. NotForThisRole."""
    who = _shaping(session, organisation_id=organisation_id, own=own, by=by)
    row = _known_brand(session, organisation_id=organisation_id, own=own, who=who)
    if row is None:
        return
    session.delete(row)
    note(session, organisation_id=organisation_id, who=who.name, what=_("Removed a brand of reports"), on=today)
    session.commit()


def _shaping(session: Session, *, organisation_id: int, own: bool, by: int) -> Account:
    """Whoever may: a brand of one's own is a consultant's."""
    roles = (Role.CONSULTANT,) if own else MAY_SHAPE
    return one_of(session, by=by, organisation_id=organisation_id, roles=roles)


def _known_brand(session: Session, *, organisation_id: int, own: bool, who: Account) -> BrandRow | None:
    if own:
        return find_own_brand(session, account_id=who.id)
    return find_brand(session, organisation_id=organisation_id)


def _brand_row(session: Session, *, organisation_id: int, own: bool, who: Account) -> BrandRow:
    """The row that is there, or a new one that looks like reports without a brand."""
    row = _known_brand(session, organisation_id=organisation_id, own=own, who=who)
    if row is None:
        name = who.name if own else one_organisation(session, organisation_id=organisation_id).name
        row = BrandRow(name=name, address="", footer="", main=MAIN, second=SECOND, logo=None, logo_alt="")
        row.account_id, row.organisation_id = (who.id, None) if own else (None, organisation_id)
        session.add(row)
    return row


def _saved(*, own: bool) -> str:
    return _("Changed the consultant's brand of reports") if own else _("Changed the brand of reports")


def add_chapter(
    session: Session, *, round_id: int, title: str, text: str, where: Where, by: int, today: date
) -> ReportChapter:
    """A chapter behind the others of its place; TooMuchAdded, NotNamed, NotToBePrinted, NotForThisRole."""
    row, who = _round_and_person(session, round_id=round_id, by=by)
    others = report_chapters_of(session, round_id=round_id)
    if len(others) >= MOST_CHAPTERS:
        raise TooMuchAdded(
            _("A report holds %(most)s chapters of your own. Put two of them together first.", most=MOST_CHAPTERS)
        )
    _check_chapter(session, round_id=round_id, title=title, text=text)
    position = max((c.position for c in others), default=0) + 1
    chapter = ReportChapter(round_id=round_id, position=position, place=where, title=title.strip(), text=text.strip())
    session.add(chapter)
    what = _("Added the chapter “%(title)s” to reports of round %(number)s", title=chapter.title, number=row.number)
    note(session, organisation_id=row.organisation_id, who=who.name, what=what, on=today)
    session.commit()
    return chapter


def change_chapter(
    session: Session, *, round_id: int, chapter_id: int, title: str, text: str, where: Where, by: int, today: date
) -> None:
    """New title, text and place; NothingThere, NotNamed, NotToBePrinted, NotForThisRole."""
    row, who = _round_and_person(session, round_id=round_id, by=by)
    chapter = one_report_chapter(session, round_id=round_id, chapter_id=chapter_id)
    _check_chapter(session, round_id=round_id, title=title, text=text)
    chapter.title, chapter.text, chapter.place = title.strip(), text.strip(), where
    what = _("Changed the chapter “%(title)s” of round %(number)s", title=chapter.title, number=row.number)
    note(session, organisation_id=row.organisation_id, who=who.name, what=what, on=today)
    session.commit()


def _check_chapter(session: Session, *, round_id: int, title: str, text: str) -> None:
    if not title.strip():
        raise NotNamed(_("Type a title for the chapter."))
    check_text(text, pictures={p.name for p in report_pictures_of(session, round_id=round_id)})


def move_chapter_up(session: Session, *, round_id: int, chapter_id: int, by: int, today: date) -> None:
    """Before the one that stands in front of it in the same place; nothing for the first. NothingThere,
    NotForThisRole."""
    row, who = _round_and_person(session, round_id=round_id, by=by)
    chapter = one_report_chapter(session, round_id=round_id, chapter_id=chapter_id)
    beside = [c for c in report_chapters_of(session, round_id=round_id) if c.place is chapter.place]
    at = beside.index(chapter)
    if at == 0:
        return
    before = beside[at - 1]
    before.position, chapter.position = chapter.position, before.position
    what = _("Moved the chapter “%(title)s” of round %(number)s", title=chapter.title, number=row.number)
    note(session, organisation_id=row.organisation_id, who=who.name, what=what, on=today)
    session.commit()


def remove_chapter(session: Session, *, round_id: int, chapter_id: int, by: int, today: date) -> None:
    """Take a chapter out; NothingThere, NotForThisRole."""
    row, who = _round_and_person(session, round_id=round_id, by=by)
    chapter = one_report_chapter(session, round_id=round_id, chapter_id=chapter_id)
    session.delete(chapter)
    what = _("Removed the chapter “%(title)s” of round %(number)s", title=chapter.title, number=row.number)
    note(session, organisation_id=row.organisation_id, who=who.name, what=what, on=today)
    session.commit()


def add_picture(session: Session, *, round_id: int, name: str, sent: Sent, by: int, today: date) -> None:
    """A picture for chapters, drawn anew. name: how texts call it.

    NotNamed, NameTaken, TooMuchAdded, NotAPicture, NotForThisRole.
    """
    row, who = _round_and_person(session, round_id=round_id, by=by)
    _check_picture_name(name, report_pictures_of(session, round_id=round_id))
    if not sent.alt.strip():
        raise NotNamed(_("Say in a few words what the picture shows, for those who cannot see it."))
    drawn = chapter_picture_of(sent.content, file=sent.file, alt=sent.alt.strip())
    session.add(ReportPicture(round_id=round_id, name=name, alt=drawn.alt, content=drawn.content))
    what = _("Added the picture “%(name)s” to reports of round %(number)s", name=name, number=row.number)
    note(session, organisation_id=row.organisation_id, who=who.name, what=what, on=today)
    session.commit()


def _check_picture_name(name: str, others: Sequence[ReportPicture]) -> None:
    if not PICTURE_NAME.fullmatch(name):
        raise NotNamed(_("Name the picture with small letters, digits and hyphens, such as: our-hall."))
    if any(p.name == name for p in others):
        raise NameTaken(_("Another picture is called “%(name)s”. Give this one a name of its own.", name=name))
    if len(others) >= MOST_PICTURES:
        raise TooMuchAdded(_("A round holds %(most)s pictures. Remove one first.", most=MOST_PICTURES))


def remove_picture(session: Session, *, round_id: int, picture_id: int, by: int, today: date) -> None:
    """Take a picture out; StillShown, NothingThere, NotForThisRole."""
    row, who = _round_and_person(session, round_id=round_id, by=by)
    picture = one_report_picture(session, round_id=round_id, picture_id=picture_id)
    for chapter in report_chapters_of(session, round_id=round_id):
        if re.search(rf"{PICTURE}{re.escape(picture.name)}(?![a-z0-9-])", chapter.text):
            raise StillShown(
                _(
                    "“%(title)s” shows the picture “%(name)s”. Take it out of that chapter first.",
                    title=chapter.title,
                    name=picture.name,
                )
            )
    session.delete(picture)
    what = _("Removed the picture “%(name)s” of round %(number)s", name=picture.name, number=row.number)
    note(session, organisation_id=row.organisation_id, who=who.name, what=what, on=today)
    session.commit()


def save_notes(
    session: Session, *, round_id: int, notes: Mapping[str, str], left_out: frozenset[str], by: int, today: date
) -> None:
    """Notes on exhibits and which of them are left out, in place of what was chosen before.

    NotToBePrinted where a note is too long, NotForThisRole.
    """
    row, who = _round_and_person(session, round_id=round_id, by=by)
    if any(len(text) > LONGEST_NOTE for text in notes.values()):
        raise NotToBePrinted(note_too_long())
    chosen = find_report_hand(session, round_id=round_id)
    if chosen is None:
        chosen = ReportHandRow(round_id=round_id)
        session.add(chosen)
    chosen.notes = {exhibit: text.strip() for exhibit, text in sorted(notes.items()) if text.strip()}
    chosen.left_out = sorted(left_out - NEVER_LEFT_OUT)
    what = _("Chose what reports of round %(number)s show", number=row.number)
    note(session, organisation_id=row.organisation_id, who=who.name, what=what, on=today)
    session.commit()


def note_too_long() -> str:
    """What is said of a note that is longer than its place."""
    return _("A note has %(most)s letters at most. Shorten it, or write a chapter of your own.", most=LONGEST_NOTE)


def _round_and_person(session: Session, *, round_id: int, by: int) -> tuple[Round, Account]:
    row = one_round(session, round_id=round_id)
    return row, one_of(session, by=by, organisation_id=row.organisation_id, roles=MAY_SHAPE)
