from collections import Counter

import numpy as np
import pytest

from coach.conversation.recording import About, Recording
from coach.conversation.span import Span
from coach.transcription.base import Options
from coach.transcription.guards import believable, without_loops
from coach.transcription.hearing import Heard, HeardWord
from coach.transcription.inventions import inventions, kind_of
from coach.transcription.packing import Piece, Window
from coach.transcription.whisper import build
from tests.sounds import noise, silence, tone, voice, write_wav
from tests.tiny_whisper import write_scripted_whisper

WINDOW = Window((Piece(0, Span(10, 14), 0.0), Piece(1, Span(20, 24), 5.0)))


def heard(text, *, p=0.9, start=0.0, **judgement):
    words = text.split()
    return Heard(
        tuple(
            HeardWord(f" {word}", start + n * 0.3, start + n * 0.3 + 0.3, p)
            for n, word in enumerate(words)
        ),
        **judgement,
    )


def believed(what, *, voice=1.0):
    refused = Counter()
    said = believable(WINDOW, what, lambda channel, span: voice, refused)
    return " ".join(one.word.text for one in said), dict(+refused)


@pytest.mark.parametrize("entry", inventions(), ids=lambda entry: entry.id)
def test_every_known_sentence_matches_its_example_and_not_its_counter(entry):
    assert kind_of(entry.example) == entry.kind
    assert kind_of(entry.counter) is None


def test_known_sentences_have_names_of_their_own():
    names = [entry.id for entry in inventions()]
    assert len(names) == len(set(names))


def test_what_is_plainly_said_is_kept_with_its_probability():
    assert believed(heard("I am sorry about the bill.", p=0.8)) == (
        "I am sorry about the bill.",
        {},
    )


@pytest.mark.parametrize("text", ["Thanks for watching!", "Subtitles by the Amara.org community"])
def test_what_nobody_says_to_a_support_line_is_left_out(text):
    assert believed(heard(text, p=0.99)) == ("", {"invention": len(text.split())})


def test_invention_behind_true_speech_is_left_out_alone():
    text, refused = believed(heard("My bill is wrong. Thanks for watching."))
    assert (text, refused) == ("My bill is wrong.", {"invention": 3})


@pytest.mark.parametrize(
    ("text", "p", "kept"),
    [
        pytest.param("Thank you.", 0.9, True, id="clearly heard"),
        pytest.param("Thank you.", 0.4, False, id="poorly heard"),
        pytest.param("It works. Thank you.", 0.4, True, id="poorly heard in a longer answer"),
    ],
)
def test_courtesy_that_stands_alone_is_believed_if_well_heard(text, p, kept):
    assert bool(believed(heard(text, p=p))[0]) == kept


def test_word_without_a_voice_is_left_out():
    assert believed(heard("I am sorry", p=0.99), voice=0.05) == ("", {"silence": 3})


def test_word_with_little_voice_is_less_probable():
    said = believable(WINDOW, heard("refund", p=0.8), lambda channel, span: 0.25, Counter())
    assert said[0].word.p == pytest.approx(0.4)


def test_window_in_which_the_recogniser_hears_nobody_is_left_out():
    doubtful = heard("so anyway", no_speech=0.8, log_p=-1.4)
    assert believed(doubtful) == ("", {"silence": 2})
    assert believed(heard("so anyway", no_speech=0.8, log_p=-0.3))[0] == "so anyway"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("no, no, no, no, I said", "no, no, no, no, I said"),
        ("well " + "no, " * 5 + "I said", "well I said"),
        ("so " + "see you in the next part " * 6, "so"),
        ("a b a b a b", "a b a b a b"),
    ],
)
def test_only_what_is_said_many_times_in_a_row_is_a_loop(text, kept):
    words = [HeardWord(f" {word}", 0, 1, 0.9) for word in text.split()]
    assert " ".join(word.text.strip() for word in without_loops(words)) == kept


def test_words_go_to_the_piece_in_which_they_lie():
    said = believable(WINDOW, heard("yes it is", start=4.8), lambda c, s: 1.0, Counter())
    assert [(one.piece.channel, one.word.text) for one in said] == [
        (0, "yes"),
        (1, "it"),
        (1, "is"),
    ]
    assert said[0].word.end == 14
    assert said[1].word.start == pytest.approx(20.1)


def music(seconds):
    rng = np.random.default_rng(7)
    notes = 220 * 2 ** (np.array([0, 2, 4, 7, 9, 12]) / 12)
    bars = [
        sum(tone(0.5, hz, amplitude=0.1) for hz in rng.choice(notes, 3)) for _ in range(2 * seconds)
    ]
    return np.concatenate(bars).astype(np.float32)


def keys(seconds):
    """The tones of a telephone's keys: 941 + 1336 Hz for 0.1 s, five times a second."""
    key = tone(0.1, 941, amplitude=0.2) + tone(0.1, 1336, amplitude=0.2)
    return np.tile(np.concatenate([key, silence(0.1)]), 5 * seconds)


NO_SPEECH = [
    pytest.param(silence(40), id="silence"),
    pytest.param(noise(40, seed=3, rms=0.1), id="noise"),
    pytest.param(music(40), id="hold music"),
    pytest.param(keys(40), id="keys"),
    pytest.param(tone(40, 440, amplitude=0.3), id="a dial tone"),
]


@pytest.mark.parametrize("sound", NO_SPEECH)
def test_nothing_is_heard_where_nobody_speaks(scripted_model, tmp_path, sound):
    path = write_wav(tmp_path / "call.wav", sound)
    transcript = build(model=str(scripted_model), device="cpu").transcribe(
        Recording(path, About(id="call")), Options(language="en")
    )
    assert transcript.utterances == ()


@pytest.mark.parametrize(
    ("script", "language"),
    [
        (" Thanks for watching! Please subscribe.", "en"),
        ("ご視聴ありがとうございました。", "ja"),
    ],
)
def test_inventions_are_left_out_even_where_a_voice_is_heard(tmp_path, script, language):
    folder = write_scripted_whisper(tmp_path / "model", script, language=language)
    path = write_wav(tmp_path / "call.wav", voice(8))
    transcript = build(model=str(folder), device="cpu").transcribe(
        Recording(path, About(id="call")), Options()
    )
    assert transcript.utterances == ()
    assert transcript.notes[-1].endswith("left out that recognisers are known to make up")
