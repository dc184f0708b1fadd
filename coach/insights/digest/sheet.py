"""A digest as it is printed: plain text in the reader's language, in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from coach.conversation.codebook import Role
from coach.conversation.evidence import Moment
from coach.conversation.names import CRITERIA, PAIRINGS
from coach.insights.behaviour import Behaviour, Missed
from coach.insights.digest.digest import Digest, Standing
from coach.insights.digest.words import MONTHS, WORDS, Words
from coach.insights.summary import Part, Said

MOST_SHOWN = 320  # characters of a turn on a card; mails are long
_MOST_TURNS = 4
_BETWEEN_JAPANESE = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Rate:
    """One criterion; `low`, `high` and `share` are in percent, None without a rate.

    `low` and `high` hold the errors of the detectors, where they are known.
    """

    name: str
    this_week: str
    recent: str
    low: float | None
    high: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Bubble:
    """A turn on a card."""

    who: str
    is_agent: bool
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A moment: its turns, where it is from, and a way to begin under a heading of its own."""

    title: str
    source: str
    href: str
    bubbles: tuple[Bubble, ...]
    way_to_begin: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A behaviour to work on: why, and the cards that show it."""

    title: str
    why: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the summary."""

    text: str
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """The sentences of one part of the summary."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page. Headings are in `say`."""

    say: Words
    title: str
    week: str
    facts: str
    rates: tuple[Rate, ...]
    is_of_agent: bool
    work: tuple[Work, ...]
    best: tuple[Card, ...]
    missed: tuple[Card, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Printer:
    """Turns values into the text of a page.

    Attributes:
        say: the language.
        sentence: what a pairing of the rubric says, by its id.
        app: address of the app that conversations link to; empty for no links.
        zone: the time zone by whose clock days are told.
    """

    say: Words
    sentence: Callable[[str], str]
    app: str = ""
    zone: str = "UTC"

    def card(self, moment: Moment, *, title: str = "", agent: str = "") -> Card:
        """Return a moment as a card; `agent` is what the agent is called on it."""
        chance, conversation = moment.opportunity, moment.analysis.conversation
        shown = sorted({chance.moment.turn, *(cue.turn for cue in chance.met_by)})
        if not chance.met_by:
            shown = list(range(chance.moment.turn, chance.deadline + 1))[:_MOST_TURNS]
        roles = dict(zip(Role, self.say.roles, strict=True)) | (
            {Role.AGENT: agent} if agent else {}
        )
        bubbles = tuple(
            Bubble(roles[turn.role], turn.is_agent, _short(turn.text))
            for turn in (conversation.turns[place] for place in shown)
        )
        at = conversation.about.started_at
        when = f"{self.day(at.astimezone(ZoneInfo(self.zone)).date())} · " if at else ""
        source = f"{when}{conversation.id} · {self.say.turn.format(chance.moment.turn + 1)}"
        return Card(
            title or self.pairing(chance.pairing), source, self.href(conversation.id), bubbles
        )

    def help_for(self, missed: Missed) -> Iterable[Card]:
        """Yield the card of a missed moment with its suggestion, then the example."""
        card = self.card(missed.moment, title=self.say.missed)
        if missed.suggestion:
            heading = self.say.way_to_begin(missed.suggestion)
            card = replace(card, way_to_begin=heading, suggestion=missed.suggestion.text)
        yield card
        if missed.example:
            yield self.card(missed.example, title=self.say.example, agent=self.say.colleague)

    def work(self, behaviour: Behaviour) -> Work:
        """Return a behaviour with its reasons and cards."""
        say = self.say
        against = say.against_team if behaviour.level.n_colleagues else say.against_level
        counts = against.format(
            met=behaviour.met, n=behaviour.opportunities, level=round(100 * behaviour.level.rate)
        )
        told = (say.sure if behaviour.is_sure else say.unsure).format(
            p=min(99, round(100 * behaviour.confidence))  # no number of cases makes it certain
        )
        own = [self.card(behaviour.best, title=say.own_best)] if behaviour.best else []
        helped = [card for missed in behaviour.missed for card in self.help_for(missed)]
        joint = "" if say.language == "ja" else " "
        return Work(self.pairing(behaviour.pairing), joint.join((counts, told)), (*own, *helped))

    def rate(self, standing: Standing) -> Rate:
        """Return one criterion."""
        say, recent = self.say, standing.recent
        name = CRITERIA[standing.criterion][say.language == "ja"]
        week = say.counts.format(met=standing.met, n=standing.opportunities)
        this_week = week if standing.opportunities else say.none
        if not recent.opportunities:
            return Rate(name, this_week, say.none, None, None, None)
        counts = say.counts.format(met=recent.met, n=recent.opportunities)
        if recent.rate is None or recent.low is None or recent.high is None:
            return Rate(name, this_week, f"{counts}: {say.too_few}", None, None, None)
        low, share, high = (round(100 * x) for x in (recent.low, recent.rate, recent.high))
        seen = [round(100 * x) for x in recent.seen or (recent.low, recent.high)]
        told = say.rate.format(rate=share, low=seen[0], high=seen[1])
        also = say.with_errors.format(low=low, high=high) if recent.seen else ""
        return Rate(name, this_week, f"{counts}: {told}{also}", low, high, share)

    def group(self, part: Part, said: Iterable[Said]) -> Group:
        """Return the sentences of one part."""
        title = self.say.said_parts[list(Part).index(part)]
        return Group(title, tuple(self._line(one) for one in said if one.part is part))

    def pairing(self, name: str) -> str:
        """Return what a pairing says, in the reader's language where we know it."""
        says = self.sentence(name)
        return PAIRINGS.get(says, says) if self.say.language == "ja" else says

    def day(self, day: date) -> str:
        """Return a date."""
        month = str(day.month) if self.say.language == "ja" else MONTHS[day.month - 1]
        return self.say.day.format(day=day.day, month=month, year=day.year)

    def href(self, conversation: str) -> str:
        """Return the address of a conversation; empty without an app."""
        query = urlencode({"conversation": conversation, "lang": self.say.language})
        return f"{self.app.rstrip('/')}/conversation?{query}" if self.app else ""

    def _line(self, said: Said) -> Line:
        alike = f" · {self.say.alike.format(said.n_alike)}" if said.n_alike > 1 else ""
        note = f"{said.conversation} · {self.say.turn.format(said.turn + 1)}{alike}"
        return Line(_short(said.text), note, self.href(said.conversation))


def sheet_of(
    digest: Digest, language: str, sentence: Callable[[str], str], *, app: str = ""
) -> Sheet:
    """Return the page of a digest.

    Args:
        digest: what it holds.
        language: "en" or "ja"; conversations stay in their own.
        sentence: what a pairing of the rubric says, by its id.
        app: address of the app that conversations link to.
    """
    say = WORDS[language]
    week = digest.week
    printer = Printer(say, sentence, app, week.zone)
    title = say.of_agent.format(digest.agent) if digest.agent else say.of_team.format(digest.team)
    first, last = printer.day(week.monday), printer.day(week.sunday)
    facts = [digest.team or "", say.n_conversations.format(digest.n_conversations)]
    if digest.n_left_out:
        facts.append(say.n_left_out.format(digest.n_left_out))
    groups = [printer.group(part, digest.said) for part in Part]
    return Sheet(
        say=say,
        title=title,
        week=say.week.format(name=week.name, first=first, last=last),
        facts=" · ".join(fact for fact in facts if fact),
        rates=tuple(printer.rate(standing) for standing in digest.standings),
        is_of_agent=digest.agent is not None,
        work=tuple(printer.work(behaviour) for behaviour in digest.behaviours),
        best=tuple(printer.card(moment) for moment in digest.best),
        missed=tuple(printer.card(moment) for moment in digest.missed),
        groups=tuple(group for group in groups if group.lines),
    )


def _short(text: str) -> str:
    held = _BETWEEN_JAPANESE.sub("", " ".join(text.split()))
    return held if len(held) <= MOST_SHOWN else f"{held[:MOST_SHOWN].rstrip()} …"
