"""Steadyground: a trauma-informed organisational self-audit."""
