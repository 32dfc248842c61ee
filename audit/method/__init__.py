"""The method: pure functions on frozen values. No clock, no files, no chance, no network."""
