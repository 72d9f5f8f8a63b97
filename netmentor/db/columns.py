"""One column of a query as a plain list."""

from __future__ import annotations

from typing import Any

from tortoise.queryset import QuerySet


async def values_of(rows: QuerySet[Any], column: str) -> list[Any]:
    """The values of `column`; Tortoise gives them so, but its types speak of tuples."""
    return list(await rows.values_list(column, flat=True))
