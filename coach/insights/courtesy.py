"""What is left of a sentence without its greeting and its sign-off.

A greeting belongs to every call and a sign-off to every mail: said in the same words each time,
they are manners and neither care nor its lack. Sentences are heard with and without stops and
capitals, so that a name may stand anywhere in them.
"""

from __future__ import annotations

import re

_WORD = r"[\w&.'’-]+"
_NEXT = (
    r"(?=[,.!;–—]|\s*$"
    r"|\s+(?:and\s+)?(?:my name|this is|you're|you are|i'm|i am|how|please|is there)\b)"
)
_ENGLISH = (
    r"(?:hello|hi|hey|dear|good (?:morning|afternoon|evening|day))\b(?: there| again)?"
    rf"(?: {_WORD}){{0,3}}?{_NEXT}",
    r"(?:hello|hi|hey|good (?:morning|afternoon|evening|day))\b(?: and)?",
    rf"welcome to(?: {_WORD}){{1,5}}?{_NEXT}",
    r"(?:thank you|thanks)(?: very much| so much)?(?: again)? for (?:calling|contacting|choosing"
    r"|writing|reaching out|getting in touch|holding|being|shopping|your (?:call|message|e-?mail"
    r"|letter|time|custom|business|enquiry|inquiry|order|interest))\b"
    rf"(?: {_WORD}){{0,6}}?{_NEXT}",
    rf"(?:my name is|my name's)(?: {_WORD}){{1,7}}?{_NEXT}",
    rf"you(?:'re| are) (?:speaking|talking|through) (?:to|with)(?: {_WORD}){{1,7}}?{_NEXT}",
    rf"this is(?: {_WORD}){{1,2}} (?:speaking|here|from|at|calling)\b(?: {_WORD}){{0,5}}?{_NEXT}",
    r"how (?:can|may|could|might) (?:i|we) (?:help|assist|be of (?:help|service))\b[^.!?]*",
    r"(?:is|was) there (?:anything|something) else\b[^.!?]*",
    r"(?:please )?(?:do not|don't|don’t) hesitate to\b[^.!?]*",
    r"(?:if|should) you (?:have|need) any(?:thing)? (?:further|other|more|additional|else)\b"
    r"[^.!?]*",
    r"(?:i |we )?(?:hope you )?(?:have|enjoy) (?:a|an|the rest of) [^.!?]*"
    r"\b(?:day|evening|night|weekend|morning|afternoon|week|time)\b(?: ahead)?",
    r"(?:i|we) wish you\b[^.!?,]*",
    r"(?:with )?(?:kind|kindest|best|warm|many) (?:regards|wishes)\b[^.!?]*",
    r"(?:yours )?(?:sincerely|faithfully|truly)\b(?= *,| *\n| *$)[^.!?]*",
    r"(?:take care|good ?bye|bye(?: now| bye)?)\b",
    r"(?:we|i)(?:'re| are| am)? look(?:ing)? forward to (?:hearing|welcoming|seeing)\b[^.!?]*",
)
_JAPANESE = (
    r"(?:お電話|ご連絡|お問い?合わ?せ|ご返信)(?:を|いただき|くださり|頂き|、)*"
    r"(?:誠に|まことに)?ありがとうございま(?:す|した)",
    r"(?:いつも|平素|日頃)(?:より|から|は|大変)?[^。]*?"
    r"(?:お世話になって(?:おり)?ます|ありがとうございます|申し上げます)",
    r"(?:大変)?お世話になって(?:おり)?ます|お世話になります",
    r"[^。、]*(?:センター|デスク|サポート|窓口|株式会社|担当|部|課|店)の?[^。、]{0,12}"
    r"(?:でございます|です|と申します|が承ります)",
    r"(?:どうぞ|何卒|今後とも|引き続き)*[、]?(?:宜しく|よろしく)お願い[^。]*",
    r"(?:それでは|では)?[、]?(?:これで)?失礼いたします",
    r"(?:他に|ほかに|何か)[^。]*(?:ございましたら|ございませんか|ありませんか)[^。]*",
    r"(?:また(?:の)?|皆様の)[^。]*お待ち(?:して|申し上げて)おります",
    r"本日は[^。]*ありがとうございました",
    r"ご用件(?:を|は)[^。]*",
)
_COURTESIES = re.compile("|".join((*_ENGLISH, *_JAPANESE)), re.IGNORECASE)
_LEFT_OVER = " ,;:、。，-–—\n"


def without_courtesies(sentence: str) -> str:
    """Return a sentence without greeting, introduction, thanks for calling and sign-off.

    >>> without_courtesies("Hello Tom, your parcel is in Leeds.")
    'your parcel is in Leeds.'
    >>> without_courtesies("good morning thank you for calling hill heating how can i help you")
    ''
    """
    return " ".join(_COURTESIES.sub(" ", sentence).split()).strip(_LEFT_OVER)
