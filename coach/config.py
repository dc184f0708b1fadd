"""Settings: from arguments, then COACH_* in the environment, then coach.toml, then what ships.

Read once, at the door; everything below gets plain values handed to it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from coach.errors import BadSettings

SETTINGS_FILE = Path("coach.toml")


def _channel(value: Any) -> Any:
    """A channel given in the environment or on the command line comes as text."""
    return int(value) if value in ("0", "1") else value


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AsrSettings(_Section):
    """How recordings become words.

    Attributes:
        model: a Whisper model: a folder, or a name on the Hugging Face hub.
        download: whether a model that is not on this machine may be fetched from the hub.
    """

    model: str = "small"
    download: bool = False
    device: Literal["auto", "cpu", "cuda"] = "auto"
    compute_type: str = "auto"
    beam: int = Field(default=1, ge=1, le=10)
    transcribe: Literal["missing", "always", "never"] = "missing"


class SourceSettings(_Section):
    """How files are read.

    Attributes:
        agent_channel: which audio channel holds the agent, where no manifest says so.
        agent_domains: mail domains of the company's own side; empty: inferred per thread.
        name_patterns: regular expressions with named groups (agent, team, date, id, queue,
            language) tried on file names in order.
        timezone: zone of dates in file names and manifests that carry none.
        max_hours: longest recording accepted.
    """

    agent_channel: Annotated[Literal[0, 1, "auto"], BeforeValidator(_channel)] = "auto"
    agent_domains: tuple[str, ...] = ()
    name_patterns: tuple[str, ...] = (
        r"(?P<date>\d{4}-\d{2}-\d{2}(?:T\d{2}-?\d{2}(?:-?\d{2})?)?)[_-](?P<agent>[A-Za-z]+)[_-]",
        r"_AGENT_(?P<agent>[^_]+)_",
    )
    timezone: str = "UTC"
    max_hours: float = Field(default=4.0, gt=0)


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
    detectors: tuple[str, ...] = ("rules",)
    asr: AsrSettings = AsrSettings()
    sources: SourceSettings = SourceSettings()

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
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise BadSettings(f"setting {name}: {first['msg']}, got {first['input']!r}") from None


def _given(overrides: dict[str, Any]) -> dict[str, Any]:
    nested = {k: _given(v) if isinstance(v, dict) else v for k, v in overrides.items()}
    return {name: value for name, value in nested.items() if value not in (None, {})}
