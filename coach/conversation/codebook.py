"""The labels: what can be found in a turn, whose turn it may be, and where it belongs.

The names are those of the annotation codebook. What each label means is said here in one
line, for tooltips and reports; the patterns that find it are data (`coach/cues/patterns`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Whose turn it is. Turns of `OTHER` (a bot, an announcement) are kept and never judged."""

    AGENT = "agent"
    CUSTOMER = "customer"
    OTHER = "other"


class Family(StrEnum):
    """Where a label belongs. `MOMENT` labels are the customer's, all others the agent's."""

    MOMENT = "moment"
    EMPATHY = "empathy"
    LISTENING = "listening"
    TRANSPARENCY = "transparency"
    RELATIONSHIP = "relationship"
    AGAINST = "against"


class Label(StrEnum):
    """Every label of the codebook."""

    DISTRESS = "distress"
    IMPACT = "impact"
    PROBLEM = "problem"
    QUESTION = "question"
    FEEDBACK = "feedback"
    CONFUSION = "confusion"

    ACKNOWLEDGE_FEELING = "acknowledge_feeling"
    VALIDATE = "validate"
    APOLOGISE = "apologise"
    REASSURE = "reassure"
    WARMTH = "warmth"

    OPEN_QUESTION = "open_question"
    CLARIFY = "clarify"
    REFLECT = "reflect"
    CONFIRM_UNDERSTANDING = "confirm_understanding"
    RECALL = "recall"

    EXPLAIN_REASON = "explain_reason"
    BAD_NEWS = "bad_news"
    SET_EXPECTATION = "set_expectation"
    COMMIT = "commit"
    ADMIT_UNCERTAINTY = "admit_uncertainty"
    OWN_FAULT = "own_fault"

    PERSONALISE = "personalise"
    GO_BEYOND = "go_beyond"
    WELCOME_FEEDBACK = "welcome_feedback"

    DISMISS = "dismiss"
    BLAME = "blame"
    EVADE = "evade"
    PUSH_SELL = "push_sell"

    @property
    def family(self) -> Family:
        """Where the label belongs."""
        return CODEBOOK[self].family

    @property
    def role(self) -> Role:
        """Whose turns can carry it."""
        return Role.CUSTOMER if self.family is Family.MOMENT else Role.AGENT


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the codebook."""

    family: Family
    meaning: str


_M, _E, _L, _T, _R, _A = Family
CODEBOOK: dict[Label, Entry] = {
    Label.DISTRESS: Entry(_M, "shows a negative feeling, in words or by how it is put"),
    Label.IMPACT: Entry(_M, "says what the problem does to them or why it matters"),
    Label.PROBLEM: Entry(_M, "adds substance about what is wrong or wanted"),
    Label.QUESTION: Entry(_M, "asks for information or a decision"),
    Label.FEEDBACK: Entry(_M, "judges the company, the product, the service or the agent"),
    Label.CONFUSION: Entry(_M, "has not understood, or something does not add up for them"),
    Label.ACKNOWLEDGE_FEELING: Entry(_E, "names what the customer feels or goes through"),
    Label.VALIDATE: Entry(_E, "says that the feeling, question or wish is reasonable"),
    Label.APOLOGISE: Entry(_E, "is sorry for the trouble, the fault or the outcome"),
    Label.REASSURE: Entry(_E, "stands by the customer or calms a worry"),
    Label.WARMTH: Entry(_E, "adds something personal and kind beyond courtesy"),
    Label.OPEN_QUESTION: Entry(_L, "invites the customer to tell more in their own words"),
    Label.CLARIFY: Entry(_L, "asks something specific to understand the situation or wish"),
    Label.REFLECT: Entry(_L, "says back in own words what the customer said or wants"),
    Label.CONFIRM_UNDERSTANDING: Entry(_L, "checks that both sides have understood, or agree"),
    Label.RECALL: Entry(_L, "uses something said earlier, or the customer's history"),
    Label.EXPLAIN_REASON: Entry(_T, "gives a cause, or the reason for a rule or a step"),
    Label.BAD_NEWS: Entry(_T, "says plainly what is unwelcome"),
    Label.SET_EXPECTATION: Entry(_T, "says what happens next, by when, or what it will cost"),
    Label.COMMIT: Entry(_T, "binds themselves or the company to one concrete action ahead"),
    Label.ADMIT_UNCERTAINTY: Entry(_T, "says openly that they do not know"),
    Label.OWN_FAULT: Entry(_T, "admits that the fault lay on this side, or mends its cause"),
    Label.PERSONALISE: Entry(_R, "fits the answer to this customer's situation"),
    Label.GO_BEYOND: Entry(_R, "gives more than was asked, in the customer's interest"),
    Label.WELCOME_FEEDBACK: Entry(_R, "thanks for, asks for or acts on feedback"),
    Label.DISMISS: Entry(_A, "plays down, ignores or rejects the feeling or the problem"),
    Label.BLAME: Entry(_A, "puts the fault on someone else to get rid of it"),
    Label.EVADE: Entry(_A, "dodges a question or gives an empty answer"),
    Label.PUSH_SELL: Entry(_A, "promotes something that the need did not call for"),
}

MOMENTS: tuple[Label, ...] = tuple(x for x in Label if CODEBOOK[x].family is Family.MOMENT)
CUES: tuple[Label, ...] = tuple(x for x in Label if CODEBOOK[x].family is not Family.MOMENT)
