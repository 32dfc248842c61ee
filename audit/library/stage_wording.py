"""Whether a statement is worded as its stage asks: 1 knowing, 2 an arrangement, 3 what happens, 4 what holds.

A computer cannot tell what a statement means. It can tell its signs, and these rules look for no more than that:

- Stage 1 (Aware) says what people know, understand, see, or say. The verb stands near the start, since a later "know"
  is about somebody else ("... by the worker they know").
- Stage 2 (Sensitive) names something that exists: "there is", or a thing that is agreed, named, written or set.
- Stage 4 (Informed) carries a sign that it holds: it happens even when something stands against it, it is checked or
  tested, nothing goes on until it is done, or people who used to be told decide as well.
- Stage 3 (Responsive) says what happens, and has none of these signs. With a sign of 1 or 2 it would be reached too
  early, with a sign of 4 too late. Only verbs that can mean nothing but knowing count here: a doctor sees people, too.
- No stage is about beginning. Who has begun to do something, or plans to, is not there yet, and everybody can say so.

"Before" and "after" are no signs: they say when something happens, at stage 3 as well as at stage 4. A statement can be
right without a sign that is known here; then it is better said with one of them, because readers look for them, too.
"""

from __future__ import annotations

import re

from audit.method.questionnaire import Stage
from audit.wording import gettext as _

NEAR_THE_START = 7  # words

_KNOWING = re.compile(
    r"\b(?:knows?|understands?|sees?|says?|speaks?|recognises?|realises?|notices?|(?:is|are) aware)\b", re.IGNORECASE
)
_KNOWING_AND_NOTHING_ELSE = re.compile(
    rf"(?:\S+ ){{1,{NEAR_THE_START - 1}}}?(?:knows?|understands?|recognises?|realises?|(?:is|are) aware|says? that"
    r"|speaks? openly|sees? \w+ in how|sees? .* as an?)\b",
    re.IGNORECASE,
)
_ARRANGEMENT = re.compile(
    r"\bthere (?:is|are)\b|\b(?:agreed|named|written)\b|\b(?:has|have) (?:an? |the )?(?:set|list|plan|policy|guide)\b"
    r"|\bset (?:times?|dates?|days?|places?)\b|\b(?:is|are) (?:set up|in place|arranged)\b",
    re.IGNORECASE,
)
_HOLDING = re.compile(
    r"\beven (?:when|if|where|after|under|at|in|with)\b|\b(?:checks?|checked|tests?|tested|reviews?|reviewed|measures?"
    r"|measured)\b|\bonly (?:after|when|once|if)\b|\buntil\b|\bdecides? (?:together|with)\b|\bmade together with\b"
    r"|\b(?:has|have) a say\b|\bshares? (?:the )?decisions?\b|\bunder pressure\b",
    re.IGNORECASE,
)
_BEGINNING = re.compile(
    r"\b(?:(?:has|have) (?:begun|started)|(?:is|are) (?:beginning|starting|planning|trying|working towards)"
    r"|(?:begins?|starts?|plans?|aims?|hopes?|intends?|tries|try) to|(?:is|are) going to)\b",
    re.IGNORECASE,
)


def beginning_in(statement: str) -> str:
    """The words that say that something has only begun, or is meant to; "" where there are none."""
    found = _BEGINNING.search(statement)
    return found.group() if found else ""


def fault_of(statement: str, stage: Stage) -> tuple[str, str] | None:
    """What is out of step with the stage, and the way out; None where nothing is."""
    match stage:
        case Stage.AWARE if not _KNOWING.search(_start(statement)):
            return _says(stage), _("Let it begin with what people know, understand, see or say.")
        case Stage.SENSITIVE if not _ARRANGEMENT.search(statement):
            return _says(stage), _("Let it name what there is: a thing that is agreed, named, written or set.")
        case Stage.RESPONSIVE if other := _other_stage(statement):
            return _says(stage), _(
                "It sounds like stage %(stage)s. Let it say what happens, no more.", stage=int(other)
            )
        case Stage.INFORMED if not _HOLDING.search(statement) or _opens_with_arrangement(statement):
            return _says(stage), _("Let it say that it holds: even when …, checked by …, decided together with ….")
    return None


def _says(stage: Stage) -> str:
    return {
        Stage.AWARE: _("It is of stage 1, and does not say what people know or understand."),
        Stage.SENSITIVE: _("It is of stage 2, and names nothing that exists, such as a plan."),
        Stage.RESPONSIVE: _("It is of stage 3, and says something else than what happens."),
        Stage.INFORMED: _("It is of stage 4, and does not say that it holds, is checked, or is decided together."),
    }[stage]


def _start(statement: str) -> str:
    return " ".join(statement.split()[:NEAR_THE_START])


def _opens_with_arrangement(statement: str) -> bool:
    """Whether it is about an arrangement: "There is an agreed way to check …" is stage 2, in spite of "check"."""
    return re.match(r"there (?:is|are)\b", statement, re.IGNORECASE) is not None


def _other_stage(statement: str) -> Stage | None:
    """The stage that the signs in a statement point to; None where there are none."""
    if _HOLDING.search(statement) and not _opens_with_arrangement(statement):
        return Stage.INFORMED
    if _ARRANGEMENT.search(statement):
        return Stage.SENSITIVE
    return Stage.AWARE if _KNOWING_AND_NOTHING_ELSE.match(statement) else None
