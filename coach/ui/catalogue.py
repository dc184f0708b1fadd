"""The shape of what the pages say; the sentences themselves are in `coach.ui.text`.

A catalogue is a value with one field for each sentence, so that a missing translation cannot be
built. Notes on a conversation are `coach.ui.notes`'s; errors and a changed rubric are shown as they
are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from coach.conversation import names
from coach.conversation.codebook import Family, Label, Role
from coach.conversation.conversation import Channel
from coach.conversation.findings import Criterion, State
from coach.conversation.promises import PromiseState
from coach.conversation.span import Seconds

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_UNKNOWN_TO_INSIGHTS = "unknown"


class Language(StrEnum):
    """A language that the pages speak."""

    ENGLISH = "en"
    JAPANESE = "ja"


@dataclass(frozen=True, slots=True)
class PartText:
    """What the drawn parts (player, cards, scorecard) say."""

    play: str
    pause: str
    play_from: str
    back: str
    forward: str
    previous: str
    next: str
    speed: str
    timeline: str
    copy_link: str
    copied: str
    broken: str
    met: str
    missed: str
    late: str
    not_judgeable: str
    opportunities: str
    no_opportunities: str
    sure: str
    confirm: str
    disagree: str
    doubtful: str
    agent: str
    customer: str
    open: str
    skipped: str
    team: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What the figures of a conversation's timing are called."""

    talk_share: str
    silences: str
    overlaps: str
    answers_after: str
    monologue: str
    reply_delay: str
    none_found: str
    longest: str
    nine_of_ten: str
    both_shares: str
    holds: str
    interruptions: str
    of_customer: str
    pace: str
    in_words: str
    in_morae: str
    voice: str
    pitch_range: str
    loudness_range: str


@dataclass(frozen=True, slots=True)
class Units:
    """How dates and lengths of time are written; `{}` holds the number."""

    day: str
    short_day: str
    clock: str
    seconds: str
    minutes: str
    hours: str
    one_day: str
    days: str


@dataclass(frozen=True, slots=True)
class PromiseText:
    """What the page of promises says; `states` in the order of `PromiseState`."""

    title: str
    intro: str
    due_today: str
    overdue: str
    still_open: str
    settled: str
    nothing: str
    due: str
    words: str
    state: str
    case: str
    states: tuple[str, str, str, str, str, str]
    undated: str
    by_agent: str
    by_agent_hint: str

    def state_name(self, state: PromiseState) -> str:
        """Return what a state of a promise is called."""
        return self.states[list(PromiseState).index(state)]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All sentences of one language; `{}` holds what is filled in."""

    language: Language
    team: str
    agent: str
    conversation: str
    conversations: str
    clips: str
    team_intro: str
    clips_intro: str
    conversations_intro: str
    queue: str
    no_recording: str
    too_few_told: str
    no_opportunity: str
    n_of_m: str
    rate_cell: str
    team_told: str
    one_conversation: str
    n_conversations: str
    all_teams: str
    all_agents: str
    all_channels: str
    all_criteria: str
    all_conversations: str
    swap: str
    swap_hint: str
    no_team: str
    unknown: str
    team_total: str
    period: str
    periods: tuple[str, str, str]
    channel: str
    channels: tuple[str, str, str]
    roles: tuple[str, str, str]
    states: tuple[str, str, str, str]
    table: str
    table_hint: str
    chart_alt: str
    unscored: str
    best: str
    best_none: str
    missed: str
    missed_none: str
    shown_above: str
    evidence: str
    evidence_hint: str
    evidence_rest: str
    weekly: str
    weekly_hint: str
    week_of: str
    latest: str
    latest_hint: str
    on_date: str
    undated: str
    length: str
    spoken: str
    languages: tuple[str, str]
    no_such: str
    no_such_hint: str
    nothing_matches: str
    kind: str
    kinds: tuple[str, str]
    outcome: str
    criterion_choice: str
    cue_choice: str
    more: str
    keep: str
    keep_which: str
    keep_title: str
    keep_all: str
    keep_party: str
    keep_both: str
    keep_format: str
    keep_redacted: str
    keep_cut: str
    keep_file: str
    empty_title: str
    empty_intro: str
    empty_yours: str
    empty_after: str
    store_at: str
    not_yours: str
    cannot: str
    ui_language: str
    figures: Figures
    units: Units
    promises: PromiseText
    part: PartText

    @property
    def japanese(self) -> bool:
        """Whether this is the Japanese catalogue."""
        return self.language is Language.JAPANESE

    def label(self, label: Label) -> str:
        """Return what a label is called."""
        return names.label_name(label, japanese=self.japanese)

    def meaning(self, label: Label) -> str:
        """Return one line on what a label means."""
        return names.label_meaning(label, japanese=self.japanese)

    def criterion(self, criterion: Criterion) -> str:
        """Return what a criterion is called."""
        return names.CRITERIA[criterion][self.japanese]

    def family(self, family: Family) -> str:
        """Return what a family of labels is called."""
        return names.FAMILIES[family][self.japanese]

    def pairing(self, says: str) -> str:
        """Return what a pairing of the rubric says; its own words where we know no other."""
        return names.PAIRINGS.get(says, says) if self.japanese else says

    def role(self, role: Role) -> str:
        """Return what a side is called."""
        return self.roles[list(Role).index(role)]

    def channel_name(self, channel: Channel) -> str:
        """Return what a channel is called."""
        return self.channels[list(Channel).index(channel)]

    def state(self, state: State) -> str:
        """Return what became of an opportunity."""
        return self.states[list(State).index(state)]

    def spoken_in(self, language: str | None) -> str:
        """Return what a conversation's language is called; a rare one by its code."""
        if language in set(Language):
            return self.languages[list(Language).index(Language(language))]
        return language or self.unknown

    def somebody(self, name: str | None) -> str:
        """Return the name of an agent or team as it is shown; ours where nobody told us."""
        return self.unknown if name in (None, "", _UNKNOWN_TO_INSIGHTS) else str(name)

    def of(self, met: int, opportunities: int) -> str:
        """Return "9 of 12"."""
        return self.n_of_m.format(met=met, n=opportunities)

    def day(self, moment: datetime | None) -> str:
        """Return a date; the words for "no date" without one."""
        return self._dated(self.units.day, moment)

    def clock(self, moment: datetime | None) -> str:
        """Return a date with its time of day."""
        return self._dated(self.units.clock, moment)

    def short_day(self, day: date) -> str:
        """Return a date without its year."""
        return self.units.short_day.format(
            day=day.day, month=day.month, name=_MONTHS[day.month - 1]
        )

    def lasting(self, seconds: Seconds) -> str:
        """Return a length of time in the unit that suits it."""
        for limit, size, form in (
            (60, 1, self.units.seconds),
            (3600, 60, self.units.minutes),
            (86400, 3600, self.units.hours),
        ):
            told = _short(seconds / size)
            if float(told) * size < limit:
                return form.format(told)
        told = _short(seconds / 86400)
        return self.units.one_day if told == "1" else self.units.days.format(told)

    def so_many_conversations(self, number: int) -> str:
        """Return "3 conversations"."""
        return self.one_conversation if number == 1 else self.n_conversations.format(n=number)

    def _dated(self, form: str, moment: datetime | None) -> str:
        if moment is None:
            return self.undated
        return form.format(
            day=moment.day,
            month=moment.month,
            name=_MONTHS[moment.month - 1],
            year=moment.year,
            time=f"{moment:%H:%M}",
        )


def minutes(seconds: Seconds) -> str:
    """Return a length as a player shows it.

    >>> minutes(65), minutes(3671)
    ('1:05', '1:01:11')
    """
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    tail = f"{rest % 60:02d}"
    return f"{hours}:{rest // 60:02d}:{tail}" if hours else f"{rest // 60}:{tail}"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
