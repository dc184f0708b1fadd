from datetime import UTC, datetime

import pytest

from coach.config import SourceSettings
from coach.conversation.codebook import Role
from coach.conversation.conversation import Channel
from coach.conversation.recording import About
from coach.conversation.turn import Turn
from coach.sources.base import Problem
from coach.sources.details import Details
from coach.sources.mail import build
from tests.sources.letters import (
    AGENT,
    a_letter,
    a_letter_of_bytes,
    a_thread_of_four,
    an_answer,
    an_mbox,
)

NOTHING = Details()
READER = build(SourceSettings(agent_domains=("larkmoor.example",)))
TURNS = (
    Turn(Role.CUSTOMER, "It broke twice.", None, datetime(2026, 11, 16, 9, tzinfo=UTC)),
    Turn(Role.AGENT, "Sorry to hear that.", None, datetime(2026, 11, 16, 10, tzinfo=UTC)),
    Turn(
        Role.CUSTOMER,
        "It works, thanks for the new one.",
        None,
        datetime(2026, 11, 17, 8, tzinfo=UTC),
    ),
    Turn(Role.AGENT, "Glad it does.", None, datetime(2026, 11, 17, 12, tzinfo=UTC)),
)


def write(folder, letters):
    paths = [folder / f"{number}.eml" for number in range(len(letters))]
    for path, letter in zip(paths, letters, strict=True):
        path.write_bytes(letter)
    return paths


def read(*paths, details=NOTHING, reader=READER):
    return [item.found for item in reader.read(paths, lambda path: details)]


def test_a_thread_over_many_files_is_one_conversation(tmp_path):
    paths = write(tmp_path, list(reversed(a_thread_of_four())))
    (item,) = READER.read(paths, lambda path: NOTHING)
    assert item.files == tuple(reversed(paths))
    assert item.found.turns == TURNS
    assert item.found.channel is Channel.EMAIL
    assert item.found.about == About(
        "mail-92fc1fc3846de1d1",
        agent="Dana Whitlock",
        thread_id="1@home.example",
        started_at=datetime(2026, 11, 16, 9, tzinfo=UTC),
    )


def test_the_same_thread_in_a_mail_box_is_the_same_conversation(tmp_path):
    box = tmp_path / "all.mbox"
    box.write_bytes(an_mbox([*a_thread_of_four(), a_letter("Other.", number="9")]))
    thread, other = read(box)
    assert thread.turns == TURNS
    assert thread.id == "mail-92fc1fc3846de1d1"
    assert [turn.text for turn in other.turns] == ["Other."]


def test_a_thread_over_two_mail_boxes_is_one_conversation(tmp_path):
    first, second, third, fourth = a_thread_of_four()
    (tmp_path / "inbox.mbox").write_bytes(an_mbox([first, third]))
    (tmp_path / "sent.mbox").write_bytes(an_mbox([second, fourth, first]))
    (found,) = read(tmp_path / "inbox.mbox", tmp_path / "sent.mbox")
    assert found.turns == TURNS


def test_a_sentence_that_a_mail_box_escaped_is_not_taken_for_a_quote(tmp_path):
    box = tmp_path / "a.mbox"
    box.write_bytes(an_mbox([a_letter("Hello,\n\nFrom the first day it broke.")]))
    assert read(box)[0].turns[0].text == "Hello,\n\nFrom the first day it broke."


def test_a_manifest_says_more_than_the_mail(tmp_path):
    details = Details(id="t1", agent="dana", team="billing", thread_id="case 7", notes=("n",))
    (found,) = read(*write(tmp_path, a_thread_of_four()), details=details)
    assert found.about == About(
        "t1", agent="dana", team="billing", thread_id="case 7", started_at=TURNS[0].sent_at
    )
    assert found.notes[0] == "n"


def test_the_row_of_a_mail_box_does_not_name_each_of_its_threads(tmp_path):
    box = tmp_path / "all.mbox"
    box.write_bytes(an_mbox([a_letter("One."), a_letter("Two.", number="2")]))
    one, two = read(box, details=Details(id="t1", team="billing"))
    assert one.id != two.id
    assert one.about.team == two.about.team == "billing"


def test_the_agents_side_is_inferred_and_said(tmp_path):
    (found,) = read(*write(tmp_path, a_thread_of_four()), reader=build(SourceSettings()))
    assert found.turns == TURNS
    assert found.notes[0].startswith("taken for the agent's side")


def test_nobody_has_answered_yet(tmp_path):
    (found,) = read(*write(tmp_path, [a_letter()]))
    assert found.about.agent is None
    assert found.notes == (
        "agent, team and queue are not known: no manifest row and no file-name pattern says them",
    )


def test_an_agent_without_a_name_is_called_by_the_address(tmp_path):
    answer = an_answer(
        "Sorry.", number="2", to_number="1", date="Mon, 16 Nov 2026 10:00:00 +0000",
        sender="dana.w@larkmoor.example", to="tom@home.example",
    )  # fmt: skip
    assert read(*write(tmp_path, [a_letter(), answer]))[0].about.agent == "dana.w"


def test_a_mail_without_text_is_a_problem_and_holds_its_thread_together(tmp_path):
    first, _, third, _ = a_thread_of_four()
    empty = a_letter_of_bytes(b"x", "image/png", headers=("References: <1@home.example>",))
    empty = empty.replace(b"<1@home>", b"<2@home.example>")
    problem, found = read(*write(tmp_path, [first, empty, third]))
    assert isinstance(problem, Problem)
    assert problem.sentence == f"{tmp_path}/1.eml has no text to read"
    assert [turn.text for turn in found.turns] == [TURNS[0].text, TURNS[2].text]


def test_a_mail_of_quotes_alone_is_a_problem(tmp_path):
    (problem,) = read(*write(tmp_path, [a_letter("> It broke.")]))
    assert problem.sentence == f"{tmp_path}/0.eml has no text to read besides what it quotes"


def test_an_unreadable_date_is_unknown_and_noted(tmp_path):
    first, second, *_ = a_thread_of_four()
    undated = second.replace(b"Mon, 16 Nov 2026 10:00:00 +0000", b"tomorrow")
    (found,) = read(*write(tmp_path, [undated, first]))
    assert [turn.sent_at for turn in found.turns] == [TURNS[0].sent_at, None]
    assert found.notes[0] == "0.eml: its date 'tomorrow' cannot be read"


def test_a_thread_without_a_first_date_has_no_start_but_the_manifests(tmp_path):
    paths = write(tmp_path, [a_letter(date=None)])
    assert read(*paths)[0].about.started_at is None
    when = datetime(2026, 11, 1, tzinfo=UTC)
    assert read(*paths, details=Details(started_at=when))[0].about.started_at == when


def test_the_time_of_the_first_mail_counts_before_the_manifests(tmp_path):
    when = datetime(2026, 11, 1, tzinfo=UTC)
    (found,) = read(*write(tmp_path, a_thread_of_four()), details=Details(started_at=when))
    assert found.about.started_at == TURNS[0].sent_at


def test_broken_mails_cost_no_other(tmp_path):
    box, empty = tmp_path / "a.mbox", tmp_path / "b.mbox"
    box.write_bytes(an_mbox([b"Subject: x\n\nno sender\n", a_letter("One.")]))
    empty.write_bytes(b"not a mail box\n")
    *problems, found = read(box, empty, tmp_path / "gone.eml", tmp_path / "gone.mbox")
    assert [problem.sentence for problem in problems] == [
        f"{box}, mail 1, its headers: there is no From line with an address",
        f"{empty}, line 1: a mail box begins with a line 'From …'",
        f"{tmp_path}/gone.eml cannot be read: No such file or directory",
        f"{tmp_path}/gone.mbox cannot be read: No such file or directory",
    ]
    assert found.turns[0].text == "One."


def test_an_absence_notice_is_nobodys_turn(tmp_path):
    first, second, *_ = a_thread_of_four()
    notice = second.replace(b"MIME-Version", b"Auto-Submitted: auto-replied\r\nMIME-Version")
    (found,) = read(*write(tmp_path, [first, notice]))
    assert [turn.role for turn in found.turns] == [Role.CUSTOMER, Role.OTHER]
    assert found.about.agent is None


@pytest.mark.parametrize(
    ("name", "head", "is_mail"),
    [
        ("1.eml", b"", True),
        ("1.EML", b"", True),
        ("all.mbox", b"", True),
        ("Inbox", b"From - Tue Nov 17 10:00:00 2026\n", True),
        ("Inbox", b"From here on\n", False),
        ("a.txt", b"From - Tue Nov 17 10:00:00 2026\n", False),
    ],
)
def test_mail_is_known_by_name_or_by_its_first_line(tmp_path, name, head, is_mail):
    assert READER.accepts(tmp_path / name, head) is is_mail


def test_a_box_without_a_suffix_is_read(tmp_path):
    box = tmp_path / "Inbox"
    box.write_bytes(an_mbox([a_letter("One."), a_letter("Two.", number="2", **AGENT)]))
    assert [found.turns[0].role for found in read(box)] == [Role.CUSTOMER, Role.AGENT]


def test_that_several_agents_wrote_is_noted(tmp_path):
    others = {"sender": "Priya <priya@larkmoor.example>", "to": "tom@home.example"}
    last = an_answer("Done.", number="5", to_number="4", date="Wed, 18 Nov 2026 12:00:00 +0000",
                     **others)  # fmt: skip
    paths = write(tmp_path, [*a_thread_of_four(), last])
    (thread,) = read(*paths)
    assert thread.about.agent == "Dana Whitlock"
    assert (
        "Dana Whitlock and Priya answered; all of it counts for Dana Whitlock, who was first, "
        "unless a manifest row names another agent"
    ) in thread.notes
    (named,) = read(*paths, details=Details(agent="priya"))
    assert not any("answered" in note for note in named.notes)
    (alone,) = read(*paths[:4])
    assert not any("answered" in note for note in alone.notes)
