"""Naive twins: the product without one rule. Each function takes that one rule away until its test ends."""
