from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.sources.message import Address, Mail
from coach.sources.threads import bare_subject, threads


def a_mail(name, *parents, hour=None, subject="Router", to="support@larkmoor.example"):
    sent_at = None if hour is None else datetime(2026, 11, 16, hour, tzinfo=UTC)
    sender, receivers = Address("tom@home.example"), (Address(to),)
    return Mail(Path("x"), name, name, parents, sender, receivers, subject, sent_at, f"text {name}")


def names(mails):
    return [[mail.message_id for mail in thread.mails] for thread in threads(mails)]


def test_answers_join_their_thread_in_the_order_of_time():
    mails = [a_mail("c", "a", "b", hour=12), a_mail("b", "a", hour=11), a_mail("a", hour=10)]
    assert names([*mails, a_mail("x", hour=9, subject="Other")]) == [["a", "b", "c"], ["x"]]


def test_the_root_is_the_first_mail_also_where_it_is_missing():
    (thread,) = threads([a_mail("c", "a", "b", hour=12), a_mail("b", "a", hour=11)])
    assert thread.root == "a"
    assert threads([a_mail("a", hour=10)])[0].root == "a"


def test_two_answers_to_a_missing_mail_belong_together():
    assert names([a_mail("b", "a", hour=11), a_mail("c", "a", hour=12)]) == [["b", "c"]]


def test_a_reply_without_references_joins_by_subject_and_people():
    mails = [a_mail("a", hour=10), a_mail("b", hour=11, subject="Re: router")]
    assert names(mails) == [["a", "b"]]


@pytest.mark.parametrize(
    "other",
    [
        a_mail("b", hour=11),
        a_mail("b", hour=11, subject="Re: Bill"),
        a_mail("b", hour=11, subject="Re: Router", to="ann@home.example"),
        a_mail("b", "z", hour=11, subject="Re: Router"),
        a_mail("b", hour=9, subject="Re: Router"),
    ],
    ids=["no reply", "other subject", "other people", "has references", "earlier"],
)
def test_the_same_subject_alone_joins_nothing(other):
    assert sorted(map(sorted, names([a_mail("a", hour=10), other]))) == [["a"], ["b"]]


def test_a_reply_joins_the_last_mail_before_it():
    mails = [a_mail("a", hour=9), a_mail("b", hour=11), a_mail("r", hour=12, subject="Re: Router")]
    assert names(mails) == [["a"], ["b", "r"]]


def test_a_mail_that_is_there_twice_counts_once():
    assert names([a_mail("a", hour=10), a_mail("a", hour=10)]) == [["a"]]


def test_a_mail_without_a_date_stands_after_the_one_it_answers():
    mails = [
        a_mail("d", "a", "b", "c", hour=14),
        a_mail("c", "b"),
        a_mail("b", "a"),
        a_mail("a", hour=10),
    ]
    assert names(mails) == [["a", "b", "c", "d"]]


def test_without_any_dates_references_give_the_order():
    mails = [a_mail("c", "a", "b"), a_mail("b", "a"), a_mail("a")]
    assert names(mails) == [["a", "b", "c"]]


def test_mails_that_answer_each_other_in_a_circle_are_a_thread():
    assert sorted(names([a_mail("a", "b"), a_mail("b", "a")])[0]) == ["a", "b"]


def test_a_long_chain_is_one_thread():
    chain = [a_mail(str(n), str(n - 1)) for n in range(3_000, 0, -1)]
    assert [len(thread) for thread in names(chain)] == [3_000]


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("RE: Fwd: re[2]: Router", "Router"),
        ("返信: 転送：ルーター", "ルーター"),
        ("Re:Re:", ""),
        ("Regarding: Router", "Regarding: Router"),
        ("Router", "Router"),
    ],
)
def test_bare_subjects(subject, bare):
    assert bare_subject(subject) == bare


links = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=8)


@given(links, st.randoms())
def test_the_order_of_files_changes_no_thread(pairs, random):
    mails = [a_mail(one, other) for one, other in dict(pairs).items()]
    mixed = random.sample(mails, len(mails))
    assert sorted(map(sorted, names(mails))) == sorted(map(sorted, names(mixed)))
    assert sum(map(len, names(mails))) == len(mails)
