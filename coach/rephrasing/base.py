"""What puts a text in other words."""

from __future__ import annotations

from typing import Protocol


class Rephraser(Protocol):
    """Puts a text in other words; the same text always in the same ones."""

    @property
    def name(self) -> str:
        """What people are told: by this, something was rephrased."""

    @property
    def identity(self) -> str:
        """Names the model, its weights and what it is asked; another may give other words."""

    def rephrase(self, text: str, language: str) -> str:
        """Return a text in other words, whatever they are.

        Args:
            text: in that language.
            language: "en" or "ja".

        Raises:
            SetupError: it cannot be done on this machine.
        """
