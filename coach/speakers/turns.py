"""From what was heard in a recording to a conversation between an agent and a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.recording import AgentChannel, Recording
from coach.conversation.transcript import Transcript
from coach.conversation.turn import Turn
from coach.errors import NothingToScore
from coach.speakers.assign import assign
from coach.speakers.channels import ChannelTurn, text_of, turns_from

ONE_CHANNEL = (
    "the recording has one channel: its speakers are not separated yet, "
    "so no turn is anybody's and nothing is scored"
)


def conversation_from(recording: Recording, transcript: Transcript) -> Conversation:
    """Return the conversation that was heard in a recording.

    Each of two channels is one party; which is the agent is told by the recording's details, or
    else by the words. Where all words are in one channel, nobody knows whose they are: the turns
    are of no party, a note says so, and no score comes of them.

    Raises:
        NothingToScore: no word was heard.
    """
    turns = turns_from(transcript)
    if not turns:
        raise NothingToScore(f"{recording.path}: no words were heard in it{_why(transcript)}")
    language = recording.about.language or transcript.language
    roles, note = _roles(turns, transcript.n_channels, recording.about.agent_channel, language)
    return Conversation(
        about=replace(recording.about, language=language),
        channel=Channel.CALL,
        turns=tuple(_turn(turn, roles[turn.channel], language) for turn in turns),
        media=recording.path,
        transcribed_by=transcript.by,
        notes=(*recording.notes, *transcript.notes, *((note,) if note else ())),
    )


def _roles(
    turns: Sequence[ChannelTurn], n_channels: int, wanted: AgentChannel, language: str | None
) -> tuple[dict[int, Role], str | None]:
    """Return whose each channel is, and a sentence where that is not known or not sure."""
    nobody = dict.fromkeys(range(n_channels), Role.OTHER)
    if n_channels == 1:
        return nobody, ONE_CHANNEL
    channels = {turn.channel for turn in turns}
    if len(channels) == 1 and wanted == "auto":
        return nobody, (
            f"only channel {min(channels)} holds words: whether they are one party's or both's is "
            "not known, so nothing is scored; say agent_channel in the manifest if they are one's"
        )
    said = [_said(turns, channel, language) for channel in range(2)]
    found = assign(said, speaks_first=turns[0].channel, wanted=wanted)
    return nobody | {found.agent: Role.AGENT, 1 - found.agent: Role.CUSTOMER}, found.note


def _said(turns: Sequence[ChannelTurn], channel: int, language: str | None) -> str:
    return " ".join(text_of(turn.words, language) for turn in turns if turn.channel == channel)


def _turn(turn: ChannelTurn, role: Role, language: str | None) -> Turn:
    return Turn(role, text_of(turn.words, language), turn.span, words=turn.words)


def _why(transcript: Transcript) -> str:
    return f" ({'; '.join(transcript.notes)})" if transcript.notes else ""
