from pathlib import Path

import pytest

from coach.config import AsrSettings
from coach.conversation.recording import About, Recording
from coach.sources.base import Item
from coach.workspace.processes import processes
from tests.builders import a_chat

CPU = AsrSettings(device="cpu")


def items(n_chats, n_given, n_unheard):
    chats = [a_chat("C: hello", "A: hi", id=f"c{n}") for n in range(n_chats)]
    beside = Path("call.json")
    given = [Recording(Path("a.wav"), About(id=f"g{n}"), beside) for n in range(n_given)]
    unheard = [Recording(Path("b.wav"), About(id=f"u{n}")) for n in range(n_unheard)]
    return [Item(found, (Path("x"),)) for found in (*chats, *given, *unheard)]


@pytest.mark.parametrize(
    ("todo", "asr", "n"),
    [
        pytest.param(items(40, 0, 0), CPU, 1, id="few chats"),
        pytest.param(items(41, 0, 0), CPU, 8, id="many chats"),
        pytest.param(items(3, 5, 0), CPU, 1, id="transcripts are there"),
        pytest.param(items(3, 0, 1), CPU, 1, id="one to hear"),
        pytest.param(items(0, 0, 3), CPU, 3, id="three to hear"),
        pytest.param(items(0, 0, 30), CPU, 8, id="more to hear than cores"),
        pytest.param(items(0, 3, 0), CPU.model_copy(update={"transcribe": "always"}), 3, id="all"),
        pytest.param(items(0, 0, 9), CPU.model_copy(update={"transcribe": "never"}), 1, id="none"),
    ],
)
def test_processes_are_as_many_as_pay(todo, asr, n):
    assert processes(todo, asr, cores=8) == n
