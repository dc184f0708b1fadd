from pathlib import Path

import pytest

from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel
from coach.conversation.recording import About, Recording
from coach.conversation.transcript import Transcript
from coach.errors import NothingToScore
from coach.speakers.turns import ONE_CHANNEL, conversation_from
from coach.transcription.base import Options
from coach.transcription.whisper import build
from tests.speakers.test_channels import heard

CALL = (
    "0 @ 0: Thank you for calling.",
    "0 @ 1.5: How can I help?",
    "1 @ 4: I was charged twice.",
)


def recording(**about):
    return Recording(Path("call.wav"), About(id="call", **about), notes=("no date is known",))


def test_two_channels_are_agent_and_customer():
    conversation = conversation_from(recording(), heard(*CALL))
    assert [(t.role, t.text) for t in conversation.turns] == [
        (Role.AGENT, "Thank you for calling. How can I help?"),
        (Role.CUSTOMER, "I was charged twice."),
    ]
    assert conversation.turns[0].span.end == pytest.approx(2.7)
    assert conversation.turns[1].words[0].text == "I"
    assert conversation.channel is Channel.CALL
    assert conversation.media == Path("call.wav")
    assert conversation.transcribed_by == "scripted"
    assert conversation.notes == ("no date is known",)


def test_named_channel_is_the_agent():
    conversation = conversation_from(recording(agent_channel=1), heard(*CALL))
    assert [t.role for t in conversation.turns] == [Role.CUSTOMER, Role.AGENT]


def test_doubt_about_the_agent_is_a_note():
    conversation = conversation_from(recording(), heard("1 @ 0: Good morning.", "0 @ 3: Hello."))
    assert [t.role for t in conversation.turns] == [Role.AGENT, Role.CUSTOMER]
    assert "channel 1 was taken for it (60% sure)" in conversation.notes[-1]


def test_language_is_the_one_found_unless_one_was_given():
    assert conversation_from(recording(), heard(*CALL)).about.language == "en"
    assert conversation_from(recording(language="en-GB"), heard(*CALL)).about.language == "en-GB"


def test_one_channel_is_nobodys_and_says_so():
    transcript = heard("0 @ 0: How can I help?", "0 @ 4: I was charged twice.", n_channels=1)
    conversation = conversation_from(recording(agent_channel=0), transcript)
    assert [t.role for t in conversation.turns] == [Role.OTHER, Role.OTHER]
    assert conversation.notes == ("no date is known", ONE_CHANNEL)


def test_words_on_one_of_two_channels_are_nobodys():
    conversation = conversation_from(recording(), heard("1 @ 0: How can I help?"))
    assert [t.role for t in conversation.turns] == [Role.OTHER]
    assert conversation.notes[-1].startswith("only channel 1 holds words")


def test_words_on_one_channel_belong_to_whom_the_manifest_says():
    conversation = conversation_from(recording(agent_channel=1), heard("0 @ 0: Hello?"))
    assert [t.role for t in conversation.turns] == [Role.CUSTOMER]


def test_third_channel_is_neither():
    conversation = conversation_from(recording(), heard(*CALL, "2 @ 9: Hold on.", n_channels=3))
    assert [t.role for t in conversation.turns] == [Role.AGENT, Role.CUSTOMER, Role.OTHER]


def test_nothing_heard_is_told_with_the_reason():
    transcript = Transcript((), 2, None, "scripted", ("the recording is silent",))
    with pytest.raises(NothingToScore, match=r"call\.wav: no words were heard in it \(the record"):
        conversation_from(recording(), transcript)


def test_recording_becomes_a_conversation(scripted_model, two_channel_call):
    heard_call = Recording(two_channel_call, About(id="call", agent_channel=0))
    transcript = build(model=str(scripted_model), device="cpu").transcribe(heard_call, Options())
    conversation = conversation_from(heard_call, transcript)
    # Both channels' speech goes through in one window, of which the scripted model speaks once.
    assert [t.role for t in conversation.turns] == [Role.AGENT]
    assert conversation.turns[0].text == "Thank you for calling. How can I help you today?"
    assert conversation.transcribed_by == "faster-whisper scripted-en"
