"""How many processes share a piece of work, where nobody said."""

from __future__ import annotations

from collections.abc import Sequence

from coach.config import AsrSettings
from coach.conversation.recording import Recording
from coach.sources.base import Item
from coach.transcription.machine import choose_machine

_FEW = 40  # starting a second process costs as much as scoring some forty transcripts


def processes(todo: Sequence[Item], asr: AsrSettings, *, cores: int) -> int:
    """Return one process for each core where that pays, else one.

    Hearing pays from the second recording on; a graphics card is kept busy by one process, which
    loads the weights once.

    Args:
        todo: what is to be scored.
        asr: how recordings are heard.
        cores: that may be used.

    Raises:
        BadSettings: this machine cannot do what the settings say.
    """
    n_heard = sum(_is_heard(item, asr) for item in todo)
    if n_heard and asr.engine == "whisper" and _has_card(asr):
        return 1
    if n_heard > 1:
        return min(cores, n_heard)
    return cores if len(todo) > _FEW else 1


def _is_heard(item: Item, asr: AsrSettings) -> bool:
    if not isinstance(item.found, Recording) or asr.transcribe == "never":
        return False
    return asr.transcribe == "always" or item.found.transcript is None


def _has_card(asr: AsrSettings) -> bool:
    return asr.device != "cpu" and choose_machine(asr.device).device == "cuda"
