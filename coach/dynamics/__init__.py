"""The shape of a conversation in time."""
