import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.conversation.codebook import Label
from coach.cues.classifier import build
from coach.cues.contexts import contexts
from coach.errors import BadSettings, MissingModel
from coach.language.pipeline import Languages
from tests.builders import a_chat
from tests.cues.tiny_model import a_model

SORRY = list(Label).index(Label.APOLOGISE)


@pytest.fixture(scope="module")
def languages():
    return Languages()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return a_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def classifier(folder):
    return build(folder=folder)


def found(classifier, languages, *lines, **about):
    conversation = a_chat(*lines, **about)
    findings = classifier.detect(contexts(conversation, languages))
    words = [
        (f.turn, str(f.label), conversation.turns[f.turn].text[f.start : f.end])
        for each in findings
        for f in each
    ]
    return words, [f for each in findings for f in each]


def test_cues_and_moments_are_found_with_the_words_that_show_them(classifier, languages):
    words, findings = found(
        classifier, languages, "C: It broke. I am furious!", "A: We are so sorry about that."
    )
    assert words == [
        (0, "distress", "I am furious"),
        (1, "apologise", "We are so sorry about that"),
    ]
    assert {f.by for f in findings} == {"model:tiny"}
    assert findings[0].p == pytest.approx(0.982, abs=0.001)  # 1 / (1 + exp(-4))


def test_a_label_is_never_found_in_the_other_speakers_turn(classifier, languages):
    assert found(classifier, languages, "A: furious", "C: sorry")[0] == []


def test_words_of_earlier_turns_are_not_found_again(classifier, languages):
    assert found(classifier, languages, "A: sorry", "A: it is", "A: again")[0] == [
        (0, "apologise", "sorry")
    ]


def test_turns_of_others_and_of_other_languages_carry_nothing(classifier, languages):
    assert found(classifier, languages, "O: sorry")[0] == []
    assert found(classifier, languages, "A: sorry", language="ja")[0] == []


def test_a_label_is_reported_from_its_threshold_on(tmp_path, languages):
    strict = build(folder=a_model(tmp_path, apologise={"threshold": 0.99}))
    assert found(strict, languages, "A: sorry")[0] == []
    batch = contexts(a_chat("A: sorry"), languages)
    assert strict.probabilities(batch)[0, SORRY] == pytest.approx(0.982, abs=0.001)


def test_a_long_message_is_as_sure_as_its_surest_part(classifier, languages):
    words, _ = found(classifier, languages, "A: " + "a b c. " * 10 + "I am sorry. " + "d e f. " * 9)
    assert words == [(0, "apologise", "I am sorry")]


def test_probabilities_are_none_for_what_cannot_be(classifier, languages):
    batch = contexts(a_chat("C: furious", "A: sorry", "O: sorry"), languages)
    p = classifier.probabilities(batch)
    assert p.shape == (3, len(Label))
    assert [round(float(row.max()), 2) for row in p] == [0.98, 0.98, 0.0]
    assert p[0, SORRY] == 0


def test_an_empty_batch_is_answered(classifier):
    assert classifier.detect([]) == []
    assert classifier.probabilities([]).shape == (0, len(Label))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(["sorry", "we will refund that", "a b c", "", "😀", "i am. " * 30]),
        min_size=1,
        max_size=8,
    )
)
def test_the_answer_does_not_depend_on_the_batch(classifier, languages, texts):
    batch = contexts(a_chat(*(f"A: {text}" for text in texts)), languages)
    together = classifier.detect(batch)
    assert together == [classifier.detect([context])[0] for context in batch]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(" \n\t ", id="spaces"),
        pytest.param("😀🙏🏽👨‍👩‍👧", id="emoji"),
        pytest.param("!" * 20_000, id="exclamation marks"),
        pytest.param("a" * 20_000, id="one endless word"),
        pytest.param("sorry about that. " * 1_100, id="20,000 characters"),
        pytest.param("大変申し訳ございません。", id="another language"),
        pytest.param("for (i = 0; i < n; ++i) { x[i] = \\u0000; }", id="code"),
        pytest.param("\ud83d sorry", id="half an emoji"),
        pytest.param("\x00\x07 sorry", id="control characters"),
    ],
)
def test_odd_text_is_read_without_complaint(classifier, languages, text):
    (context,) = contexts(a_chat(f"A: {text}"), languages)
    for finding in classifier.detect([context])[0]:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.end - finding.start < 600


def test_a_missing_model_is_said(tmp_path):
    with pytest.raises(MissingModel, match=r"no model of cues here: encoder/model\.bin, "):
        build(folder=tmp_path)


def test_a_model_that_says_something_impossible_is_refused(tmp_path):
    folder = a_model(tmp_path)
    (folder / "model.json").write_text(json.dumps({"name": "x"}), encoding="utf-8")
    with pytest.raises(BadSettings, match=r"model\.json: language: Field required"):
        build(folder=folder)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("encoder/model.bin", r"encoder: not an encoder that can be read"),
        ("heads.npz", r"heads\.npz: not the heads of a model"),
    ],
)
def test_a_damaged_network_is_said(tmp_path, name, says):
    folder = a_model(tmp_path)
    (folder / name).write_bytes(b"damaged")
    with pytest.raises(BadSettings, match=says):
        build(folder=folder)


def test_probabilities_of_a_batch_are_numbers(classifier, languages):
    batch = contexts(a_chat(*["A: sorry", "C: a"] * 40), languages)
    assert np.isfinite(classifier.probabilities(batch)).all()
