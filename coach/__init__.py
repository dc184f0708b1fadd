"""Coach listens to support conversations and helps people get better at them."""

__version__ = "0.1.0"
