"""Sealed boxes: one SQLite file a round, as many slots as slips. Knows no account, no time, no order."""
