"""The filters of the pages: who, by which channel, since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import streamlit as st

from coach.conversation.conversation import Channel
from coach.store.queries import NO_TEAM, Filter, agents, date_range, heads
from coach.ui.choices import choice
from coach.ui.session import Visit

EVERY = ""
OWN_TEAM = "in"  # in the address: which of their teams an agent is looked at in
_WEEKS = {EVERY: None, "12w": 12, "4w": 4}


def pick_filter(visit: Visit, *, agent: bool = False) -> Filter:
    """Draw a row of filters and return what it asks for; what leaves no choice is left out."""
    pairs = agents(visit.store, visit.viewer)
    with st.container(horizontal=True, gap="small"):
        team = _pick_team(visit, pairs)
        in_team = [pair for pair in pairs if team in (None, pair[1])]
        who = _pick_agent(visit, in_team, every=True) if agent else None
        channel = pick_channel(visit)
        since = pick_period(visit)
    return Filter(agent=who, team=team, channel=channel, since=since)


def pick_one_agent(visit: Visit) -> Filter:
    """Draw a row of filters for the page of one agent and return what it asks for.

    Rates are estimated beside one team, so an agent of several teams is looked at in one of them.
    """
    pairs = agents(visit.store, visit.viewer)
    with st.container(horizontal=True, gap="small"):
        who = _pick_agent(visit, pairs, every=False)
        team = _pick_own_team(visit, who, [team for name, team in pairs if name == who])
        return Filter(agent=who, team=team, channel=pick_channel(visit), since=pick_period(visit))


def _pick_agent(visit: Visit, pairs: Sequence[tuple[str, str]], *, every: bool) -> str | None:
    """Draw the choice of an agent; None for all, known or not, or where there is nobody."""
    names = list(dict.fromkeys(name for name, _ in pairs))
    if len(names) < 2:
        return None if every else next(iter(names), None)
    say = visit.say
    options = [EVERY, *names] if every else names
    picked = choice(
        "agent", say.agent, options, lambda name: name or say.all_agents, always=not every
    )
    return picked or None


def pick_channel(visit: Visit) -> Channel | None:
    """Draw the choice of a channel; None for all."""
    say = visit.say
    picked = choice(
        "channel", say.channel, [EVERY, *Channel],
        lambda name: say.channel_name(Channel(name)) if name else say.all_channels,
    )  # fmt: skip
    return Channel(picked) if picked else None


def pick_period(visit: Visit) -> datetime | None:
    """Draw the choice of a period; return where it begins, counted back from the last date."""
    names = dict(zip(_WEEKS, visit.say.periods, strict=True))
    picked = choice("period", visit.say.period, list(names), names.__getitem__)
    known, weeks = date_range(visit.store, visit.viewer), _WEEKS[picked]
    return known[1] - timedelta(weeks=weeks) if known and weeks else None


def _pick_team(visit: Visit, pairs: Sequence[tuple[str, str]]) -> str | None:
    teams = sorted({team for _, team in pairs if team})
    if len(teams) < 2:
        return None
    say = visit.say
    picked = choice("team", say.team, [EVERY, *teams], lambda name: name or say.all_teams)
    return picked or None


def _pick_own_team(visit: Visit, agent: str | None, teams: Sequence[str]) -> str | None:
    """Draw the choice of one of an agent's teams, that of the latest conversation first."""
    if len(teams) < 2:
        return None
    say = visit.say
    latest = heads(visit.store, visit.viewer, Filter(agent=agent), limit=1)[0].team or NO_TEAM
    return choice(
        OWN_TEAM, say.team, [latest, *(team for team in teams if team != latest)],
        lambda name: name or say.no_team,
    )  # fmt: skip
