"""The diarisers that can be asked for by name."""

from __future__ import annotations

from coach.registry import Registry
from coach.speakers.base import Diariser

DIARISERS: Registry[Diariser] = Registry(
    "diariser",
    {
        "mfcc": "coach.speakers.diarise:build",
        "pyannote": "coach.speakers.pyannote:build",
    },
)
