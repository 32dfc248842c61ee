"""The paper form: its numbers, and what is promised to somebody who fills it in, in the same plain voice.

The promise is pure, as in `audit.promise`: from the circumstances of a round where there is one, else in words that
hold everywhere.
"""

from __future__ import annotations

from string import ascii_uppercase

from audit.comments import CommentTerms, told_anyway
from audit.method.counting import K
from audit.method.questionnaire import Item, Questionnaire
from audit.promise import Circumstances, Keys, WayIn
from audit.wording import gettext as _


def numbered(asked: Questionnaire) -> tuple[tuple[int, Item], ...]:
    """The items in the order of the pages, with the numbers that the form prints and whoever keys it in sees."""
    return tuple(enumerate((asked.item(i) for page in asked.pages for i in page.items), start=1))


def sheet_letter(block: int) -> str:
    """What the choice sheet of a block is called on paper; the same in every language."""
    return ascii_uppercase[block] if block < len(ascii_uppercase) else str(block + 1)


def sheets_in_words(blocks: int) -> str:
    """All choice sheets of a design: "A to G", or "A" where there is one."""
    last = sheet_letter(blocks - 1)
    return _("%(first)s to %(last)s", first=sheet_letter(0), last=last) if blocks > 1 else last


def promise_on_paper(here: Circumstances | None) -> tuple[str, ...]:
    """What is done so that nobody can trace a form."""
    return (
        _("You write no name. Crosses are enough."),
        _slip_sentence(here),
        _("You close the envelope and put it into the box yourself. It stays closed until all are opened together."),
        _keyed_sentence(here),
        *_sheet_sentence(here),
        _("Nothing in the sealed box of answers says which of them came on paper."),
        _("Once everything is keyed in, the forms and their slips are destroyed."),
        _few_sentence(here),
        _("Numbers are rounded, so that one person’s answers do not stand out."),
    )


def limits_on_paper(here: Circumstances | None) -> tuple[str, ...]:
    """What no rule for paper can stop."""
    return (
        _("Whoever keys the forms in sees the answers, and may know your handwriting."),
        *_sheet_limit(here),
        *_sender_limit(here),
        _("Somebody may see you fill it in, or hand it in. You can do it elsewhere, or on a screen."),
        _("Nothing but people’s word keeps a paper form from being copied before it is destroyed."),
    )


def limits_of_keying(here: Circumstances) -> tuple[str, ...]:
    """The same for whoever keys the forms in."""
    return (
        _("You see the answers, and you may know a handwriting. Tell nobody what you saw."),
        *_sheet_rule(here),
        *_sender_rule(here),
        _("This site cannot tell whether what you key in is what stands on the paper."),
        _(
            "Someone who copies the disk just before and just after you send can tell which slips were in the batch."
            " They cannot tell who said what."
        ),
        _("A computer from your employer may record its own screen. You can use another one."),
    )


def told_on_the_sheet(here: Circumstances, terms: CommentTerms, *, day: str) -> tuple[str, ...]:
    """What stands above the lines for own words: who reads them, and what becomes of them. day: the last day."""
    return (
        _("You can leave this sheet empty. Write no name and no code on it."),
        _(
            "Whoever keys in the sheets reads it, and types it as it stands: %(who)s. That is weaker than a screen.",
            who=who_keys(here),
        ),
        _("After %(day)s %(who)s reads it. Leaders see only what they let pass.", day=day, who=terms.reviewer),
        *told_anyway(terms),
    )


def _sheet_sentence(here: Circumstances | None) -> tuple[str, ...]:
    if here is None or not here.own_words:
        return ()
    return (
        _("Own words have a sheet of their own, without a code. It is torn off, and keyed in apart from your form."),
    )


def _sheet_limit(here: Circumstances | None) -> tuple[str, ...]:
    if here is None or not here.own_words:
        return ()
    return (_("By your handwriting they may also know which form your own words came with."),)


def _sheet_rule(here: Circumstances) -> tuple[str, ...]:
    if not here.own_words:
        return ()
    return (_("By handwriting you may also know which form a comment sheet came with. Do not try to find out."),)


def _sender_rule(here: Circumstances) -> tuple[str, ...]:
    if here.way_in is WayIn.DRAWN:
        return ()
    return (_("Did you send the codes? Then you could know whose form it is. Let somebody else key in."),)


def for_whom(here: Circumstances) -> str:
    """Who may key forms in, said to whoever is about to."""
    if here.keys is Keys.ONE:
        return _("For %(who)s, who holds the only key. That is weaker: nobody else can do it.", who=who_keys(here))
    return _("For %(who)s, not for a leader.", who=who_keys(here))


def who_keys(here: Circumstances | None) -> str:
    """Who keys forms in, as people there call them."""
    if here is None:
        return _("the staff representative or the third key holder")
    if here.keys is Keys.ONE:
        return here.holders[0]
    staff_rep, third = here.holders[-2:]  # a leader's seat is the first
    return _("%(one)s or %(other)s", one=staff_rep, other=third)


def _slip_sentence(here: Circumstances | None) -> str:
    if here is None:
        return _("The code of your slip shows that each person answers once. It is not your name.")
    if here.way_in is WayIn.DRAWN:
        return _("Your slip was drawn from a hat. No list says who has which slip.")
    return _("Your code was sent to you. That is weaker than a slip from a hat: see below.")


def _keyed_sentence(here: Circumstances | None) -> str:
    if here is not None and here.keys is Keys.ONE:
        return _(
            "One person keys in all forms at once, in mixed order: %(who)s. That is weaker: nobody else can do it.",
            who=who_keys(here),
        )
    return _("All forms are mixed and keyed in at once, by %(who)s. A leader never does it.", who=who_keys(here))


def _few_sentence(here: Circumstances | None) -> str:
    return _(
        "Results are shown only for groups in which %(k)s people or more answered.", k=K if here is None else here.k
    )


def _sender_limit(here: Circumstances | None) -> tuple[str, ...]:
    if here is not None and here.way_in is WayIn.DRAWN:
        return ()
    if here is None:
        return (_("If your code was sent to you, the sender could know a form by it. On a screen they could not."),)
    return (
        _(
            "Whoever sent you the code could know your form by it, if they also saw the form."
            " On a screen they could not find out what you said."
        ),
    )
