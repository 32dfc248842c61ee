"""The staff plane: a web application for those who answer. No sign-in, no log, no script, no clock but the day."""

from audit.staff.application import create_staff_app

__all__ = ["create_staff_app"]
