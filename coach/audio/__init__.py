"""From a recording on disk to samples on a true clock, and from a recording to its clips.

Everything is decoded by PyAV, which carries FFmpeg's libraries: no program needs to be installed.
"""

from coach.audio.clips import Excerpt, cut, playable
from coach.audio.encoding import write_sound
from coach.audio.facts import AudioFacts, Samples
from coach.audio.levels import peaks
from coach.audio.loudness import levelled, loudness
from coach.audio.opening import probe
from coach.audio.portions import Recorded
from coach.audio.survey import Survey, survey
from coach.audio.whole import decode

__all__ = [
    "AudioFacts", "Excerpt", "Recorded", "Samples", "Survey", "cut", "decode", "levelled",
    "loudness", "peaks", "playable", "probe", "survey", "write_sound",
]  # fmt: skip
