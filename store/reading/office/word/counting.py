"""Numbers as Word writes them in front of paragraphs: 三, 十二, ③, iv, c (ECMA-376, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from store.text.tables import Table

_WORDS = Table(__package__, "counting")
LARGEST = 32767
"""The largest number that Word gives a paragraph."""
_ROMAN = {
    **{1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl"},
    **{10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"},
}


def counted(value: int, form: str, pattern: str = "") -> str:
    """`value` in a format of Word, such as `chineseCounting`; in digits where the format is unknown or too short.

    `pattern` is that of the format `custom`: 001 for three digits.
    """
    if form in {"none", "bullet"} or not 0 <= value <= LARGEST:
        return "" if form in {"none", "bullet"} else str(value)
    if form == "custom":
        digits = pattern.partition(",")[0].strip()
        return str(value).zfill(len(digits)) if digits.isdigit() else str(value)
    if form in _forms():
        write, characters = _forms()[form]
        return write(value, characters) or str(value)
    return {
        "lowerRoman": _roman,
        "upperRoman": lambda value: _roman(value).upper(),
        "decimalZero": lambda value: f"{value:02}",
        "numberInDash": lambda value: f"- {value} -",
        "ordinal": _ordinal,
    }.get(form, str)(value)


def _in_sequence(value: int, characters: str) -> str:
    """The n-th of a row of characters; nothing behind its end."""
    return characters[value - 1 : value] if value else ""


def _in_letters(value: int, characters: str) -> str:
    """A to Z, then AA to ZZ, as Word goes on."""
    times, place = divmod(value - 1, len(characters))
    return characters[place] * (times + 1) if value and times < 30 else ""


def _in_digits(value: int, characters: str) -> str:
    """Digit by digit: 二〇, with the ten digits from zero on."""
    return "".join(characters[int(digit)] for digit in str(value))


def _in_words(value: int, characters: str) -> str:
    """Spoken: 一百零三, with ten digits, then ten, hundred, thousand and ten thousand; 十二 rather than 一十二."""
    digits, powers = characters[:10], ("", *characters[10:])
    said, gap = "", False
    for power, digit in reversed([*enumerate(map(int, reversed(str(value))))]):
        if digit:
            said += (digits[0] if gap and said else "") + digits[digit] + powers[power]
        gap = not digit
    return (said.removeprefix(digits[1]) if 10 <= value < 20 else said) or digits[0]


def _in_words_and_digits(value: int, characters: str) -> str:
    """Spoken up to 99, and digit by digit from 100 on."""
    return _in_words(value, characters) if value < 100 else _in_digits(value, characters)


def _in_formal_words(value: int, characters: str) -> str:
    """Spoken, with the one of ten said: 壹拾贰."""
    said = _in_words(value, characters)
    return characters[1] + said if 10 <= value < 20 else said


def _in_japanese(value: int, characters: str) -> str:
    """Spoken without zeros, and without the one of ten, hundred and thousand: 百三."""
    digits, powers = characters[:10], ("", *characters[10:])
    said = ""
    for power, digit in reversed([*enumerate(map(int, reversed(str(value))))]):
        if digit:
            said += (digits[digit] if digit > 1 or power in {0, 4} else "") + powers[power]
    return said or digits[0]


@cache
def _forms() -> dict[str, tuple[Callable[[int, str], str], str]]:
    """How each format is written, and in which characters."""
    ways = (
        (_in_sequence, _WORDS.mapping("sequences")),
        (_in_letters, _WORDS.mapping("letters")),
        (_in_digits, _WORDS.mapping("digits")),
        (_in_words, _WORDS.mapping("words")),
        (_in_words_and_digits, _WORDS.mapping("words_and_digits")),
        (_in_formal_words, _WORDS.mapping("formal_words")),
        (_in_japanese, _WORDS.mapping("japanese")),
    )
    return {form: (write, characters) for write, table in ways for form, characters in table.items()}


def _roman(value: int) -> str:
    said = ""
    for worth, letters in _ROMAN.items():
        times, value = divmod(value, worth)
        said += letters * times
    return said


def _ordinal(value: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{value}{'th' if value % 100 in {11, 12, 13} else ends.get(value % 10, 'th')}"
