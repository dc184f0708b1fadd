"""What this machine can calculate with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coach.errors import BadSettings

_BEST = {"cuda": ("float16", "float32"), "cpu": ("int8", "float32")}  # the first that can be had
# On a processor, decoding gains little beyond four windows at a time (measured with "base": 8.3,
# 6.0, 5.1, 5.1, 5.0 ms for a token at 1, 2, 4, 5, 8) and each takes memory; up to six go at once,
# so that none is left over alone. A card is not full before sixteen.
_BATCH = {"cuda": 16, "cpu": 6}


@dataclass(frozen=True, slots=True)
class Machine:
    """Where weights are loaded, in CTranslate2's words.

    Attributes:
        device: "cuda" or "cpu".
        compute_type: "float16", "int8", …
        n_threads: processor threads for one window; one process for each core with one thread
            each wastes least (measured: two threads took 1.2 times the CPU time of one).
        batch: windows that are heard together at most.
    """

    device: str
    compute_type: str
    n_threads: int = 1
    batch: int = 6

    def with_wishes(self, *, n_threads: int | None, batch: int | None) -> Machine:
        """Return the machine with threads and batch as asked for; None leaves them."""
        return replace(self, n_threads=n_threads or self.n_threads, batch=batch or self.batch)


def choose_machine(device: str = "auto", compute_type: str = "auto") -> Machine:
    """Return what was asked for, or the best that this machine has.

    Args:
        device: "cpu", "cuda", or "auto" for the graphics card if there is one.
        compute_type: as CTranslate2 names it, or "auto": float16 on a card, int8 without.

    Raises:
        BadSettings: this machine cannot do what was asked for.
    """
    import ctranslate2

    has_card = ctranslate2.get_cuda_device_count() > 0
    if device not in ("auto", "cpu", "cuda"):
        raise BadSettings(f"asr.device is auto, cpu or cuda, not {device!r}")
    if device == "cuda" and not has_card:
        raise BadSettings(
            "asr.device is cuda, and this machine has no graphics card that can be used; "
            "set it to auto or cpu"
        )
    chosen = "cuda" if has_card and device != "cpu" else "cpu"
    possible = ctranslate2.get_supported_compute_types(chosen)
    if compute_type == "auto":
        best = next(kind for kind in _BEST[chosen] if kind in possible)
        return Machine(chosen, best, batch=_BATCH[chosen])
    if compute_type not in possible:
        raise BadSettings(
            f"asr.compute_type {compute_type!r} cannot be had on {chosen}; "
            f"there are: auto, {', '.join(sorted(possible))}"
        )
    return Machine(chosen, compute_type, batch=_BATCH[chosen])
