"""How long something takes, in words."""

from __future__ import annotations

from audit.wording import gettext as _
from audit.wording import ngettext


def minutes_in_words(minutes: tuple[int, int]) -> str:
    """Fewest and most as in "12 to 15 minutes"; where they are the same, "8 minutes"."""
    least, most = minutes
    if least == most:
        return ngettext("%(num)s minute", "%(num)s minutes", most)
    return _("%(least)s to %(most)s minutes", least=least, most=most)
