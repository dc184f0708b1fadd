"""The button to disagree: the form that it opens, and the lists of what was said.

Which place the form is about stands in the address (`disagree=3.distress.feeling`), so that a
link to a doubtful place can be sent to somebody who answers there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import pandas as pd
import streamlit as st

from coach.access import Permission
from coach.conversation.analysis import Analysis
from coach.conversation.disagreement import (
    LONGEST,
    Answer,
    Claim,
    Disagreement,
    Verdict,
    claims_of,
)
from coach.conversation.findings import Opportunity
from coach.store.disagreements import answer, disagree, may_answer, take_back
from coach.ui.doubts import DoubtText, doubts_for, text_of, told
from coach.ui.navigation import Place, go
from coach.ui.session import Visit
from coach.workspace.disputes import Dispute, disputes_of

_ASKED = "disagree"  # in the address
_WIDE = 280  # pixels for what is doubtful


def ask(name: str) -> None:
    """Open the form for the claim of that name."""
    st.query_params[_ASKED] = name
    st.rerun()


def close() -> None:
    """Take the form out of the address."""
    st.query_params.pop(_ASKED, None)


def draw(visit: Visit, analysis: Analysis) -> None:
    """Draw what was said against a conversation, and the form where the address asks for it."""
    found = disputes_of(visit.store, visit.viewer, analysis.conversation.id)
    if found:
        _draw_said(visit, found)
    claim = _claim_from(st.query_params.get(_ASKED))
    about = [each for each in found if each.said.claim == claim]
    if claim is not None and (about or claim in claims_of(analysis)):
        title = text_of(visit.say).disagree
        form = st.dialog(title, on_dismiss=close)(partial(_draw_form, visit, analysis, claim))
        form(about)


def draw_list(visit: Visit, found: Sequence[Dispute], *, title: str) -> None:
    """Draw disagreements of many conversations; nothing where there are none.

    Args:
        visit: on whose behalf and in which language.
        found: in the order in which they are shown.
        title: of the section; `{}` holds how many there are.
    """
    if not found:
        return
    text, say = text_of(visit.say), visit.say
    st.header(title.format(len(found)), anchor=False)
    st.caption(text.pick_hint)
    frame = pd.DataFrame(
        {
            say.on_date: [say.day(visit.local(each.said.at)) for each in found],
            say.agent: [say.somebody(each.analysis.conversation.about.agent) for each in found],
            text.claim: [name_of(visit, each.analysis, each.said.claim) for each in found],
            text.why: [_why(each.said, text) for each in found],
            text.by: [each.said.by for each in found],
            text.state: [text.state_name(each.state) for each in found],
        }
    )
    picked = st.dataframe(
        frame, hide_index=True, on_select="rerun", selection_mode="single-cell",
        key="disagreements table",
        column_config={text.claim: st.column_config.TextColumn(width=_WIDE)},
    )  # fmt: skip
    for place, _ in picked.selection.cells:
        _open(found[place])


def name_of(visit: Visit, analysis: Analysis, claim: Claim) -> str:
    """Return what is doubtful: the label, its words, and what became of the opportunity."""
    say, text = visit.say, text_of(visit.say)
    words = _words(analysis, Claim(claim.turn, claim.label))
    shown = text.and_also.join(text.quoted.format(" ".join(each.split())) for each in words)
    chance = chance_of(analysis, claim)
    judged = [say.criterion(chance.criterion), say.state(chance.state)] if chance else []
    place = [] if words else [text.turn.format(claim.turn + 1)]
    return " · ".join(part for part in (*judged, say.label(claim.label), shown, *place) if part)


def chance_of(analysis: Analysis, claim: Claim) -> Opportunity | None:
    """Return the opportunity that a claim is about, as it was judged; None for a finding."""
    same = (each for each in analysis.opportunities if Claim.of(each) == claim)
    return next((each.before or each for each in same), None)


def _draw_said(visit: Visit, found: Sequence[Dispute]) -> None:
    text = text_of(visit.say)
    with st.expander(text.title.format(len(found)), icon=":material/flag:"):
        for number, each in enumerate(found):
            st.text(name_of(visit, each.analysis, each.said.claim))
            _draw_one(visit, each, text)
            if st.button(text.open_it, key=f"open disagreement {number}", type="tertiary"):
                ask(each.said.claim.name)


def _draw_one(visit: Visit, each: Dispute, text: DoubtText) -> None:
    st.text(told(each.said, text, lambda at: visit.say.day(visit.local(at))))
    if each.is_gone:
        st.text(text.gone)


def _draw_form(visit: Visit, analysis: Analysis, claim: Claim, found: Sequence[Dispute]) -> None:
    st.text(name_of(visit, analysis, claim))
    for number, each in enumerate(found):
        _draw_one(visit, each, text_of(visit.say))
        _draw_take_back(visit, each, number)
        if may_answer(visit.viewer, each.said):
            _draw_answer(visit, each.said, number)
        elif visit.viewer.may(Permission.ANSWER):
            st.caption(text_of(visit.say).own)
    is_said = any(each.said.by == visit.viewer.name for each in found)
    if claim in claims_of(analysis) and not is_said:
        _draw_doubt(visit, analysis, claim)


def _draw_doubt(visit: Visit, analysis: Analysis, claim: Claim) -> None:
    text = text_of(visit.say)
    with st.form("disagree", border=False):
        doubt = st.radio(
            text.why, doubts_for(chance_of(analysis, claim)), format_func=text.doubt,
        )  # fmt: skip
        words = st.text_input(text.words, max_chars=LONGEST)
        st.caption(text.hint)
        if st.form_submit_button(text.send, type="primary"):
            name, at = analysis.conversation.id, datetime.now(UTC)
            said = Disagreement(name, claim, doubt, words.strip(), visit.viewer.name, at)
            disagree(visit.store, visit.viewer, said)
            _done()


def _draw_take_back(visit: Visit, each: Dispute, number: int) -> None:
    if each.said.by != visit.viewer.name:
        return
    if st.button(text_of(visit.say).take_back, key=f"take back {number}"):
        take_back(visit.store, visit.viewer, each.said)
        _done()


def _draw_answer(visit: Visit, said: Disagreement, number: int) -> None:
    text = text_of(visit.say)
    names = dict(zip(Verdict, text.verdicts, strict=True))
    with st.form(f"answer {number}", border=False):
        verdict = st.radio(
            text.verdict, list(Verdict), format_func=names.__getitem__, horizontal=True
        )
        words = st.text_input(text.words, max_chars=LONGEST)
        st.caption(text.agreed_hint)
        if st.form_submit_button(text.answer, type="primary") and verdict:
            given = Answer(verdict, words.strip(), visit.viewer.name, datetime.now(UTC))
            answer(visit.store, visit.viewer, said, given)
            _done()
    if said.answer is not None and st.button(text.reopen, key=f"reopen {number}"):
        answer(visit.store, visit.viewer, said, None)
        _done()


def _done() -> None:
    close()
    st.rerun()


def _claim_from(name: str | None) -> Claim | None:
    """Return the claim that an address names; None where it names none that can be."""
    try:
        return Claim.named(name) if name else None
    except ValueError:
        return None


def _words(analysis: Analysis, finding: Claim) -> list[str]:
    """Return the words that show a finding, at each place; empty where there is none any more."""
    return [analysis.words(f) for f in analysis.findings if Claim.of(f) == finding]


def _why(said: Disagreement, text: DoubtText) -> str:
    doubt = text.doubt(said.doubt)
    return text.because.format(doubt=doubt, words=said.words) if said.words else doubt


def _open(each: Dispute) -> None:
    """Leave for the place in its conversation, with the form open."""
    conversation, claim = each.analysis.conversation, each.said.claim
    turns = conversation.turns
    span = turns[claim.turn].span if claim.turn < len(turns) else None
    at = {"t": f"{span.start:.1f}"} if span else {}
    go(Place.CONVERSATION, conversation=conversation.id, **at, **{_ASKED: claim.name})
