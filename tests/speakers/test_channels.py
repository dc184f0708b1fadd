import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.transcript import Transcript, Utterance
from coach.conversation.turn import Word
from coach.speakers.channels import text_of, turns_from


def heard(*lines, n_channels=2, language="en"):
    """Return a transcript of lines like "0 @ 1.5: it broke"; a word lasts 0.3 s."""
    utterances = []
    for line in lines:
        head, _, text = line.partition(": ")
        channel, _, start = head.partition(" @ ")
        words = (
            Word(text, float(start) + 0.3 * n, float(start) + 0.3 * (n + 1))
            for n, text in enumerate(text.split())
        )
        utterances.append(Utterance(int(channel), tuple(words)))
    return Transcript(tuple(utterances), n_channels, language, "scripted")


def lines_of(transcript):
    return [f"{t.channel}: {text_of(t.words, 'en')}" for t in turns_from(transcript)]


def test_parties_take_turns():
    transcript = heard("0 @ 0: How can I help?", "1 @ 2: It broke.", "0 @ 4: I am sorry.")
    assert lines_of(transcript) == ["0: How can I help?", "1: It broke.", "0: I am sorry."]


def test_utterances_of_one_party_join_until_the_other_speaks():
    transcript = heard("0 @ 0: Well.", "0 @ 2: Let me see.", "1 @ 4: Fine.")
    assert lines_of(transcript) == ["0: Well. Let me see.", "1: Fine."]


def test_backchannel_is_a_turn_of_its_own_and_splits_nothing():
    transcript = heard("0 @ 0: I looked at the order", "1 @ 1.6: mhm", "0 @ 2.2: and it was lost.")
    assert lines_of(transcript) == ["0: I looked at the order and it was lost.", "1: mhm"]


def test_short_answer_in_a_long_pause_takes_the_floor():
    transcript = heard("0 @ 0: Is it black?", "1 @ 1.4: Yes.", "0 @ 2.4: Thank you.")
    assert lines_of(transcript) == ["0: Is it black?", "1: Yes.", "0: Thank you."]


def test_interruption_ends_the_turn_that_it_cut_off():
    transcript = heard(
        "1 @ 0: I have told you three times now that",
        "0 @ 1.9: Your number please?",
        "1 @ 3.2: No.",
    )
    assert lines_of(transcript) == [
        "1: I have told you three times now that",
        "0: Your number please?",
        "1: No.",
    ]


def test_silence_of_both_ends_a_turn():
    transcript = heard("0 @ 0: One moment.", "0 @ 9: Thank you for waiting.", "1 @ 12: Sure.")
    assert lines_of(transcript) == ["0: One moment.", "0: Thank you for waiting.", "1: Sure."]


def test_one_channel_is_split_at_pauses():
    transcript = heard("0 @ 0: Hello.", "0 @ 1: Hi.", "0 @ 2.9: It broke.", n_channels=1)
    assert lines_of(transcript) == ["0: Hello. Hi.", "0: It broke."]


def test_three_channels_are_kept_apart():
    transcript = heard("0 @ 0: Hello.", "1 @ 2: Hi.", "2 @ 4: Me too.", n_channels=3)
    assert lines_of(transcript) == ["0: Hello.", "1: Hi.", "2: Me too."]


def test_nothing_heard_has_no_turns():
    assert turns_from(Transcript((), 2, None, "scripted")) == []


def test_turn_of_words_without_length_has_a_span():
    transcript = Transcript((Utterance(0, (Word("Hi.", 2.0, 2.0),)),), 1, "en", "scripted")
    span = turns_from(transcript)[0].span
    assert (span.start, span.duration) == (2.0, pytest.approx(0.01))


def test_turn_ends_with_its_latest_word():
    words = (Word("a", 0.0, 2.0), Word("b", 1.0, 1.5))
    turn = turns_from(Transcript((Utterance(0, words),), 1, "en", "scripted"))[0]
    assert turn.span.end == 2.0


@pytest.mark.parametrize(
    ("language", "words", "text"),
    [
        ("en", ["I'm", "sorry."], "I'm sorry."),
        ("ja", ["申", "し訳", "ございません。"], "申し訳ございません。"),
        ("ja", ["iPad", "Pro", "の", "件", "3", "月"], "iPad Proの件3月"),
        ("ja-JP", ["は", "い。"], "はい。"),
        (None, ["Hello,", "Tom."], "Hello, Tom."),
        ("ja", [], ""),
    ],
)
def test_words_are_written_as_their_language_does(language, words, text):
    assert text_of([Word(word, 0, 1) for word in words], language) == text


WORDS = st.lists(
    st.tuples(st.integers(0, 1), st.floats(0, 60), st.floats(0, 3)), min_size=1, max_size=40
)


@given(WORDS)
def test_every_word_is_in_exactly_one_turn(raw):
    utterances = tuple(
        Utterance(channel, (Word(str(n), start, start + length),))
        for n, (channel, start, length) in enumerate(raw)
    )
    turns = turns_from(Transcript(utterances, 2, "en", "scripted"))
    said = sorted(int(word.text) for turn in turns for word in turn.words)
    assert said == list(range(len(raw)))
    assert [t.span.start for t in turns] == sorted(t.span.start for t in turns)
    for turn in turns:
        assert {raw[int(word.text)][0] for word in turn.words} == {turn.channel}


@given(WORDS)
def test_swapping_channels_swaps_the_turns(raw):
    def turns(flip):
        utterances = tuple(
            Utterance(abs(channel - flip), (Word(str(n), start, start + length),))
            for n, (channel, start, length) in enumerate(raw)
        )
        return turns_from(Transcript(utterances, 2, "en", "scripted"))

    assert {(1 - t.channel, t.words) for t in turns(0)} == {(t.channel, t.words) for t in turns(1)}


def test_turns_of_the_sample_calls_come_out_of_their_words():
    """Four of all turns differ: there one party is written as two turns without a word between."""
    n_turns = n_same = 0
    for path in sorted(Path("sample_calls/calls").glob("*.transcript.json")):
        call = json.loads(path.read_text(encoding="utf-8"))
        given_turns = [(int(t["role"] == "customer"), t["text"], t["words"]) for t in call["turns"]]
        utterances = tuple(
            Utterance(channel, tuple(Word(w["text"], w["start"], w["end"]) for w in words))
            for channel, _, words in given_turns
        )
        transcript = Transcript(utterances, 2, call["language"], "given")
        ours = [(t.channel, text_of(t.words, call["language"])) for t in turns_from(transcript)]
        n_turns += len(given_turns)
        n_same += len({turn[:2] for turn in given_turns} & set(ours))
    assert n_turns > 200
    assert n_same / n_turns > 0.97
