from coach.sources.mbox import looks_like_mbox, split

FIRST = b"From tom@home.example Mon Nov 16 09:00:00 2026\n"
OTHER = b"From - Tue Nov 17 10:00:00 2026\r\n"


def mails(box):
    return list(split(box.splitlines(keepends=True)))


def test_mails_are_split_at_their_first_lines():
    assert mails(FIRST + b"A: 1\n\none\n\n" + OTHER + b"B: 2\r\n\r\ntwo\r\n") == [
        b"A: 1\n\none\n\n",
        b"B: 2\r\n\r\ntwo\r\n",
    ]


def test_a_sentence_that_begins_with_from_is_no_mail():
    body = b"A: 1\n\nHello\n\nFrom the first day it broke.\nFrom 10:30 to 11:00 too.\n"
    assert mails(FIRST + body) == [body]


def test_escaped_lines_are_restored():
    assert mails(FIRST + b"A: 1\n\n>From the first day\n>>From x\n> quoted\n") == [
        b"A: 1\n\nFrom the first day\n>From x\n> quoted\n"
    ]


def test_what_stands_before_the_first_mail_is_passed_over():
    assert mails(b"junk\n\n" + FIRST + b"A: 1\n") == [b"A: 1\n"]
    assert mails(b"junk\n") == mails(b"") == []


def test_the_first_bytes_tell_an_mbox():
    assert looks_like_mbox(FIRST)
    assert not looks_like_mbox(b"From: tom@home.example\n")
