"""The agreement between leaders and staff: who promises what, until when, and what follows if it is broken."""

from __future__ import annotations

from audit.paper import who_keys
from audit.papers.values import Paper, PaperFacts, Part, keys_of, start_no_advice, status_of
from audit.promise import WayIn
from audit.wording import gettext as _


def agreement(facts: PaperFacts) -> Paper:
    """To be signed before the round opens, by those who hold it together."""
    return Paper(
        "agreement",
        _("Agreement between leaders and staff"),
        _("What we promise each other about round %(number)s at %(who)s.", number=facts.number, who=facts.organisation),
        status_of(facts),
        (
            _what_is_asked(facts),
            _leaders(facts),
            _representative(facts),
            *_third_person(facts),
            *_reviewer(facts),
            _who_keys_paper(facts),
            Part(
                _("If it is broken"),
                (
                    _("Whoever sees that one of these promises is not kept says so to any of the others."),
                    _("They stop the round together, or write down openly what happened. The report says it, too."),
                ),
                blanks=(_("Whom else to tell, such as a works council or a union"),),
            ),
            Part(_("About this paper"), (start_no_advice(),)),
        ),
        _signatures(facts),
    )


def _what_is_asked(facts: PaperFacts) -> Part:
    return Part(
        _("What we agree on"),
        (
            _(
                "%(people)s people get one slip each, and answer until the end of %(day)s, at %(where)s or on paper.",
                people=facts.people,
                day=facts.closes,
                where=facts.address,
            ),
            keys_of(facts),
            _("It is voluntary. Nobody is asked whether they took part."),
            _("This is asked:"),
        ),
        tuple(facts.questionnaires),
    )


def _leaders(facts: PaperFacts) -> Part:
    points = [
        _("We do not try to find out who said what, or who answered."),
        _("We give working time for it, and we remind everybody alike, never one by one."),
        _("We neither print slips nor hold one that is not ours.")
        if facts.two_keys and facts.circumstances.way_in is WayIn.DRAWN
        else _("We hold no code that is not ours."),
        _("We do not open the box before the closing date is over, and never alone.")
        if facts.two_keys and not facts.circumstances.trial
        else _("We open the box only as staff were told on their first page."),
        _("We fill in our own form before we know what staff said."),
        _("We talk about the results with staff, and say what we will do, what we cannot do, and why."),
        _("Nobody has a disadvantage from any result, or from speaking about it."),
    ]
    return Part(_("Leaders promise"), points=tuple(points))


def _representative(facts: PaperFacts) -> Part:
    if not facts.two_keys:
        return Part(
            _("Staff representative"),
            (_("In this round nobody holds a key for the staff. That is weaker, and their first page says so."),),
        )
    return Part(
        _("The staff representative promises"),
        points=(
            _("I read every setting before I sign, and I compare the line on the slips with it."),
            _("I print the slips, let people draw them, and keep no list and no copy.")
            if facts.circumstances.way_in is WayIn.DRAWN
            else _("I see to it that no leader gets a list of codes."),
            _("I keep my seven words on paper, apart from the others, and give them to nobody."),
            _("I ask staff for nothing that they said, and pass on nothing that I happen to hear."),
        ),
    )


def _third_person(facts: PaperFacts) -> tuple[Part, ...]:
    if not facts.two_keys:
        return ()
    points = [_("I keep my seven words on paper and give them to nobody.")]
    if facts.circumstances.way_in is WayIn.MAILED:
        points.append(_("I send each person one code, destroy the list, and look up nothing with it."))
    if facts.circumstances.host_holds_key:
        points.append(_("I also run the computer. I do not look into its disk while the round is open."))
    return (Part(_("The third key holder promises"), points=tuple(points)),)


def _reviewer(facts: PaperFacts) -> tuple[Part, ...]:
    if not facts.comments:
        return ()
    return (
        Part(
            _("%(who)s, who reads comments, promises", who=facts.reviewer),
            points=(
                _("I change what could give somebody away, and never make a comment more open than its writer chose."),
                _("What tells of danger I pass on to %(lead)s at once, past the leaders.", lead=facts.safeguarding),
                _("I speak with nobody about comments that are not shown."),
            ),
        ),
    )


def _who_keys_paper(facts: PaperFacts) -> Part:
    points = [
        _("I key each form in as it stands, in mixed order, and tell nobody what I saw."),
        _("I do not try to find out whose form it is, by handwriting or by anything else."),
    ]
    if facts.comments:
        points.append(_("I read a comment sheet only to key it in, apart from the forms, word for word."))
        points.append(_("I do not try to find out which form a comment sheet came with."))
    points.append(_("Then I destroy all of it in a shredder, and keep no copy."))
    heading = _("Who keys in paper forms promises (%(who)s)", who=who_keys(facts.circumstances))
    return Part(heading, points=tuple(points))


def _signatures(facts: PaperFacts) -> tuple[str, ...]:
    if not facts.two_keys:
        return (_("Leader"),)
    reviewer = (_("Reviewer of comments"),) if facts.comments else ()
    return (_("Leader"), _("Staff representative"), _("Third key holder"), *reviewer)
