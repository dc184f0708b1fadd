"""What makes the model of the cues and measures it. Nothing here runs when calls are scored."""
