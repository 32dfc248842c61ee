"""Saying no: one sentence that names the thing and the way out."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - it states a fact, as all exceptions here do
    """What was asked cannot be done; `sentences` say what and what to do instead, one each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences
