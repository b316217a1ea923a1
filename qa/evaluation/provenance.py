"""What the figures of a run depend on: version, settings, and the checksums of all that went in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import prompts
import store
from qa.assistant import Assistant
from qa.version import VERSION
from store.models.cache import checksum

from .questions import Question

DECIDING = (
    *("llm", "base_url", "embedding", "reader", "verify", "top_k", "lexical_weight"),
    *("evidence_tokens", "answer_tokens", "unsupported", "judge"),
)
"""The settings that decide what is answered."""


def made_with(assistant: Assistant, questions: Sequence[Question], name: str) -> dict[str, Any]:
    """All that a run of these questions, of the set called `name`, depends on. With the same, the same comes out."""
    settings, library = assistant.settings, assistant.library
    articles, passages = library.count()
    rows = json.dumps([asdict(question) for question in questions], ensure_ascii=False, sort_keys=True)
    models = [model for model in (settings.embedding, settings.llm, settings.judge) if model]
    digests = {model: checksum(model, settings.models) for model in models}
    if assistant.reader:
        digests[settings.reader] = assistant.reader.checksum
    return {
        "version": VERSION,
        "code": code_digest(),
        "settings": {setting: getattr(settings, setting) for setting in DECIDING},
        "models": {model: digest for model, digest in digests.items() if digest},
        "library": {"digest": library.digest(), "articles": articles, "passages": passages},
        "questions": {"name": name, "digest": sha256(rows.encode()).hexdigest(), "count": len(questions)},
    }


@cache
def code_digest() -> str:
    """A digest of the program's own files: what was begun with another state of them is not gone on with."""
    digest = sha256()
    for folder in (Path(store.__path__[0]), Path(prompts.__path__[0]), Path(__file__).parents[1]):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".md", ".npz", ".toml"}):
            digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]
