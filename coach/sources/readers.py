"""The readers that there are."""

from __future__ import annotations

from coach.registry import Registry
from coach.sources.base import Reader

READERS: Registry[Reader] = Registry(
    "reader",
    {
        "captions": "coach.sources.captions:build",
        "conversation_json": "coach.sources.conversation_json:build",
        "mail": "coach.sources.mail:build",
        "media": "coach.sources.media:build",
    },
)
