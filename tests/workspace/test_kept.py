import pytest

from coach.workspace.kept import Kept


def counting():
    made = []

    def work_out():
        made.append(len(made))
        return made[-1]

    return work_out


def test_what_is_kept_is_not_worked_out_again():
    kept, work_out = Kept(2), counting()
    assert [kept.get("a", work_out), kept.get("b", work_out), kept.get("a", work_out)] == [0, 1, 0]


def test_what_was_asked_for_longest_ago_goes_first():
    kept, work_out = Kept(2), counting()
    for key in ("a", "b", "a", "c"):
        kept.get(key, work_out)
    assert kept.get("a", work_out) == 0
    assert kept.get("b", work_out) == 3


def test_nothing_is_kept_of_what_failed():
    kept = Kept(2)

    def fail():
        raise ValueError("no luck")

    with pytest.raises(ValueError, match="no luck"):
        kept.get("a", fail)
    assert kept.get("a", lambda: 7) == 7
