"""For whom statements are, in words; on screen and on paper alike."""

from __future__ import annotations

from collections.abc import Iterable

from audit.method.questionnaire import Audience, Item
from audit.wording import gettext as _


def said_for(audience: Audience) -> str:
    """For whom a statement is; "" where it is for everyone."""
    match audience:
        case Audience.EVERYONE:
            return ""
        case Audience.PRACTICE:
            return _("For those who work with the people we support.")
        case Audience.SUPERVISORS:
            return _("For those who lead or supervise others.")


def shared_by(items: Iterable[Item]) -> str:
    """What is said once above items that are all for the same people; "" where they are not."""
    found = {said_for(item.audience) for item in items}
    return found.pop() if len(found) == 1 else ""
