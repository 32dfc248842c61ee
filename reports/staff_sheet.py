"""The staff sheet: what you said, what we will do, what we cannot do and why. Two pages, then one for the wall.

Nothing here compares groups: it is about the whole organisation, for everybody in it.
"""

from __future__ import annotations

from datetime import date, timedelta

from audit.exhibits import words
from audit.exhibits.values import Column, Strong, Table, Words
from audit.method.planning import PlannedAction, PlanStatus
from audit.method.profile import GroupProfile
from audit.promise import Circumstances, Contact, Ledger, promise_of
from audit.wording import gettext as _
from reports.findings import said_by_staff
from reports.manuscript import Block, Exhibited, Manuscript, Paragraph, Part, Points
from reports.opening import DOING, STANDING, TRUST, Matter, about, bound, due, sentence, what_few_can_do

BETWEEN_ROUNDS = timedelta(days=90)
WILL_SHOWN = 5
PROTECTED = (1, 3, 4, 5)
"""Which sentences of the promise stand here: how slips came, that ballots were sealed, who had keys, how large groups
are."""
NOTICED = 3
A_LONG_PLAN = 4
ON_THE_WALL = 3
SAID_ON_THE_WALL = 2
NO_BREAK = "\u00a0"


def staff_sheet(matter: Matter) -> Manuscript:
    """Two pages for everybody who works here, and a third to put up."""
    first = (_thanks(matter), _trust(matter), _said(matter))
    doing = _will(matter)
    second = (_cannot(matter), *_noticed(matter), *_earlier(matter), _you_can(), _support(matter), _next(matter))
    parts = (*first, doing, *second, _poster(matter))
    return bound(matter, title=_title(matter), parts=parts)


def _title(matter: Matter) -> str:
    return _("%(organisation)s: you said, we will, we cannot and why", organisation=matter.facts.organisation)


def _thanks(matter: Matter) -> Part:
    facts = matter.facts
    if facts.rehearsal:
        said = _("Nobody was asked yet. Nothing in this report is a finding about anybody.")
    elif matter.whole is None:
        said = _("Thank you to everybody who answered, and to everybody who thought about it and decided not to.")
    else:
        said = _(
            "%(people)s answered. Thank you, and thank you to everybody who thought about it and decided not to.",
            people=words.people(facts.profile.people).capitalize(),
        )
    return Part("thank-you", _("Thank you"), 1, (Paragraph(said, "lead"), about(matter)))


def _trust(matter: Matter) -> Part:
    """Can we trust this, and how those who answered were protected."""
    trust = matter.shown["trust"]
    finding = trust.finding if matter.whole is not None else f"{trust.finding}. {trust.sentence}"
    blocks = (Paragraph(sentence(finding)), Paragraph(_("How you were protected:")), Points(_protected(matter)))
    return Part(TRUST, _("Can we trust this?"), 1, blocks)


def _protected(matter: Matter) -> tuple[str, ...]:
    here = matter.facts.circumstances
    if matter.facts.rehearsal:
        return (_("Nobody was asked yet, so there was nobody to protect."),)
    if here is None:
        return (_("Anonymity was not in this product’s hands: the answers came from a file."),)
    return (*_promises(here), *_kept(matter))


def _promises(here: Circumstances) -> tuple[str, ...]:
    promise = promise_of(here)
    return tuple(promise[at] for at in PROTECTED)


def _kept(matter: Matter) -> tuple[str, ...]:
    """What became of the box, and whether slips and ballots went together."""
    adds_up = {
        Ledger.ADDS_UP: _("The slips and the ballots add up. The box was destroyed, and nobody can look again."),
        Ledger.DOES_NOT: _("The slips and the ballots do not add up: read on with care. The box was destroyed."),
    }
    return (adds_up[matter.facts.ledger],) if matter.facts.ledger else ()


def _said(matter: Matter) -> Part:
    title, whole = _("Where do we stand? What you said"), matter.whole
    if whole is None:
        k = matter.facts.profile.k
        why = _("Fewer than %(k)s people answered. With so few, results could show what one person said.", k=k)
        return Part(STANDING, title, 1, (Paragraph(why), Paragraph(_("So nothing is shown, to anybody."))))
    return Part(STANDING, title, 1, (Paragraph(sentence(matter.glance.standing), "lead"), *_sentences(matter, whole)))


def _sentences(matter: Matter, whole: GroupProfile) -> tuple[Block, ...]:
    said = said_by_staff(matter.facts, whole)
    if not said:
        return (Paragraph(_("Too few of you could rate the same things for a number to be told.")),)
    return (Points(said),)


def _will(matter: Matter) -> Part:
    active = [a for a in matter.facts.plan if a.status.active][:WILL_SHOWN]
    title = _("What will we do? We will")
    if active:
        return Part(DOING, title, 1, (Exhibited(_will_table(active)),))
    return Part(DOING, title, 1, _not_agreed(matter))


def _will_table(active: list[PlannedAction]) -> Table:
    columns = (
        Column(_("What"), "words", 50),
        Column(_("Who sees to it"), "words", 28),
        Column(_("By when"), "words", 22),
    )
    rows = tuple((Strong(a.title), Words(a.owner or _("nobody yet")), Words(due(a.due_on))) for a in active)
    return Table("we-will-table", _("What is agreed"), columns, rows)


def _not_agreed(matter: Matter) -> tuple[Block, ...]:
    if matter.whole is None:
        return (Points(what_few_can_do()),)
    glance = matter.glance
    open_ = Paragraph(_("Nothing is agreed yet. Before anything is, we talk about the results with you."))
    if not glance.doings:
        return (open_,)
    return (open_, Paragraph(_("The answers point first to:")), Points(tuple(d.what for d in glance.doings)))


def _cannot(matter: Matter) -> Part:
    """What was set aside, each with its note."""
    aside = [a for a in matter.facts.plan if a.status is PlanStatus.SET_ASIDE]
    blocks: tuple[Block, ...] = (
        (Points(tuple(_aside(a) for a in aside)),) if aside else (Paragraph(_nothing_aside(matter)),)
    )
    return Part("we-cannot-and-why", _("We cannot, and why"), 1, blocks, on_new_page=_turns(matter))


def _turns(matter: Matter) -> bool:
    """Whether the back of the sheet begins here: a long plan runs on over both sides."""
    return sum(a.status.active for a in matter.facts.plan) < A_LONG_PLAN


def _aside(action: PlannedAction) -> str:
    if action.note:
        return _("%(what)s: %(why)s", what=action.title, why=sentence(action.note))
    return _("%(what)s: nobody wrote down why. Ask, and you get an answer.", what=action.title)


def _nothing_aside(matter: Matter) -> str:
    if not matter.facts.plan:
        return _("Nothing was turned down so far. If that changes, you hear what and why.")
    return _("Nothing of the plan was set aside so far. If that changes, you hear what and why.")


def _noticed(matter: Matter) -> tuple[Part, ...]:
    """How people notice that an action works; () where none is agreed."""
    active = [a for a in matter.facts.plan if a.status.active and a.sign_of_success][:NOTICED]
    if not active:
        return ()
    said = tuple(_("%(what)s: %(sign)s", what=a.title, sign=sentence(a.sign_of_success)) for a in active)
    return (Part("how-you-will-notice", _("How you will notice"), 1, (Points(said),)),)


def _earlier(matter: Matter) -> tuple[Part, ...]:
    """What can be said of earlier actions; () where there were none, or nothing is compared."""
    exhibit = matter.find("last-plan")
    if exhibit is None:
        return ()
    blocks = (Paragraph(sentence(exhibit.finding)), *matter.note_on("last-plan"))
    return (Part("earlier-actions", _("Did earlier actions move anything?"), 1, blocks),)


def _you_can() -> Part:
    points = (
        _("Say what you think of this sheet, in your team or to the staff representative."),
        _("Ask whoever sees to an action how it goes. They know that you may ask."),
        _("Offer what you know: a practice that works in your team may help another."),
        _("Leave others their silence. Nobody guesses who said what, not even in fun."),
        _("Look after yourself: a break, a limit, a talk with somebody."),
    )
    return Part("what-you-can-do", _("What you can do"), 1, (Points(points),))


def _support(matter: Matter) -> Part:
    contacts = matter.facts.contacts
    lead = Paragraph(_("Reading about this can stir things up. You can turn to:"))
    if not contacts:
        none = _("No contact was named for this round. Your staff representative knows whom you can turn to.")
        return Part("support", _("Someone to talk to"), 1, (Paragraph(none),))
    return Part("support", _("Someone to talk to"), 1, (lead, Points(tuple(map(_contact, contacts)))))


def _contact(contact: Contact) -> str:
    named = f"{contact.name}: {contact.phone}" if contact.phone else contact.name
    return f"{named}, {contact.more}" if contact.more else named


def _next(matter: Matter) -> Part:
    return Part("what-comes-next", _("What comes next"), 1, (Points(_dates(matter)),))


def _dates(matter: Matter) -> tuple[str, ...]:
    """The first day on which something is due, and the first on which they may be asked again."""
    first, again = _first_due(matter), _asked_again(matter)
    return (
        *((_("%(day)s: an action is due. Then you hear how it went.", day=words.day(first)),) if first else ()),
        *((_("%(day)s: the earliest day on which you may be asked again.", day=words.day(again)),) if again else ()),
        _("Your address for the questionnaire shows the results and how the plan goes."),
    )


def _first_due(matter: Matter) -> date | None:
    """The next day on which something is due; days before the round closed are over."""
    closed = matter.facts.closed_on or date.min
    return min(
        (a.due_on for a in matter.facts.plan if a.status.active and a.due_on and a.due_on > closed), default=None
    )


def _asked_again(matter: Matter) -> date | None:
    opened = matter.facts.opened_on
    return opened + BETWEEN_ROUNDS if opened and not matter.facts.rehearsal else None


def _poster(matter: Matter) -> Part:
    """One page for the wall: the shortest way to say what came of it."""
    blocks = (*_poster_said(matter), *_poster_will(matter), *_poster_next(matter))
    return Part("for-the-wall", _("You said. We will."), 1, blocks, on_new_page=True)


def _poster_said(matter: Matter) -> tuple[Block, ...]:
    if matter.whole is None:
        return (Paragraph(_("Too few of you answered for anything to be shown. That is the promise at work."), "lead"),)
    said = said_by_staff(matter.facts, matter.whole)[:SAID_ON_THE_WALL]
    return (Paragraph(sentence(matter.glance.standing), "lead"), *((Points(said),) if said else ()))


def _poster_will(matter: Matter) -> tuple[Block, ...]:
    active = [a for a in matter.facts.plan if a.status.active][:ON_THE_WALL]
    if not active:
        return (
            Paragraph(_("We will talk with you first. Then we agree on a few things, and you hear which."), "lead"),
        )
    said = tuple(f"{a.title} ({_unbroken(due(a.due_on))})" for a in active)
    return (Paragraph(_("We will:"), "lead"), Points(said))


def _unbroken(day: str) -> str:
    """A day that stays on one line of the poster."""
    return day.replace(" ", NO_BREAK)


def _poster_next(matter: Matter) -> tuple[Block, ...]:
    contacts = tuple(map(_contact, matter.facts.contacts[:2]))
    more = Paragraph(_("The sheet says more: what we cannot do and why, and what you can do."))
    return (more, *((Paragraph(_("Someone to talk to:")), Points(contacts)) if contacts else ()))
