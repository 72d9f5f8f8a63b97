"""Values that come in, each as its column takes it: whoever wrote the file, what is odd is told."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from tortoise import fields

from netmentor.calendars.zones import is_zone
from netmentor.contacts.rules import is_key
from netmentor.errors import Invalid
from netmentor.events.rules import YEARS
from netmentor.text import is_slug

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_HOURS = {"starts", "ends", "quiet_from", "quiet_until", "morning"}
_SAID = {"key", "slug", "name"}
_LARGEST = (
    (fields.SmallIntField, 2**15 - 1),
    (fields.IntField, 2**31 - 1),
    (fields.BigIntField, 2**63 - 1),
)


class Odd(Invalid):
    """A value that its column does not take; the sentence says why."""


def value_of(name: str, column: fields.Field[Any], words: type | None, told: Any) -> Any:
    """Return what is kept of `told` in a column; raise Odd.

    Columns are named alike all over the house, so what a name says is asked for, too: a key is a
    UUID, and a time of day stands on a clock.
    """
    if told is None and column.null:
        return None
    value = _of_its_kind(name, column, told)
    if words is not None and value and value not in [one.value for one in words]:  # type: ignore[attr-defined]
        raise Odd(f"“{str(value)[:40]}” is no {name}.")
    if value == "" and name in _SAID:
        raise Odd(f"its {name} is empty.")
    if isinstance(value, str) and value and (fits := _by_name(name)) and not fits(value):
        raise Odd(f"“{value[:40]}” is no {name}.")
    return value


def _of_its_kind(name: str, column: fields.Field[Any], told: Any) -> Any:
    for kind, read in _READ:
        if isinstance(column, kind):
            return read(name, column, told)
    raise TypeError(f"nothing reads {type(column).__name__}")


def _text(name: str, column: Any, told: Any) -> str:
    if not isinstance(told, str) or _CONTROL.search(told):
        raise Odd(f"{name} is no text.")
    longest = getattr(column, "max_length", None)
    if longest and len(told) > longest:
        raise Odd(f"{name} is longer than {longest} characters.")
    return told


def _yes_or_no(name: str, column: Any, told: Any) -> bool:
    if not isinstance(told, bool):
        raise Odd(f"{name} is neither true nor false.")
    return told


def _number(name: str, column: Any, told: Any) -> int:
    most = next(most for kind, most in _LARGEST if isinstance(column, kind))
    if not isinstance(told, int) or isinstance(told, bool) or not 0 <= told <= most:
        raise Odd(f"{name} is no number from 0 to {most}.")
    return told


def _amount(name: str, column: Any, told: Any) -> Decimal:
    try:
        amount = Decimal(told) if isinstance(told, str) and len(told) < 30 else Decimal("NaN")
    except InvalidOperation:
        amount = Decimal("NaN")
    if not math.isfinite(amount) or abs(amount) >= 10 ** (
        column.max_digits - column.decimal_places
    ):
        raise Odd(f"{name} is no amount.")
    return amount


def _day(name: str, column: Any, told: Any) -> date:
    try:
        day = date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise Odd(f"{name} is no day of the years {YEARS[0]} to {YEARS[-1]}.")
    return day


def _moment(name: str, column: Any, told: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment.year not in YEARS:
        raise Odd(f"{name} is no moment of the years {YEARS[0]} to {YEARS[-1]}.")
    return moment.astimezone(UTC)


_READ: tuple[tuple[type, Callable[[str, Any, Any], Any]], ...] = (
    (fields.DatetimeField, _moment),
    (fields.DateField, _day),
    (fields.BooleanField, _yes_or_no),
    (fields.DecimalField, _amount),
    (fields.IntField, _number),
    (fields.SmallIntField, _number),
    (fields.BigIntField, _number),
    (fields.CharField, _text),
    (fields.TextField, _text),
)


def _by_name(name: str) -> Callable[[str], object] | None:
    """What a text is asked for by the name of its column."""
    if name == "timezone":
        return is_zone
    if name.endswith("_time") or name in _HOURS:
        return _HOUR.fullmatch
    if name == "key":
        return is_key
    if name == "slug":
        return is_slug
    if name.endswith("url"):
        return lambda text: text.startswith(("http://", "https://"))
    return None
