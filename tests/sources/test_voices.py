import pytest

from coach.conversation.codebook import Role
from coach.sources.voices import roles_of

A, C, X = Role.AGENT, Role.CUSTOMER, Role.OTHER


@pytest.mark.parametrize(
    ("voices", "agent", "roles"),
    [
        (["Customer", "Agent"], None, (C, A)),
        (["お客様", "エージェント", "お客様"], None, (C, A, C)),
        (["Support agent 2", "Caller"], None, (A, C)),
        (["Tom", "Dana Whitlock"], "dana", (C, A)),
        (["Tom", "dana.whitlock"], "Dana Whitlock", (C, A)),
        (["Tom", "佐伯"], "佐伯 ゆい", (C, A)),
        (["Tom", "Customer"], None, (A, C)),
        (["IVR", "Agent", "Tom", None], None, (X, A, C, X)),
    ],
    ids=["words", "japanese", "in a phrase", "name", "login", "family name", "rest", "other"],
)
def test_voices_that_say_who_they_are(voices, agent, roles):
    assert roles_of(voices, agent) == (roles, None)


def test_else_the_first_to_speak_is_the_agent_and_a_note_says_so():
    assert roles_of(["IVR", "Tom", "Ann", "Tom"], "dana") == (
        (X, A, C, A),
        "the captions do not say who the agent is: taken for 'Tom', who speaks first",
    )


def test_a_name_inside_another_is_not_the_agent():
    assert roles_of(["Daniel", "Agent"], "dan")[0] == (C, A)
