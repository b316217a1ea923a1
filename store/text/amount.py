"""An amount: a number, what it counts, and whether another may be the same."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from . import units
from .numerals import Bound

SEVERAL = (2, 10)
"""Several are so many times the number at least, and less than so many times: 数百 are 200 to 999."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and what it counts: 3726.3亿元 has the value 3.7263e11, `said` as 3726.3. An ordinal tells which one.

    Tenths are per cent: 五成 is 50 %. What is below zero or below freezing is negative.
    """

    value: float
    unit: str = ""
    ordinal: bool = False
    said: float = 0.0
    bound: Bound = "exact"

    @property
    def is_bare(self) -> bool:
        """Whether it is a number and no more."""
        return not self.unit and self.said == self.value

    @property
    def absolute(self) -> Amount:
        """The same above zero."""
        return replace(self, value=abs(self.value), said=abs(self.said))

    def agrees(self, other: Amount) -> bool:
        """Whether both may be the same, however exactly they are meant.

        Where one has no unit, the other's is not compared, nor its 万 or 亿. Units are converted: 0.5公里 is 500米.
        """
        if self.ordinal != other.ordinal and not (units.is_numbering(self.unit) and units.is_numbering(other.unit)):
            return False
        if (self.bound == "several") != (other.bound == "several"):
            return self._is_one_of(other) or other._is_one_of(self)
        if self.unit and other.unit:
            return units.equal(self.value, self.unit, other.value, other.unit)
        same = math.isclose(self.value, other.value)
        return same or (self.is_bare != other.is_bare and math.isclose(self.said, other.said))

    def _is_one_of(self, several: Amount) -> bool:
        least, most = (times * several.value for times in SEVERAL)
        return several.bound == "several" and least <= self.value < most and units.alike(self.unit, several.unit)
