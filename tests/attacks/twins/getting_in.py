"""Getting in without one rule of the promise, section 4."""

from __future__ import annotations

import random
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from werkzeug.wrappers import Request

from audit.answering import operations
from audit.ballot import slips
from audit.ballot.box import SlipNotAccepted
from audit.staff import moves

if TYPE_CHECKING:
    from typing import Any

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def codes_of_four_digits(count: int, chance: random.Random) -> tuple[str, ...]:
    """In place of `slips.new_codes`: like the number of a bank card."""
    return tuple(f"{number:04}" for number in chance.sample(range(10_000), count))


def four_digits_are_read(patch: pytest.MonkeyPatch) -> None:
    """What is typed is taken as it is."""
    patch.setattr(operations, "read_code", lambda typed: typed if typed.isdecimal() and len(typed) == 4 else None)


class SlipUsed(SlipNotAccepted):
    """A sentence that helps, and tells."""

    def __init__(self) -> None:
        super().__init__()
        self.sentences = ("This code was used already.",)


def used_codes_are_told(patch: pytest.MonkeyPatch, used: str) -> None:
    """Whoever types a used code hears that it was used."""
    enter = moves.enter

    def enter_and_tell(visit: Any, held: bytes, typed: str, *, first_step: Any) -> None:
        if slips.read_code(typed) == used:
            raise SlipUsed
        enter(visit, held, typed, first_step=first_step)

    patch.setattr(moves, "enter", enter_and_tell)


def every_value_is_read(application: WSGIApplication) -> WSGIApplication:
    """What stands in the address is a field like any other, as with Flask's `request.values`."""

    def read(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        if request.method == "POST":
            body = urlencode(dict(request.values.items())).encode()
            environ = {**environ, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return application(environ, start_response)

    return read
