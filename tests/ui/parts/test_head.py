from coach.conversation.codebook import Role
from coach.conversation.findings import Dynamics, Sides, Spread, Stretch
from coach.conversation.voices import Tone
from coach.ui.parts.head import Figure, figures_of
from coach.ui.text import ENGLISH, JAPANESE


def test_what_was_not_measured_is_left_out():
    assert figures_of(Dynamics(), ENGLISH) == []


def test_a_call_tells_its_talk_silences_and_answers():
    dynamics = Dynamics(
        talk_share=Sides(0.625, 0.375),
        silences=(Stretch(10, 14), Stretch(20, 29.5)),
        overlaps=(),
        response_times=Sides(agent=Spread(0.75, 2.0, 9)),
        longest_monologue=Sides(agent=90.0),
    )
    assert figures_of(dynamics, ENGLISH) == [
        Figure("Agent's share of talk", "62\u00a0%", "customer 38\u00a0%", 0.625),
        Figure("Silences over 3 s", "2", "longest 9.5 s"),
        Figure("Talking at once", "none"),
        Figure("Agent answers after", "0.8 s", "9 of 10 within 2 s"),
        Figure("Agent's longest turn", "1.5 min"),
    ]


def test_a_call_tells_holds_interruptions_and_pace():
    dynamics = Dynamics(
        holds=(Stretch(10, 40, Role.AGENT),),
        interruptions=(Stretch(50, 51, Role.AGENT), Stretch(60, 62, Role.CUSTOMER)),
        pace=Sides(412.4, 395.0),
    )
    assert figures_of(dynamics, JAPANESE, language="ja") == [
        Figure("保留", "1", "最長 30秒"),
        Figure("担当者の割り込み", "1", "お客様 1"),
        Figure("担当者の話速", "412 拍/分", "お客様 395"),
    ]


def test_a_voice_is_described_by_how_far_it_moved():
    dynamics = Dynamics(tone=Tone(5.6, 14.2))
    assert figures_of(dynamics, ENGLISH) == [
        Figure("Your voice moved over", "6 semitones", "loudness over 14 dB")
    ]


def test_a_thread_tells_how_long_replies_took():
    dynamics = Dynamics(reply_delays=Sides(agent=Spread(9000.0, 200000.0, 2)))
    assert figures_of(dynamics, JAPANESE) == [Figure("返信まで", "2.5時間")]
