"""A number as a cell shows it: decimals, thousands, percent, powers of ten and fractions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from .tokens import Token

_WIDTH = 11
"""Characters that a number without a format has in a cell."""
_EXACT = Context(prec=2000)  # digits of the largest number under the longest format


def general(number: Decimal) -> str:
    """A number as a cell without a format shows it; whole numbers have all their digits."""
    number = Decimal(f"{number:.15g}")
    if number == number.to_integral_value() and abs(number.adjusted()) < 21:
        return f"{number.to_integral_value():f}"
    size = number.adjusted()
    if size < -9 or size > 20:
        power = number.normalize()
        digits = f"{power.scaleb(-size):.6g}"
        return f"{digits}E{size:+03d}"
    places = max(0, _WIDTH - 2 - max(0, size))
    rounded = _rounded(number, places)
    return f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"


def shown_number(number: Decimal, tokens: Sequence[Token]) -> str:
    """A number under one section of a format code."""
    if not any(token.kind == "digit" for token in tokens):  # 0"" is shown by words alone; General by its own rule
        sign = "-" if number < 0 and any(token.kind == "general" for token in tokens) else ""
        return sign + "".join(
            general(abs(number)) if one.kind == "general" else "" if one.kind == "comma" else one.text for one in tokens
        )
    sign = "-" if number < 0 else ""
    size = abs(number).scaleb(2 * sum(token.kind == "percent" for token in tokens))
    if any(token.kind == "power" for token in tokens):
        return sign + _power(size, tokens)
    if any(token.kind == "slash" for token in tokens):
        return sign + _fraction(size, tokens)
    return sign + _decimal(size, tokens)


def _decimal(size: Decimal, tokens: Sequence[Token]) -> str:
    """Whole digits, the point and the digits after it, with words wherever the code has them."""
    last = max((place for place, token in enumerate(tokens) if token.kind == "digit"), default=0)
    point = next((place for place, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    before = [place for place, token in enumerate(tokens) if token.kind == "digit" and place < point]
    scales = [
        place
        for place, token in enumerate(tokens)
        if token.kind == "comma" and (place > last or (before and place > before[-1] and place < point))
    ]
    grouped = any(token.kind == "comma" and place not in scales for place, token in enumerate(tokens[:point]))
    after = [token for token in tokens[point:] if token.kind == "digit"]
    rounded = _rounded(size.scaleb(-3 * len(scales)), len(after))
    whole, _, fraction = f"{rounded:f}".partition(".")
    left = [token for token in tokens[:point] if token.kind != "comma"]
    right = [token for token in tokens[point:] if token.kind != "comma"]
    return _whole("" if whole == "0" else whole, left, grouped) + _after(fraction, right)


def _whole(digits: str, tokens: Sequence[Token], grouped: bool) -> str:
    """The digits before the point, filled into their places from the right; the first place takes all that are over."""
    places = [place for place, token in enumerate(tokens) if token.kind == "digit"]
    out: list[str] = []
    count = 0

    def add(character: str) -> None:
        nonlocal count
        if grouped and count and count % 3 == 0 and character.isdigit():
            out.append(",")
        out.append(character)
        count += 1

    if not places:
        for digit in reversed(digits):
            add(digit)
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        if token.kind != "digit":
            out.append(token.text[::-1])
            continue
        over = digits[::-1] if place == places[0] else digits[-1:]
        digits = "" if place == places[0] else digits[:-1]
        for digit in over or {"0": "0", "?": " "}.get(token.text, ""):
            add(digit)
    return "".join(out)[::-1]


def _after(digits: str, tokens: Sequence[Token]) -> str:
    """The point and the digits after it; # leaves out zeros at the end."""
    count = sum(token.kind == "digit" for token in tokens)
    kept = len(digits.rstrip("0"))
    out: list[str] = []
    place = 0
    for token in tokens:
        if token.kind == "point":
            out.append("." if count else token.text)
        elif token.kind == "digit":
            shows = place < kept or token.text == "0"
            out.append(digits[place] if shows else " " if token.text == "?" else "")
            place += 1
        else:
            out.append(token.text)
    return "".join(out)


def _power(size: Decimal, tokens: Sequence[Token]) -> str:
    """A number as a power of ten."""
    at = next(place for place, token in enumerate(tokens) if token.kind == "power")
    point = next((place for place, token in enumerate(tokens[:at]) if token.kind == "point"), at)
    width = sum(token.kind == "digit" for token in tokens[:point]) or 1
    power = size.adjusted() if size else 0
    power -= power % width if width > 1 else 0
    mantissa = _decimal(size.scaleb(-power), tokens[:at])
    zeros = sum(token.kind == "digit" for token in tokens[at:])
    sign = "-" if power < 0 else "+" if tokens[at].text.endswith("+") else ""
    rest = "".join(token.text for token in tokens[at + 1 :] if token.kind != "digit")
    return f"{mantissa}E{sign}{str(abs(power)).zfill(zeros)}{rest}"


def _fraction(size: Decimal, tokens: Sequence[Token]) -> str:
    """A number as a fraction: 1 1/2, or 3/2 where the code has no place for the whole."""
    at = next(place for place, token in enumerate(tokens) if token.kind == "slash")
    below = [token.text for token in tokens[at + 1 :] if token.kind == "digit" or token.text.isdigit()]
    named = "".join(below)
    fixed = int(named) if named.isdigit() and int(named) else 0
    has_whole = any(token.text == " " for token in tokens[:at])
    whole = int(size) if has_whole else 0
    part = Fraction(size) - whole
    if fixed:
        top, bottom = round(part * fixed), fixed
    else:
        part = part.limit_denominator(10 ** min(len(below) or 1, 4) - 1)
        top, bottom = part.numerator, part.denominator
    if has_whole and top == bottom:
        whole, top = whole + 1, 0
    said = f"{top}/{bottom}" if top or not has_whole else ""
    return " ".join(filter(None, [str(whole) if whole or not said else "", said]))


def _rounded(number: Decimal, places: int) -> Decimal:
    """Rounded as people do it: halves away from zero."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_EXACT)
