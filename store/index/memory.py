"""Memory without what was in it before, for Chroma's index of vectors, which writes some of it to files unfilled."""

from __future__ import annotations

import ctypes
from functools import cache

_PERTURB = -6  # M_PERTURB of glibc's malloc.h
_FILL = 0xA5  # any byte but 0, which means off


@cache
def fill_new_memory() -> None:
    """Have every piece of memory that this process gets from now on filled with one byte.

    Chroma saves the unused parts of its vectors' files as they are in memory, and sentences of articles that were
    removed were found there. Where the C library is not glibc nothing happens.
    """
    try:
        ctypes.CDLL(None).mallopt(_PERTURB, _FILL)
    except (OSError, AttributeError, TypeError):  # another C library, or another system
        return
