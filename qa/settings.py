"""Every setting, its default, and where it comes from: keyword, command-line flag, or environment variable."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from store.index.connection import Place, Server, is_url
from store.text.scripts import Display
from store.thresholds import LEXICAL_WEIGHT

from .errors import SettingError
from .extras import require

PREFIX = "YUANWEN_"
BUNDLED_READER, NO_READER = "bundled", "none"


class Settings(BaseSettings):
    """One frozen set of settings. `--top-k 8` is YUANWEN_TOP_K=8 is `Settings(top_k=8)`; unknown names fail."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, validate_default=True)

    library: str = Field(
        default_factory=lambda: str(platformdirs.user_data_path("yuanwen") / "library"),
        description="folder of the library, or http(s)://host:port/name on a Chroma server",
    )
    library_token: SecretStr | None = Field(
        default=None, description="token for the library's server (better in the environment)"
    )
    library_ca: Path | None = Field(
        default=None, description="file with the certificates of a private authority, for https"
    )
    source_token: SecretStr | None = Field(
        default=None, description="token for the server that copy reads from, where both libraries are on servers"
    )
    models: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("yuanwen") / "models",
        description="folder where fetched models are kept",
    )
    embedding: str = Field(
        default="multilingual-e5-small",
        description="embedding model: a known name or a sentence-transformers folder",
    )
    engine: Literal["auto", "openvino", "torch"] = Field(
        default="auto",
        description="library that the embedding model and the reader run on: auto, openvino or torch",
    )
    reader: str = Field(
        default=BUNDLED_READER,
        description="model that points at the words that answer: bundled, none, or the folder of another",
    )
    llm: str = Field(
        default="qwen2.5-coder-1.5b-instruct",
        description="extractive, a known local model, a path to a .gguf file, or provider:model",
    )
    verify: Literal["local", "always", "never"] = Field(
        default="local",
        description="which language models take a second look at their answers: local, always or never",
    )
    base_url: str | None = Field(default=None, description="address of the server behind provider:model")
    api_key: SecretStr | None = Field(default=None, description="key for that server (better in the environment)")
    timeout: float = Field(default=120.0, gt=0, description="seconds to wait for a word from the language model")
    threads: int = Field(
        default_factory=lambda: os.cpu_count() or 2, ge=1, description="processor threads of the local model"
    )
    top_k: int = Field(default=10, ge=1, le=100, description="passages that search hands to the evidence")
    lexical_weight: float = Field(
        default=LEXICAL_WEIGHT, ge=0, le=1, description="what words count beside vectors in search: 0 to 1"
    )
    evidence_tokens: int = Field(default=300, ge=50, description="most tokens of evidence in a prompt")
    answer_tokens: int = Field(default=200, ge=16, description="most tokens of an answer")
    unsupported: Literal["remove", "mark"] = Field(
        default="remove", description="what becomes of a sentence that no source says: remove or mark"
    )
    judge: str | None = Field(default=None, description="language model that judges answers in an evaluation, as llm")
    runs: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("yuanwen") / "runs",
        description="folder where an interrupted evaluation is kept, to go on from",
    )
    drafts: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("yuanwen") / "drafts.jsonl",
        description="file where answers marked as wrong become draft questions",
    )
    watch: str | None = Field(
        default=None, description="folders and feeds that watch and serve keep the library equal to, with ; between"
    )
    every: str = Field(
        default="30m",
        pattern=r"^[1-9]\d{0,5}[smhd]$",
        description="time between two looks at a feed: 45s, 30m, 6h or 1d",
    )
    host: str = Field(default="127.0.0.1", description="address the chat page listens on")
    port: int = Field(default=7860, ge=0, le=65535, description="port the chat page listens on")
    language: Literal["zh", "en"] | None = Field(
        default=None, description="language of page and messages; by default the reader's own"
    )
    script: Display = Field(
        default="original",
        description="script articles and answers are shown in: original, simplified or traditional",
    )

    @property
    def place(self) -> Place:
        """The library, with what it takes to get in."""
        return self.place_of(self.library, self.library_token)

    def place_of(self, library: str, token: SecretStr | None) -> Place:
        """A library of this address; folders need no token."""
        if not is_url(library):
            return library
        return Server(library, token.get_secret_value() if token else None, self.library_ca)

    @property
    def library_named(self) -> bool:
        """Whether somebody has said which library is meant, rather than leaving it to the default."""
        return "library" in self.model_fields_set

    @property
    def sample(self) -> Path:
        """The folder of the library of the bundled sample articles, beside the default one."""
        return platformdirs.user_data_path("yuanwen") / "sample"

    @property
    def reader_folder(self) -> Path:
        """The folder of the reader."""
        from store.span_reader import BUNDLED

        return BUNDLED if self.reader == BUNDLED_READER else Path(self.reader)

    @property
    def watched(self) -> list[str]:
        """The folders and feeds of `watch`."""
        return [place.strip() for place in (self.watch or "").split(";") if place.strip()]

    @property
    def every_seconds(self) -> float:
        """The seconds of `every`."""
        return float(self.every[:-1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[self.every[-1]]


def load(**given: Any) -> Settings:
    """Settings from what is given and the environment. Raises SettingError for unknown names and impossible values,
    ExtraMissing for an engine that is not installed.
    """
    names = set(Settings.model_fields)
    variables = {f"{PREFIX}{name.upper()}" for name in names}
    for variable in os.environ:
        if variable.startswith(PREFIX) and variable.upper() not in variables:
            raise SettingError(name=variable, reason="no such setting", known=", ".join(sorted(variables)))
    try:
        settings = Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SettingError(name=name, reason=first["msg"], known=", ".join(sorted(names))) from error
    if settings.engine == "openvino":
        require("fast")
    return settings
