import numpy as np
import pytest

from coach.audio.portions import Recorded
from coach.conversation.codebook import Role
from coach.conversation.recording import About, Recording
from coach.conversation.span import Span
from coach.conversation.transcript import Transcript, Utterance
from coach.conversation.turn import Word
from coach.conversation.voices import SpeakerSpan
from coach.errors import BadSettings, MissingExtra
from coach.speakers.diarise import Clustering, clusters
from coach.speakers.diarisers import DIARISERS
from coach.speakers.separate import separated
from coach.speakers.turns import ESTIMATED, conversation_from, from_sound
from tests import staged
from tests.bench_dynamics import error_of_voices


def test_two_voices_of_one_channel_are_told_apart(tmp_path):
    call = staged.staged(4, n_turns=10, distinct=True, events=("silence", "early"))
    assert error_of_voices(call, tmp_path, seed=0) < 0.15


@pytest.mark.parametrize("n_groups", [2, 3, 4])
def test_as_many_groups_are_found_as_stand_apart(n_groups):
    rng = np.random.default_rng(0)
    centres = 6 * np.eye(8)[:n_groups]
    points = np.concatenate([centre + 0.3 * rng.normal(size=(40, 8)) for centre in centres])
    found = clusters(points, most=4)
    assert len(set(found.tolist())) == n_groups
    assert all(len(set(found[40 * k : 40 * k + 40].tolist())) == 1 for k in range(n_groups))


def test_too_little_speech_is_one_voice(one_channel_call):
    spans = Clustering().diarise(Recorded(one_channel_call), (Span(2, 3),))
    assert spans == [SpeakerSpan(Span(2, 3), 0)]


def heard(*lines):
    """Return a one-channel transcript of lines like ("How are you?", 0.0), a word each 0.4 s."""
    utterances = []
    for text, start in lines:
        words = tuple(
            Word(word, start + 0.4 * n, start + 0.4 * n + 0.35)
            for n, word in enumerate(text.split())
        )
        utterances.append(Utterance(0, words))
    return Transcript(tuple(utterances), 1, "en", "scripted")


def spans(*triples):
    return [SpeakerSpan(Span(start, end), speaker) for start, end, speaker in triples]


RECORDING = Recording(path=staged.CALLS / "x.wav", about=About("x"))


def test_a_sentence_that_two_voices_share_is_parted_where_the_voice_changes():
    transcript = heard(("My line is dead since when exactly please", 0.0))
    found = separated(transcript, spans((0.0, 1.6, 0), (1.6, 4.0, 1)))
    assert [(u.channel, len(u.words)) for u in found.utterances] == [(0, 4), (1, 4)]


def test_a_border_inside_a_sentence_is_moved_to_its_end():
    transcript = heard(("How can I help you today? My line is dead.", 0.0))
    found = separated(transcript, spans((0.0, 2.0, 0), (2.0, 4.0, 1)))
    assert [(u.channel, " ".join(w.text for w in u.words)) for u in found.utterances] == [
        (0, "How can I help you today?"),
        (1, "My line is dead."),
    ]


def test_voices_of_one_channel_get_roles_and_are_marked_as_estimated():
    transcript = heard(("Hi, my line is dead.", 0.0), ("How can I help you?", 4.0))
    parted = separated(transcript, spans((0.0, 3.0, 0), (4.0, 7.0, 1)))
    conversation = conversation_from(RECORDING, parted, is_estimated=True)
    assert [t.role for t in conversation.turns] == [Role.CUSTOMER, Role.AGENT]
    assert ESTIMATED in conversation.notes


def test_a_third_voice_is_kept_apart_and_a_second_agent_is_an_agent():
    lines = [("Thank you for calling, how can I help you?", 0.0), ("My line is dead again.", 5.0),
             ("Thank you for holding, how can I help?", 9.0), ("Hello hello.", 14.0)]  # fmt: skip
    voices = spans((0, 4, 0), (5, 8, 1), (9, 13, 2), (14, 15, 3))
    conversation = conversation_from(RECORDING, separated(heard(*lines), voices), is_estimated=True)
    assert [t.role for t in conversation.turns] == [
        Role.AGENT, Role.CUSTOMER, Role.AGENT, Role.OTHER,
    ]  # fmt: skip


def test_without_words_turns_have_times_and_the_reason_is_told():
    conversation = from_sound(RECORDING, spans((0, 4, 0), (5, 8, 1)), 2, why="no words: no model")
    assert [(t.role, t.text, t.span) for t in conversation.turns] == [
        (Role.AGENT, "", Span(0, 4)),
        (Role.CUSTOMER, "", Span(5, 8)),
    ]
    assert "no words: no model" in conversation.notes
    assert conversation.transcribed_by is None


def test_pyannote_asks_for_weights_and_for_its_package(tmp_path):
    with pytest.raises(BadSettings, match=r"set speakers\.weights"):
        DIARISERS.create("pyannote")
    diariser = DIARISERS.create("pyannote", weights=tmp_path)
    with pytest.raises(MissingExtra, match=r"pip install 'coach\[pyannote\]'"):
        diariser.diarise(None, ())
