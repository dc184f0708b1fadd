from coach.conversation.codebook import Label
from coach.conversation.findings import CueFinding
from coach.cues.merge import merge


def finding(start, end, *, turn=0, label="distress", p=0.7, by="rule:a"):
    return CueFinding(turn, Label(label), p, start, end, by)


def test_overlapping_findings_of_a_label_become_the_surest_and_name_all_finders():
    found = merge([finding(0, 9, p=0.6), finding(5, 12, p=0.9, by="model:m")])
    assert found == [finding(5, 12, p=0.9, by="model:m+rule:a")]


def test_of_two_as_sure_the_longer_stands():
    assert merge([finding(3, 6, by="rule:b"), finding(0, 9)]) == [finding(0, 9, by="rule:a+rule:b")]


def test_a_finder_is_named_once():
    assert merge([finding(0, 9), finding(1, 4)])[0].by == "rule:a"


def test_touching_findings_stay_apart():
    assert len(merge([finding(0, 5), finding(5, 9)])) == 2


def test_other_labels_and_turns_stay_apart():
    found = [finding(0, 5), finding(0, 5, label="impact"), finding(0, 5, turn=1)]
    assert merge(found) == found


def test_findings_come_by_turn_and_place():
    found = merge([finding(0, 2, turn=1), finding(8, 9), finding(0, 3)])
    assert [(f.turn, f.start) for f in found] == [(0, 0), (0, 8), (1, 0)]


def test_only_the_surest_of_a_label_are_kept():
    found = merge([finding(0, 2, p=0.6), finding(3, 4, p=0.8), finding(5, 6)], most_per_label=2)
    assert [(f.start, f.p) for f in found] == [(3, 0.8), (5, 0.7)]


def test_nothing_merges_to_nothing():
    assert merge([]) == []
