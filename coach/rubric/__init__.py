"""What a moment asks for, and whether it was met."""
