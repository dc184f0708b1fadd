import re
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.conversation.codebook import Label
from coach.conversation.findings import Criterion
from coach.conversation.names import CRITERIA, LABELS
from coach.rubric.criteria import read_rubric
from coach.ui.catalogue import Language
from coach.ui.text import ENGLISH, JAPANESE, catalogue


def sentences(part, path=""):
    """Return every sentence of a catalogue by the name of its field."""
    if isinstance(part, str):
        return {path: part}
    if isinstance(part, tuple):
        named = [(f"{path}[{place}]", each) for place, each in enumerate(part)]
    elif is_dataclass(part):
        named = [(f"{path}.{f.name}", getattr(part, f.name)) for f in fields(part)]
    else:
        named = []
    return {name: text for key, each in named for name, text in sentences(each, key).items()}


def blanks(text):
    return sorted(re.findall(r"\{\w*\}", text))


DATES = {".units.day", ".units.short_day", ".units.clock"}  # Japanese numbers its months


def test_both_languages_leave_the_same_blanks():
    english, japanese = sentences(ENGLISH), sentences(JAPANESE)
    differing = [key for key in english if blanks(english[key]) != blanks(japanese[key])]
    assert set(differing) <= DATES


def test_every_sentence_is_said_in_japanese():
    english, japanese = sentences(ENGLISH), sentences(JAPANESE)
    same = {key for key in english if english[key] == japanese[key]}
    assert same == set()


def test_every_sentence_is_used():
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for file in [
            Path("app.py"),
            *Path("coach/ui").rglob("*.py"),
            *Path("coach/ui").rglob("*.js"),
        ]
        if file.name != "text.py"
    )
    names = {key.rsplit(".", 1)[1].split("[")[0] for key in sentences(ENGLISH)}
    assert {name for name in names if not re.search(rf"\.{name}\b", code)} == set()


def test_every_label_and_criterion_has_a_name_in_both_languages():
    assert set(LABELS) == set(Label)
    assert set(CRITERIA) == set(Criterion)
    for label in Label:
        assert ENGLISH.label(label).isascii()
        assert not JAPANESE.label(label).isascii()
        assert not JAPANESE.meaning(label).isascii()


def test_no_two_labels_share_a_name():
    for say in (ENGLISH, JAPANESE):
        assert len({say.label(label) for label in Label}) == len(Label)


def test_the_shipped_rubric_is_said_in_japanese():
    for pairing in read_rubric().pairings:
        assert not JAPANESE.pairing(pairing.says).isascii()
        assert ENGLISH.pairing(pairing.says) == pairing.says


def test_a_changed_rubric_speaks_for_itself():
    assert JAPANESE.pairing("Our own words.") == "Our own words."


@pytest.mark.parametrize(
    ("seconds", "english", "japanese"),
    [(0.75, "0.8 s", "0.8秒"), (8, "8 s", "8秒"), (90, "1.5 min", "1.5分"),
     (5400, "1.5 h", "1.5時間"), (60, "1 min", "1分"), (59.97, "1 min", "1分"),
     (86399, "1 day", "1日"), (172800, "2 days", "2日")],
    ids=["part", "seconds", "minutes", "hours", "a minute", "nearly", "a day", "days"],
)  # fmt: skip
def test_lengths_of_time(seconds, english, japanese):
    assert (ENGLISH.lasting(seconds), JAPANESE.lasting(seconds)) == (english, japanese)


def test_one_conversation_is_no_conversations():
    assert [ENGLISH.so_many_conversations(n) for n in (0, 1, 2)] == [
        "0 conversations",
        "1 conversation",
        "2 conversations",
    ]


def test_dates():
    moment = datetime(2026, 11, 2, 9, 5, tzinfo=UTC)
    assert ENGLISH.clock(moment) == "2 Nov 2026, 09:05"
    assert JAPANESE.day(moment) == "2026年11月2日"
    assert ENGLISH.day(None) == "no date"


def test_languages_of_conversations():
    assert JAPANESE.spoken_in("en") == "英語"
    assert ENGLISH.spoken_in("fr") == "fr"
    assert ENGLISH.spoken_in(None) == "unknown"
    assert catalogue(Language.JAPANESE) is JAPANESE
