"""The extras: parts of the program whose libraries are installed only where they are wanted."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

from .errors import ExtraMissing

Extra = Literal["page", "formats", "fast", "ocr", "evaluate", "providers", "watch"]

LIBRARIES: dict[Extra, tuple[str, ...]] = {
    "page": ("gradio", "fastapi", "uvicorn"),
    "formats": ("lxml", "pypdfium2", "trafilatura"),
    "fast": ("openvino",),
    "ocr": ("onnxruntime", "rapidocr"),
    "evaluate": ("ir_measures", "jinja2", "matplotlib", "pandas", "rapidfuzz", "scipy"),
    "providers": ("langchain",),
    "watch": ("feedparser", "protego", "watchfiles"),
}
"""What each extra imports."""


def require(extra: Extra) -> None:
    """Say at once what is not installed, before anything is read or asked. Raises ExtraMissing."""
    missing = [name for name in LIBRARIES[extra] if find_spec(name) is None]
    if missing:
        raise ExtraMissing(extra=extra, missing=", ".join(missing))
