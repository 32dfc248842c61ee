"""Keeping an installation: looked over, copied for a bad day, and put back. Open rounds are in no copy."""
