"""Conversations as detectors see them: each turn with its words and with what came before."""

from __future__ import annotations

from coach.conversation.conversation import Conversation
from coach.cues.base import Context
from coach.language.pipeline import LANGUAGES, Languages


def contexts(conversation: Conversation, languages: Languages) -> list[Context]:
    """Return one context for each turn, in order; none where no language has patterns for it.

    Args:
        conversation: its language is filled in, as `detect` gives it.
        languages: the pipelines that split text into words and sentences.
    """
    language, turns = conversation.about.language, conversation.turns
    if language not in LANGUAGES:
        return []
    nlp = languages.pipeline(language)
    docs = tuple(nlp(turn.text) for turn in turns)
    return [
        Context(i, turn, turns[:i], language, conversation.channel, docs[i], docs[:i])
        for i, turn in enumerate(turns)
    ]
