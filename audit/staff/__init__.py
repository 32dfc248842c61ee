"""The staff plane: a web application for those who answer. No sign-in, no log, no script, no clock but the day."""
