"""Moments become opportunities, and what followed decides what became of them.

    customer   distress ..........................................
    agent                clarify   apologise   ...       ...
                         |---- window ----|---- late ----|

Met in the window: met. Met in the second one: late. Else missed, unless it cannot be judged: the
words were heard too badly, or the conversation ends before the agent had a chance to answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from coach.conversation.codebook import Label
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.findings import CueFinding, News, Opportunity, State, Unjudged
from coach.rubric.case import Case, case_of
from coach.rubric.criteria import Pairing, Rubric
from coach.rubric.windows import says_nothing, turns_within
from coach.rubric.wording import is_praise, refusals


def find_opportunities(
    conversation: Conversation, findings: Sequence[CueFinding], rubric: Rubric
) -> list[Opportunity]:
    """Return every opportunity in a conversation, by the turn of its moment.

    Args:
        conversation: with its language known; an unknown one takes up words of any language.
        findings: of all its turns, in any order.
        rubric: what asks for what.
    """
    case = case_of(conversation, findings, rubric)
    found = [o for pairing in rubric.pairings for o in _of_pairing(case, pairing)]
    return sorted(found, key=lambda o: (o.moment.turn, o.moment.start, o.pairing))


def _of_pairing(case: Case, pairing: Pairing) -> list[Opportunity]:
    found: list[Opportunity] = []
    reach = pairing.reach(case.conversation.channel)
    closed_at = -1
    for turn in sorted(case.by_turn):
        moment = next((f for f in case.by_turn[turn] if _opens(case, pairing, f)), None)
        if moment is None or turn <= closed_at:
            continue
        window = turns_within(case.conversation, turn, reach, case.says_something)
        closed_at = max([turn, *window])
        if opportunity := _judge(case, pairing, moment, window):
            found.append(opportunity)
    return found


def _opens(case: Case, pairing: Pairing, moment: CueFinding) -> bool:
    if moment.label not in pairing.moments:
        return False
    if moment.label is Label.BAD_NEWS:
        return _is_news(case, moment)
    return pairing.opened_by_praise or not is_praise(case.sentence(moment))


def _is_news(case: Case, moment: CueFinding) -> bool:
    """Whether the agent's bad news says something; a bare "no" does, "that's our policy" not."""
    if case.is_concrete(moment) or refusals().search(case.said(moment).lower()):
        return True
    reasons = case.cues([moment.turn], case.rubric.news.reason)
    return any(case.is_concrete(reason) for reason in reasons)


def _judge(
    case: Case, pairing: Pairing, moment: CueFinding, window: list[int]
) -> Opportunity | None:
    if unjudged := _why_not_judged(case, moment, window):
        deadline = max([moment.turn, *window])
        return Opportunity(
            pairing.criterion, pairing.id, moment, State.NOT_JUDGEABLE, (), deadline,
            unjudged=unjudged,
        )  # fmt: skip
    state, met_by = _outcome(case, pairing, moment, window)
    if state is not State.MET and not _shows_a_miss(case, pairing, window):
        return None
    return Opportunity(
        pairing.criterion,
        pairing.id,
        moment,
        state,
        met_by,
        window[-1],
        generic=_generic(case, pairing, moment, window),
        news=_news(case, moment, window) if moment.label is Label.BAD_NEWS else None,
    )


def _shows_a_miss(case: Case, pairing: Pairing, window: Sequence[int]) -> bool:
    return not pairing.missed_by or any(case.labels(t) & pairing.missed_by for t in window)


def _outcome(
    case: Case, pairing: Pairing, moment: CueFinding, window: list[int]
) -> tuple[State, tuple[CueFinding, ...]]:
    if met_by := _met_by(case, pairing, moment, window):
        return State.MET, met_by
    reach = pairing.late_reach(case.conversation.channel)
    both = turns_within(case.conversation, moment.turn, reach, case.says_something)
    later = [place for place in both if place > window[-1]]
    if late := _met_by(case, pairing, moment, later):
        return State.LATE, late
    return State.MISSED, ()


def _met_by(
    case: Case, pairing: Pairing, moment: CueFinding, turns: Sequence[int]
) -> tuple[CueFinding, ...]:
    clean = [place for place in turns if not case.labels(place) & pairing.spoilt_by]
    cues = case.cues(clean, pairing.answers)
    return tuple(cue for cue in cues if cue is not moment and case.meets(pairing, cue))


def _generic(
    case: Case, pairing: Pairing, moment: CueFinding, window: Sequence[int]
) -> tuple[CueFinding, ...]:
    """Return the cues that would meet the moment, did they not fit any customer as well."""
    cues = case.cues(window, pairing.answers - pairing.meets_asked)
    return tuple(
        cue
        for cue in cues
        if cue is not moment and cue not in case.overdone and not case.meets(pairing, cue)
    )


def _why_not_judged(case: Case, moment: CueFinding, window: list[int]) -> Unjudged | None:
    turns = case.conversation.turns
    if all(says_nothing(turns[place]) for place in window):
        is_call = case.conversation.channel is Channel.CALL
        return Unjudged.CUT_OFF if is_call else Unjudged.UNANSWERED
    heard = [w.p for t in {moment.turn, *window} for w in turns[t].words if w.p is not None]
    if heard and sum(heard) / len(heard) < case.rubric.least_word_p:
        return Unjudged.POOR_TRANSCRIPT
    return None


def _news(case: Case, moment: CueFinding, window: Sequence[int]) -> News:
    """Return how bad news was told, from the turn that told it and those that followed."""
    parts = case.rubric.news
    is_plain = not case.labels(moment.turn) & parts.spoilt_by
    reasons, feelings, ways = (
        list(case.cues(window, labels)) for labels in (parts.reason, parts.feeling, parts.instead)
    )
    return News(
        plain=moment if is_plain else None,
        reason=next((cue for cue in reasons if case.is_concrete(cue)), None),
        feeling=next((cue for cue in feelings if case.takes_up(cue)), None),
        instead=next((cue for cue in ways if case.is_concrete(cue)), None),
    )
