from pathlib import Path

from coach.conversation.codebook import Role
from coach.sources.message import Address, Mail
from coach.sources.sides import sides_of


def a_mail(sender, *receivers, is_automatic=False):
    to = tuple(map(Address, receivers))
    return Mail(Path("x"), "x", "1", (), Address(sender), to, "s", None, "t", is_automatic)


ASKED = a_mail("tom@home.example", "support@larkmoor.example", "ann@other.example")
ANSWERED = a_mail("dana@mail.larkmoor.example", "tom@home.example")


def roles(mails, *domains):
    sides = sides_of(mails, domains)
    return [sides.role(mail) for mail in mails]


def test_the_settings_say_who_the_agent_is():
    assert roles([ANSWERED, ASKED], "@Larkmoor.example") == [Role.AGENT, Role.CUSTOMER]
    assert sides_of([ASKED], ["larkmoor.example"]).note is None


def test_a_domain_that_only_ends_alike_is_another():
    assert roles([a_mail("x@notlarkmoor.example")], "larkmoor.example") == [Role.CUSTOMER]


def test_else_the_side_that_got_the_first_mail_is_the_agents_and_a_note_says_so():
    friend = a_mail("ann@other.example", "support@larkmoor.example")
    assert roles([ASKED, ANSWERED, friend]) == [Role.CUSTOMER, Role.AGENT, Role.CUSTOMER]
    assert sides_of([ASKED], []).note == (
        "taken for the agent's side, since it got the first mail: larkmoor.example; "
        "the setting sources.agent_domains would say it"
    )


def test_within_one_domain_addresses_tell_the_sides():
    asked = a_mail("tom@free.example", "shop@free.example", "tom@free.example")
    answered = a_mail("shop@free.example", "tom@free.example")
    assert roles([asked, answered]) == [Role.CUSTOMER, Role.AGENT]


def test_a_first_mail_to_nobody_leaves_the_agent_unknown():
    alone = a_mail("tom@home.example")
    assert roles([alone, ANSWERED]) == [Role.CUSTOMER, Role.CUSTOMER]
    assert sides_of([alone], []).note.startswith("it is not known who the agent is")


def test_what_a_program_sent_is_nobodys_and_tells_nothing():
    receipt = a_mail("robot@larkmoor.example", "tom@home.example", is_automatic=True)
    assert roles([receipt, ASKED, ANSWERED]) == [Role.OTHER, Role.CUSTOMER, Role.AGENT]
