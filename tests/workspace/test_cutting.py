"""Clips of a call whose sound and words are known to the sample."""

from dataclasses import replace

import numpy as np
import pytest

from coach.audio import decode, loudness
from coach.config import Settings
from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel, Conversation
from coach.conversation.evidence import Moment
from coach.conversation.recording import About
from coach.conversation.span import Span
from coach.conversation.turn import Turn, Word
from coach.errors import AudioError, SetupError
from coach.insights.clips import clip_of
from coach.sources.webvtt import parse
from coach.workspace.cutting import TITLE, Cutting, cut_clip, safe_name, write_clip, write_reel
from coach.workspace.sound import playable_of
from tests.builders import an_analysis
from tests.sounds import noise, voice, write_wav

SAID = (
    (Role.AGENT, "Hello, how can I help?", 1.0),
    (Role.CUSTOMER, "My router died and I'm really upset. Call 555 010 4477.", 5.0),
    (Role.AGENT, "I'm sorry, that is upsetting.", 10.0),
    (Role.CUSTOMER, "It is the third time!", 15.0),
    (Role.AGENT, "Restart it.", 20.0),
)
WORD = 0.3  # seconds, with a tenth of a second after it


def a_turn_at(role, text, start):
    places = [round(start + 0.4 * n, 3) for n in range(len(text.split()))]
    words = tuple(
        Word(word, at, round(at + WORD, 3)) for word, at in zip(text.split(), places, strict=True)
    )
    return Turn(role, text, Span(start, words[-1].end), words=words)


def sound_of(turns, role, seed):
    sound = noise(24, seed=seed, rms=0.0005)
    for turn in turns:
        if turn.role is role:
            for word in turn.words:
                first = round(word.start * 16_000)
                sound[first : first + 4800] += voice(WORD, seed=seed)
    return sound


@pytest.fixture(scope="module")
def analysis(tmp_path_factory):
    """A call of 24 s: the agent on channel 0, the customer, who tells a number, on channel 1."""
    turns = tuple(a_turn_at(*said) for said in SAID)
    media = write_wav(
        tmp_path_factory.mktemp("calls") / "call.wav",
        sound_of(turns, Role.AGENT, 1), 0.3 * sound_of(turns, Role.CUSTOMER, 2),
    )  # fmt: skip
    about = About("c1", language="en", agent="dana")
    return an_analysis(Conversation(about, Channel.CALL, turns, media=media))


@pytest.fixture(scope="module")
def met(analysis):
    return clip_of(Moment(analysis, analysis.opportunities[0]))


@pytest.fixture(scope="module")
def missed(analysis):
    return clip_of(Moment(analysis, analysis.opportunities[1]))


def power(data, start, end):
    return float((data[:, round(start * 16_000) : round(end * 16_000)] ** 2).mean())


@pytest.mark.parametrize("kind", ["opus", "m4a"])
def test_a_clip_is_as_long_as_it_should_be_and_as_loud(tmp_path, met, kind):
    name = write_clip(met, tmp_path, Cutting(format=kind))
    heard = decode(tmp_path / name)
    assert name.endswith({"opus": ".ogg", "m4a": ".m4a"}[kind])
    assert heard.n_channels == 2
    assert heard.duration == pytest.approx(11.9 - 5.0 + 0.6, abs=0.1)
    assert loudness(heard.data).lufs == pytest.approx(-23, abs=1)
    assert loudness(heard.data).peak_dbtp <= -1


def test_private_words_are_silence_and_masked_and_all_others_are_heard(tmp_path, met):
    write_clip(met, tmp_path, Cutting(format="opus"))
    data = decode(tmp_path / "c1-001-met-distress.ogg").data
    begin = 5.0 - 0.3  # of the clip, in the call
    first, last = 8.2 - begin, 9.3 - begin  # from "555" to the end of "4477."
    assert power(data, first - 0.1, last + 0.1) < 1e-7
    assert power(data, 0.3, first - 0.2) > 2e-4
    words = " ".join(cue.text for cue in parse((tmp_path / "c1-001-met-distress.vtt").read_text()))
    assert words == "My router died and I'm really upset. Call •••. I'm sorry, that is upsetting."


def test_without_redaction_nothing_is_muted(met):
    made = cut_clip(met, Cutting(is_redacted=False))
    assert power(made.sound, 8.2 - 4.7, 9.3 - 4.7) > 2e-4
    assert "555 010 4477." in " ".join(caption.text for caption in made.captions)


def test_captions_keep_time_with_the_sound(tmp_path, met):
    write_clip(met, tmp_path, Cutting())
    cues = parse((tmp_path / "c1-001-met-distress.vtt").read_text())
    assert [(cue.voice, cue.text) for cue in cues] == [
        ("Customer", "My router died and I'm really upset."),
        ("Customer", "Call •••."),
        ("Agent", "I'm sorry, that is upsetting."),
    ]
    begins = [5.0, 7.8, 10.0]
    assert [cue.start + 4.7 for cue in cues] == pytest.approx(begins, abs=0.03)
    assert cues[0].end + 4.7 == pytest.approx(7.7, abs=0.03)


@pytest.mark.parametrize("declared", ["auto", 0])
def test_one_party_alone_is_heard_and_read(analysis, declared, met):
    talk = analysis.conversation
    known = replace(talk, about=replace(talk.about, agent_channel=declared))
    clip = replace(met, analysis=replace(analysis, conversation=known))
    agent = cut_clip(clip, Cutting(party="agent"))
    customer = cut_clip(clip, Cutting(party="customer"))
    assert agent.sound.shape[0] == customer.sound.shape[0] == 1
    assert {caption.voice for caption in agent.captions} == {"Agent"}
    assert power(agent.sound, 5.3, 7.1) > 30 * power(agent.sound, 0.3, 2.9)
    assert power(customer.sound, 0.3, 2.9) > 30 * power(customer.sound, 5.3, 7.1)


def test_the_channel_can_be_told_the_other_way_round(analysis, met):
    talk = analysis.conversation
    wrong = replace(talk, about=replace(talk.about, agent_channel=1))
    clip = replace(met, analysis=replace(analysis, conversation=wrong))
    agent = cut_clip(clip, Cutting(party="agent"))
    assert power(agent.sound, 0.3, 2.9) > 30 * power(agent.sound, 5.3, 7.1)


def test_a_reel_holds_clips_after_silence_with_titles(tmp_path, met, missed):
    assert write_reel([met, missed], ["1. met", "2. missed"], tmp_path / "reel", Cutting()) == 2
    data, cues = decode(tmp_path / "reel.ogg").data, parse((tmp_path / "reel.vtt").read_text())
    titles = [cue for cue in cues if cue.voice is None]
    assert [(cue.text, cue.end - cue.start) for cue in titles] == [
        ("1. met", pytest.approx(TITLE)), ("2. missed", pytest.approx(TITLE)),
    ]  # fmt: skip
    assert titles[1].start == pytest.approx(TITLE + 7.5, abs=0.1)
    for cue in titles:
        assert power(data, cue.start + 0.05, cue.end - 0.05) < 1e-7
    for cue in cues:
        if cue.voice and "•••" not in cue.text:
            assert power(data, cue.start, cue.end) > 2e-4
    assert data.shape[1] / 16_000 == pytest.approx(2 * TITLE + 7.5 + 6.4, abs=0.2)


def test_a_reel_of_what_has_no_sound_is_not_written(tmp_path, met):
    silent = replace(met, span=None)
    assert write_reel([silent], ["1. met"], tmp_path / "reel", Cutting()) == 0
    assert write_clip(silent, tmp_path, Cutting()) is None
    assert list(tmp_path.iterdir()) == []


def test_a_reel_with_a_broken_recording_does_not_appear(tmp_path, met, analysis):
    (tmp_path / "broken.wav").write_bytes(b"RIFF nothing")
    talk = replace(analysis.conversation, media=tmp_path / "broken.wav")
    broken = replace(met, analysis=replace(analysis, conversation=talk))
    with pytest.raises(AudioError, match=r"broken\.wav"):
        write_reel([met, broken], ["1", "2"], tmp_path / "out" / "reel", Cutting())
    assert list((tmp_path / "out").iterdir()) == []


def test_one_channel_cannot_be_taken_apart(tmp_path, met, analysis):
    mono = write_wav(tmp_path / "mono.wav", sound_of(analysis.conversation.turns, Role.AGENT, 1))
    talk = replace(analysis.conversation, media=mono)
    clip = replace(met, analysis=replace(analysis, conversation=talk))
    with pytest.raises(AudioError, match=r"mono\.wav: has one channel, where .* cut both"):
        cut_clip(clip, Cutting(party="agent"))
    assert cut_clip(clip, Cutting()).sound.shape[0] == 1


def test_channels_that_hold_the_same_cannot_be_told_apart(tmp_path, met, analysis):
    same = sound_of(analysis.conversation.turns, Role.AGENT, 1)
    talk = replace(analysis.conversation, media=write_wav(tmp_path / "same.wav", same, same))
    clip = replace(met, analysis=replace(analysis, conversation=talk))
    with pytest.raises(
        AudioError, match=r"same\.wav: which channel holds the agent cannot be told"
    ):
        cut_clip(clip, Cutting(party="customer"))


def test_a_folder_that_cannot_be_written_is_told(tmp_path, met):
    (tmp_path / "clips").write_text("a file where a folder should be")
    with pytest.raises(SetupError, match=r"cannot be written"):
        write_clip(met, tmp_path / "clips", Cutting())


def test_clips_are_the_same_each_time(met):
    np.testing.assert_array_equal(cut_clip(met, Cutting()).sound, cut_clip(met, Cutting()).sound)


def test_names_are_short_enough_for_any_file_system_and_stay_apart(tmp_path):
    names = ["応対" * 200 + end for end in ("-001-met-distress", "-003-met-distress")]
    written = {safe_name(name) for name in [*names, "x" * 400 + "a" * 100, "x" * 401 + "a" * 99]}
    assert len(written) == 4
    for name in written:
        (tmp_path / f"{name}.ogg").touch()
    assert safe_name(names[0]).endswith("-001-met-distress")
    assert safe_name("mail/7 応対") == "mail_7_応対"


def test_a_cache_that_cannot_be_written_is_told(tmp_path, analysis):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(SetupError, match=r"peaks.json: cannot be written \(Not a directory\)"):
        playable_of(Settings(cache=tmp_path / "taken" / "in"), analysis)
