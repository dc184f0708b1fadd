"""Where analyses are kept."""
