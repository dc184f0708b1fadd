"""Every error that coach raises on purpose.

* CoachError
  - InputError            what we were given cannot be used
      UnknownFormat       no reader knows the file
      MalformedSource     a reader knows it, and it is broken
      AudioError          a recording cannot be decoded, or not whole
      NothingToScore      a conversation holds no words that could be looked at
  - SetupError            this installation cannot do it
      MissingExtra        an optional dependency is not installed
      MissingModel        weights that were asked for are not on this machine
      UnknownName         a registry has no such entry
      BadSettings         coach.toml, a rubric or a rule file says something impossible
      StoreUnavailable    the store cannot be opened or written
        StoreMissing      nothing was ever stored there
  - AccessDenied          this viewer may not see it

Every message is one sentence that says what, where, and what would be right.
"""

from __future__ import annotations

from collections.abc import Iterable


class CoachError(Exception):
    """Base of all: catch this one at a door (command line, page, batch job)."""


class InputError(CoachError):
    """What we were given cannot be used."""


class UnknownFormat(InputError):
    """No reader knows the file."""


class MalformedSource(InputError):
    """A source file breaks its own format.

    Attributes:
        path: the file.
        where: the place in it, as a reader of the file would look for it ("line 12").
    """

    def __init__(self, path: str, where: str, problem: str) -> None:
        super().__init__(f"{path}, {where}: {problem}")
        self.path = path
        self.where = where
        self.problem = problem

    def __reduce__(self) -> tuple[type[MalformedSource], tuple[str, str, str]]:
        """Cross a process border whole: the default would hand over the joined message alone."""
        return type(self), (self.path, self.where, self.problem)


class AudioError(InputError):
    """A recording cannot be decoded, or not whole."""


class NothingToScore(InputError):
    """A conversation holds no words that could be looked at."""


class SetupError(CoachError):
    """This installation cannot do what was asked."""


class MissingExtra(SetupError):
    """An optional dependency is not installed."""


class MissingModel(SetupError):
    """Weights that were asked for are not on this machine."""


class UnknownName(SetupError):
    """A registry has no entry of that name."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        super().__init__(f"no {kind} is called {name!r}; there are: {', '.join(self.known)}")

    def __reduce__(self) -> tuple[type[UnknownName], tuple[str, str, tuple[str, ...]]]:
        """Cross a process border whole."""
        return type(self), (self.kind, self.name, self.known)


class BadSettings(SetupError):
    """coach.toml, a rubric or a rule file says something impossible."""


class StoreUnavailable(SetupError):
    """The store cannot be opened or written."""


class StoreMissing(StoreUnavailable):
    """Nothing was ever stored there."""


class AccessDenied(CoachError):
    """This viewer may not see it."""
