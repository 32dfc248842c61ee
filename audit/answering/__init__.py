"""What those who answer do. Each operation changes state and commits once, last."""
