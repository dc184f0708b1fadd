import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import MalformedSource
from coach.sources.message import MAX_TEXT, Address, Mail, parse
from tests.sources.letters import a_letter, a_letter_of_bytes

PATH = Path("in/1.eml")


def read(data):
    return parse(data, PATH, str(PATH))


def a_mime(kind, *parts):
    """Return a mail of several parts; each is (header lines, text)."""
    lines = ["From: tom@home.example", f'Content-Type: multipart/{kind}; boundary="b"', ""]
    for headers, text in parts:
        lines += ["--b", *headers, "", text]
    return "\r\n".join([*lines, "--b--", ""]).encode()


PLAIN = ["Content-Type: text/plain; charset=utf-8"]
HTML = ["Content-Type: text/html; charset=utf-8"]


def test_a_mail_says_who_wrote_what_to_whom_and_when():
    headers = (
        "Cc: Ann <ANN@home.example>, x",
        "References: <0@a>\r\n <0b@a>",
        "In-Reply-To: <0b@a>",
    )
    mail = read(a_letter("It broke.\n\n> What?\n\n-- \nTom", headers=headers))
    assert mail == Mail(
        PATH,
        "in/1.eml",
        "1@home.example",
        ("0@a", "0b@a"),
        Address("tom@home.example", "Tom"),
        (Address("support@larkmoor.example"), Address("ann@home.example", "Ann")),
        "Router",
        datetime(2026, 11, 16, 9, 30, tzinfo=UTC),
        "It broke.",
    )
    assert mail.people == {"tom@home.example", "support@larkmoor.example", "ann@home.example"}


def test_names_in_any_charset():
    encoded = base64.b64encode(b"Re: \x1b$B-!|b66\x1b(B").decode()
    subject = f"=?iso-2022-jp?B?{encoded}?="
    sender = "=?Shift_JIS?B?jbKUjCCC5IKi?= <yui@larkmoor.example>"
    mail = read(a_letter(subject=subject, sender=sender))
    assert mail.subject == "Re: ①髙橋"
    assert mail.sender == Address("yui@larkmoor.example", "佐伯 ゆい")


def test_a_name_without_any_encoding():
    data = a_letter(sender="佐伯 <yui@larkmoor.example>")
    assert read(data).sender.name == "佐伯"
    assert read(data.decode().encode("cp932").replace(b"utf-8", b"Shift_JIS")).sender.name == "佐伯"


def test_what_somebody_is_called():
    assert Address("dana@x.example", "Dana W").called == "Dana W"
    assert Address("dana@x.example").called == "dana"
    assert Address("dana@x.example").domain == "x.example"


def test_iso_2022_jp_with_windows_characters():
    body = b"\x1b$B-!|b66$G$9!#\x1b(B"
    mail = read(a_letter_of_bytes(body, charset="ISO-2022-JP"))
    assert (mail.text, mail.notes) == ("①髙橋です。", ())


def test_an_unknown_charset_is_guessed_with_a_note():
    body = "返金はいつになりますか？①と②の髙橋です。".encode("cp932")
    mail = read(a_letter_of_bytes(body, charset="x-mystery", headers=("Reply-To: a@b.co.jp",)))
    assert mail.text == "返金はいつになりますか？①と②の髙橋です。"
    assert mail.notes == ("1.eml: the charset 'x-mystery' does not fit; read as cp932",)


def test_html_is_read_where_there_is_no_plain_text():
    mail = read(a_letter_of_bytes(b"<p>It broke.</p><blockquote>old</blockquote>", "text/html"))
    assert mail.text == "It broke."


def test_plain_text_is_preferred_unless_it_is_empty():
    html = (HTML, "<p>from html")
    assert read(a_mime("alternative", (PLAIN, "from plain"), html)).text == "from plain"
    assert read(a_mime("alternative", (PLAIN, " "), html)).text == "from html"


def test_text_around_a_picture_is_whole_and_attachments_are_not_read():
    attached = [*PLAIN, "Content-Disposition: attachment; filename=log.txt"]
    named = ["Content-Type: text/plain; name=log.txt"]
    forwarded = ["Content-Type: message/rfc822"]
    mail = read(
        a_mime(
            "mixed",
            (PLAIN, "Before."),
            (["Content-Type: image/png", "Content-Disposition: inline"], "xxxx"),
            (PLAIN, "After."),
            (attached, "log"),
            (named, "log"),
            (forwarded, "From: x@y.example\r\nContent-Type: text/plain\r\n\r\nother"),
        )
    )
    assert mail.text == "Before.\n\nAfter."


def test_a_mail_without_text_has_none():
    mail = read(a_mime("mixed", (["Content-Type: image/png"], "xxxx")))
    assert (mail.text, mail.is_quoting) == ("", False)


def test_a_mail_of_quotes_alone_says_so():
    mail = read(a_letter("> It broke."))
    assert (mail.text, mail.is_quoting) == ("", True)


@pytest.mark.parametrize(
    ("date", "note"),
    [
        (None, "1.eml: it has no date"),
        ("yesterday", "1.eml: its date 'yesterday' cannot be read"),
        ("Mon, 99 Nov 2026 09:30:00 +0000", "1.eml: its date 'Mon, 99 Nov 2026"),
        ("Mon, 16 Nov 99999 09:30:00 +0000", "1.eml: its date 'Mon, 16 Nov 99999"),
    ],
)
def test_a_date_that_cannot_be_read_is_unknown_and_noted(date, note):
    mail = read(a_letter(date=date))
    assert mail.sent_at is None
    assert mail.notes[0].startswith(note)


def test_a_date_without_a_zone_is_utc():
    when = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
    assert read(a_letter(date="Mon, 16 Nov 2026 09:30:00 -0000")).sent_at == when
    assert read(a_letter(date="Mon, 16 Nov 2026 18:30:00 +0900")).sent_at == when


def test_without_an_id_the_content_gives_one():
    first, again = read(a_letter(number=None)), read(a_letter(number=None))
    assert first.message_id == again.message_id
    assert first.message_id.endswith("@made-up")
    assert read(a_letter("Other.", number=None)).message_id != first.message_id


@pytest.mark.parametrize(
    ("header", "is_automatic"),
    [
        ("Auto-Submitted: auto-replied", True),
        ("Auto-Submitted: no", False),
        ("Content-Type: multipart/report; boundary=b", True),
        ("X-Mailer: x", False),
    ],
)
def test_what_a_program_sent_is_marked(header, is_automatic):
    assert read(a_letter(headers=(header,))).is_automatic is is_automatic


def test_an_endless_mail_is_cut_with_a_note():
    mail = read(a_letter("It broke. " * (MAX_TEXT // 9)))
    assert len(mail.text) == MAX_TEXT
    assert mail.notes == ("1.eml: only the start of a very long mail was read",)


def test_control_characters_go():
    assert read(a_letter("It\x00 br\x07oke.\tTwice")).text == "It broke.\tTwice"


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (b"just text\n", "^in/1.eml, its headers: there is no From line with an address$"),
        (b"From: nobody\n\nx", "there is no From line with an address"),
        (b"From: " + b"(" * 9_000 + b"a@b\n\nx", "^in/1.eml, its structure: parts are nested"),
        (
            b"From: a@b\nContent-Type: text/plain; name*=utf-8''x; name*0*=y; name*1=z\n\nx",
            "^in/1.eml, its headers: a parameter is broken: ",
        ),
    ],
    ids=["text", "no address", "nested", "parameters"],
)
def test_what_is_no_mail_is_refused(data, match):
    with pytest.raises(MalformedSource, match=match):
        read(data)


def test_broken_encoded_words_stay_as_they_are():
    assert read(a_letter(subject="=?utf-8?b?abcde?=")).subject == "=?utf-8?b?abcde?="


def test_nested_parts_are_read_or_refused():
    parts = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2_000)
    )
    with pytest.raises(MalformedSource, match="nested too deeply"):
        read(f"From: a@b\n{parts}Content-Type: text/plain\n\nx".encode())


@given(
    st.lists(
        st.sampled_from(
            [
                "From: a@b.jp",
                "Content-Type: ",
                "multipart/mixed; boundary=b",
                "text/html",
                ";",
                "charset=",
                "\n",
                "\n\n",
                "--b",
                "=?utf-8?q?",
                "?=",
                "Date: ",
                "2026",
                '"',
                "<",
                ">",
                "References: ",
                "\0",
                "Content-Transfer-Encoding: base64",
                "x",
                "é",
                "name*0*=utf-8''",
                "filename*=",
                "%ff",
                "=",
            ]
        ),
        max_size=30,
    )
)
def test_any_mail_is_read_or_refused(pieces):  # fmt: skip
    try:
        mail = read("".join(["From: a@b\n", *pieces]).encode())
    except MalformedSource as exc:
        assert str(exc).startswith("in/1.eml, its ")
    else:
        assert mail.sender.address
