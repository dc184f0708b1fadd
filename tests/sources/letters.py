"""Builders of mails as they travel, for the tests of the readers."""

import base64


def a_letter(text="It broke.", *, number="1", headers=(), **fields):
    """Return a plain mail; a field (sender, to, subject, date) or number of None is left out."""
    fields = {
        "sender": "Tom <tom@home.example>",
        "to": "support@larkmoor.example",
        "subject": "Router",
        "date": "Mon, 16 Nov 2026 09:30:00 +0000",
    } | fields
    names = {"sender": "From", "to": "To", "subject": "Subject", "date": "Date"}
    lines = [f"{names[name]}: {value}" for name, value in fields.items() if value is not None]
    lines += [f"Message-ID: <{number}@home.example>"] if number is not None else []
    lines += [*headers, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    lines += ["Content-Transfer-Encoding: 8bit", "", text, ""]
    return "\r\n".join(lines).encode()


def a_letter_of_bytes(data, kind="text/plain", charset=None, *, headers=()):
    """Return a mail with a body of bytes, in base64."""
    label = f"; charset={charset}" if charset else ""
    lines = ["From: tom@home.example", "To: support@larkmoor.example", "Message-ID: <1@home>"]
    lines += ["Date: Mon, 16 Nov 2026 09:30:00 +0000", *headers, f"Content-Type: {kind}{label}"]
    lines += ["Content-Transfer-Encoding: base64", "", base64.encodebytes(data).decode()]
    return "\r\n".join(lines).encode()


def an_answer(text, *, number, to_number, date, **options):
    """Return a mail that answers another by References."""
    headers = (f"References: <{to_number}@home.example>",)
    return a_letter(text, number=number, date=date, headers=headers, **options)


AGENT = {"sender": "Dana Whitlock <dana@larkmoor.example>", "to": "tom@home.example"}


def a_thread_of_four():
    """Return four mails of one thread: question, answer, thanks, answer."""
    return [
        a_letter("It broke twice.", number="1", date="Mon, 16 Nov 2026 09:00:00 +0000"),
        an_answer(
            "Sorry to hear that.\n\n> It broke twice.",
            number="2",
            to_number="1",
            date="Mon, 16 Nov 2026 10:00:00 +0000",
            subject="Re: Router",
            **AGENT,
        ),
        an_answer(
            "It works, thanks for the new one.",
            number="3",
            to_number="2",
            date="Tue, 17 Nov 2026 09:00:00 +0100",
            subject="Re: Router",
        ),
        an_answer(
            "Glad it does.",
            number="4",
            to_number="3",
            date="Tue, 17 Nov 2026 12:00:00 +0000",
            subject="Re: Router",
            **AGENT,
        ),
    ]


def an_mbox(letters):
    """Return a mail box; lines that begin with From are escaped."""
    box = b""
    for letter in letters:
        body = letter.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
        box += b"From tom@home.example Mon Nov 16 09:00:00 2026\n" + body + b"\n"
    return box
