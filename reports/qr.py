"""QR codes as one SVG path. They hold an address and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import segno

from audit.wording import gettext as _

QUIET = 4  # modules of white around, as the standard asks


@dataclass(frozen=True, slots=True)
class Square:
    """size: modules a side, the quiet zone included; path: SVG path of the dark ones; title: the same in words."""

    size: int
    path: str
    title: str


def square_of(address: str) -> Square:
    """The QR code of an address."""
    rows = [bytes(row) for row in segno.make_qr(address, error="m").matrix]
    runs = "".join(f"M{x + QUIET} {y + QUIET}h{n}v1h-{n}z" for y, row in enumerate(rows) for x, n in _runs(row))
    return Square(len(rows) + 2 * QUIET, runs, _("QR code with the address %(address)s", address=address))


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Start and length of every run of dark modules."""
    runs, start = [], -1
    for at, module in enumerate((*row, 0)):
        dark = bool(module)
        if dark and start < 0:
            start = at
        if not dark and start >= 0:
            runs.append((start, at - start))
            start = -1
    return runs
