"""The values of numerals: 1,736, 一万二千, 两千三, 二〇二四, 壹佰, 3.7万亿, Ⅱ."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal, get_args

from .tables import Table

Bound = Literal["exact", "about", "under", "over", "least", "most", "several", "from", "to"]
"""How a number is meant: 约500, 近500, 500多, 至少500, 不超过500, 数百, and the ends of 3至5."""

_WORDS = Table(__package__, "numerals")
NUMERALS = "".join(digits[0] for digits, value in _WORDS.numbers("digits").items() if value)
"""One to nine in words; without 两, which stands for two before a unit."""
_TOKEN = re.compile(r"[\d,]+(?:\.\d+)?|[ⅰ-ⅻ]|[a-z]+|\S")
_SIGN = re.compile("[-−]|负|零下")
_DIGITAL = re.compile(r"\d+(?:\.\d+)?")


@cache
def bounds_before() -> dict[str, Bound]:
    """How the words before a number that begins with a digit mean it."""
    return _bounds(_WORDS.lists("before"), _WORDS.lists("before_digits"))


@cache
def bounds_before_powers() -> dict[str, Bound]:
    """How the words before 十, 百, 千, 万 and 亿 mean them."""
    return _bounds(_WORDS.lists("before"), _WORDS.lists("before_powers"))


@cache
def bounds_after() -> dict[str, Bound]:
    """How the words behind an amount mean it."""
    return _bounds(_WORDS.lists("after"))


def _bounds(*sections: Mapping[str, Sequence[str]]) -> dict[str, Bound]:
    return {word: bound for section in sections for bound in get_args(Bound) for word in section.get(bound, ())}


@cache
def digits() -> dict[str, int]:
    """The values of the digits, formal ones and Roman numerals among them."""
    plain = {character: value for group, value in _WORDS.numbers("digits").items() for character in group}
    formal = {figure: plain[is_] for figure, is_ in _WORDS.mapping("formal").items() if is_ in plain}
    return {**plain, **formal, **_WORDS.numbers("roman")}


@cache
def powers() -> dict[str, int]:
    """The values of what a digit is multiplied with: 十 is 10, 亿 is 1e8."""
    plain = _WORDS.numbers("powers")
    return plain | {figure: plain[is_] for figure, is_ in _WORDS.mapping("formal").items() if is_ in plain}


@lru_cache(maxsize=4096)
def number(said: str) -> float:
    """The value of a numeral in folded text, in digits, in words, or in both.

    A last digit by itself counts what is next below: 两千三 is 2300. KeyError for what is no numeral.
    """
    if _DIGITAL.fullmatch(said) and said.isascii():
        return float(said)
    if sign := _SIGN.match(said):
        return -number(said[sign.end() :].lstrip())
    whole, _, decimals = said.partition("点")
    fraction = float(f"0.{_in_digits(decimals)}") if decimals else 0.0
    tokens = _TOKEN.findall(whole)
    if len(tokens) > 1 and all(token in digits() for token in tokens):
        return float(_in_digits(whole)) + fraction
    return float(f"{_summed(tokens) + fraction:.15g}")


def _in_digits(said: str) -> str:
    return "".join(str(digits()[character]) for character in said)


def _summed(tokens: list[str]) -> float:
    """The value of digits and powers of ten: a power multiplies what is smaller before it, back to the next larger."""
    parts: list[float] = []
    for previous, token in zip(("", *tokens), tokens, strict=False):
        if power := powers().get(token):
            # 30000万 are 300 million, and 800百万 800 million
            smaller = parts.pop() if previous[:1].isdecimal() or previous in powers() else 0.0
            while parts and parts[-1] < power:
                smaller += parts.pop()
            parts.append((smaller or 1) * power)
        else:
            parts.append(_digit(token))
    if len(tokens) > 1 and (before := powers().get(tokens[-2], 0)) >= 100 and 0 < parts[-1] < 10:
        parts[-1] *= before / 10
    return sum(parts)


def _digit(token: str) -> float:
    if token[0].isdecimal():
        return float(token.replace(",", ""))
    return digits()[token] if token in digits() else _WORDS.numbers("tens")[token]
