"""Benchmarks: each compares two things in one run, so a noisy machine disturbs both alike."""
