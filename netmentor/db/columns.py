"""Columns as plain values: one of a query as a list, some of a row as JSON has them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tortoise.models import Model
from tortoise.queryset import QuerySet


async def values_of(rows: QuerySet[Any], column: str) -> list[Any]:
    """The values of `column`; Tortoise gives them so, but its types speak of tuples."""
    return list(await rows.values_list(column, flat=True))


def plain_columns(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """These columns of a row as JSON has them: days and moments in ISO 8601."""
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: object) -> Any:
    """One value as JSON has it: amounts of money as text, too, for no digit may be lost."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value
