"""Giving more than was asked, in three levels; and which findings a person should confirm.

1 more than asked, 2 foresees the next need, 3 proposes what the customer had not seen. Selling is
none of them. Both these and the labels against care are found with less certainty than people
agree on them, so they are always shown with "please confirm".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.conversation.analysis import Analysis
from coach.conversation.codebook import Family, Label
from coach.conversation.findings import CueFinding
from coach.insights.sentences import sentence_at

_FORESEES = re.compile(
    r"\b(?:in case|so that you (?:do not|don't|need not|won't)|next time|before (?:you|it|that)"
    r"|once it|when it|from now on|reminder|keep an eye|ahead of)\b"
    r"|次回|今後|万が一|念のため|前もって|あらかじめ|(?:ない|ません)よう",
    re.IGNORECASE,
)
_PROPOSES = re.compile(
    r"\b(?:there is (?:also )?a way|another way|did you know|you could also|alternatively|instead"
    r"|entitled|you may not know|cheaper|you would (?:pay|save)|i noticed|i saw that)\b"
    r"|ほかにも|他にも|別の方法|方法も|制度|お気づき|実は|代わりに",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Beyond:
    """A turn that went beyond, and its level from 1 to 3."""

    finding: CueFinding
    level: int


def beyond(analysis: Analysis) -> list[Beyond]:
    """Return what went beyond, in order; turns that also push a sale are left out.

    A turn counts once, by the words of the highest level, however many of its words show it.
    """
    selling = {f.turn for f in analysis.findings if f.label is Label.PUSH_SELL}
    found: dict[int, Beyond] = {}
    for finding in analysis.findings:
        if finding.label is Label.GO_BEYOND and finding.turn not in selling:
            each = Beyond(finding, _level(_sentence(analysis, finding)))
            known = found.get(finding.turn)
            if known is None or each.level > known.level:
                found[finding.turn] = each
    return list(found.values())


def please_confirm(finding: CueFinding) -> bool:
    """Whether a finding is shown with the request to confirm it.

    >>> please_confirm(CueFinding(1, Label.DISMISS, 0.9, 0, 4, "rule:x"))
    True
    """
    return finding.label is Label.GO_BEYOND or finding.label.family is Family.AGAINST


def _level(text: str) -> int:
    if _PROPOSES.search(text):
        return 3
    return 2 if _FORESEES.search(text) else 1


def _sentence(analysis: Analysis, finding: CueFinding) -> str:
    text = analysis.conversation.turns[finding.turn].text
    first, _ = sentence_at(text, finding.start)
    _, last = sentence_at(text, finding.end - 1)
    return text[first:last]
