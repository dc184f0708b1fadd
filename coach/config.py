"""Settings: from arguments, then COACH_* in the environment, then coach.toml, then what ships.

Read once, at the door; everything below gets plain values handed to it.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from coach.conversation.recording import Channels, channels_from, checked_channels
from coach.errors import BadSettings

SETTINGS_FILE = Path("coach.toml")


def _channel(value: Any) -> Any:
    """A channel given in the environment or on the command line comes as text."""
    return int(value) if value in ("0", "1") else value


def _channels(value: Any) -> Any:
    """Channels given in the environment or on the command line come as text, "0,2"."""
    if isinstance(value, str):
        return channels_from(value)
    if not isinstance(value, list | tuple):
        raise ValueError("channels are written like [0, 2], or 0,2 in text")
    return checked_channels(tuple(value))


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AsrSettings(_Section):
    """How recordings become words.

    Attributes:
        engine: "whisper", or "draft" for rough words that are never scored, without weights.
        model: a Whisper model: a folder, or a name on the Hugging Face hub.
        download: whether a model that is not on this machine may be fetched from the hub.
        language: what recordings are in where no manifest says so ("en", "ja"); empty: found out.
        batch: windows of 30 seconds that are heard together; empty for what suits the device.
        threads: processor threads of one process; empty for one.
        glossary: a text file with a name of a product, a place or an agent on each line, the most
            important first; the recogniser is told to expect them.
        least_p: how surely the words of a finding must have been heard, on average, in 0..1.
    """

    engine: Literal["whisper", "draft"] = "whisper"
    model: str = "small"
    download: bool = False
    device: Literal["auto", "cpu", "cuda"] = "auto"
    compute_type: str = "auto"
    beam: int = Field(default=1, ge=1, le=10)
    language: str | None = None
    batch: int | None = Field(default=None, ge=1, le=64)
    threads: int | None = Field(default=None, ge=1)
    glossary: Path | None = None
    least_p: float = Field(default=0.5, ge=0, le=1)
    transcribe: Literal["missing", "always", "never"] = "missing"


class SourceSettings(_Section):
    """How files are read.

    Attributes:
        agent_channel: which audio channel holds the agent, where no manifest says so.
        channels: which one or two channels of recordings are the parties', counted from 0, where
            no manifest says so; empty: all of two, and the parties found among more.
            `agent_channel` counts among them.
        agent_domains: mail domains of the company's own side; empty: inferred per thread.
        name_patterns: regular expressions with named groups (agent, team, date, id, queue,
            language) tried on file names in order.
        timezone: zone of dates in file names and manifests that carry none.
        max_hours: longest recording accepted.
    """

    agent_channel: Annotated[Literal[0, 1, "auto"], BeforeValidator(_channel)] = "auto"
    channels: Annotated[Channels, NoDecode, BeforeValidator(_channels)] = ()
    agent_domains: tuple[str, ...] = ()
    name_patterns: tuple[str, ...] = (
        r"(?P<date>\d{4}-\d{2}-\d{2}(?:T\d{2}-?\d{2}(?:-?\d{2})?)?)[_-](?P<agent>[A-Za-z]+)[_-]",
        r"_AGENT_(?P<agent>[^_]+)_",
    )
    timezone: str = "UTC"
    max_hours: float = Field(default=4.0, gt=0)


class SpeakerSettings(_Section):
    """How the voices of a recording with one channel are told apart.

    Attributes:
        diariser: "mfcc", "pyannote", or the name that another package registers.
        weights: for pyannote, the folder or config.yaml of its pipeline on this machine.
        most: the largest number of voices.
    """

    diariser: str = "mfcc"
    weights: Path | None = None
    most: int = Field(default=4, ge=2, le=8)


class DynamicsSettings(_Section):
    """What counts as what in the timing of a call; docs/dynamics.md gives the sources.

    Attributes:
        definitions: "coach", or "miitel" for the definitions that MiiTel publishes.
        vad_silence_ms: a pause that ends a stretch of speech.
        vad_pad_ms: what the detector of speech adds at both ends.
        dominance_db: how far speech must stand above what leaks in from the other channel.
        most_bleed_db: with a louder leak than this, overlap is not measured.
        silence: seconds in which nobody speaks that count as a silence.
        hold: seconds of silence after "can I put you on hold" that count as a hold.
        overlap: shortest overlap that counts, in seconds.
        interruption: seconds of overlap from which taking the floor is an interruption.
        backchannel: longest "mm-hm" in seconds, where its words are not known.
    """

    definitions: Literal["coach", "miitel"] = "coach"
    vad_silence_ms: int = Field(default=250, ge=50, le=2000)
    vad_pad_ms: int = Field(default=30, ge=0, le=500)
    dominance_db: float = Field(default=8.0, ge=0)
    most_bleed_db: float = Field(default=-10.0, le=0)
    silence: float = Field(default=3.0, gt=0)
    hold: float = Field(default=5.0, gt=0)
    overlap: float = Field(default=0.2, ge=0)
    interruption: float = Field(default=0.5, ge=0)
    backchannel: float = Field(default=1.0, gt=0)


class PromiseSettings(_Section):
    """How promises are dated.

    Attributes:
        country: whose public holidays are no working days, as ISO 3166 has it, with a part of
            it if wanted ("JP", "GB-SCT"); "none" for no holidays; not given: the country of the
            time zone.
        closed: days off besides.
    """

    country: str | None = None
    closed: tuple[date, ...] = ()


class RephraseSettings(_Section):
    """What puts suggestions in other words.

    Attributes:
        model: the folder, on this machine, of a causal or a sequence-to-sequence model in the
            format of transformers; not given: suggestions stay as their templates have them.
    """

    model: Path | None = None


class Settings(BaseSettings):
    """Everything that can be set.

    `COACH_DB` sets `db`, `COACH_ASR_MODEL` sets `model` of the section `asr`, and so on.
    """

    model_config = SettingsConfigDict(
        env_prefix="COACH_",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        extra="forbid",
        frozen=True,
    )

    db: str = "sqlite:///coach.db"
    cache: Path = Path(".coach")
    rubric: Path | None = None
    workers: int | None = Field(default=None, ge=1)
    detectors: tuple[str, ...] = ("combined",)
    asr: AsrSettings = AsrSettings()
    sources: SourceSettings = SourceSettings()
    dynamics: DynamicsSettings = DynamicsSettings()
    speakers: SpeakerSettings = SpeakerSettings()
    promises: PromiseSettings = PromiseSettings()
    rephrase: RephraseSettings = RephraseSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments before environment before coach.toml."""
        toml = TomlConfigSettingsSource(settings_cls, SETTINGS_FILE)
        return init_settings, env_settings, toml


def load(**overrides: Any) -> Settings:
    """Return the settings in force; overrides that are None, at any depth, are ignored.

    Raises:
        BadSettings: a value cannot be, or coach.toml is not TOML.
    """
    given = _given(overrides)
    try:
        return Settings(**given)
    except tomllib.TOMLDecodeError as exc:
        raise BadSettings(f"{SETTINGS_FILE}: not valid TOML: {exc}") from None
    except UnicodeDecodeError:
        raise BadSettings(f"{SETTINGS_FILE}: not text in UTF-8; save it as that") from None
    except SettingsError as exc:
        raise BadSettings(
            f'COACH_* in the environment: {exc}; a list is written like ["rules"], '
            'a section like {"model": "small"}'
        ) from None
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise BadSettings(f"setting {name}: {first['msg']}, got {first['input']!r}") from None


def _given(overrides: dict[str, Any]) -> dict[str, Any]:
    nested = {k: _given(v) if isinstance(v, dict) else v for k, v in overrides.items()}
    return {name: value for name, value in nested.items() if value not in (None, {})}
