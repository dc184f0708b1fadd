import pytest

READING = [
    ("report",), ("clips",), ("export",), ("promises",), ("summary",), ("digest", "--agent", "a"),
    ("focus", "a"), ("swap", "c1"), ("rescore",),
]  # fmt: skip


@pytest.mark.parametrize("command", READING, ids=[command[0] for command in READING])
def test_who_only_reads_is_told_what_to_run_and_makes_no_store(coach, an_empty_place, command):
    result = coach(*command, code=3)
    assert "there is no store at sqlite:///coach.db yet: `coach score FOLDER`" in result.sentence
    assert list(an_empty_place.iterdir()) == []


def test_the_doctor_finds_no_store_and_makes_none(coach, an_empty_place):
    told = " ".join(coach("doctor").stdout.split())
    assert "there is no store at sqlite:///coach.db yet" in told
    assert list(an_empty_place.iterdir()) == []
