"""OpenVINO's runtime: the only file that imports openvino, and that without its telemetry."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from itertools import chain, islice
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from openvino import InferRequest, Model

Array = NDArray[np.float32]
Precision = Literal["f32", "bf16"]

CONVERTER = "openvino.tools.ovc"
"""Reports every import of itself to Google Analytics. `import openvino` imports it, but does without."""


def installed() -> bool:
    """Whether the extra `fast` is installed."""
    return find_spec("openvino") is not None


@cache
def openvino() -> Any:
    """The library, without its converter and the telemetry in that. Raises ImportError."""
    hidden = CONVERTER not in sys.modules
    if hidden:
        sys.modules[CONVERTER] = None  # type: ignore[assignment]  # how Python is told that there is no such module
    try:
        import openvino as library
    finally:
        if hidden:
            del sys.modules[CONVERTER]
    return library


@cache
def _core() -> Any:
    return openvino().Core()


def halves() -> bool:
    """Whether the processor multiplies in bf16."""
    return "BF16" in _core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Compiled:
    """A graph made ready for this processor. Several threads may use it at once."""

    def __init__(self, model: Model, precision: Precision) -> None:
        """Takes a fraction of a second."""
        threads = processors()
        # A thread a batch: a batch that several share takes a fifth more processor time. Not pinned, since another
        # process would pin its own to the same processors.
        options = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": threads, "ENABLE_CPU_PINNING": False}
        self._model = _core().compile_model(model, "CPU", {**options, "INFERENCE_PRECISION_HINT": precision})
        self._several = openvino().AsyncInferQueue(self._model, threads)
        self._alone: InferRequest = self._model.create_infer_request()
        self._outputs = len(model.outputs)
        self._many, self._one = Lock(), Lock()

    def __call__(self, batches: Iterable[tuple[Array, Array]]) -> list[list[Array]]:
        """The outputs for each batch of inputs, in order; of the inputs only a few are in memory at a time."""
        coming = iter(batches)
        ahead = [*islice(coming, 2)]
        if len(ahead) == 1:  # a question's: it doesn't wait for all the batches of an article that is being added
            with self._one:
                self._alone.infer([*ahead[0]])
                return [self._taken(self._alone)]
        found: dict[int, list[Array]] = {}

        def keep(request: InferRequest, place: int) -> None:
            found[place] = self._taken(request)

        with self._many:
            self._several.set_callback(keep)
            for place, inputs in enumerate(chain(ahead, coming)):
                self._several.start_async([*inputs], place)
            self._several.wait_all()
        return [found[place] for place in range(len(found))]

    def _taken(self, request: InferRequest) -> list[Array]:
        """The outputs, copied: the next batch writes over them."""
        return [np.array(request.get_output_tensor(place).data, np.float32) for place in range(self._outputs)]
