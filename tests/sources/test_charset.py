import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.sources.charset import Decoded, decode_text

# 「①髙」 as Windows writes it under the label ISO-2022-JP: rows 13 and 92 of the table.
WINDOWS_JIS = b"\x1b$B-!|b66$G$9!#\x1b(I12\x1b(B abc\n\x1b$B%F%9%H\x1b(B"


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("It broke.", "ascii", None),
        ("café – naïve", "cp1252", "iso-8859-1"),
        ("返金①", "cp932", "Shift_JIS"),
        ("返金", "euc_jp", "EUC-JP"),
        ("返金はいつですか", "iso2022_jp", "ISO-2022-JP"),
        ("返金", "utf-8", '"utf-8"'),
        ("반품", "cp949", "ks_c_5601-1987"),
    ],
)
def test_a_label_that_fits_is_believed(text, codec, label):
    assert decode_text(text.encode(codec), label, japanese=False) == Decoded(text)


def test_japanese_as_windows_writes_it_is_read():
    assert decode_text(WINDOWS_JIS, "iso-2022-jp", japanese=True) == Decoded(
        "①髙橋です。ｱｲ abc\nテスト"
    )


@pytest.mark.parametrize("label", [None, "us-ascii", "utf-8", "x-unknown"])
def test_escapes_tell_japanese_without_a_label(label):
    assert decode_text(WINDOWS_JIS, label, japanese=False).text.startswith("①髙橋です。")


@pytest.mark.parametrize("label", [None, "x-unknown", "zlib", "rot13", "utf-16\0"])
def test_utf_8_is_seen_without_a_label_that_fits(label):
    assert decode_text("返金は£30".encode(), label, japanese=False) == Decoded("返金は£30")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("返金はいつになりますか？①と②の髙橋です。", "cp932"),
        ("請求書が二重に届いています。ご確認ください。", "cp932"),
        ("佐伯です。", "euc_jp"),
        ("It’s £30 – too much", "cp1252"),
    ],
)
def test_unlabelled_bytes_of_japanese_mail_are_guessed_with_a_note(text, codec):
    assert decode_text(text.encode(codec), None, japanese=True) == Decoded(
        text, f"the charset 'us-ascii' does not fit; read as {codec}"
    )


@pytest.mark.parametrize(
    "text", ["We waited — and “nobody” came.", "Grüße aus München", "It’s £30 – too much"]
)
def test_unlabelled_bytes_of_other_mail_are_those_of_windows(text):
    assert decode_text(text.encode("cp1252"), "utf-8", japanese=False) == Decoded(
        text, "the charset 'utf-8' does not fit; read as cp1252"
    )


def test_what_cannot_be_read_is_replaced_and_said():
    assert decode_text(b"ok \x81\x20 \x81", "x-foo", japanese=True) == Decoded(
        "ok �  �", "the charset 'x-foo' does not fit, nor does another; some letters are lost"
    )


@given(st.binary(max_size=200), st.sampled_from([None, "iso-2022-jp", "utf-7", "x"]), st.booleans())
def test_any_bytes_give_a_text(data, label, japanese):
    assert isinstance(decode_text(data, label, japanese=japanese).text, str)


@given(
    st.lists(st.sampled_from([b"\x1b$B", b"\x1b$@", b"\x1b(B", b"\x1b(I", b"!", b"~~", b"\xff"]))
)
def test_any_order_of_escapes_gives_a_text(pieces):
    assert isinstance(decode_text(b"".join(pieces), "iso-2022-jp", japanese=True).text, str)


@given(st.text(st.characters(codec="iso2022_jp", exclude_characters="\x1b"), max_size=50))
def test_iso_2022_jp_comes_back(text):
    assert decode_text(text.encode("iso2022_jp"), "iso-2022-jp", japanese=True).text == text
