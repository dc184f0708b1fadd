"""Conversations with their findings, judged by the rubric that ships."""

from __future__ import annotations

from coach.rubric.criteria import read_rubric
from coach.rubric.opportunity import find_opportunities
from coach.rubric.score import score
from tests.builders import a_finding

CARE = read_rubric()


def judged(conversation, *found):
    """Return {pairing: state} for findings given as (turn, label, words)."""
    findings = [a_finding(conversation, *item) for item in found]
    opportunities = find_opportunities(conversation, findings, CARE)
    return {o.pairing: o.state for o in opportunities}


def opportunities_of(conversation, *found):
    """Return the opportunities for findings given so."""
    return find_opportunities(conversation, [a_finding(conversation, *f) for f in found], CARE)


def value_of(conversation, criterion, *found):
    """Return the score of a criterion for findings given so."""
    findings = [a_finding(conversation, *item) for item in found]
    scores = score(find_opportunities(conversation, findings, CARE), CARE)
    return next(s for s in scores if s.criterion is criterion)
