import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.conversation.codebook import Label
from coach.insights.rewording import Refusal, refusal, rephrased
from coach.insights.suggest import TEMPLATES, suggest
from tests.insights.test_suggest import SAID, a_moment

WORRIED = suggest(
    a_moment(
        Label.DISTRESS, "C: My router died, I need it on Friday.", "A: Right.",
        "C: I am really worried now!", words="I am really worried now",
    )
)  # fmt: skip
TROUBLED = suggest(
    a_moment(
        Label.DISTRESS, "C: ルーターが三週間も動かなくて、本当に困っているんです。",
        language="ja", words="本当に困っているんです",
    )
)  # fmt: skip
ASKED = suggest(a_moment(Label.QUESTION, "C: When does my parcel come?"))
KIND = (
    "You told me “I am really worried now”, and I can see why. I am sorry. I also keep in mind "
    "what you said about your router and Friday. What I will do now: … You will hear from me by …"
)
KIND_JAPANESE = (
    "「本当に困っているんです」とのお言葉、お気持ちはもっともでございます。誠に申し訳ございません。"
    "ルーター、三週間のことも理解しております。これから…いたします。…までにご連絡いたします。"
)


@pytest.mark.parametrize(("suggestion", "text"), [(WORRIED, KIND), (TROUBLED, KIND_JAPANESE)])
def test_other_words_for_the_same_stand_and_say_who_chose_them(suggestion, text):
    assert refusal(suggestion, text) is None
    other = rephrased(suggestion, f"\n {text}\n", "small-model")
    assert (other.text, other.by, other.template) == (text, "small-model", suggestion.text)
    assert other.is_rephrased
    assert not suggestion.is_rephrased


def test_plain_marks_are_made_those_of_the_template():
    plain = KIND.replace("“", '"').replace("”", '"').replace("…", "...")
    assert rephrased(WORRIED, plain, "m").text == KIND


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("really worried", "very worried", Refusal.FACT),
        ("“I am really worried now”", "that", Refusal.FACT),
        ("Friday", "Monday", Refusal.FACT),
        ("router and", "router, your router and", Refusal.FACT),
        ("router", "routers", Refusal.FACT),
        ("What I will do now: …", "What I will do now: this.", Refusal.BLANK),
        ("by …", "by … and …", Refusal.BLANK),
        ("I am sorry.", "I will call you.", Refusal.PROMISE),
        ("I am sorry.", "I can take that back.", Refusal.PROMISE),
        ("I am sorry.", "I'll refund it.", Refusal.PROMISE),
        ("What I will do now: …", "What I will do for you now: …", Refusal.PROMISE),
        ("and Friday", "by Friday", Refusal.PROMISE),
        ("I am sorry.", "A full refund is on its way.", Refusal.NEW),
        ("I am sorry.", "I am sorry, Dana.", Refusal.NEW),
        ("I am sorry.", "Please take 20.", Refusal.NEW),
        ("I am sorry.", "I am twice sorry.", Refusal.NEW),
        ("I am sorry.", "I am sorry. “Really”.", Refusal.NEW),
        ("I am sorry.", "I am **sorry**.", Refusal.NEW),
        ("I am sorry.\u0020", "I am sorry.\n\n", Refusal.NEW),
        ("I am sorry", "I am not sorry", Refusal.TURNED),
        ("I am sorry.", "Am I sorry?", Refusal.TURNED),
        ("I am sorry", "es tut mir leid, das ist für Sie schwer", Refusal.LANGUAGE),
        ("I am sorry", "申し訳ございません", Refusal.LANGUAGE),
    ],
)
def test_what_changes_or_adds_something_is_refused(old, new, why):
    text = KIND.replace(old, new)
    assert text != KIND
    assert refusal(WORRIED, text) is why
    assert rephrased(WORRIED, text, "m") is WORRIED


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("三週間", "十三週間", Refusal.FACT),
        ("ルーター", "ルーターケーブル", Refusal.FACT),
        ("困っている", "悩んでいる", Refusal.FACT),
        ("までに", "三日までに", Refusal.PROMISE),
        ("誠に申し訳ございません。", "全額返金いたします。", Refusal.PROMISE),
        ("誠に申し訳ございません。", "すぐにおとりかえします。", Refusal.PROMISE),
        ("誠に申し訳ございません。", "山田でございます。", Refusal.NEW),
        ("誠に申し訳ございません。", "50円です。", Refusal.NEW),
        ("ルーター、三週間のことも", "三週間でルーターのことも", Refusal.PROMISE),
        ("もっともでございます", "わかりません", Refusal.TURNED),
        ("もっともでございます", "もっともでございますか", Refusal.TURNED),
        ("誠に申し訳ございません。", "죄송합니다.", Refusal.LANGUAGE),
    ],
)
def test_what_changes_or_adds_something_is_refused_in_japanese(old, new, why):
    text = KIND_JAPANESE.replace(old, new)
    assert text != KIND_JAPANESE
    assert refusal(TROUBLED, text) is why


def test_too_little_and_too_much_are_refused():
    assert refusal(WORRIED, "You said “I am really worried now”.") is Refusal.LENGTH
    assert refusal(WORRIED, f"{WORRIED.text} {WORRIED.text}") is Refusal.LENGTH
    assert refusal(WORRIED, "") is Refusal.LENGTH


def test_the_template_again_is_no_rewording():
    assert refusal(WORRIED, f" {WORRIED.text}\n") is Refusal.SAME


def test_a_denial_that_is_lost_is_refused():
    text = ASKED.text.replace("I do not know that yet. ", "I know that. ")
    assert text != ASKED.text
    assert refusal(ASKED, text) is Refusal.TURNED


@given(
    st.sampled_from(list(TEMPLATES["en"])), SAID.filter(str.strip),
    st.sampled_from(["£5", "12", "Monday", "tomorrow", "Kim", "refund", "guarantee", "we'll", "#"]),
    st.data(),
)  # fmt: skip
def test_no_word_with_matter_of_its_own_comes_in_anywhere(label, said, word, data):
    suggestion = suggest(a_moment(label, f"C: {said}"))
    gaps = [match.start() for match in re.finditer(" ", suggestion.text)]
    place = data.draw(st.sampled_from(gaps))
    text = f"{suggestion.text[:place]} {word}{suggestion.text[place:]}"
    assert refusal(suggestion, text) is not None


@given(st.sampled_from(list(TEMPLATES["en"])), SAID.filter(str.strip), st.text(max_size=300))
def test_a_text_that_stands_holds_all_that_was_filled_in(label, said, text):
    suggestion = suggest(a_moment(label, f"C: {said}"))
    held = rephrased(suggestion, text, "m").text
    assert all(slot in held for slot in suggestion.slots)
