"""A text in other words, by a language model on this machine that somebody chose.

Nothing here judges what comes out: that is done where the text is from, and each time it is shown.
"""
