"""The transcribers that can be asked for by name."""

from __future__ import annotations

from coach.registry import Registry
from coach.transcription.base import Transcriber

TRANSCRIBERS: Registry[Transcriber] = Registry(
    "transcriber",
    {"whisper": "coach.transcription.whisper:build", "draft": "coach.transcription.draft:build"},
)
