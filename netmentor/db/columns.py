"""Columns as plain values: one of a query as a list, some of a row as JSON has them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tortoise.models import Model
from tortoise.queryset import QuerySet


async def values_of(rows: QuerySet[Any], column: str) -> list[Any]:
    """The values of `column`; Tortoise gives them so, but its types speak of tuples."""
    return list(await rows.values_list(column, flat=True))


def plain_columns(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """These columns of a row as JSON has them: days and moments in ISO 8601."""
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
