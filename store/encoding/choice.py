"""Which engine a model runs on: the fastest one here whose vectors are those of full precision.

Found out by a test of about two seconds when a model is first used on a machine, and written down in `engines.json`
beside the models. The vectors of all engines are alike, so a library may be read by another than wrote it.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Literal
from uuid import uuid4

import numpy as np

from store.models.unpack import REFERENCE, relative_error
from store.text.tables import Table

from . import runtime
from .engines import Engine, OpenVINO, Torch, Vectors, halves
from .folder import described

Library = Literal["auto", "openvino", "torch"]

NOTES = "engines.json"
FULL, BUILT = "torch-f32", "openvino-f32"
FAITHFUL = 0.999
"""The least cosine of a text's vector with that of full precision."""
TRUE = 0.5
"""The most relative error against the vectors of the packed model: see `store.models.unpack.check`."""
ROUNDS = 2
"""Times that each engine is measured; the first also prepares."""


def fastest(folder: Path, library: Library, notes: Path, *, known: bool) -> Engine:
    """The engine for the model in `folder`, of one `library` or of those that are there.

    `notes` is the folder where the choice is kept; `known` tells that the model is the one whose vectors are written
    down in the program. Raises DamagedModel, or ImportError when OpenVINO is asked for and not
    installed.
    """
    engines = _engines(folder, library)
    if len(engines) == 1:
        return next(iter(engines.values()))()
    key = _key(folder, library)
    kept = _read(notes / NOTES)
    if kept.get(key) in engines:
        return engines[kept[key]]()
    name, engine = _measured(engines, known=known)
    _write(notes / NOTES, {**kept, key: name})
    return engine


def _engines(folder: Path, library: Library) -> dict[str, Callable[[], Engine]]:
    """How to make the engines that this model can have on this machine, by name; `FULL` is always among them."""
    built = library == "openvino" or (library == "auto" and runtime.installed())
    model = described(folder) if built else None
    found: dict[str, Callable[[], Engine]] = {FULL: lambda: Torch(folder, "f32")}
    if model:
        found[BUILT] = lambda: OpenVINO(model, "f32")
        if runtime.halves():
            found["openvino-bf16"] = lambda: OpenVINO(model, "bf16")
    elif halves():
        found["torch-bf16"] = lambda: Torch(folder, "bf16")
    return found


def _measured(engines: Mapping[str, Callable[[], Engine]], *, known: bool) -> tuple[str, Engine]:
    """The fastest of the engines whose vectors are faithful, and its name.

    Without OpenVINO, torch in full precision is the measure. With it, it is OpenVINO's own full precision once that
    has been found true, so that nobody waits for torch; a model that the program doesn't know is put to both.
    """
    texts = trial()
    first = engines[BUILT]() if BUILT in engines and known else None
    if first and _true(first):
        measure, made = BUILT, {BUILT: first}
    else:
        measure, made = FULL, {FULL: engines[FULL]()}
    seconds, true = _timed(made[measure], texts)
    tried = {measure: seconds}
    for name in engines.keys() - {measure, FULL}:
        made[name] = engines[name]()
        seconds, vectors = _timed(made[name], texts)
        if (vectors * true).sum(axis=1).min() >= FAITHFUL:
            tried[name] = seconds
    name = min(tried, key=lambda name: tried[name])
    return name, made[name]


def _timed(engine: Engine, texts: list[str]) -> tuple[float, Vectors]:
    """Processor seconds, which other work on the machine leaves alone, at the best of some times; and the vectors."""
    taken: list[float] = []
    for _ in range(ROUNDS):
        begun = process_time()
        vectors = engine.encode(texts, "passage")
        taken.append(process_time() - begun)
    return min(taken), vectors


def trial() -> list[str]:
    """Texts to try engines with: from two characters to a passage's length and past it."""
    sentences = Table(__package__, "trial").words("sentences")
    turned = ["".join((*sentences[start:], *sentences[:start])) for start in range(0, len(sentences), 6)]
    return [*sentences, *map("".join, pairwise(sentences)), *turned]


def _true(engine: Engine) -> bool:
    """Whether an engine gives the vectors that the packed model's own engine does."""
    parted = (text.split(": ", 1) for text in REFERENCE)
    vectors = np.concatenate(
        [engine.encode([text], "query" if kind == "query" else "passage") for kind, text in parted]
    )
    return relative_error(vectors) <= TRUE


def _key(folder: Path, library: Library) -> str:
    """What a choice holds for: these files, versions of libraries and kind of processor."""
    files = sorted((path.relative_to(folder).as_posix(), path.stat()) for path in folder.rglob("*") if path.is_file())
    versions = [_version(name) for name in ("openvino", "torch", "sentence-transformers", "tokenizers")]
    seen = [[(name, stat.st_size, stat.st_mtime_ns) for name, stat in files], versions, _processor(), library]
    return sha256(json.dumps(seen).encode()).hexdigest()[:16]


def _version(name: str) -> str:
    with suppress(PackageNotFoundError):
        return version(name)
    return ""


def _processor() -> str:
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return "\n".join(sorted({line for line in lines if line.startswith(("model name", "flags", "Features"))}))
    return f"{platform.machine()} {platform.processor()}"


def _read(path: Path) -> dict[str, str]:
    """The choices in a file; none where it is missing or damaged, since they can be made anew."""
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def _write(path: Path, choices: Mapping[str, str]) -> None:
    unnamed = path.with_name(f".{path.name}.{uuid4().hex}")
    with suppress(OSError):  # a cache that can't be written costs the test at each start, no more
        unnamed.write_text(json.dumps(choices, indent=1) + "\n", encoding="utf-8")
        unnamed.replace(path)
