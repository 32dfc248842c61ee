"""A worker beside the office: a process of its own, so that drawing slows no page, and ended with the office."""

from __future__ import annotations

import subprocess
import sys
import threading

from audit.wording import gettext as _

COMMAND = (sys.executable, "-m", "audit", "work", "--beside")
PAUSE = 5.0  # seconds before a worker that ended is started again; doubled each time
LONGEST_PAUSE = 300.0


def start_worker() -> threading.Thread:
    """Start a worker now, and again whenever it ends. It ends with this process, however that ends: it reads from a
    pipe that closes then."""
    thread = threading.Thread(target=_keep_working, name="worker", daemon=True)
    thread.start()
    return thread


def _keep_working() -> None:
    pause, wait = PAUSE, threading.Event().wait
    while True:
        try:
            _work_once()
        except OSError as error:  # pages go on; what is asked for waits
            sys.stderr.write(
                _("Nobody makes reports now (%(why)s); another try comes soon.\n", why=type(error).__name__)
            )
        wait(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


def _work_once() -> None:
    """In a session of its own: Ctrl-C in the terminal is for the office, which ends its worker in good order."""
    with subprocess.Popen(  # noqa: S603 - this very program
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
    ) as process:
        process.wait()
