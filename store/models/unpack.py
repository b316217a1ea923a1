"""The packed multilingual-e5-small, turned into an ordinary sentence-transformers folder.

`model.safetensors`, `tokenizer.json` and a few small files hold the same numbers where other programs look.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from store.models.errors import DamagedModel

from .packed import Packed, read

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from tokenizers.normalizers import Normalizer

PROMPTS = {"query": "query: ", "passage": "passage: "}

# What the packed file's own engine makes of four texts: the first components of each unit vector. The second
# text has full-width digits, a full-width tilde and a line break, so that a slip in normalizing shows.
REFERENCE = {
    "query: 东莞去年的生产总值是多少？": (0.0631, 0.0018, -0.0515, 0.0110, 0.0509, -0.0098, -0.0297, 0.0421),
    "passage: 全市生产总值突破１万亿元，同比增长８.２％～８.５％。\n其中工业占一半以上。": (
        0.0613,
        -0.0304,
        -0.0096,
        -0.0352,
        0.0673,
        0.0090,
        -0.0247,
        0.0494,
    ),
    "passage: 臺北市政府昨日宣布，捷運環狀線將於明年通車。": (
        0.0881,
        -0.0147,
        0.0082,
        -0.0111,
        0.0956,
        0.0131,
        0.0173,
        -0.0008,
    ),
    "passage: The council approved the 2024 budget: $3.5 million for schools.": (
        0.0091,
        0.0245,
        0.0034,
        -0.0148,
        0.0549,
        -0.0141,
        -0.0198,
        0.0694,
    ),
}


def unpack(source: Path, folder: Path) -> None:
    """Writes the packed model `source` as the new folder `folder`, which appears once it has been checked.

    Raises DamagedModel when `source` is not such a file, or when the folder's vectors are not its engine's.
    """
    packed = read(source)
    unnamed = folder.with_name(f"{folder.name}.unpacking")
    shutil.rmtree(unnamed, ignore_errors=True)
    try:
        unnamed.mkdir(parents=True)
        _save_weights(packed, unnamed / "model.safetensors")
        _tokenizer(packed).save(str(unnamed / "tokenizer.json"))
        for name, value in _small_files(packed):
            _write_json(unnamed / name, value)
        write_prompts(unnamed)
        # The engine rounds activations to 8 bits, which alone comes to 0.02.
        check(unnamed, source, tolerance=0.05)
        unnamed.rename(folder)
    finally:
        shutil.rmtree(unnamed, ignore_errors=True)


def write_prompts(folder: Path) -> None:
    """Writes the prompts the model was trained with where sentence-transformers looks for them."""
    content = {"prompts": PROMPTS, "similarity_fn_name": "cosine"}
    _write_json(folder / "config_sentence_transformers.json", content)


def check(folder: Path, source: Path, tolerance: float) -> None:
    """Embeds the reference texts with the model in `folder` and compares the vectors' first components.

    `tolerance` bounds each text's relative error, the norm of the difference over the norm of the reference.
    A tokenizer without its normalization comes to 0.3, jumbled weights come to 1.
    Raises DamagedModel naming `source`.
    """
    import torch
    from transformers import AutoModel, AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        with _without_progress_bars():
            model = AutoModel.from_pretrained(str(folder), local_files_only=True, dtype=torch.float32).eval()
        batch = tokenizer(list(REFERENCE), padding=True, return_tensors="pt")
        with torch.inference_mode():
            states = model(**batch).last_hidden_state
    except Exception as error:  # tokenizers raises nothing narrower, safetensors a class of its own
        reason = f"it cannot be loaded: {type(error).__name__}: {error}".splitlines()[0]
        raise DamagedModel(path=source, reason=reason) from error
    mask = batch["attention_mask"].unsqueeze(-1)
    vectors = torch.nn.functional.normalize((states * mask).sum(1), dim=1).numpy()
    worst = relative_error(vectors)
    if not worst <= tolerance:  # and not `>`, which a NaN would pass
        reason = f"its vectors are off by {worst:.2f}, and {tolerance:.2f} is allowed"
        raise DamagedModel(path=source, reason=reason)


def relative_error(vectors: NDArray[np.float32]) -> float:
    """The largest relative error of the unit vectors of the reference texts, in their order."""
    expected = np.array([*REFERENCE.values()])
    difference = vectors[:, : expected.shape[1]] - expected
    return float((np.linalg.norm(difference, axis=1) / np.linalg.norm(expected, axis=1)).max())


@contextmanager
def _without_progress_bars() -> Iterator[None]:
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers types only part of itself
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]  # as above


def _save_weights(packed: Packed, path: Path) -> None:
    from safetensors.numpy import save

    weights = {name: np.ascontiguousarray(values) for name, values in packed.weights()}
    # Mean pooling never asks the pooler; without it, transformers would make one up at random and warn.
    hidden = packed.shape["hidden_size"]
    weights["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float16)
    weights["pooler.dense.bias"] = np.zeros(hidden, np.float16)
    # Not `save_file`, which lets no other user read the file: a cache may be shared.
    path.write_bytes(save(weights, metadata={"format": "pt"}))


def _tokenizer(packed: Packed) -> Tokenizer:
    """The XLM-RoBERTa tokenizer: a unigram model over the packed file's pieces."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

    special = packed.special
    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=special["<unk>"], byte_fallback=False))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(name, special[name]) for name in ("<s>", "</s>")],
    )
    tokenizer.add_special_tokens([AddedToken(name, normalized=False, special=True) for name in special])
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False, special=True)])
    return tokenizer


def _normalizer() -> Normalizer:
    """SentencePiece's `nmt_nfkc`: NFKC, with control characters dropped and invisible ones made spaces.

    It keeps the full-width tilde of Chinese ranges (５～１０), which NFKC would turn into an ASCII one: a
    noncharacter, which no text holds, carries it past NFKC.
    """
    from tokenizers import Regex
    from tokenizers.normalizers import NFKC, Replace, Sequence

    dropped = r"[\x{1}-\x{8}\x{B}\x{E}-\x{1F}\x{7F}\x{8F}\x{9F}]"
    spaces = r"[\t\n\f\r\x{1680}\x{200B}-\x{200F}\x{2028}\x{2029}\x{2581}\x{FEFF}\x{FFFD}]"
    return Sequence(
        [
            Replace(Regex(dropped), ""),
            Replace(Regex(spaces), " "),
            Replace("～", "\ufdd0"),
            NFKC(),
            Replace("\ufdd0", "～"),
            Replace(Regex(" {2,}"), " "),
        ]
    )


def _small_files(packed: Packed) -> Iterator[tuple[str, object]]:
    """The settings of a sentence-transformers folder: file names, each with its content."""
    special = packed.special
    hidden, positions = packed.shape["hidden_size"], packed.shape["max_position_embeddings"]
    yield (
        "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "layer_norm_eps": packed.epsilon,
            **packed.shape,
            "bos_token_id": special["<s>"],
            "eos_token_id": special["</s>"],
            "pad_token_id": special["<pad>"],
            # Half precision holds the 4-bit weights and halves the folder; CPUs are slow at computing in it.
            "dtype": "float32",
        },
    )
    yield (
        "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",  # takes tokenizer.json as it is
            "model_max_length": positions,
            "model_input_names": ["input_ids", "attention_mask"],
            "clean_up_tokenization_spaces": False,
            **{"bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>"},
            **{"pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>"},
        },
    )
    modules = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    yield (
        "modules.json",
        [
            {"idx": at, "name": str(at), "path": path, "type": f"sentence_transformers.models.{module}"}
            for at, (module, path) in enumerate(modules.items())
        ],
    )
    yield "sentence_bert_config.json", {"max_seq_length": positions}
    yield "1_Pooling/config.json", {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True}


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
