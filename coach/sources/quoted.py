"""What the sender of a mail wrote, without the mail that is answered and without signatures.

English and Japanese mail, as common programs write it. Everything is decided line by line, on
the first characters of a line and a few lines around it, so that the time is proportional to the
length whatever the mail holds: no pattern here repeats two things that could match the same text.

Left in where in doubt: a signature too many does less harm than a sentence lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LOOK = 400  # characters of a line that are looked at
_NEAR = 5  # lines ahead that decide what a line is
_SIGNATURE_LINES = 24  # a signature starts in the last lines
_CLOSING_LINES = 6  # name, title, company, phone … after "Best regards,"
_FIELDS_OF_A_HEADER = 3  # From, Sent, Subject at the least
_RULE_LENGTH = 4
_WORDS_OF_A_TITLE = 10  # "Senior Customer Care Specialist, Larkmoor Broadband Ltd"
_WORDS_OF_A_NAME = 4  # "Larkmoor Broadband Co. Ltd."

_QUOTE_MARKS = (">", "＞", "|>")
_RULE_CHARS = "-_=＿―ー─━＝*＊~〜～+＋☆★◇◆□■…"
_OPENERS = frozenset(
    {
        "original message", "original appointment", "forwarded message", "reply message",
        "元のメッセージ", "元のメール", "転送メッセージ", "転送されたメッセージ",
    }
)  # fmt: skip
_BARE_OPENERS = ("begin forwarded message:", "転送されたメッセージ:", "以下は引用です")
_SENDER_FIELDS = ("from", "差出人", "送信者", "送信元")
_OTHER_FIELDS = (
    "sent", "date", "to", "cc", "subject", "reply-to", "importance",
    "送信日時", "日時", "日付", "宛先", "送信先", "件名", "重要度",
)  # fmt: skip
_WROTE = ("wrote:", "writes:", "のメール:", "書きました:", "書かれました:", "メッセージ:", ">:")
_CLOCK = re.compile(r"(?:19|20)\d\d|\d{1,2}[:：]\d\d")
_CONTACT = re.compile(
    r"(?:tel|fax|phone|mobile|e-?mail|電話|携帯|〒|株式会社|有限会社|合同会社|https?://|www\.)"
    r"|[\w.+-]{1,64}[@＠][\w-]{1,64}",
    re.IGNORECASE,
)
_CLOSINGS = frozenset(
    {
        "best", "best regards", "best wishes", "kind regards", "warm regards", "warmest regards",
        "many thanks", "regards", "with best regards", "with kind regards", "sincerely", "thanks",
        "sincerely yours", "yours sincerely", "yours faithfully", "yours truly", "thank you",
        "thanks again", "thank you again", "cheers", "all the best", "respectfully",
        "thanks and regards", "敬具", "以上", "草々", "かしこ",
    }
)  # fmt: skip
_DEVICES = (
    "sent from my ", "sent from mail for ", "sent from outlook", "sent from yahoo",
    "get outlook for", "sent via ",
    "iphoneから送信", "ipadから送信", "androidから送信", "スマートフォンから送信",
    "outlook for iosを入手", "outlook for androidを入手", "私のiphoneから送信",
)  # fmt: skip
_DISCLAIMERS = (
    "this e-mail", "this email", "this message", "confidential", "disclaimer", "notice:",
    "本メール", "このメール", "please consider the environment",
)  # fmt: skip
_POSTSCRIPTS = ("ps ", "ps:", "p.s", "追伸")
_BLANK_LINES = re.compile(r"\n{3,}")


def own_words(body: str) -> str:
    r"""Return what the sender wrote; answers between quoted lines stay.

    >>> own_words("> Is it both?\nOnly the phone.\n> Since when?\nMonday.\n\n-- \nTom")
    'Only the phone.\nMonday.'
    """
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    own = _without_signature(_without_quotes(lines))
    return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in own)).strip("\n ")


def _without_quotes(lines: Sequence[str]) -> list[str]:
    """Return the lines before a mail that is quoted whole, without the lines that are quoted."""
    heads = [line[:_LOOK].strip() for line in lines]
    own: list[str] = []
    skip = 0
    for at, line in enumerate(lines):
        if skip > 0:
            skip -= 1
        elif not heads[at]:
            own.append("")
        elif _quotes_the_rest(window := heads[at : at + _NEAR + 1]):
            return _without_rule_at_end(own)
        elif n_lines := _attribution_lines(window):
            skip = n_lines - 1
        elif not heads[at].startswith(_QUOTE_MARKS):
            own.append(line)
    return own


def _quotes_the_rest(window: Sequence[str]) -> bool:
    """Whether a whole quoted mail begins here, with nothing of the sender's own after it."""
    return _is_opener(window[0]) or _is_header_block(window) or _is_bare_attribution(window)


def _is_opener(head: str) -> bool:
    words = head.strip(_RULE_CHARS + " \u3000").casefold()
    ruled = head[0] in _RULE_CHARS and head[-1] in _RULE_CHARS
    return (ruled and words in _OPENERS) or words.startswith(_BARE_OPENERS)


def _is_header_block(window: Sequence[str]) -> bool:
    """Whether From, Sent, To and Subject stand here, as Outlook quotes."""
    names = [_field(head) for head in window]
    is_sender = [name in _SENDER_FIELDS for name in names]
    n_fields = sum(is_sender) + sum(name in _OTHER_FIELDS for name in names)
    return bool(names[0]) and any(is_sender) and n_fields >= _FIELDS_OF_A_HEADER


def _field(head: str) -> str:
    """Return the name of the mail header that a line looks like, or nothing."""
    name, colon, _ = head.lstrip("* ").replace("：", ":", 1).partition(":")
    name = name.rstrip("* ").replace("\u3000", "").replace(" ", "").casefold()
    return name if colon and name in (*_SENDER_FIELDS, *_OTHER_FIELDS) else ""


def _attribution_lines(window: Sequence[str]) -> int:
    """Return how many lines say "On … Dana wrote:" over a quote that follows; mostly none."""
    for n_lines in (1, 2, 3):
        if _says_who_wrote(window[:n_lines]):
            following = next((head for head in window[n_lines:] if head), "")
            return n_lines if following.startswith(_QUOTE_MARKS) else 0
    return 0


def _is_bare_attribution(window: Sequence[str]) -> bool:
    """Whether an attribution with date and address stands over a quote without marks."""
    for n_lines in (1, 2, 3):
        if _says_who_wrote(window[:n_lines]):
            said = " ".join(window[:n_lines])
            quoted = any(head.startswith(_QUOTE_MARKS) for head in window[n_lines:])
            return not quoted and "@" in said and _CLOCK.search(said) is not None
    return False


def _says_who_wrote(heads: Sequence[str]) -> bool:
    if not heads[-1].replace("：", ":").casefold().endswith(_WROTE):
        return False
    first = heads[0].casefold()
    return len(heads) == 1 or first.startswith("on ") or _CLOCK.search(first) is not None


def _without_rule_at_end(own: list[str]) -> list[str]:
    while own and (not own[-1].strip() or _is_rule(own[-1][:_LOOK].strip())):
        own.pop()
    return own


def _is_rule(head: str) -> bool:
    return len(head) >= _RULE_LENGTH and not head.strip(_RULE_CHARS)


def _without_signature(lines: Sequence[str]) -> Sequence[str]:
    first = max(0, len(lines) - _SIGNATURE_LINES)
    kept = [*lines[:first], *(line for line in lines[first:] if not _is_device(line))]
    heads = [line[:_LOOK].strip() for line in kept[first:]]
    for at, head in enumerate(heads):
        rest = [line for line in _before_disclaimer(heads[at + 1 :]) if line]
        if _starts_signature(kept[first + at], head, rest):
            return kept[: first + at]
    return kept


def _starts_signature(line: str, head: str, rest: Sequence[str]) -> bool:
    if line == "-- ":  # Source: RFC 3676, section 4.3
        return True
    if not head or any(_is_sentence(other) for other in rest):
        return False
    if head == "--" or _is_rule(head):
        return any(_CONTACT.search(other) for other in rest)
    closing = head.rstrip(",.!、。， ").casefold()
    is_thanks = closing.startswith("thank")  # alone, it is said to the reader
    return closing in _CLOSINGS and is_thanks <= len(rest) <= _CLOSING_LINES


def _is_device(line: str) -> bool:
    return line[:_LOOK].strip().casefold().startswith(_DEVICES)


def _before_disclaimer(heads: Sequence[str]) -> Sequence[str]:
    for at, head in enumerate(heads):
        if head.casefold().startswith(_DISCLAIMERS):
            return heads[:at]
    return heads


def _is_sentence(head: str) -> bool:
    """Whether a line says something, as names, titles and addresses do not."""
    n_words = len(head.split())
    if head.endswith(("?", "!", "。", "？", "！")) or head.casefold().startswith(_POSTSCRIPTS):
        return True
    return n_words > _WORDS_OF_A_TITLE or (head.endswith(".") and n_words > _WORDS_OF_A_NAME)
