"""Clips as files: their sound, levelled and without what is private, and captions beside it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal
from zipfile import ZipFile

import numpy as np

from coach.audio.clips import Excerpt, cut
from coach.audio.decoding import RATE_HZ
from coach.audio.edges import REACH, edges, within_words
from coach.audio.encoding import appearing, write_sound
from coach.audio.loudness import levelled
from coach.conversation.codebook import Role
from coach.conversation.conversation import Conversation
from coach.conversation.span import Seconds, Span
from coach.errors import AudioError
from coach.insights.captions import Caption, captions, webvtt
from coach.insights.clips import Clip
from coach.language.redact import Private, find_private, masked_part, when_said

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

Party = Literal["both", "agent", "customer"]
Format = Literal["opus", "m4a"]

TITLE: Seconds = 2.0  # of silence before each clip of a reel: time to read a title of ten words
_SUFFIX = {"opus": ".ogg", "m4a": ".m4a"}
_SHORTEST_WORD: Seconds = 0.05  # recognisers give short words no length
_LONGEST_NAME = 200  # bytes; file systems take 255, a suffix included
_END = 90  # bytes of either end of a longer name
_SURE_DB = 3.0  # by which a party must be louder on its own channel


@dataclass(frozen=True, slots=True)
class Cutting:
    """How clips are cut.

    Attributes:
        party: whose channel to keep.
        format: Opus in Ogg, or AAC in M4A.
        is_redacted: mute and mask what is private.
    """

    party: Party = "both"
    format: Format = "opus"
    is_redacted: bool = True

    @property
    def role(self) -> Role | None:
        """Whose words alone are kept; None for everybody's."""
        return None if self.party == "both" else Role(self.party)

    @property
    def suffix(self) -> str:
        """What a file's name ends with."""
        return _SUFFIX[self.format]


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A clip as it is heard and read.

    Attributes:
        sound: 16,000 samples per second, shape (n_channels, n_samples).
        captions: on a clock that begins with the sound.
    """

    sound: Sound
    captions: tuple[Caption, ...]


def write_clip(clip: Clip, folder: Path, how: Cutting) -> str | None:
    """Write a clip and its captions; return the sound's file name, None where there is no sound.

    Raises:
        AudioError: its recording cannot be decoded, or its parties cannot be heard apart.
        SetupError: the folder cannot be written.
    """
    if not is_heard(clip):
        return None
    made = cut_clip(clip, how)
    name = safe_name(clip.name)
    write_sound(folder / f"{name}{how.suffix}", len(made.sound), [made.sound])
    _write_captions(folder / f"{name}.vtt", made.captions)
    return f"{name}{how.suffix}"


def write_reel(clips: Sequence[Clip], titles: Sequence[str], to: Path, how: Cutting) -> int:
    """Write clips one after the other into one file; return how many there are in it.

    Before each there are two seconds of silence, in which the captions beside the file show its
    title. Nothing is written where no clip has a sound.

    Args:
        clips: in the order in which they are heard; those without sound are left out.
        titles: one for each clip.
        to: the file without its suffix.
        how: how they are cut.

    Raises:
        AudioError: as `write_clip`.
        SetupError: the file cannot be written.
    """
    heard = [pair for pair in zip(clips, titles, strict=True) if is_heard(pair[0])]
    if not heard:
        return 0
    n_channels = 2 if how.role is None else 1
    shown: list[Caption] = []
    write_sound(
        to.with_name(to.name + how.suffix), n_channels, _reel(heard, how, n_channels, shown)
    )
    _write_captions(to.with_name(to.name + ".vtt"), shown)
    return len(heard)


def packed(clips: Sequence[Clip], titles: Sequence[str], how: Cutting) -> bytes:
    """Return a ZIP archive with one clip, or with a reel of several, and its captions.

    Raises:
        AudioError: as `write_clip`; or none of them has a sound.
    """
    with TemporaryDirectory() as name, BytesIO() as archive:
        folder = Path(name)
        base = safe_name(clips[0].name) if len(clips) == 1 else "reel"
        if len(clips) == 1:
            n_heard = int(write_clip(clips[0], folder, how) is not None)
        else:
            n_heard = write_reel(clips, titles, folder / base, how)
        if not n_heard:
            raise AudioError(f"{base}: the recording is not where it was; put it back to cut it")
        with ZipFile(archive, "w") as file:
            for path in sorted(folder.iterdir()):
                file.write(path, path.name)
        return archive.getvalue()


def _reel(
    heard: Sequence[tuple[Clip, str]], how: Cutting, n_channels: int, shown: list[Caption]
) -> Iterator[Sound]:
    """Yield the sound of a reel piece by piece, and note its captions on the way."""
    position: Seconds = 0.0
    for clip, title in heard:
        shown.append(Caption(Span(position, position + TITLE), title))
        yield np.zeros((n_channels, round(TITLE * RATE_HZ)), np.float32)
        position += TITLE
        made = cut_clip(clip, how)
        shown += [caption.later(position) for caption in made.captions]
        yield np.broadcast_to(made.sound, (n_channels, made.sound.shape[1]))
        position += made.sound.shape[1] / RATE_HZ


def cut_clip(clip: Clip, how: Cutting) -> Cut:
    """Return a clip's sound and captions; the clip must be one that `is_heard`.

    What is private is muted on all channels, whoever says it.

    Raises:
        AudioError: as `write_clip`.
    """
    conversation = clip.analysis.conversation
    if conversation.media is None or clip.span is None:
        raise ValueError(f"{clip.name} has no sound")
    words = _words(conversation, how.role)
    wanted = within_words(clip.span, words)
    around = cut(
        conversation.media,
        max(0.0, wanted.start - REACH),
        wanted.end + REACH,
        channels=conversation.about.channels,
    )
    if how.role is not None:
        around = around.only(_channel_of(conversation, around, how.role))
    found = edges(around, wanted, words)
    private = private_in(clip, how)
    excerpt = around.between(found.start, found.end)
    silenced = excerpt.muted(when_said(conversation.turns, private)).faded()
    heard = Span(excerpt.start, excerpt.end)
    return Cut(
        levelled(silenced.data),
        tuple(captions(conversation.turns, heard, private, how.role)),
    )


def private_in(clip: Clip, how: Cutting) -> list[Private]:
    """Return what to mute and mask in a clip's conversation."""
    return find_private(clip.analysis.conversation.turns) if how.is_redacted else []


def shown_words(clip: Clip, how: Cutting) -> tuple[list[str], list[str]]:
    """Return the texts of a clip's turns, and the words of what it is about, masked as asked."""
    turns, private = clip.analysis.conversation.turns, private_in(clip, how)
    texts = [
        masked_part(n, turns[n].text, private, 0, len(turns[n].text))
        for n in range(clip.first, clip.last + 1)
    ]
    about = [masked_part(f.turn, turns[f.turn].text, private, f.start, f.end) for f in clip.shows]
    return texts, about


def is_heard(clip: Clip) -> bool:
    """Whether there is sound to a clip, now."""
    media = clip.analysis.conversation.media
    return media is not None and clip.span is not None and media.is_file()


def safe_name(name: str) -> str:
    """Return a name that any file system takes: of a long one the ends, and a mark of it all."""
    plain = "".join(c if c.isalnum() or c in "-_." else "_" for c in name)
    if len(plain.encode()) <= _LONGEST_NAME:
        return plain
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{_bytes(plain, 0, _END)}_{mark}_{_bytes(plain, -_END, None)}"


def _bytes(text: str, first: int, last: int | None) -> str:
    """Return the whole characters in some bytes of a text."""
    return text.encode()[first:last].decode(errors="ignore")


def _words(conversation: Conversation, role: Role | None) -> list[Span]:
    return [
        Span(word.start, max(word.end, word.start + _SHORTEST_WORD))
        for turn in conversation.turns
        if role is None or turn.role is role
        for word in turn.words
    ]


def _channel_of(conversation: Conversation, around: Excerpt, role: Role) -> int:
    """Return the channel of a party: as it was given, else where its voice is the louder one."""
    if len(around.data) == 1:
        raise AudioError(
            f"{conversation.media}: has one channel, where agent and customer cannot be heard "
            "apart; cut both"
        )
    agent = conversation.about.agent_channel
    if agent == "auto":
        lead_db = _lead_db(conversation, around, Role.AGENT)
        lead_db -= _lead_db(conversation, around, Role.CUSTOMER)
        if abs(lead_db) < _SURE_DB:
            raise AudioError(
                f"{conversation.media}: which channel holds the agent cannot be told from the "
                f"sound at {around.start:.0f} seconds; say agent_channel in the manifest, or cut "
                "both"
            )
        agent = 0 if lead_db > 0 else 1
    return agent if role is Role.AGENT else 1 - agent


def _lead_db(conversation: Conversation, around: Excerpt, role: Role) -> float:
    """Return by how many dB the first channel is louder where a party speaks; 0 where none does."""
    said = [t.span for t in conversation.turns if t.role is role and t.span]
    parts = [
        around.between(span.start, span.end).data for span in _words(conversation, role) or said
    ]
    powers = [sum(float((part[n] ** 2).sum()) for part in parts) for n in (0, 1)]
    return 10 * math.log10((powers[0] + 1e-9) / (powers[1] + 1e-9))


def _write_captions(to: Path, shown: Sequence[Caption]) -> None:
    with appearing(to) as unfinished:
        unfinished.write_text(webvtt(shown), encoding="utf-8")
