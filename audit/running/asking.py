"""Choosing what a round asks."""

from __future__ import annotations

from collections.abc import Sequence

from audit.library import Library
from audit.method.asking import in_order
from audit.method.questionnaire import Questionnaire, together
from audit.refusals import Refusal
from audit.spoken import spoken
from audit.store.models import Round
from audit.together import check_together
from audit.wording import gettext as _
from audit.wording import language


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
    """The questionnaires of these ids as one, in the source language, whatever language the page speaks: what is
    co-signed is hashed, and a translation may be mended while a round is open.

    KeyError for an unknown id, NotAskedTogether with the way out.
    """
    asked = in_order([library.questionnaire(one) for one in dict.fromkeys(ids)])
    check_together(asked)
    return together(asked)
