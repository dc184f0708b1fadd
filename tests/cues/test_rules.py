import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.conversation.codebook import Label, Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.recording import About
from coach.cues.base import DETECTORS
from coach.cues.contexts import contexts
from coach.cues.rulefile import read
from coach.cues.rules import MOST_PER_LABEL, PATTERNS, RuleDetector, build
from coach.language.pipeline import LANGUAGES, Languages
from tests.builders import a_turn

TOOLS = Languages()
BOOKS = {language: read(PATTERNS / f"{language}.toml") for language in LANGUAGES}
DETECTOR = build()
RULES = [(language, rule) for language, book in BOOKS.items() for rule in book.rules]
IDS = [f"{language}-{rule.id}" for language, rule in RULES]


def a_conversation(lines, language="en", channel=Channel.CHAT):
    turns = tuple(a_turn(line) for line in lines)
    return Conversation(About("c1", language=language), channel, turns)


def found_in(*lines, detector=DETECTOR, language="en", channel=Channel.CHAT):
    """Return what is found in the last line."""
    batch = contexts(a_conversation(lines, language, channel), TOOLS)
    return detector.detect(batch)[-1]


def labels(*lines, **options):
    return {finding.label.value for finding in found_in(*lines, **options)}


def finders(findings):
    return {by for finding in findings for by in finding.by.split("+")}


def a_detector(tmp_path, rule, language="en"):
    path = tmp_path / "rules.toml"
    head = f'language = "{language}"\nasks = ["^ (who|what)"]\ncommon = "parro"\n'
    shown = '\nyes = "yes"\nno = "no"\n'
    path.write_text(f'{head}[[rule]]\nid = "r"\np = 0.9\n{rule}{shown}', encoding="utf-8")
    return RuleDetector([read(path)])


@pytest.mark.parametrize(("language", "rule"), RULES, ids=IDS)
def test_a_rule_finds_its_example_and_not_its_counterexample(language, rule):
    channel = min(rule.channels, default=Channel.CHAT)
    yes = found_in(*rule.yes, language=language, channel=channel)
    no = found_in(*rule.no, language=language, channel=channel)
    assert f"rule:{rule.id}" in finders(yes)
    assert f"rule:{rule.id}" not in finders(no)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_has_a_rule(language):
    assert {rule.label for rule in BOOKS[language].rules} == set(Label)


@pytest.mark.parametrize(("language", "rule"), RULES, ids=IDS)
def test_no_pattern_repeats_without_a_bound(language, rule):
    for pattern in (*rule.phrases, *rule.unless, *rule.after):
        plain = re.sub(r"\\.|\[[^\]]*\]", "", pattern.regex)
        assert not re.search(r"[*+]|\{\d+,\}", plain), pattern.source


def test_the_detector_is_registered_by_name():
    assert isinstance(DETECTORS.create("rules"), RuleDetector)


# what the codebook says, in whole sentences


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("A: I can hear how stressful this has been", "acknowledge_feeling"),
        ("A: im so sorry about the wait", "apologise"),
        ("A: We’re really sorry for the delay.", "apologise"),
        ("A: You're right to be annoyed.", "validate"),
        ("A: Don't worry, you won't lose your photos.", "reassure"),
        ("A: Congratulations on the new baby!", "warmth"),
        ("A: Tell me more about what happened.", "open_question"),
        ("A: Is it both devices or only the phone?", "clarify"),
        ("A: Did I get that right?", "confirm_understanding"),
        ("A: You mentioned you travel on Friday.", "recall"),
        ("A: It was late because the truck broke down.", "explain_reason"),
        ("A: Unfortunately we can't refund used tickets.", "bad_news"),
        ("A: It usually takes three to five days.", "set_expectation"),
        ("A: I'll call you back tomorrow by three.", "commit"),
        ("A: I honestly don't know why it stopped.", "admit_uncertainty"),
        ("A: That was our mistake.", "own_fault"),
        ("A: Calm down, sir.", "dismiss"),
        ("A: You should have read the terms.", "blame"),
        ("A: Someone will be in touch in due course.", "evade"),
        ("A: Have you considered our Premium plan?", "push_sell"),
        ("C: I'm so frustrated with this", "distress"),
        ("C: my rent is due tomorrow", "impact"),
        ("C: my router keeps dropping the connection", "problem"),
        ("C: when will it arrive?", "question"),
        ("C: your customer service is appalling", "feedback"),
        ("C: I don't understand what that means", "confusion"),
    ],
)
def test_what_the_codebook_names_is_found(line, label):
    assert label in labels(line)


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("A: I understand.", "acknowledge_feeling"),
        ("A: Sorry, could you repeat the number?", "apologise"),
        ("A: Sorry to interrupt, which street?", "apologise"),
        ("A: I'm sorry, I am not able to find that order.", "apologise"),
        ("A: Have a nice day!", "warmth"),
        ("A: How can I help you?", "open_question"),
        ("A: What is your order number?", "clarify"),
        ("A: Could I take your postcode?", "clarify"),
        ("A: Is there anything else?", "confirm_understanding"),
        ("A: One moment please.", "set_expectation"),
        ("A: Let me check that for you.", "commit"),
        ("A: Is there anything else I can do?", "go_beyond"),
        ("C: It works now, thanks.", "problem"),
        ("C: Pardon?", "question"),
    ],
)
def test_what_the_codebook_excludes_is_not_found(line, label):
    assert label not in labels(line)


def test_fixed_courtesies_in_japanese_carry_nothing():
    line = "A: お電話ありがとうございます。かしこまりました。少々お待ちください。"
    assert labels(line, language="ja") == set()


def test_an_apology_in_japanese_is_no_opener_to_a_request():
    assert "apologise" not in labels(
        "A: 申し訳ございませんが、お名前をお願いします。", language="ja"
    )
    assert "apologise" in labels("A: ご迷惑をおかけし、申し訳ございません。", language="ja")


def test_digits_said_back_in_japanese_are_no_reflection():
    before = "C: 電話番号は090の1234です"
    assert "reflect" not in labels(before, "A: 090の1234でございますね。", language="ja")


# what a finding is


def test_a_finding_points_at_the_clause_and_names_its_rule():
    (finding,) = found_in("A: Hello Dana, I'm so sorry about the delay, one moment.")
    text = "Hello Dana, I'm so sorry about the delay, one moment."
    assert text[finding.start : finding.end] == "I'm so sorry about the delay"
    assert "rule:sorry-for" in finding.by.split("+")
    assert 0.5 < finding.p < 1


def test_a_label_is_found_a_few_times_at_most():
    findings = found_in("A: " + "I'm sorry about that. " * 20)
    assert len(findings) == MOST_PER_LABEL


def test_the_other_side_and_bots_are_not_judged_by_a_role_s_rules():
    assert "apologise" not in labels("C: I'm so sorry about that, my mistake")
    assert "distress" not in labels("A: I'm really fed up with this")
    assert found_in("O: I'm so sorry about the delay") == []


def test_an_unknown_language_has_no_contexts():
    assert contexts(a_conversation(["C: bonjour"], language="fr"), TOOLS) == []


def test_contexts_hold_the_past_alone():
    first, second = contexts(a_conversation(["C: one", "A: two"]), TOOLS)
    assert (first.before, first.docs_before) == ((), ())
    assert [doc.text for doc in second.docs_before] == ["one"]


# conditions


APOLOGY = 'label = "apologise"\nany = ["sorry"]\n'


@pytest.mark.parametrize(
    ("condition", "lines", "expected"),
    [
        ('unless = ["late"]', ["A: so sorry it is late"], False),
        ('unless = ["late"]', ["A: so sorry. It is late."], True),
        ('channel = ["call"]', ["A: sorry"], False),
        ("nth = [1, 1]", ["A: hello", "C: hi", "A: sorry"], False),
        ("nth = [2, 2]", ["A: hello", "C: hi", "A: sorry"], True),
        ("asks = true", ["A: sorry?"], True),
        ("asks = true", ["A: what is sorry"], True),
        ("asks = true", ["A: sorry"], False),
        ("asks = false", ["A: sorry?"], False),
        ("shouts = true", ["A: sorry for NOTHING, NOBODY"], True),
        ("shouts = true", ["A: sorry for that"], False),
        ("words = [3, 9]", ["A: sorry, you"], False),
        ("words = [3, 9]", ["A: sorry about you"], True),
        ('after = ["upset"]', ["C: I am upset", "A: ok", "A: sorry"], True),
        ('after = ["upset"]', ["C: I am upset", "C: no", "A: sorry"], False),
        ('after = ["upset"]', ["A: sorry"], False),
        ("echo = 1", ["C: my parcel broke", "A: sorry about the parcel"], True),
        ("echo = 1", ["C: my parcel broke", "A: sorry about the train"], False),
        ("recalls = 1", ["C: my budgie", "A: ok", "C: yes", "A: sorry, budgie"], True),
        ("recalls = 1", ["C: my budgie", "A: ok", "C: yes", "A: sorry, canary"], False),
        ("recalls = 1", ["C: yes", "A: ok", "C: my budgie", "C: yes", "A: sorry, budgie"], False),
        ("recalls = 1", ["C: budgie", "A: budgie?", "C: yes", "A: sorry, budgie"], False),
        ("recalls = 1", ["C: a parrot", "A: ok", "C: yes", "A: sorry, parrot"], False),
        ("recalls = 1", ["A: my budgie", "C: yes", "A: sorry, budgie"], False),
        ("recalls = 2", ["C: my budgie", "A: ok", "C: yes", "A: sorry, budgie"], False),
    ],
)
def test_a_condition_holds_or_not(tmp_path, condition, lines, expected):
    detector = a_detector(tmp_path, APOLOGY + condition)
    assert bool(found_in(*lines, detector=detector)) is expected


def test_a_rule_without_patterns_takes_each_sentence(tmp_path):
    detector = a_detector(tmp_path, 'label = "problem"\nwords = [2, 9]')
    findings = found_in("C: It broke. Hm. It fell down.", detector=detector)
    assert [(f.start, f.end) for f in findings] == [(0, 8), (14, 26)]


def test_what_is_recalled_is_the_evidence(tmp_path):
    detector = a_detector(tmp_path, APOLOGY + "recalls = 1")
    lines = ["C: my budgie", "A: ok", "C: yes", "A: sorry, the cage is late, so the budgie waits"]
    (finding,) = found_in(*lines, detector=detector)
    assert lines[-1][3:][finding.start : finding.end] == "so the budgie waits"


def test_a_rule_yields_to_a_label_of_the_same_sentence():
    line = "A: What happened when you rang?"
    assert labels(line) & {"open_question", "clarify"} == {"open_question"}


# promises of the protocol


LINES = st.lists(
    st.sampled_from([
        "C: My card was blocked and I'm really upset, why did that happen?",
        "C: This is the THIRD time!! my rent is due tomorrow 😡",
        "C: ok thanks",
        "A: So your card was blocked, is that right?",
        "A: I'm so sorry about that, I'll call you back tomorrow.",
        "A: It was blocked because of a fraud check.",
        "A: What is your card number?",
        "O: This call is recorded.",
    ]),
    min_size=1,
    max_size=6,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(LINES, LINES)
def test_later_turns_change_nothing(earlier, later):
    alone = DETECTOR.detect(contexts(a_conversation(earlier), TOOLS))
    together = DETECTOR.detect(contexts(a_conversation(earlier + later), TOOLS))
    assert together[: len(earlier)] == alone


@settings(max_examples=20, deadline=None)
@given(LINES)
def test_a_batch_is_judged_as_its_parts(lines):
    batch = contexts(a_conversation(lines), TOOLS)
    assert DETECTOR.detect(batch) == [DETECTOR.detect([context])[0] for context in batch]


@settings(max_examples=120, deadline=None)
@given(
    st.text(max_size=200) | LINES.map(" ".join),
    st.sampled_from(LANGUAGES),
    st.sampled_from([Role.AGENT, Role.CUSTOMER]),
)
def test_evidence_lies_inside_the_text(text, language, role):
    line = f"{role.value[0].upper()}: {text}"
    for finding in found_in(line, language=language):
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.label.role is role


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["A", "C"])
@pytest.mark.parametrize(
    "text",
    ["", "   ", "😀" * 20_000, "i will not you can so that it is the " * 600, "!?" * 10_000,
     "申し訳ございませんが、" * 2_000, "because so and but , " * 1_000,
     "\n" * 500 + "# 1 2 3 " * 2_500],
    ids=["empty", "space", "emoji", "common", "marks", "ja", "clauses", "numbers"],
)  # fmt: skip
def test_any_text_is_judged_in_bounded_time(language, role, text):
    batch = contexts(a_conversation([f"{role}: {text}"], language), TOOLS)
    start = process_time()
    DETECTOR.detect(batch)
    assert process_time() - start < 5
