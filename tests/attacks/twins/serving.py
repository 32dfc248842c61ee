"""The product served without one rule: `python -m tests.attacks.twins.serving TWIN serve staff`."""

from __future__ import annotations

import random
import sys
import threading
import time
from collections.abc import Callable, Mapping

from audit.ballot import box
from audit.ballot.box import Box, OneBallot, ReceiptHashes

THANKED_FIRST = "thanked-first"


def thanked_before_it_is_kept() -> None:
    """A ballot is put aside, "thank you" is said, and it is written down a little later."""

    def send(
        self: Box,
        *,
        slip: bytes,
        draft: bytes,
        sealed: bytes,
        comment: bytes,
        chance: random.Random,
        receipt: ReceiptHashes | None = None,
    ) -> None:
        if not self.knows(slip):
            raise box.SlipNotAccepted

        def later() -> None:
            time.sleep(1)
            with self.writing() as connection:
                box._put_in(connection, OneBallot(slip, draft, sealed, comment, receipt), chance=chance)

        threading.Thread(target=later, daemon=True).start()

    Box.send = send  # type: ignore[method-assign]  # in a process of its own


TWINS: Mapping[str, Callable[[], None]] = {THANKED_FIRST: thanked_before_it_is_kept}


if __name__ == "__main__":
    from audit.commands import main

    TWINS[sys.argv.pop(1)]()
    main(prog_name="steadyground")
