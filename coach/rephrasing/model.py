"""A language model in a folder of this machine, in the format of transformers.

Nothing is fetched and no code of the folder is run. The likeliest word is taken each time, so that
the same text always becomes the same words.
"""

from __future__ import annotations

import hashlib
import sys
from copy import deepcopy
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.errors import MissingExtra, MissingModel

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

_MEBIBYTE = 1 << 20
_LONGER = 2  # so many times the pieces of the text are written at most, and some more
_MORE = 32
_ASKED = {
    "en": (
        "Say this in other, simple words, in English. Keep every “quote”, number, date and name "
        "exactly as it is, and every “…”. Add no fact and no promise. Answer with the text alone."
    ),
    "ja": (
        "次の文を、やさしい別の日本語で言い換えてください。「」の中、数、日付、名前、「…」は一字も変えず、"
        "事実や約束を足さないでください。言い換えた文だけを答えてください。"
    ),
}


class LocalModel:
    """A causal or a sequence-to-sequence model; its weights are read when it is first asked.

    Attributes:
        folder: where it lies.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.resolve().name

    @property
    def identity(self) -> str:
        """Its name, its weights and what it is asked."""
        return f"{self.name} {_folder_hash(self.folder)} {_ASKED}"

    def rephrase(self, text: str, language: str) -> str:
        """Return a text in other words, whatever they are; nothing where it is too long to read.

        Raises:
            MissingExtra: transformers or torch is not installed.
            MissingModel: no model can be loaded from the folder.
        """
        model, tokenizer = self._loaded
        import torch

        given = tokenizer(
            self._prompt(text, language),
            add_special_tokens=not tokenizer.chat_template,  # which brings its own
            return_tensors="pt",
        ).to(model.device)
        n_given, room = given["input_ids"].shape[1], _room(model)
        first = 0 if model.config.is_encoder_decoder else n_given  # of what is written
        most = min(_LONGER * len(tokenizer(text)["input_ids"]) + _MORE, room - first)
        if most < 1 or n_given > room:
            return ""
        with torch.inference_mode():
            written: Any = model.generate(  # type: ignore[operator]
                given["input_ids"],
                attention_mask=given["attention_mask"],
                generation_config=_without_chance(model, most),
            )
        said = tokenizer.decode(
            written[0, first:], skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return str(said).strip()

    def _prompt(self, text: str, language: str) -> str:
        _, tokenizer = self._loaded
        asked = f"{_ASKED[language]}\n\n{text}"
        if not tokenizer.chat_template:
            return f"{asked}\n\n"
        turns = [{"role": "user", "content": asked}]
        return str(tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))

    @cached_property
    def _loaded(self) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
        return _load(self.folder)


def build(folder: Path) -> LocalModel:
    """Return the model of a folder; its weights are not read yet.

    Raises:
        MissingModel: there is no such folder, or it holds no model.
    """
    folder = folder.expanduser()
    if not folder.is_dir():
        raise MissingModel(
            f"the folder {folder}, where the model that rephrases should be, does not exist"
        )
    if not (folder / "config.json").is_file():
        raise MissingModel(
            f"the folder {folder} lacks config.json: a model that rephrases is a folder in the "
            "format of transformers, with its weights and its tokenizer"
        )
    return LocalModel(folder)


def _load(folder: Path) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    try:
        import torch  # noqa: F401 - transformers loads without it, and then has no models
        from safetensors import SafetensorError
        from transformers import (
            AutoConfig,
            AutoModelForCausalLM,
            AutoModelForSeq2SeqLM,
            AutoTokenizer,
        )
    except ImportError as exc:
        raise MissingExtra(
            "to rephrase, transformers and torch are needed: pip install 'coach[llm]'"
        ) from exc
    broken = (OSError, ValueError, RuntimeError, KeyError, TypeError, ImportError, SafetensorError)
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        kind = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
        loaded: Any = kind.from_pretrained(
            folder, local_files_only=True, output_loading_info=True, trust_remote_code=False
        )
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except broken as exc:
        raise MissingModel(_not_loaded(folder, str(exc))) from exc
    model, found = loaded
    if found["missing_keys"]:
        raise MissingModel(_not_loaded(folder, f"no weights for {min(found['missing_keys'])}"))
    return model.eval(), tokenizer


def _not_loaded(folder: Path, why: str) -> str:
    first = " ".join(why.split("\n")[0].split()) or "no reason given"
    return (
        f"the folder {folder} holds no causal or sequence-to-sequence model that transformers "
        f"can load: {first}"
    )


def _without_chance(model: PreTrainedModel, most: int) -> Any:
    """Return how the model writes by itself, but never by chance, and so many pieces at most."""
    how: Any = deepcopy(model.generation_config)
    how.update(
        do_sample=False, num_beams=1, temperature=None, top_p=None, top_k=None, typical_p=None,
        min_p=None, max_length=None, max_new_tokens=most,
    )  # fmt: skip
    if how.pad_token_id is None:
        ends = how.eos_token_id
        how.pad_token_id = ends[0] if isinstance(ends, list) else ends
    return how


def _room(model: PreTrainedModel) -> int:
    """Return how many pieces the model can look at, what it writes included."""
    return getattr(model.config, "max_position_embeddings", None) or sys.maxsize


@lru_cache(maxsize=8)
def _folder_hash(folder: Path) -> str:
    """Return 16 hexadecimal digits that change when a file of the folder does.

    Made from the names, the sizes and both ends of its files, since reading gigabytes takes longer
    than rephrasing.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        with path.open("rb") as file:
            digest.update(file.read(_MEBIBYTE))
            size = file.seek(0, 2)
            file.seek(max(0, size - _MEBIBYTE))
            digest.update(file.read())
        digest.update(f"{path.name} {size}".encode())
    return digest.hexdigest()[:16]
