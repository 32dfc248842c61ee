"""A data protection impact assessment to start from: what is done, what could go wrong, what remains."""

from __future__ import annotations

from audit.paper import who_keys
from audit.papers.values import Paper, PaperFacts, Part, host_of, keys_of, start_no_advice, status_of
from audit.promise import Hosting, WayIn
from audit.wording import gettext as _


def impact_assessment(facts: PaperFacts) -> Paper:
    """For whoever answers for data protection; each risk says what is done, and what remains."""
    return Paper(
        "impact-assessment",
        _("Impact assessment to start from"),
        _("What this round could do to the people who answer, what is done about it, and what remains."),
        status_of(facts),
        (
            _what_is_done(facts),
            _needed(),
            _kept(facts),
            *_risks(facts),
            Part(
                _("Who was asked"),
                (_("Ask those it is about, before it opens. The staff representative reads every setting."),),
                blanks=(_("Staff or their representatives, when"), _("Data protection officer, and their advice")),
            ),
            Part(
                _("What you decide"),
                blanks=(
                    _("Risks that you accept, and why"),
                    _("What else you do about them, who, by when"),
                    _("When you look at this again"),
                ),
            ),
            Part(_("About this paper"), (start_no_advice(),)),
        ),
        (_("For %(who)s", who=facts.organisation), _("Data protection officer")),
    )


def _what_is_done(facts: PaperFacts) -> Part:
    return Part(
        _("What is done"),
        (
            _(
                "%(people)s people at %(who)s are asked once, in about %(minutes)s, until %(day)s.",
                people=facts.people,
                who=facts.organisation,
                minutes=facts.minutes,
                day=facts.closes,
            ),
            host_of(facts),
            keys_of(facts),
            _("This is asked:"),
        ),
        tuple(facts.questionnaires),
        (_("Why you ask, and what you will do with the results"), _("Lawful basis")),
    )


def _needed() -> Part:
    return Part(
        _("Is it needed, and is it little enough?"),
        points=(
            _("Only what can be told later is asked: groups, never a name, an age or a date."),
            _("Place and role are offered as the groups that results can be told for, small ones merged."),
            _("Every question may be left out. Nothing is lost for whoever does not answer."),
            _("Single answers exist only sealed, and only until the box is opened."),
        ),
        blanks=(_("Could you learn the same with less?"),),
    )


def _kept(facts: PaperFacts) -> Part:
    points = [_("Sealed answers: until the box is opened, then overwritten.")]
    if facts.comments:
        points.append(
            _("Comments: sealed to %(who)s, destroyed after 60 days if nobody has reviewed them.", who=facts.reviewer)
        )
    if facts.kept_until:
        points.append(_("Rounded results: until %(day)s.", day=facts.kept_until))
    return Part(_("What is kept, how long"), points=tuple(points))


def _risks(facts: PaperFacts) -> tuple[Part, ...]:
    risks = [
        _somebody_recognised(facts),
        _the_host(facts),
        _the_box_early(facts),
        _the_slip(facts),
        _the_paper_form(facts),
        _the_device(),
        _what_questions_stir_up(facts),
    ]
    if facts.comments:
        risks += [_own_words(facts), _the_comment_sheet(facts)]
    return tuple(risks)


def _risk(heading: str, *, done: str, remains: str) -> Part:
    return Part(
        _("Risk: %(what)s", what=heading),
        (
            _("What is done: %(done)s", done=done),
            _("What remains: %(remains)s", remains=remains),
        ),
        blanks=(_("How likely and how grave is it here?"),),
    )


def _somebody_recognised(facts: PaperFacts) -> Part:
    return _risk(
        _("somebody is recognised in the results"),
        done=_(
            "Nothing that is told can be added up or subtracted to fewer than %(k)s people. Numbers are rounded. The"
            " finished results are attacked by the program before anybody sees them.",
            k=facts.circumstances.k,
        ),
        remains=_("If nearly all of a group tell each other what they said, they may learn much about the last one."),
    )


def _the_host(facts: PaperFacts) -> Part:
    remains = {
        Hosting.THIS_MACHINE: _("Whoever looks after this computer can change the program."),
        Hosting.EMPLOYER: _("The employer’s own IT can change the program. Paper, or a host outside, is safer."),
        Hosting.OUTSIDE: _("Whoever runs the computer can change the program, outside the employer’s reach."),
    }[facts.circumstances.hosting]
    return _risk(
        _("whoever runs the computer looks"),
        done=_("Answers are sealed to a key that is not on the computer. No log of visits is written."),
        remains=remains,
    )


def _the_box_early(facts: PaperFacts) -> Part:
    if facts.two_keys:
        done = _("It takes two of three people. The program opens nothing before the closing date is over.")
        remains = _("Two holders together could open the box early with a program of their own.")
    else:
        done = _("The program opens nothing before the closing date is over. Staff are told that there is one key.")
        remains = _("One person can open the box alone, with a program of their own also early.")
    if facts.circumstances.trial:
        remains = _("This is a trial: the box can be opened at any time.")
    if facts.circumstances.host_holds_key:
        remains = _("%(remains)s Whoever runs the computer holds one of the keys.", remains=remains)
    return _risk(_("the box is opened early"), done=done, remains=remains)


def _the_slip(facts: PaperFacts) -> Part:
    if facts.circumstances.way_in is WayIn.DRAWN:
        return _risk(
            _("a slip is traced to a person"),
            done=_("Slips are drawn from a hat. A used code is overwritten by chance, and no order is kept."),
            remains=_(
                "Who sees somebody’s slip, and copies the disk around the moment of sending, learns that it was used."
            ),
        )
    return _risk(
        _("a code is traced to a person"),
        done=_("A third person sends the codes, never a leader. A used code is overwritten by chance."),
        remains=_("The sender, together with the disk of the site, could learn who has answered. Not what was said."),
    )


def _the_paper_form(facts: PaperFacts) -> Part:
    return _risk(
        _("whoever keys in a paper form knows whose it is"),
        done=_(
            "Forms carry no name, wait in closed envelopes, and are keyed in together, in mixed order, by %(who)s."
            " Then they are destroyed.",
            who=who_keys(facts.circumstances),
        ),
        remains=_(
            "%(who)s may know a handwriting, and then sees what somebody said.", who=who_keys(facts.circumstances)
        ),
    )


def _the_device() -> Part:
    return _risk(
        _("a device or a network watches"),
        done=_("Staff may use their own phone, or paper. The page leaves nothing behind on a device."),
        remains=_("A device that belongs to the employer may record its own screen."),
    )


def _what_questions_stir_up(facts: PaperFacts) -> Part:
    return _risk(
        _("questions stir up what somebody has lived through"),
        done=_(
            "Statements are about the organisation, never about somebody’s own history. Everything may be left out."
            " Whom to talk to stands on every page: %(who)s.",
            who=", ".join(c.name for c in facts.contacts) or _("nobody yet"),
        ),
        remains=_("It can still be hard. Plan time and somebody to talk to around the days of the round."),
    )


def _own_words(facts: PaperFacts) -> Part:
    return _risk(
        _("somebody’s own words give them away"),
        done=_(
            "Comments are kept apart from everything else and shown only if five or more are there. %(who)s reads them"
            " first and can put them into other words. Nobody leading reads them before that.",
            who=facts.reviewer,
        ),
        remains=_("Style and story can give a person away, and %(who)s sees the words as written.", who=facts.reviewer),
    )


def _the_comment_sheet(facts: PaperFacts) -> Part:
    who = who_keys(facts.circumstances)
    return _risk(
        _("a handwritten comment gives somebody away"),
        done=_(
            "Own words on paper have a sheet of their own, without a code. It is torn off, shuffled, keyed in apart"
            " from the forms, and then destroyed.",
        ),
        remains=_(
            "Whoever keys it in reads it: %(who)s. By handwriting they may know who wrote it, and which form it came"
            " with. That is weaker than a screen.",
            who=who,
        ),
    )
