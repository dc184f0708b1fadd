"""What pages are made of: the player, cards, scorecard, charts and heads."""
