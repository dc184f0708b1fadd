"""Choices that the address of a page holds, so that what is seen can be sent to somebody.

The address is the truth: a widget shows what it says, and writes there when it is changed. What
was chosen is kept for the session as well, since moving between pages empties the address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

_SELECT = partial(st.selectbox, width=164)


def choice(
    name: str,
    label: str,
    options: Sequence[str],
    shown: Callable[[str], str],
    *,
    widget: Callable[..., Any] = _SELECT,
    always: bool = False,
) -> str:
    """Draw a choice and return what is picked; the first option is the default.

    Args:
        name: of the parameter in the address.
        label: above the widget.
        options: values as the address has them.
        shown: a value as people read it.
        widget: draws it, a narrow `st.selectbox` unless told otherwise.
        always: write the default into the address, too.
    """
    default = None if always else options[0]
    picked = asked(name, options)
    key = f"pick {name}"
    st.session_state[key] = picked
    widget(
        label, options, format_func=shown, key=key,
        on_change=lambda: _keep(name, st.session_state[key], default),
    )  # fmt: skip
    _keep(name, picked, default)
    return picked


def asked(name: str, options: Sequence[str]) -> str:
    """Return the option that the address or the session asks for, else the first."""
    wanted = st.query_params.get(name, st.session_state.get(f"kept {name}"))
    return next((option for option in options if option == wanted), options[0])


def _keep(name: str, picked: str, default: str | None) -> None:
    if picked == default:
        st.query_params.pop(name, None)
        st.session_state.pop(f"kept {name}", None)
    else:
        st.query_params[name] = picked
        st.session_state[f"kept {name}"] = picked
