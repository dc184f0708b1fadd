import pytest

from coach.sources.html_text import MAX_CHARS, html_to_text


def text_of(source):
    text, note = html_to_text(source)
    assert note is None
    return text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Hel<b>lo</b> there", "Hello there"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<div>one</div><div>two<br></div><div><br></div><div>three</div>", "one\ntwo\n\nthree"),
        ("<p>one\n  line</p><p>two</p>", "one line\n\ntwo"),
        ("<table><tr><td>A</td><td>B</td></tr><tr><th>C</th></tr></table>", "A B\nC"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<pre>one\n two</pre>three", "one\ntwo\nthree"),
        ("R&amp;D&nbsp;&lt;ok&gt;", "R&D <ok>"),
        ("plain", "plain"),
        ("", ""),
    ],
    ids=[
        "inline",
        "br",
        "gmail lines",
        "paragraphs",
        "cells",
        "list",
        "pre",
        "entities",
        "plain",
        "empty",
    ],
)
def test_lines_stay_lines(source, text):
    assert text_of(source) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<head><title>x</title><style>p {}</style></head>",
        "<script>x()</script>",
        "<!-- x -->",
        '<div style="display: none">x</div>',
        "<span hidden>x</span>",
        "<blockquote>x<blockquote>y</blockquote>z</blockquote>",
        '<div class="gmail_attr" dir="ltr">On Monday Dana wrote:</div>',
        '<div class="moz-cite-prefix">On Monday Dana wrote:</div>',
    ],
)
def test_what_is_quoted_or_not_shown_is_left_out(hidden):
    assert text_of(f"<p>before</p>{hidden}<p>after</p>") == "before\n\nafter"


def test_an_answer_between_quotes_stays():
    source = (
        '<div class="gmail_quote"><div class="gmail_attr">wrote:</div><blockquote>When</blockquote>'
        "Friday.<blockquote>Why?</blockquote>A cable.</div>"
    )
    assert text_of(source) == "Friday.\nA cable."


@pytest.mark.parametrize("mark", ["divRplyFwdMsg", "ms-outlook-mobile-reference-message"])
def test_nothing_is_read_after_outlooks_mark(mark):
    source = f'<div><p>Thanks.</p></div><hr><div><div id="{mark}">From: x</div>old</div><p>old'
    assert text_of(source) == "Thanks."


def test_pictures_inside_the_mail_take_no_room():
    source = f'<img src="data:image/png;base64,{"A" * MAX_CHARS}"><p>It broke.'
    assert text_of(source) == "It broke."


def test_a_mail_beyond_all_size_is_cut_with_a_note():
    text, note = html_to_text("<p>" + "word " * (MAX_CHARS // 4) + "end")
    assert note == "only the first 2000000 characters were read"
    assert text.startswith("word word") and not text.endswith("end")


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table", "font", "svg"])
def test_a_mail_nested_beyond_reading_is_cut_with_a_note(tag):
    text, note = html_to_text(f"<p>It broke.</p>{f'<{tag}>' * 300_000}deep")
    assert text == "It broke."
    assert note.startswith("only the first ")


@pytest.mark.parametrize("piece", ["<", "<a", "<!--", "</div>", "&", "<p>", "<li>"])
def test_hostile_markup_is_read_to_the_end(piece):
    text, note = html_to_text(f"<p>It broke.</p>{piece * 50_000}")
    assert text.startswith("It broke.")
    assert note is None
