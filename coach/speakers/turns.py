"""From what was heard in a recording to a conversation between an agent and a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.recording import AgentChannel, Recording
from coach.conversation.transcript import Transcript, Utterance
from coach.conversation.turn import Turn, Word
from coach.conversation.voices import SpeakerSpan
from coach.errors import NothingToScore
from coach.speakers.assign import assign, weight
from coach.speakers.channels import ChannelTurn, text_of, turns_from

ESTIMATED = (
    "the recording has one channel: who speaks was told apart by the voices and is estimated; "
    "an answer may stand with the wrong side"
)
ONE_CHANNEL = (
    "the recording has one channel: its speakers are not separated yet, "
    "so no turn is anybody's and nothing is scored"
)
_AN_AGENT_TOO = 2.0  # weight of a third party's words from which it is a second agent


def conversation_from(
    recording: Recording, transcript: Transcript, *, is_estimated: bool = False
) -> Conversation:
    """Return the conversation that was heard in a recording.

    Each of two channels is one party; which is the agent is told by the recording's details, or
    else by the words. Where all words are in one channel, nobody knows whose they are: the turns
    are of no party, a note says so, and no score comes of them.

    Args:
        recording: what is known about it.
        transcript: its words, or the times of its speech with empty words.
        is_estimated: the transcript's channels are voices that were told apart in one channel.
            Of more than two, the agent and who speaks most are the sides; another agent is known
            by the words, and anybody else is of no side.

    Raises:
        NothingToScore: no word was heard.
    """
    turns = turns_from(transcript)
    if not turns:
        raise NothingToScore(f"{recording.path}: no words were heard in it{_why(transcript)}")
    language = recording.about.language or transcript.language
    wanted: AgentChannel = "auto" if is_estimated else recording.about.agent_channel
    roles, note = _roles(turns, transcript.n_channels, wanted, language)
    notes = (ESTIMATED, note) if is_estimated and note != ONE_CHANNEL else (note,)
    return Conversation(
        about=replace(recording.about, language=language),
        channel=Channel.CALL,
        turns=tuple(_turn(turn, roles[turn.channel], language) for turn in turns),
        media=recording.path,
        transcribed_by=transcript.by or None,
        notes=(*recording.notes, *transcript.notes, *(n for n in notes if n)),
    )


def from_sound(
    recording: Recording, spans: Sequence[SpeakerSpan], n_channels: int, *, why: str
) -> Conversation:
    """Return a conversation whose turns have times and no words.

    Args:
        recording: what is known about it.
        spans: who speaks when; on two channels the speaker is the channel.
        n_channels: of the recording.
        why: the sentence that says why there are no words.

    Raises:
        NothingToScore: nobody speaks.
    """
    utterances = tuple(
        Utterance(one.speaker, (Word("", one.span.start, one.span.end),)) for one in spans
    )
    n_speakers = max((one.speaker for one in spans), default=0) + 1
    given = Transcript(utterances, max(n_channels, n_speakers), None, "", (why,))
    return conversation_from(recording, given, is_estimated=n_channels == 1)


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
    first, second = _sides(turns, n_channels, language)
    said = [_said(turns, channel, language) for channel in (first, second)]
    speaks_first = next((t.channel for t in turns if t.channel in (first, second)), first)
    found = assign(said, speaks_first=int(speaks_first == second), wanted=wanted)
    agent, customer = (first, second) if found.agent == 0 else (second, first)
    others = {
        channel: Role.AGENT
        for channel in channels - {first, second}
        if weight(_said(turns, channel, language)) >= _AN_AGENT_TOO
    }
    return nobody | others | {agent: Role.AGENT, customer: Role.CUSTOMER}, found.note


def _sides(turns: Sequence[ChannelTurn], n_channels: int, language: str | None) -> tuple[int, int]:
    """Return the channels of the two sides, in order.

    Of more than two voices, one is whose words weigh most for an agent, or who speaks first; the
    other is who speaks longest of those whose words are no agent's.
    """
    if n_channels == 2:
        return 0, 1
    length: dict[int, float] = {}
    for turn in turns:
        length[turn.channel] = length.get(turn.channel, 0.0) + turn.span.duration
    weights = {channel: weight(_said(turns, channel, language)) for channel in length}
    agent = max(weights, key=lambda channel: weights[channel])
    if weights[agent] <= 0:
        agent = turns[0].channel
    rest = [channel for channel in length if channel != agent]
    customers = [channel for channel in rest if weights[channel] < _AN_AGENT_TOO] or rest
    customer = max(customers, key=lambda channel: length[channel])
    return min(agent, customer), max(agent, customer)


def _said(turns: Sequence[ChannelTurn], channel: int, language: str | None) -> str:
    return " ".join(text_of(turn.words, language) for turn in turns if turn.channel == channel)


def _turn(turn: ChannelTurn, role: Role, language: str | None) -> Turn:
    text = text_of([word for word in turn.words if word.text], language)
    return Turn(role, text, turn.span, words=turn.words if text else ())


def _why(transcript: Transcript) -> str:
    return f" ({'; '.join(transcript.notes)})" if transcript.notes else ""
