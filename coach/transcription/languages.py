"""Which languages recordings can be said to be in."""

from __future__ import annotations

from coach.errors import BadSettings

# Source: the tokens of Whisper's multilingual models (Radford et al. 2022, appendix E), and
# Cantonese of large-v3.
HEARD = frozenset((
    "af", "am", "ar", "as", "az", "ba", "be", "bg", "bn", "bo", "br", "bs", "ca", "cs", "cy",
    "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fo", "fr", "gl", "gu", "ha", "haw",
    "he", "hi", "hr", "ht", "hu", "hy", "id", "is", "it", "ja", "jw", "ka", "kk", "km", "kn",
    "ko", "la", "lb", "ln", "lo", "lt", "lv", "mg", "mi", "mk", "ml", "mn", "mr", "ms", "mt",
    "my", "ne", "nl", "nn", "no", "oc", "pa", "pl", "ps", "pt", "ro", "ru", "sa", "sd", "si",
    "sk", "sl", "sn", "so", "sq", "sr", "su", "sv", "sw", "ta", "te", "tg", "th", "tk", "tl",
    "tr", "tt", "uk", "ur", "uz", "vi", "yi", "yo", "yue", "zh",
))  # fmt: skip


def demand_heard(language: str) -> None:
    """Do nothing if a recogniser may hear a language; a region behind it ("en-GB") is no matter.

    Raises:
        BadSettings: it is none that any recogniser of ours hears.
    """
    code = language.replace("_", "-").partition("-")[0].lower()
    if code not in HEARD:
        raise BadSettings(
            f"the language {language!r} is none that recordings are heard in (--language, "
            "asr.language): give its code, as en, ja or pt-BR, or leave it out to have it found"
        )
