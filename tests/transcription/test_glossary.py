import pytest

from coach.errors import BadSettings
from coach.transcription.glossary import read_glossary


def test_terms_come_in_order_and_once(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text(
        "# products\nLarkmoor One  # the box\n\n真鍋\nDana\nLarkmoor One\n", "utf-8-sig"
    )
    assert read_glossary(path) == ("Larkmoor One", "真鍋", "Dana")
    assert read_glossary(None) == ()


def test_glossary_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(BadSettings, match=r"asr\.glossary: .*names\.txt cannot be read \(No such"):
        read_glossary(tmp_path / "names.txt")
    (tmp_path / "names.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSettings, match=r"names\.txt is not text in UTF-8"):
        read_glossary(tmp_path / "names.txt")
