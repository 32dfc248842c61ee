"""What the office does. Each operation takes its session first, changes state, and commits once, in its last line."""
