"""A process that sends a batch of paper forms and dies on the way: `python -m tests.attacks.keying_process`.

Arguments: home, cookie, moment. Ends with status 9 where it died, 0 where the moment never came.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from audit.answering import batch
from audit.ballot import box as boxes
from audit.ballot.box import Box
from tests.staff.keyers import Keyer
from tests.staff.people import settings_in, staff_app

BEFORE_THE_BOX, IN_THE_BOX, AFTER_THE_BOX, WHILE_FORGETTING = MOMENTS = (
    "before-the-box",
    "in-the-box",
    "after-the-box",
    "while-forgetting",
)


def dying(before: Callable[..., Any] | None = None) -> Callable[..., Any]:
    """A function that does what was to be done, if anything, and then ends the process as a power cut would."""

    def die(*given: Any, **named: Any) -> None:
        if before is not None:
            before(*given, **named)
        os._exit(9)

    return die


def main(home: str, cookie: str, moment: str) -> None:
    """Come back with the keyer's cookie, press send, die at that moment."""
    patches = {
        BEFORE_THE_BOX: patch.object(Box, "send_many", dying()),
        IN_THE_BOX: patch.object(boxes, "_put_in", dying(boxes._put_in)),
        AFTER_THE_BOX: patch.object(Box, "send_many", dying(Box.send_many)),
        WHILE_FORGETTING: patch.object(batch, "take_out", dying(batch.take_out)),
    }
    keyer = Keyer(staff_app(settings_in(Path(home))))
    keyer.client.set_cookie("answering", cookie)
    keyer.look()
    with patches[moment]:
        keyer.press("send")


if __name__ == "__main__":
    main(*sys.argv[1:])
