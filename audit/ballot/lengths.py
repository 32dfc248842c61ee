"""How long what is sealed is: one length for everybody, so that no row tells how much somebody said.

All of them follow from the length of a ballot and from `COMMENT_SIZE`; nothing else in the product adds bytes up.
"""

from __future__ import annotations

from audit.ballot.sealing import COMMENT_SIZE

SALT, NONCE, TAG = 16, 12, 16
_BESIDE = 512  # for the code, the step, the language, what is shown once, and what JSON puts around all of them


def state_size(ballot_size: int) -> int:
    """Bytes that hold everything somebody can have said and where they are, before it is sealed."""
    return ballot_size + COMMENT_SIZE + _BESIDE


def page_length(ballot_size: int) -> int:
    """Bytes of the sealed page of somebody who is answering."""
    return NONCE + state_size(ballot_size) + TAG


def draft_length(ballot_size: int) -> int:
    """Bytes of a saved draft: a page, and the salt of its words. The longest row of a box."""
    return SALT + page_length(ballot_size)
