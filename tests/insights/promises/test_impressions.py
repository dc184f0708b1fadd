"""What customers say of a promise in other words: its results, its matter, its tone."""

import pytest

from coach.conversation.conversation import Channel
from coach.conversation.promises import Act
from coach.insights.promises.later_words import asks, phrase, poles, results
from coach.insights.promises.lexicon import phrases
from tests.insights.promises.threads import LONDON, TOKYO, a_contact, a_ledger, states

LANGUAGES = ("en", "ja")


def told(asked, promise, later, *, when="2026-11-20T10:00", zone=LONDON):
    """Return the state of a promise of Monday 16 November after one later turn."""
    made = a_contact("p", "2026-11-16T10:00", asked, promise, channel=Channel.CHAT, zone=zone)
    word = a_contact("l", when, later, channel=Channel.CHAT, zone=zone)
    return states(a_ledger(made, word, now="2026-11-30T09:00", zone=zone))[0].split()[0]


@pytest.mark.parametrize(
    ("asked", "promise", "later", "state"),
    [
        ("C: no heating", "A: A plumber will come on Tuesday.", "C: snug in here now", "kept"),
        ("C: no heating", "A: A plumber will come on Tuesday.", "C: kids slept in coats", "broken"),
        ("C: loud fan", "A: We'll fix it by Tuesday.", "C: can't hear it any more", "kept"),
        ("C: wrong size", "A: We'll send another by Tuesday.", "C: had to borrow one", "broken"),
        ("C: i'm owed £5", "A: We'll refund it by Tuesday.", "C: account shows nothing", "broken"),
        ("C: a cold", "A: We'll post the form by Tuesday.", "C: is parking free?", "cannot_tell"),
        (
            "C: a cold",
            "A: We'll post the form by Tuesday.",
            "C: by the way, lovely newsletter",
            "cannot_tell",
        ),
        (
            "C: a leak",
            "A: We'll mend it by Tuesday.",
            "C: nobody came tuesday but a lad fixed it yesterday",
            "late",
        ),
    ],
)
def test_what_an_english_customer_says_in_other_words(asked, promise, later, state):
    assert told(asked, promise, later) == state


@pytest.mark.parametrize(
    ("asked", "promise", "later", "state"),
    [
        ("C: 暖房が効かない", "A: 火曜に業者が伺います", "C: 部屋がぽかぽかです", "kept"),
        ("C: 暖房が効かない", "A: 火曜に業者が伺います", "C: 上着を着て寝ています", "broken"),
        ("C: 門がキーキー言う", "A: 火曜に伺います", "C: 音がしません", "kept"),
        ("C: 鍵が重い", "A: 火曜に業者が伺います", "C: 駐車場はありますか", "cannot_tell"),
    ],
)
def test_what_a_japanese_customer_says_in_other_words(asked, promise, later, state):
    assert told(asked, promise, later, zone=TOKYO) == state


@pytest.mark.parametrize(
    "later",
    [
        "C: a pal has lent me hers, so strike me off",
        "C: could you move it to the week after?",
        "C: thursday's no good, i'm in court",
    ],
)
def test_who_gives_a_promise_up_before_its_day_supersedes_it(later):
    promise = "A: Our fitter will come on Thursday."
    assert told("C: a door", promise, later, when="2026-11-17T10:00") == "superseded"


def test_a_wish_for_another_way_supersedes_what_was_to_be_posted():
    promise = "A: I'll post the certificate on Thursday."
    later = "C: could i have it as a pdf"
    assert told("C: a proof", promise, later, when="2026-11-17T10:00") == "superseded"


def test_good_spirits_before_the_day_tell_nothing():
    promise = "A: Our fitter will come on Thursday."
    assert told("C: a door", promise, "C: what a lovely day", when="2026-11-17T10:00") == (
        "cannot_tell"
    )


def test_pleasure_does_not_tell_that_something_was_passed_on():
    promise = "A: I'll tell the baker."
    assert told("C: dry bread", promise, "C: the cake was great today") == "open"


def test_a_question_without_a_mark_is_a_question():
    assert asks("en", "so which day are the windows being done")
    assert asks("ja", "窓ふきは何曜日でしたっけ")
    assert not asks("en", "i can see it now")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", list(Act))
def test_every_act_is_told_by_results(language, act):
    assert results(language, act, "done").pattern
    assert results(language, act, "undone").pattern


def test_both_languages_have_the_same_lists():
    one, other = (phrases(f"later_{language}") for language in LANGUAGES)
    assert set(one) == set(other)
    assert set(one["results"]) == set(other["results"])
    assert set(one["ways"]) == set(other["ways"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_finds_the_empty_text(language):
    lists = [("tone", "well"), ("tone", "badly"), ("tone", "persists"), ("gives_up", "any")]
    assert not any(phrase(language, *each).search("") for each in lists)
    assert not any(pole.good.search("") or pole.bad.search("") for pole in poles(language))
