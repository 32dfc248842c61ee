"""The first visit: how many people work there, what ten answers mean for so many, and who may set up at all."""

from __future__ import annotations

import hmac

from audit.refusals import Refusal
from audit.settings import Settings, kept_secret
from audit.store.models import Size
from audit.wording import gettext as _

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is easily mistaken for something else
CODE_LENGTH = 12


class NoSetUpCode(Refusal):
    """The set-up code that was printed when the program started is missing, or another one was typed."""


def size_of(headcount: int) -> Size:
    """The size that so many people make."""
    if headcount < 15:
        return Size.UNDER_15
    return Size.FROM_15 if headcount < 20 else Size.FROM_20


def sizes() -> tuple[tuple[str, str], ...]:
    """The sizes in words."""
    return (
        (Size.UNDER_15, _("Under 15")),
        (Size.FROM_15, _("15 to 19")),
        (Size.FROM_20, _("20 or more")),
    )


def size_sentences(size: Size) -> tuple[str, ...]:
    """What ten answers mean for so many people, said before anything is entered. Chances: ten of N answering,
    each with .6 (12 staff .08, 15 staff .40, 20 staff .87)."""
    ten = _("Nothing can be shown until ten people have answered. That protects each of them.")
    match size:
        case Size.UNDER_15:
            return (
                ten,
                _("With 12 staff, of whom six in ten answer, the chance of ten answers is 8 in 100."),
                _(
                    "For a team this small a talk fits better: everybody together, with printed cards and a guide."
                    " It waits on the first page of the office: “team conversation”."
                ),
                _("You can still go on, to try how a round works. Expect a report that can tell nothing."),
            )
        case Size.FROM_15:
            return (
                ten,
                _("With 15 staff that is two answers in three. Two in three answers are needed."),
                _("If six in ten answer, the chance of that is 40 in 100. Say so to staff when you invite them."),
                _("A team conversation with printed cards needs no ten answers. It waits on the first page, too."),
            )
        case Size.FROM_20:
            return (ten, _("With 20 staff, of whom six in ten answer, the chance of ten answers is 87 in 100."))


def set_up_code(settings: Settings) -> str:
    """What whoever sets up has to type where others could reach this address; `serve` prints it at start."""
    secret = hmac.digest(kept_secret(settings.secrets, "set-up"), b"set-up code", "sha256")
    signs = "".join(SIGNS[byte % len(SIGNS)] for byte in secret[:CODE_LENGTH])
    return "-".join(signs[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def check_set_up_code(typed: str, *, settings: Settings) -> None:
    """NoSetUpCode unless the code is right; on this machine alone nobody needs one."""
    if settings.this_machine_only:
        return
    plain = typed.upper().replace("-", "").replace(" ", "")
    if not hmac.compare_digest(plain.encode(), set_up_code(settings).replace("-", "").encode()):
        raise NoSetUpCode(_("This is not the set-up code. The program printed it when it started on its own machine."))
