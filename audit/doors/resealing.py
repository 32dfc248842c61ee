"""From a box to the reviewer: comments are opened in memory and counted; few of them stay unread."""

from __future__ import annotations

from pathlib import Path
from random import Random

from audit.ballot.box import sealed_comments
from audit.ballot.sealing import NotSealedForThisKey, open_comment
from audit.comments import Comment, read_at_all, said_from_text


def open_comments(path: Path, *, private: bytes, chance: Random | None) -> tuple[Comment, ...]:
    """The comments that may be read at all, in no order; too few of them stay unread and go with the box."""
    opened = [_opened(one, private=private) for one in sealed_comments(path, chance=chance)]
    return read_at_all([said for said in opened if said is not None])


def _opened(sealed: bytes, *, private: bytes) -> dict[str, Comment] | None:
    """What one person wrote; None where the slot was blotted out, or holds what is no comment."""
    try:
        return said_from_text(open_comment(sealed, private))
    except (NotSealedForThisKey, ValueError, TypeError, AttributeError):
        return None
