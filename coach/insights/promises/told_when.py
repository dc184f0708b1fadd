"""When something happened, as a later turn tells it: the day, and the time of day."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from coach.insights.promises.deadlines import clock_time, parts_of
from coach.insights.promises.timeline import Said
from coach.insights.promises.times import Now, Sort
from coach.insights.promises.workdays import Workdays

_A_WHILE = 60  # days; a date farther off is not the day on which something was done
_EARLIER = {
    "en": (
        (re.compile(r"\byesterday\b|\blast night\b"), 1),
        (
            re.compile(
                r"\b(?:today|this morning|just now|earlier)\b"
                r"|(?:\b(?:have|has|is|are)|'ve|'s) now\b"
            ),
            0,
        ),
    ),
    "ja": (
        (re.compile(r"一昨日|おととい"), 2),
        (re.compile(r"昨日|きのう|昨晩|昨夜|ゆうべ|夕べ"), 1),
        (re.compile(r"今朝|本日|今日|先ほど|さきほど|先程|ただいま"), 0),
    ),
}
# Who saw something today does not say that it was done today.
_SEEN = {
    "en": re.compile(r"\b(?:saw|seen|noticed|spotted|looked|checked|found)\b"),
    "ja": re.compile(r"拝見|見(?:た|まし|て)|気(?:が|に)?(?:つ|付|づ)|確認し"),
}
_TOLD_HOUR = {
    "en": re.compile(r"\b(?:at|till|until|around|about|by|past) "),
    "ja": re.compile(r"時"),
}


def told_day(clause: str, said: Said) -> date | None:
    """Return the day on which something happened, as the words tell it."""
    if said.at is None or (said.turn.is_customer and _SEEN[said.language].search(clause)):
        return None
    today = said.at.date()
    for source, ago in _EARLIER[said.language]:
        if source.search(clause):
            return today - timedelta(days=ago)
    parts = parts_of(clause, Now(said.at, Workdays()), said.language)
    days = [part.day for part in parts if part.sort is Sort.DAY and part.day]
    told = _in_the_past(days[0], today) if days else None
    return told if told and (today - told).days <= _A_WHILE else None


def told_hour(said: Said) -> time | None:
    """Return the one time of day that a customer names, in the half of the day that is past."""
    if said.at is None or not said.turn.is_customer:
        return None
    parts = parts_of(said.folded, Now(said.at, Workdays()), said.language)
    clocks = [part.clock for part in parts if part.clock and not part.clock.is_loose]
    if len(clocks) != 1 or not _TOLD_HOUR[said.language].search(said.folded):
        return None
    return clock_time(clocks[0])


def _in_the_past(day: date, today: date) -> date:
    """Return the day that a name meant when it is told of afterwards."""
    ahead = (day - today).days
    if ahead <= 0:
        return day
    back = 7 if ahead <= 7 else 30 if ahead <= 40 else 365
    return min(day - timedelta(days=back), today)
