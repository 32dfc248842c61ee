"""What many tests start from: the questionnaires of this folder, read once."""

from __future__ import annotations

from functools import cache

from audit.library import Library, load
from audit.method.questionnaire import Questionnaire


@cache
def library() -> Library:
    """Everything that can be asked and done."""
    return load()


@cache
def core() -> Questionnaire:
    """The core questionnaire, newest edition, in English."""
    return library().questionnaire("core")
