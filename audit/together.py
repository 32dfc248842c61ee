"""Which questionnaires may be asked together, and in words why others may not."""

from __future__ import annotations

from collections.abc import Sequence

from audit.method.asking import MOST_ITEMS, Clash, clash_in, count_items
from audit.method.questionnaire import Questionnaire
from audit.refusals import Refusal
from audit.wording import gettext as _


class NotAskedTogether(Refusal):
    """These questionnaires do not make one round."""


def check_together(asked: Sequence[Questionnaire]) -> None:
    """NotAskedTogether, with the way out, where these cannot be asked in one round."""
    clash = clash_in(asked)
    if clash is not None:
        raise NotAskedTogether(_why(clash, asked))


def _why(clash: Clash, asked: Sequence[Questionnaire]) -> str:
    match clash:
        case Clash.NOTHING:
            return _("Choose what is asked. Most organisations begin with the first one.")
        case Clash.MODULES_ALONE:
            return _("What you chose goes beside a main questionnaire. Add one of the main ones to it.")
        case Clash.SHORT_WITH_OTHERS:
            return _("The short check between two audits is asked by itself. Take it out, or take the others out.")
        case Clash.SAME_ITEMS:
            return _("Two of these ask some of the same things. Keep one of the two.")
        case Clash.TOO_MANY_ITEMS:
            return _(
                "Together these are %(items)s statements, and nobody has time for more than %(most)s. Take one out.",
                items=count_items(asked),
                most=MOST_ITEMS,
            )
