"""The week of an agent or a team on one page, as values, HTML and PDF."""
