from datetime import UTC, datetime

from coach.conversation.recording import About
from coach.sources.details import Details, fill, unknown

WHEN = datetime(2026, 11, 16, tzinfo=UTC)


def test_the_first_to_say_it_counts():
    first, second = Details(agent="dana"), Details(agent="ren", team="billing", notes=("n",))
    assert first.or_else(second) == Details(agent="dana", team="billing", notes=("n",))


def test_channel_zero_is_not_unknown():
    assert Details(agent_channel=0).or_else(Details(agent_channel=1)).agent_channel == 0


def test_many_conversations_share_the_agent_and_not_the_time():
    details = Details(id="c1", agent="dana", started_at=WHEN, customer="k1", thread_id="t1")
    assert details.shared() == Details(agent="dana")


def test_about_takes_the_fallback_id_only_without_one():
    assert Details(team="billing").about(fallback_id="c9") == About("c9", team="billing")
    assert Details(id="c1").about(fallback_id="c9") == About("c1")


def test_fill_keeps_what_is_known():
    about = About("c1", agent="dana")
    assert fill(about, Details(id="x", agent="ren", queue="fees")) == About(
        "c1", agent="dana", queue="fees"
    )


def test_unknown_says_all_that_nobody_told():
    assert unknown(About("c1")) == (
        "agent, team, queue and started_at are not known: "
        "no manifest row and no file-name pattern says them",
    )
    assert unknown(About("c1", agent="a", team="t", queue="q")) == (
        "started_at is not known: no manifest row and no file-name pattern says it",
    )
    assert unknown(About("c1", agent="a", team="t", queue="q", started_at=WHEN)) == ()
