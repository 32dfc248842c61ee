"""The privacy notice: what happens to data of those who answer and of those who sign in."""

from __future__ import annotations

from audit.paper import who_keys
from audit.papers.values import Paper, PaperFacts, Part, host_of, keys_of, start_no_advice, status_of
from audit.promise import Hosting, WayIn, limits_of
from audit.wording import gettext as _


def privacy_notice(facts: PaperFacts) -> Paper:
    """For everybody who is asked, to read before they answer."""
    return Paper(
        "privacy-notice",
        _("Privacy notice"),
        _("What happens to your data when %(who)s asks how you work there.", who=facts.organisation),
        status_of(facts),
        (
            _who(facts),
            _why(facts),
            _what(facts),
            _not_kept(facts),
            _who_sees(facts),
            _how_long(facts),
            _rights(facts),
            Part(_("What no program can promise"), points=limits_of(facts.circumstances)),
            _those_who_sign_in(),
            _about_this_paper(),
        ),
    )


def _who(facts: PaperFacts) -> Part:
    outside = facts.circumstances.hosting is Hosting.OUTSIDE
    blanks = [_("Address, and who speaks for it"), _("Data protection officer, if there is one")]
    if outside:
        blanks.append(_("Name and address of whoever runs the computer, as processor"))
    return Part(
        _("Who is responsible"),
        (_("%(who)s is responsible (the controller).", who=facts.organisation), host_of(facts)),
        blanks=tuple(blanks),
    )


def _why(facts: PaperFacts) -> Part:
    return Part(
        _("Why you are asked"),
        (
            _("%(who)s asks you, to learn what holds in daily work and what to change.", who=facts.asked_by),
            _("It is voluntary. You may leave out any question, or all of them. Nobody learns that you did."),
            _("This is asked:"),
        ),
        tuple(facts.questionnaires),
        (_("Lawful basis (often legitimate interests; for a public body often its public task)"),),
    )


def _what(facts: PaperFacts) -> Part:
    points = [
        _("Your answers and choices about how you work there, sealed as soon as you send them."),
        _("Your place of work and your role, only as groups, and only if you choose to say them."),
    ]
    if facts.comments:
        points.append(_("What you write in your own words, apart from everything else, if you write anything."))
    points.append(_("A code that lets you send once. It is overwritten by chance when you send."))
    points.append(_("Answers that you have begun, sealed under a key that only your browser or your own words hold."))
    return Part(_("What is kept while the round is open"), points=tuple(points))


def _not_kept(facts: PaperFacts) -> Part:
    points = [
        _("No name, no account, no address of your device, no time, no language, nothing about your browser."),
        _("No list of who has answered. Reminders go to everybody alike."),
    ]
    if facts.circumstances.way_in is WayIn.MAILED:
        points.append(
            _(
                "Whoever sent you your code knows which one it is. With the disk of the site they could find out"
                " whether you answered, not what."
            )
        )
    return Part(_("What is not kept"), points=tuple(points))


def _who_sees(facts: PaperFacts) -> Part:
    points = [
        _("Nobody sees single answers. %(keys)s They are counted at once and destroyed.", keys=keys_of(facts)),
        _(
            "Leaders and staff see the same results in the same hour, for %(k)s answers or more.",
            k=facts.circumstances.k,
        ),
    ]
    if facts.comments:
        points.append(
            _(
                "%(who)s alone reads comments, in mixed order, before anybody else sees any. What tells of danger"
                " goes to %(lead)s, past the leaders.",
                who=facts.reviewer,
                lead=facts.safeguarding,
            )
        )
        keys_in = who_keys(facts.circumstances)
        points.append(_("On paper whoever keys the comment sheets in reads them, too: %(who)s.", who=keys_in))
    return Part(_("Who sees what"), points=tuple(points))


def _how_long(facts: PaperFacts) -> Part:
    points = [
        _(
            "Sealed answers: until the box is opened, after %(day)s. Then box and answers are overwritten.",
            day=facts.closes,
        ),
    ]
    if facts.comments:
        points.append(_("Comments that nobody has reviewed: 60 days, then they are destroyed unread."))
    if facts.kept_until:
        points.append(
            _("Rounded results for groups: until %(day)s, then they are destroyed whole.", day=facts.kept_until)
        )
    points.append(_("Copies that were printed or saved elsewhere are outside what the program can destroy."))
    return Part(_("How long"), points=tuple(points))


def _rights(facts: PaperFacts) -> Part:
    return Part(
        _("Your rights"),
        (
            _("You may ask for access, correction, deletion, and you may object or complain to the authority."),
            _(
                "Once you have sent, nobody can find your answers among the others, so nobody can show or delete them"
                " for you. If you asked for a receipt, you can take them back yourself until the round closes."
            ),
            _("Until you send, you can delete what you began: “Stop and delete” stands on every page."),
        ),
        tuple(_contact(c.name, c.phone) for c in facts.contacts),
        (_("Supervisory authority"),),
    )


def _contact(name: str, phone: str) -> str:
    return f"{name}: {phone}" if phone else name


def _those_who_sign_in() -> Part:
    return Part(
        _("Leaders and others who sign in"),
        (
            _(
                "Of them the program keeps name, e-mail address, a scrambled password, a key for one-time codes, and a"
                " list of what was done on which day. No network address is kept."
            ),
        ),
    )


def _about_this_paper() -> Part:
    return Part(_("About this paper"), (start_no_advice(),))
