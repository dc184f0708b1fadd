import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.cues.evidence import elsewhere, evidence


def pieces(text, strong):
    """Return each word as a piece, with its weight: as given, else all but none."""
    offsets, weights, place = [], [], 0
    for word in text.split():
        start = text.index(word, place)
        place = start + len(word)
        offsets.append((start, place))
        weights.append(strong.get(word.strip(".,?!").replace("'", ""), 0.02))
    return offsets, weights


def shown(text, **strong):
    """Return the words shown where the named words speak for the label, each as given."""
    start, end = evidence(text, *pieces(text, strong))
    return text[start:end]


def shown_beside(text, **strong):
    """Return the words that are shown beside those which show the label best; None for none."""
    words = pieces(text, strong)
    other = elsewhere(text, *words, evidence(text, *words))
    return text[slice(*other)] if other else None


@pytest.mark.parametrize(
    ("text", "strong", "words"),
    [
        pytest.param(
            "I never got a letter. Look how I stayed with you for nine years. I am done.",
            {"letter": 0.5, "nine": 0.9, "years": 0.9},
            "Look how I stayed with you for nine years",
            id="not into half a sentence beside it",
        ),
        pytest.param(
            "They changed it. It is not my fault. I believed her.",
            {"fault": 0.9, "believed": 0.9, "her": 0.9},
            "It is not my fault. I believed her",
            id="with the next sentence where it fits in whole",
        ),
        pytest.param(
            "Hello Mo. We are so sorry about the wait. Your order is here.",
            {"sorry": 0.9},
            "We are so sorry about the wait",
            id="to the borders of the sentence",
        ),
        pytest.param(
            "well i am so sorry about all that and your parcel is on its way",
            {"sorry": 0.9, "so": 0.6},
            "well i am so sorry about all that",
            id="up to a conjunction where nothing is punctuated",
        ),
        pytest.param(
            "it shipped late because the warehouse flooded",
            {"because": 0.9, "warehouse": 0.8, "flooded": 0.7},
            "because the warehouse flooded",
            id="from a conjunction on",
        ),
        pytest.param(
            "It came on Tuesday but one of its side walls was\nmissing. I waited all day.",
            {"walls": 0.8, "missing": 0.9},
            "but one of its side walls was\nmissing",
            id="past the end of a line that a program wrapped",
        ),
        pytest.param(
            "the door sticks\nand i am sorry to ask again",
            {"sorry": 0.9, "sticks": 0.5},
            "and i am sorry to ask again",
            id="not past the end of a line that its writer ended",
        ),
        pytest.param("Sorry!", {"Sorry": 0.9}, "Sorry", id="a single word"),
        pytest.param("...", {}, "...", id="nothing but punctuation"),
    ],
)
def test_the_clause_around_the_strongest_words_is_shown(text, strong, words):
    assert shown(text, **strong) == words


def test_a_long_clause_is_cut_to_twelve_words_around_the_strongest():
    words = [f"w{place}" for place in range(40)]
    found = shown(" ".join(words), w20=0.9, w21=0.9, w22=0.8)
    assert len(found.split()) == 12
    assert {"w20", "w21", "w22"} <= set(found.split())


def test_a_strong_paragraph_is_cut_too():
    words = [f"w{place}" for place in range(40)]
    assert len(shown(" ".join(words), **dict.fromkeys(words, 0.9)).split()) == 12


TWICE = "The screen is cracked. I sent three photos on Monday. Now the lid is loose too."


def test_words_that_show_it_nearly_as_well_are_shown_beside():
    assert shown(TWICE, cracked=0.9, loose=0.75) == "The screen is cracked"
    assert shown_beside(TWICE, cracked=0.9, loose=0.75) == "Now the lid is loose too"


def test_words_that_show_it_clearly_less_are_not_shown_beside():
    assert shown_beside(TWICE, cracked=0.9, loose=0.6) is None


def test_a_clause_is_shown_once_however_strong_all_of_it_is():
    assert shown_beside("so very sorry", so=0.9, very=0.9, sorry=0.9) is None


def test_nothing_is_shown_beside_where_no_word_shows_anything():
    assert shown_beside("ok. yes.", ok=0.0, yes=0.0) is None


def test_words_outside_the_window_are_not_shown():
    text = "we are sorry. it will ship"
    start, end = evidence(text, [(14, 16), (17, 21), (22, 26)], [0.2, 0.9, 0.8])
    assert text[start:end] == "it will ship"


texts = st.text(alphabet="ab .,!\n😀é", min_size=1, max_size=200).filter(str.strip)


@given(texts, st.randoms(use_true_random=False))
def test_the_range_lies_in_the_text_and_is_short(text, random):
    offsets = [(i, i + 1) for i, character in enumerate(text) if not character.isspace()]
    weights = [random.random() for _ in offsets]
    start, end = evidence(text, offsets, weights)
    assert 0 <= start < end <= len(text)
    assert len(text[start:end].split()) <= 12


@given(texts, st.randoms(use_true_random=False))
def test_what_is_shown_beside_shares_no_character_with_what_is_shown_first(text, random):
    offsets = [(i, i + 1) for i, character in enumerate(text) if not character.isspace()]
    weights = [random.random() for _ in offsets]
    start, end = evidence(text, offsets, weights)
    other = elsewhere(text, offsets, weights, (start, end))
    assert other is None or other[1] <= start or end <= other[0]
