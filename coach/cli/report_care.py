"""What `coach report` tells beside the scores: how care went, and what is said again and again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

if TYPE_CHECKING:
    from coach.workspace import Beside, CareSums

_MOST_TEXTS = 3
_LONGEST = 100  # characters of a text
_NONE = "–"
_WIDEST = 1000  # columns of text, where no terminal bounds them


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language; `{}` holds what is filled in."""

    title: str
    cut: str
    columns: tuple[str, ...]
    legend: str
    of: str
    course: str
    parts: str
    names: tuple[str, ...]
    canned: str
    left_out: str
    channels: tuple[str, ...]


_ENGLISH = _Words(
    "Beside the scores, never part of them",
    " (the latest {} conversations)",
    ("Care first", "Apologies", "Too many", "Beyond 1/2/3", "Feedback", "Said again", "Canned"),
    (
        "care first: before information, of conversations with a difficulty; too many: sorry "
        "again with nothing new; beyond: by level, please confirm; feedback: acted on or passed "
        "on; said again: by customers, in brackets to another agent; canned: texts in 3 "
        "conversations or more"
    ),
    "{n} of {m}",
    "First care after {care} answers, first information after {knowledge} (median).",
    "Parts of {n} apologies: {parts}.",
    ("regret", "explanation", "responsibility", "repair", "prevention"),
    "{channel}, in {n} of {m}: “{text}”",
    "{n} findings were agreed to be wrong and are left out.",
    ("Calls", "E-mails", "Chats"),
)
_JAPANESE = _Words(
    "採点に含まない参考情報",
    "（直近の{}件の会話）",
    ("先に配慮", "お詫び", "繰り返し過ぎ", "一歩先 1/2/3", "ご意見", "言い直し", "定型文"),
    (
        "先に配慮：困りごとのあった会話のうち、説明より先に配慮があった件数。"
        "繰り返し過ぎ：新しい内容のないお詫び。一歩先：レベル別、要確認。"
        "ご意見：対応または共有した件数。言い直し：お客様が言い直した回数（かっこ内は別の担当者へ）。"
        "定型文：3件以上の会話で使われた文"
    ),
    "{m}件中{n}件",
    "最初の配慮は{care}回目、最初の説明は{knowledge}回目の応答（中央値）。",
    "お詫び{n}件に含まれる要素：{parts}。",
    ("遺憾の意", "説明", "責任の認識", "埋め合わせ", "再発防止"),
    "{channel}、{m}件中{n}件：「{text}」",
    "誤りと認めた判定{n}件は除いています。",
    ("通話", "メール", "チャット"),
)


def print_care(
    names: Sequence[tuple[str, str | None]], found: Beside, title: str, language: str
) -> None:
    """Print a line for each line of the report; of a single one, also what stands behind it.

    Args:
        names: of the lines and of their teams, in order.
        found: what is shown beside the scores.
        title: of the column of names.
        language: "ja", or English for any other.
    """
    say, console = _JAPANESE if language == "ja" else _ENGLISH, Console(highlight=False)
    cut = say.cut.format(found.n_read) if found.is_cut else ""
    shown = [(name, found.sums[name, team]) for name, team in names if (name, team) in found.sums]
    console.print(f"\n{say.title}{cut}", style="bold")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(title, no_wrap=True)
    for column in say.columns:
        table.add_column(column, justify="right")
    for name, sums in shown:
        table.add_row(name, *_cells(sums, say))
    make_room(console, table)
    console.print(table)
    console.print(say.legend, style="dim")
    if n_left_out := sum(sums.left_out for _, sums in shown):
        console.print(say.left_out.format(n=n_left_out), style="dim")
    for sentence in _behind(shown[0][1], say) if len(shown) == 1 else ():
        console.print(sentence, markup=False)


def make_room(console: Console, table: Table) -> None:
    """Widen what is no terminal (a pipe, a file), so that lines stay whole there."""
    if not console.is_terminal:
        unbounded = console.options.update(max_width=_WIDEST)
        console.width = max(console.width, Measurement.get(console, unbounded, table).maximum)


def _cells(sums: CareSums, say: _Words) -> Iterator[str]:
    course, feedback = sums.course, sums.feedback
    yield say.of.format(n=course.care_first, m=course.n) if course.n else _NONE
    yield str(sums.apologies.n)
    yield str(sums.apologies.overdone)
    yield "/".join(map(str, sums.beyond))
    yield say.of.format(n=feedback.acted_on, m=feedback.n) if feedback.n else _NONE
    yield f"{sums.said_again} ({sums.to_another})" if sums.said_again else "0"
    yield str(len(sums.canned))


def _behind(sums: CareSums, say: _Words) -> Iterator[str]:
    """Yield sentences on one agent, team or week."""
    course, sorry = sums.course, sums.apologies
    if course.n:
        care, knowledge = (_number(x) for x in (course.care_after, course.knowledge_after))
        yield say.course.format(care=care, knowledge=knowledge)
    if sorry.n:
        counts = zip(say.names, sorry.parts, strict=True)
        parts = ", ".join(f"{name} {n}" for name, (_, n) in counts)
        yield say.parts.format(n=sorry.n, parts=parts)
    for canned in sums.canned[:_MOST_TEXTS]:
        channel = say.channels[[*type(canned.channel)].index(canned.channel)]
        yield say.canned.format(
            channel=channel, n=canned.n_conversations, m=canned.n_in_all, text=_short(canned.text)
        )


def plain_care(sums: CareSums | None) -> dict[str, Any] | None:
    """Return what is shown of a line, as JSON knows it; None where nothing was read."""
    if sums is None:
        return None
    course, sorry, feedback = sums.course, sums.apologies, sums.feedback
    return {
        "conversations": sums.n_conversations,
        "course": {
            "conversations": course.n, "care_first": course.care_first,
            "care_after": course.care_after, "knowledge_after": course.knowledge_after,
        },
        "apologies": {
            "n": sorry.n, "parts": {part.value: n for part, n in sorry.parts},
            "overdone": sorry.overdone,
        },
        "beyond": {str(level): n for level, n in enumerate(sums.beyond, start=1)},
        "feedback": {
            "n": feedback.n, "thanked": feedback.thanked,
            "taken_seriously": feedback.taken_seriously, "acted_on": feedback.acted_on,
            "told_back": feedback.told_back,
        },
        "said_again": {"n": sums.said_again, "to_another_agent": sums.to_another},
        "canned": [
            {
                "agent": each.agent, "channel": each.channel.value, "text": each.text,
                "conversations": each.n_conversations, "of": each.n_in_all,
            }
            for each in sums.canned
        ],
        "left_out": sums.left_out,
    }  # fmt: skip


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:g}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
