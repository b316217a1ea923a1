"""Every setting, its default, and where it comes from: keyword, command-line flag, or environment variable."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from store.text.scripts import Display
from store.thresholds import LEXICAL_WEIGHT

from .errors import SettingError

PREFIX = "YUANWEN_"
BUNDLED_READER, NO_READER = "bundled", "none"


class Settings(BaseSettings):
    """One frozen set of settings. `--top-k 8` is YUANWEN_TOP_K=8 is `Settings(top_k=8)`; unknown names fail."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, validate_default=True)

    library: str = Field(
        default_factory=lambda: str(platformdirs.user_data_path("yuanwen") / "library"),
        description="folder of the library, or http(s) address of a Chroma server",
    )
    models: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("yuanwen") / "models",
        description="folder where fetched models are kept",
    )
    embedding: str = Field(
        default="multilingual-e5-small",
        description="embedding model: a known name or a sentence-transformers folder",
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
    def reader_folder(self) -> Path:
        """The folder of the reader."""
        from store.span_reader import BUNDLED

        return BUNDLED if self.reader == BUNDLED_READER else Path(self.reader)


def load(**given: Any) -> Settings:
    """Settings from what is given and the environment. Raises SettingError for unknown names and impossible values."""
    names = set(Settings.model_fields)
    variables = {f"{PREFIX}{name.upper()}" for name in names}
    for variable in os.environ:
        if variable.startswith(PREFIX) and variable.upper() not in variables:
            raise SettingError(name=variable, reason="no such setting", known=", ".join(sorted(variables)))
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SettingError(name=name, reason=first["msg"], known=", ".join(sorted(names))) from error
