"""The office plane: a web application for those who sign in. Its own sessions, no script, every page of one table."""

from __future__ import annotations

from audit.office.application import create_office_app

__all__ = ["create_office_app"]
