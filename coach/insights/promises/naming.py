"""Things that turns name without a verb: a bare code, and what is said not to have come."""

from __future__ import annotations

import re

# Few words and one token with a figure in it, which is no time and no amount.
_A_CODE = (
    r"(?![\d:.]+ ?(?:[ap]m|kg|km|h|%|st|nd|rd|th)\b)"
    r"(?=[\w-]*\d)[a-z\d][a-z\d-]{2,}(?![a-z\d:/]|\.\d)[#*]?"
)
_BARE = {
    "en": re.compile(
        rf"(?:[a-z']+[,.!:;]? |[-,.!:] ){{0,7}}{_A_CODE}[.!]?"
        r"(?:,? then \w+\.?)?(?: [a-z',]+[.!]?){0,5}\s*"
    ),
    "ja": re.compile(
        rf"[^。\d]{{0,24}}。?[^。\d]{{0,12}}{_A_CODE}(?:です|になります|でございます|ですわ|やで)?[。!]?[^。\d]{{0,16}}。?\s*"
    ),
}
_CODE_WORDS = {
    "en": "the code number password pin login reference combination",
    "ja": "番号、コード、暗証番号、パスワード、数字",
}
_MISSING = {
    "en": re.compile(
        r"\b(?:my|the|our|your|any|an?|that|no|waiting (?:for|on)) ((?:[\w'-]+ ){0,3}?[\w'-]+)"
        r"(?=(?: (?:still|just|has|have|hasn't|haven't|had|hasnt|havent|didn't|did|never|not))+ "
        r"(?:come|came|arrived?|turn(?:ed)? up|show(?:n|ed)? up|reached|been)\b)"
        r"|\b(?:had|got|received|seen|gotten)(?: yet)? (?:my|the|our|any|an?) ([\w' -]{3,30})"
    ),
    "ja": re.compile(
        r"([^、。,\s]{2,20}?)(?:が|は|も)(?:まだ|いまだに?|一向に|一枚も|ちっとも|、)*"
        r"(?:届|来て|来な|来ま|着|送られ|送って)"
    ),
}
_ARRIVED = {
    "en": re.compile(
        r"\b(?:my|the|our|your|an?|that|some) ((?:[\w'-]+ ){0,3}?[\w'-]+)"
        r"(?: (?:has|have|had|just|all|both|finally|did))* (?:came|come|arrived|landed|turned up)\b"
        r"(?! (?:out|up|down|across|over|home|and went|back to)\b)"
    ),
    "ja": re.compile(
        r"([^、。,\s]{2,20}?)(?:が|は|も|、)?(?:無事に?|もう|今朝|昨日)?(?:届き|届い|到着|着き|着い)"
    ),
}


def code_words(text: str, language: str) -> str:
    """Return words for a code where a plain text gives hardly more than one: "sorry, 4471#".

    They stand for what such a text answers; empty where it is something else.
    """
    return _CODE_WORDS[language] if _BARE[language].fullmatch(text) else ""


def missing_thing(text: str, language: str) -> str:
    """Return the words for what is said not to have come; empty where nothing is named so.

    >>> missing_thing("the laundry card still hasn't come", "en")
    'laundry card'
    """
    named = _MISSING[language].search(text)
    return next((each for each in named.groups() if each), "") if named else ""


def arrived_thing(text: str, language: str) -> str:
    """Return the words for what is said to have come; empty where nothing is named so.

    >>> arrived_thing("the tulip bulbs came today", "en")
    'tulip bulbs'
    """
    named = _ARRIVED[language].search(text)
    return named[1] if named else ""
