"""Days as pages write them."""

from __future__ import annotations

from dataclasses import replace

from audit.promise import Circumstances
from audit.store.frozen import Frozen
from audit.whole_days import in_words

__all__ = ["circumstances_in_words", "in_words"]


def circumstances_in_words(frozen: Frozen) -> Circumstances:
    """What the promise depends on. Its day was frozen in the language of whoever signed; here it is in the language
    spoken now."""
    return replace(frozen.circumstances, opens_on=in_words(frozen.closes_on))
