"""Speech to timed words."""
