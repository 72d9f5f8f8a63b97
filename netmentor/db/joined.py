"""A row and the one it belongs to, found at a glance: what nearly every request asks first."""

from __future__ import annotations

from typing import Any, TypeVar

from tortoise.models import Model

from netmentor.db.reading import rows_by_key

M = TypeVar("M", bound=Model)


async def row_with(model: type[M], parent: str, condition: str) -> M | None:
    """Return the row of `model` that `condition` finds, with the row of its key `parent`.

    The condition is SQL on `mine`, and holds nothing from outside. Tortoise takes five times as
    long to write this question as either database takes to answer it.
    """
    key: Any = model._meta.fields_map[parent]
    theirs: type[Model] = key.related_model
    columns = [f"mine.{name}" for name in model._meta.db_fields]
    columns += [f"theirs.{name}" for name in theirs._meta.db_fields]
    found = await rows_by_key(
        f"SELECT {', '.join(columns)} FROM {model._meta.db_table} AS mine"  # noqa: S608
        f" JOIN {theirs._meta.db_table} AS theirs ON theirs.id = mine.{key.source_field}"
        f" WHERE {condition}"
    )
    if not found:
        return None
    values = tuple(found[0])
    split = len(model._meta.db_fields)
    row = model._init_from_db(**dict(zip(model._meta.db_fields, values[:split], strict=True)))
    owner = theirs._init_from_db(**dict(zip(theirs._meta.db_fields, values[split:], strict=True)))
    setattr(row, parent, owner)
    return row
