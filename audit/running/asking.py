"""Choosing what a round asks."""

from __future__ import annotations

from collections.abc import Sequence

from audit.library import Library
from audit.method.asking import MOST_ITEMS, Clash, clash_in, count_items, in_order
from audit.method.questionnaire import Questionnaire, together
from audit.refusals import Refusal
from audit.spoken import spoken
from audit.store.models import Round
from audit.wording import gettext as _
from audit.wording import language


class NotAskedTogether(Refusal):
    """These questionnaires do not make one round."""


class QuestionnaireNotHere(Refusal):
    """The files of what a round asked are not in the folder any more."""


def asked_in_round(row: Round, *, library: Library) -> Questionnaire:
    """What a round asks or asked: its edition, as its number has it, as the language spoken now says it;
    QuestionnaireNotHere."""
    try:
        whole = library.questionnaire(row.questionnaire, edition=row.edition, language=language())
    except KeyError:
        raise QuestionnaireNotHere(
            _(
                "Round %(number)s asked “%(id)s”, edition %(edition)s, and its files are not here."
                " Put them back into the questionnaires folder, then start again.",
                number=row.number,
                id=row.questionnaire,
                edition=row.edition,
            )
        ) from None
    return spoken(whole.as_asked_in(row.number))


def asked_together(library: Library, ids: Sequence[str]) -> Questionnaire:
    """The questionnaires of these ids as one; KeyError for an unknown id, NotAskedTogether with the way out."""
    asked = in_order([library.questionnaire(one, language=language()) for one in dict.fromkeys(ids)])
    clash = clash_in(asked)
    if clash is not None:
        raise NotAskedTogether(_why(clash, asked))
    return together(asked)


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
