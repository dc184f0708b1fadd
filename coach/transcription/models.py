"""Where the weights of a recogniser are, and what to do when they are not there.

Nothing is fetched unless that was asked for: a name is looked up among what this machine has.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from coach.errors import MissingModel

NEEDED = ("model.bin", "config.json", "tokenizer.json")
_MEBIBYTE = 1 << 20
# Names that faster-whisper knows and that do not follow its usual pattern.
_ELSEWHERE = {
    "large": "Systran/faster-whisper-large-v3",
    "turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    "large-v3-turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    "distil-large-v3.5": "distil-whisper/distil-large-v3.5-ct2",
}


def find_model(model: str, *, download: bool = False, hub_cache: Path | None = None) -> Path:
    """Return the folder that holds a model's weights.

    Args:
        model: a folder, a size ("small"), or a repository of the hub ("owner/name").
        download: whether what is not here may be fetched from the hub.
        hub_cache: where downloads are kept; None for the hub's own place.

    Raises:
        MissingModel: it is not here, or it is not whole; the message says how to get it.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        return _whole(folder)
    if _is_path(model):
        raise MissingModel(
            f"the folder {model}, where the speech-recognition model should be, does not exist"
        )
    return _whole(_from_hub(model, download=download, hub_cache=hub_cache))


def repository(name: str) -> str:
    """Return the hub repository that a model name stands for.

    >>> repository("small")
    'Systran/faster-whisper-small'
    """
    if "/" in name:
        return name
    if name in _ELSEWHERE:
        return _ELSEWHERE[name]
    kind, _, size = name.partition("distil-")
    return f"Systran/faster-distil-whisper-{size}" if size else f"Systran/faster-whisper-{kind}"


@lru_cache(maxsize=8)
def weights_hash(folder: Path) -> str:
    """Return 16 hexadecimal digits that change when the weights do.

    Made from the size and both ends of the weights, since reading gigabytes takes longer than
    hearing a call, and from the settings and the tokenizer beside them.
    """
    digest = hashlib.sha256()
    with (folder / "model.bin").open("rb") as file:
        digest.update(file.read(_MEBIBYTE))
        size = file.seek(0, 2)
        file.seek(max(0, size - _MEBIBYTE))
        digest.update(file.read())
    digest.update(str(size).encode())
    for name in NEEDED[1:]:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]


def _from_hub(name: str, *, download: bool, hub_cache: Path | None) -> Path:
    from faster_whisper import available_models, download_model

    if "/" not in name and name not in available_models():
        raise MissingModel(
            f"no speech-recognition model is called {name!r}: give a folder, a repository of the "
            f"hub, or one of {', '.join(available_models())}"
        )
    cache = None if hub_cache is None else str(hub_cache)
    try:
        return Path(download_model(name, local_files_only=not download, cache_dir=cache))
    except (OSError, ValueError) as exc:  # not there, not reachable, or no such name
        raise MissingModel(_both_ways(name, download=download)) from exc


def _both_ways(name: str, *, download: bool) -> str:
    folder = "whisper-" + name.rpartition("/")[2]
    by_hand = (
        f"`hf download {repository(name)} --local-dir {folder}` and give the folder with "
        "--asr-model or COACH_ASR_MODEL"
    )
    if download:
        return (
            f"the speech-recognition model {name!r} could not be fetched from the hub: on a "
            f"connected machine run {by_hand}"
        )
    return (
        f"the speech-recognition model {name!r} is not on this machine: on a connected one run "
        f"{by_hand}, or let coach fetch it once with COACH_ASR_DOWNLOAD=true"
    )


def _is_path(model: str) -> bool:
    """Whether a name that is no folder was meant as one: "./x", "/x/y", "models/small"."""
    return (
        model.startswith((".", "/", "~"))
        or "\\" in model
        or model.count("/") > 1
        or ("/" in model and (model.endswith("/") or Path(model).parent.is_dir()))
    )


def _whole(folder: Path) -> Path:
    """Refuse a folder from which a file lacks: faster-whisper would fetch it, unasked."""
    lacking = [name for name in NEEDED if not (folder / name).is_file()]
    if lacking:
        raise MissingModel(
            f"the folder {folder} lacks {' and '.join(lacking)}: a speech-recognition model is a "
            f"folder in CTranslate2's format with {', '.join(NEEDED)}"
        )
    return folder
