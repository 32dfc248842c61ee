"""Pages with one thing to say and where to go from here."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response

from audit.ballot.manifest import Manifest
from audit.notes_for_staff import Note, Why
from audit.staff.drawing import draw
from audit.staff.plane import Frame, Plane
from audit.staff.sentences import day_in_words
from audit.wording import gettext as _

Link = tuple[str, str, str]
"""Text, address, kind of button."""


def not_started(plane: Plane, frame: Frame, here: Manifest) -> Response:
    """Slips are out before their day."""
    return _notice(
        plane,
        frame,
        _("This has not started yet"),
        _("%(asker)s will say when. Keep your slip, and come back to this address.", asker=here.asked_by),
    )


def ended(plane: Plane, frame: Frame, here: Manifest) -> Response:
    """The last day is over, the results are not there yet."""
    return _notice(
        plane,
        frame,
        _("This is closed. The results follow."),
        _("The last day was %(day)s. Nothing can be sent any more.", day=day_in_words(here.closes_on)),
        _("Once the box is opened, the results stand at this same address. You see them when your leaders do."),
    )


def no_results(plane: Plane, frame: Frame, note: Note) -> Response:
    """The last round has left no results, and none of an earlier one stand here."""
    match note.why:
        case Why.CALLED_OFF:
            return _notice(plane, frame, _("This round was called off"), *called_off_sentences())
        case Why.EXPIRED:
            return _notice(plane, frame, _("These results are no longer here"), *_expired_sentences(note))


def called_off_sentences() -> tuple[str, ...]:
    """What became of what was sent, and what comes next."""
    return (
        _("The last round was called off. What was sent was destroyed unread, so nobody can read it."),
        _("Slips of that round open nothing any more. For a new round, you get a new slip."),
    )


def _expired_sentences(note: Note) -> tuple[str, ...]:
    return (
        _("The results of round %(number)s were kept for as long as staff were promised.", number=note.number),
        _("That time is over, so they were removed, as promised. Leaders cannot read them here any more, either."),
        _("What somebody printed or saved before is out of reach for this site."),
        _("For a new round, you get a new slip."),
    )


def not_found(plane: Plane, frame: Frame) -> Response:
    """No page has this address."""
    return _notice(
        plane,
        frame,
        _("There is no page at this address"),
        _("Look at the address on your slip or poster again, and type it as it stands there."),
        _("If it worked before, these questions were called off. Every answer was destroyed with them."),
        status=404,
        links=(_first_page(frame),),
    )


def not_our_page(plane: Plane, frame: Frame) -> Response:
    """A form whose cookie is gone: the browser was closed in between, or keeps no cookies."""
    return _notice(
        plane,
        frame,
        _("That page was from an earlier visit"),
        _("Nothing was sent, and nothing was kept. Your slip is still good: go to the first page and begin again."),
        _("If you see this again, your browser keeps no cookies. This site needs one, until you finish."),
        status=400,
        links=(_first_page(frame),),
    )


def wrong_way(plane: Plane, frame: Frame) -> Response:
    """A request that no page of ours makes."""
    return _notice(
        plane,
        frame,
        _("This site does not know that request"),
        _("Go to the first page. What you answered so far is still there."),
        status=405,
        links=(_first_page(frame),),
    )


def too_large(plane: Plane, frame: Frame) -> Response:
    """More was sent than any page of ours asks for."""
    return _notice(
        plane,
        frame,
        _("That was more than this page can take"),
        _("Nothing of it was kept. Go back, and send less."),
        status=413,
        links=(_first_page(frame),),
    )


def broken(plane: Plane, frame: Frame) -> Response:
    """Our own fault."""
    return _notice(
        plane,
        frame,
        _("Something broke on our side"),
        _("It was not you. What you answered before this page is still there: go to the first page and go on."),
        _("If it happens again, tell the person who gave you your slip. Nobody can see that it was you."),
        status=500,
        links=(_first_page(frame),),
    )


def first_page(plane: Plane, frame: Frame) -> Response:
    """Nothing is here yet: look at the sample, or set up."""
    office = plane.office_beside
    return _notice(
        plane,
        frame,
        _("Welcome to Steadyground"),
        _("Steadyground asks the people who work in an organisation how safe, fair and well led the work is."),
        _("Nothing is set up on this site yet. Have a look round first, or begin with your own."),
        links=(
            (_("Explore the sample agency"), f"{frame.root}{office}/sample", ""),
            (_("Set up your own"), f"{frame.root}{office}/set-up", "second"),
        ),
    )


def several(plane: Plane, frame: Frame) -> Response:
    """Several organisations use this site, and none is named to a stranger."""
    return _notice(
        plane,
        frame,
        _("Use the address on your slip"),
        _("More than one organisation uses this site. The address on your slip or poster leads to yours."),
    )


def _first_page(frame: Frame) -> Link:
    return (_("Go to the first page"), frame.address, "")


def _notice(
    plane: Plane, frame: Frame, title: str, *sentences: str, status: int = 200, links: Sequence[Link] = ()
) -> Response:
    return draw(plane, frame, "notice", status=status, title=title, sentences=sentences, links=links)
