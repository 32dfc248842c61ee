"""Files that browsers send along with a form."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from audit.office.forms import OfficeForm
from audit.running.hands import Sent
from audit.wording import gettext as _

LARGEST_UPLOAD = 8 * 1024 * 1024
"""Bytes of a whole form with its file: enough to read one that is too large and to say so by its name."""


def file_is_there(form: OfficeForm, file: FileStorage | None, *, at: str) -> bool:
    """Whether a file came; the form says where to choose one if not."""
    if file is not None and file.filename:
        return True
    form.refused.append((at, _("Choose a file from your computer first.")))
    return False


def sent_file(file: FileStorage, *, alt: str) -> Sent:
    """A file as operations take it. alt: what it shows, in words."""
    return Sent(file.read(), (file.filename or "")[:80], alt)
