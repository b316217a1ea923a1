"""The thresholds: each tells what it decides and what it was chosen on."""

from __future__ import annotations

from datetime import date

import qa.thresholds
import store.thresholds
from store.thresholds import BY_HAND, Threshold


def named() -> dict[str, Threshold]:
    """Every threshold by name."""
    found: dict[str, Threshold] = {}
    for module in (store.thresholds, qa.thresholds):
        for name, value in vars(module).items():
            held = value if isinstance(value, tuple) else (value,)
            found |= {f"{name}[{place}]": one for place, one in enumerate(held) if isinstance(one, Threshold)}
    return found


def test_thresholds_tell_their_history() -> None:
    """Each says what it decides, on which data it was chosen, and when; what nobody measured has no command."""
    assert len(named()) > 40
    for name, threshold in named().items():
        assert len(threshold.decides) > 10, name
        assert date.fromisoformat(threshold.chosen) <= date.today(), name
        measured = threshold.data != BY_HAND
        assert measured or not (threshold.n or threshold.command), f"{name} has a command but no data"


def test_threshold_is_a_number() -> None:
    """It compares and calculates as its value does."""
    half = Threshold(0.5, decides="nothing: it is for this test", chosen="2026-11-28")
    assert half == 0.5
    assert 0.4 < half < 0.6
    assert 2 * half + 1 == 2.0
