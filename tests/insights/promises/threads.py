"""Cases for tests: one text for each conversation, its turns a line each."""

from datetime import datetime
from zoneinfo import ZoneInfo

from coach.conversation.conversation import Channel, Conversation
from coach.conversation.recording import About
from coach.insights.promises.ledger import Terms, ledger
from coach.insights.promises.workdays import Workdays
from tests.builders import a_turn

TOKYO, LONDON = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")


def a_contact(name, when, *lines, channel=Channel.EMAIL, zone=LONDON, agent="dana"):
    """Return a conversation at a time of the zone's clock; a call's turns have spans."""
    began = datetime.fromisoformat(when).replace(tzinfo=zone)
    if channel is Channel.CALL:
        turns = [a_turn(line, start=8.0 * n, end=8.0 * n + 6) for n, line in enumerate(lines)]
    else:
        turns = [a_turn(line, sent_at=began) for line in lines]
    about = About(name, agent=agent, thread_id="T", started_at=began)
    return Conversation(about, channel, tuple(turns))


def a_ledger(*contacts, now="2026-11-20T09:00", zone=LONDON, country=None):
    """Return the promises of a case as it stands at a time."""
    moment = datetime.fromisoformat(now).replace(tzinfo=zone)
    return ledger(contacts, Terms(moment, zone, Workdays(country))).promises


def states(promises):
    """Return state and evidence of each promise, as short text."""
    return [
        f"{p.state} {p.evidence.conversation}.{p.evidence.turn}" if p.evidence else str(p.state)
        for p in promises
    ]
