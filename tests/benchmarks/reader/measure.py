"""What a reader is worth: `python -m tests.benchmarks.reader.measure BENCHMARKS`.

BENCHMARKS is a folder with the development parts of CMRC 2018 and DRCD, as `yuanwen benchmark` reads them. Told are EM
and F1 of reading the right passage; how well "this passage answers this question" is told on it and the best hits of
the project's own search without the answer, as area under the ROC curve; and time and memory. RGB is measured with
`yuanwen benchmark rgb --llm extractive`.
"""

from __future__ import annotations

import argparse
import importlib
import resource
import time
from pathlib import Path
from random import Random

import numpy as np
from sklearn.metrics import roc_auc_score

from qa.benchmarks.published import Name
from qa.benchmarks.reading import Data, home, load, shelve
from qa.benchmarks.spans import exact_match, span_f1
from qa.settings import Settings
from store.library import Library
from store.span_reader import BUNDLED, Reader

from .negatives import without

SETS: tuple[Name, ...] = ("cmrc", "drcd")
WRONG = 3
"""Most hits without the answer that are read for one question."""
FOUND = 10
"""Hits among which they are."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmarks", type=Path)
    parser.add_argument("--reader", type=Path, default=BUNDLED)
    parser.add_argument("--number", type=int, help="questions of each set, at random; by default all")
    parser.add_argument(
        "--negatives", type=int, default=500, help="questions of each set that search is asked; 0 for none"
    )
    given = parser.parse_args()
    speed(Reader(given.reader))
    answering: list[float] = []
    silent: list[float] = []
    for name in SETS:
        data = load(name, given.benchmarks)
        questions = Random(0).sample(range(len(data.questions)), given.number or len(data.questions))
        reading(name, Reader(given.reader), data, questions)
        if not given.negatives:
            continue
        right, wrong = negatives(Reader(given.reader), data, questions[: given.negatives])
        print(f"{name}: AUROC {area(right, wrong):.3f} on {len(right)} right passages and {len(wrong)} hits")
        answering += right
        silent += wrong
    if silent:
        print(f"both: AUROC {area(answering, silent):.3f}")


def speed(reader: Reader) -> None:
    """Ten passages of 200 characters, and what the reader takes of memory beside the runtime, which embedding needs."""
    importlib.import_module("store.span_reader.network")
    before = _resident()
    reader.load()
    loaded = _resident()
    sentence = "当日上午，市政府召开新闻发布会，通报今年上半年全市经济运行情况，并回答记者提问。"
    took = []
    for trial in range(6):
        texts = [(f"第{trial}{place}次会议。" + sentence * 6)[:200] for place in range(10)]
        started = time.perf_counter()
        reader.read("发布会是什么时候召开的？", texts)
        took.append(time.perf_counter() - started)
    print(f"ten passages of 200 characters: {np.median(took[1:]):.2f} s")
    print(f"memory: {loaded - before:.0f} MB loaded, {_resident() - before:.0f} MB after reading")
    print(f"at most in all: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def reading(name: str, reader: Reader, data: Data, questions: list[int]) -> None:
    """EM and F1 of the best words in the right passage."""
    scores = []
    for question in (data.questions[place] for place in questions):
        text = data.texts[question.articles[0]]
        answers = [string for group in question.answers for string in group]
        span = reader.read(question.question, [text])[0].spans[0]
        said = text[span.start : span.end]
        scores.append((exact_match(said, answers), span_f1(said, answers)))
    em, f1 = 100 * np.array(scores).mean(axis=0)
    print(f"{name}: EM {em:.1f}, F1 {f1:.1f} on {len(scores)} questions", flush=True)


def negatives(reader: Reader, data: Data, questions: list[int]) -> tuple[list[float], list[float]]:
    """How likely the right passages answer, and how likely the best hits without the answer do."""
    settings = Settings()
    folder = home(settings, data.texts)
    library = Library(folder / "library", settings.embedding, settings.models)
    shelve(library, folder, data.texts)
    right: list[float] = []
    wrong: list[float] = []
    for question in (data.questions[place] for place in questions):
        answers = [string for group in question.answers for string in group]
        hits = without((hit.passage.text for hit in library.search(question.question, FOUND)), answers)[:WRONG]
        first, *others = reader.read(question.question, [data.texts[question.articles[0]], *hits])
        right.append(first.answers)
        wrong += [reading.answers for reading in others]
    return right, wrong


def area(right: list[float], wrong: list[float]) -> float:
    """The area under the ROC curve."""
    return float(roc_auc_score([1] * len(right) + [0] * len(wrong), [*right, *wrong]))


if __name__ == "__main__":
    main()
