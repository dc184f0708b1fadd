"""One conversation through all stages, from what was said to what it says about care.

source ──▶ words ──▶ language ──▶ cues ──▶ rubric ──▶ Analysis
              └──────────▶ dynamics ──────────────────┘
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from coach.audio.decoding import refuse_long
from coach.audio.opening import probe
from coach.config import DynamicsSettings
from coach.conversation.analysis import Analysis
from coach.conversation.conversation import Conversation
from coach.conversation.findings import CueFinding
from coach.conversation.recording import Recording
from coach.cues.answers import only_answers
from coach.cues.base import Detector
from coach.cues.contexts import contexts
from coach.cues.heard import LEAST_P, about_refused, well_heard
from coach.cues.merge import merge
from coach.dynamics.measure import measure
from coach.errors import AudioError, MissingModel
from coach.language.detect import UNKNOWN, coverage_note, detect
from coach.language.pipeline import Languages
from coach.rubric.criteria import Rubric
from coach.rubric.opportunity import find_opportunities
from coach.rubric.score import score
from coach.sources.captions import read_transcript
from coach.speakers.activity import Listening
from coach.speakers.base import Diariser
from coach.speakers.diarise import Clustering
from coach.speakers.exchange import exchanged
from coach.speakers.sound import Sound, by_voices, without_words
from coach.transcription.base import Options, Transcriber

Policy = Literal["missing", "always", "never"]


@dataclass(frozen=True, slots=True)
class Stages:
    """What a conversation goes through.

    Attributes:
        transcriber: hears recordings; builds its model when it is first needed.
        options: how it listens.
        transcribe: which recordings it hears: those without a transcript, all, or none.
        languages: the spaCy pipelines.
        detectors: what looks for cues; findings that agree become one.
        rubric: what asks for what.
        max_hours: the longest recording that is listened to.
        diariser: tells voices apart in a recording of one channel.
        listening: how speech is looked for in order to time it.
        timing: what counts as what in the timing of a call.
        needs_words: whether a recording without words is refused where there are no weights;
            else its timing alone is looked at.
        least_p: how surely the words of a finding must have been heard, on average.
    """

    transcriber: Transcriber
    options: Options
    transcribe: Policy
    languages: Languages
    detectors: tuple[Detector, ...]
    rubric: Rubric
    max_hours: float = 4.0
    diariser: Diariser = field(default_factory=Clustering)
    listening: Listening = field(default_factory=Listening)
    timing: DynamicsSettings = field(default_factory=DynamicsSettings)
    needs_words: bool = True
    least_p: float = LEAST_P


def analyse(
    source: Conversation | Recording, stages: Stages, *, is_exchanged: bool = False
) -> Analysis:
    """Return all that can be found in a conversation or a recording of one.

    Args:
        source: what to look at.
        stages: what it goes through.
        is_exchanged: somebody said that agent and customer are the other way round.

    Raises:
        CoachError: a recording cannot be heard; the message says why and what would help.
    """
    sound = Sound.of(source, stages.listening, stages.max_hours)
    heard = hear(source, stages, sound) if isinstance(source, Recording) else source
    if sound:
        heard = heard.with_notes(*(note for note in sound.notes if note not in heard.notes))
    conversation = _with_language(exchanged(heard) if is_exchanged else heard)
    found = find_cues(conversation, stages)
    findings, n_refused = well_heard(found, conversation.turns, least_p=stages.least_p)
    notes = (*conversation.notes, *about_refused(n_refused))
    opportunities = find_opportunities(conversation, findings, stages.rubric)
    return Analysis(
        conversation=replace(conversation, notes=notes),
        findings=tuple(findings),
        opportunities=tuple(opportunities),
        scores=tuple(score(opportunities, stages.rubric)),
        dynamics=measure(conversation, sound.voices if sound else None, stages.timing),
        rubric=stages.rubric.stamp,
    )


def hear(recording: Recording, stages: Stages, sound: Sound | None = None) -> Conversation:
    """Return the conversation of a recording: from the transcript beside it, or by listening.

    Where no words can be had its turns have times alone, and a note says so.

    Args:
        recording: what to listen to.
        stages: with what.
        sound: its sound, if somebody has opened it already.

    Raises:
        AudioError: there is no transcript, and the recording cannot be decoded or is too long.
        MalformedSource: the transcript is broken.
        MissingModel: a model was asked for by name, and its weights are not on this machine.
        NothingToScore: nobody speaks in it.
    """
    if recording.transcript is not None and stages.transcribe != "always":
        return _given(recording)
    refuse_long(recording.path, probe(recording.path).duration or 0.0, stages.max_hours)
    sound = sound or Sound(recording.path, stages.listening, stages.max_hours)
    if stages.transcribe == "never":
        return without_words(
            recording, sound, stages.diariser, "listening is switched off (--transcribe never)"
        )
    language = recording.about.language or stages.options.language
    options = replace(stages.options, language=language)
    try:
        transcript = stages.transcriber.transcribe(recording, options)
    except MissingModel as exc:
        if stages.needs_words:
            raise MissingModel(f"{recording.path} was not transcribed: {exc}") from exc
        return without_words(recording, sound, stages.diariser, str(exc))
    return by_voices(recording, transcript, sound, stages.diariser)


def find_cues(conversation: Conversation, stages: Stages) -> list[CueFinding]:
    """Return what all detectors found, one finding for each label and place, in order."""
    batch = contexts(conversation, stages.languages)
    found = merge([f for d in stages.detectors for found in d.detect(batch) for f in found])
    return only_answers(found, conversation.turns)


def _given(recording: Recording) -> Conversation:
    """Return the transcript's conversation; sound that cannot be played becomes a note."""
    if recording.transcript is None:
        raise ValueError("a recording without a transcript has no given words")
    notes, media = recording.notes, recording.path
    try:
        probe(recording.path)
    except AudioError as exc:
        return read_transcript(recording.transcript, recording.about, notes=(*notes, str(exc)))
    return read_transcript(recording.transcript, recording.about, media=media, notes=notes)


def _with_language(conversation: Conversation) -> Conversation:
    """Return the conversation with its language filled in, or with a note that it is not known."""
    language = detect(conversation)
    note = coverage_note(language)
    about = replace(conversation.about, language=None if language == UNKNOWN else language)
    notes = (*conversation.notes, note) if note else conversation.notes
    return replace(conversation, about=about, notes=notes)
