"""One conversation through all stages, from what was said to what it says about care.

source ──▶ words ──▶ language ──▶ cues ──▶ rubric ──▶ Analysis
              └──────────▶ dynamics ──────────────────┘
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from coach.conversation.analysis import Analysis
from coach.conversation.conversation import Conversation
from coach.conversation.findings import CueFinding
from coach.conversation.recording import Recording
from coach.cues.base import Detector
from coach.cues.contexts import contexts
from coach.cues.merge import merge
from coach.dynamics.measure import measure
from coach.language.pipeline import Languages
from coach.rubric.criteria import Rubric
from coach.rubric.opportunity import find_opportunities
from coach.rubric.score import score

Hear = Callable[[Recording], Conversation]


@dataclass(frozen=True, slots=True)
class Stages:
    """What a conversation goes through.

    Attributes:
        hear: makes a conversation of a recording.
        languages: the spaCy pipelines.
        detectors: what looks for cues; findings that agree become one.
        rubric: what asks for what.
    """

    hear: Hear
    languages: Languages
    detectors: tuple[Detector, ...]
    rubric: Rubric


def analyse(source: Conversation | Recording, stages: Stages) -> Analysis:
    """Return all that can be found in a conversation or a recording of one.

    Raises:
        CoachError: a recording cannot be heard; the message says why and what would help.
    """
    heard = stages.hear(source) if isinstance(source, Recording) else source
    conversation = _with_language(heard, stages.languages)
    findings = find_cues(conversation, stages)
    opportunities = find_opportunities(conversation, findings, stages.rubric)
    return Analysis(
        conversation=conversation,
        findings=tuple(findings),
        opportunities=tuple(opportunities),
        scores=tuple(score(opportunities, stages.rubric)),
        dynamics=measure(conversation),
        rubric=stages.rubric.stamp,
    )


def find_cues(conversation: Conversation, stages: Stages) -> list[CueFinding]:
    """Return what all detectors found, one finding for each label and place, in order."""
    batch = contexts(conversation, stages.languages)
    return merge(
        [finding for d in stages.detectors for found in d.detect(batch) for finding in found]
    )


def _with_language(conversation: Conversation, languages: Languages) -> Conversation:
    about = replace(conversation.about, language=languages.detect(conversation))
    return replace(conversation, about=about)
