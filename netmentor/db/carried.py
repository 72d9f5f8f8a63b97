"""What goes along when somebody leaves with all that is theirs: one description of each table.

Both ways are made of it, out and in again. A room lists its tables so in `keeping.CARRIED`, each
behind those that it leads to, and in `keeping.LEFT` those that stay, with the reason.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

Row = dict[str, Any]  # the columns of a row by their names, as JSON has them
Why = str  # a sentence
MOST = 200_000  # rows of one table of one user, where nothing says less
Staying = dict[type[Model], Why]  # tables of which nothing goes along, and why


async def _nothing(now: datetime) -> Row:
    return {}


def _nothing_wrong(told: Any) -> Why | None:
    return None


def _as_it_is(row: Row, names: Mapping[str, str]) -> Row:
    return row


def in_columns(*columns: str) -> Callable[[Row, Mapping[str, str]], Row]:
    """Have columns speak of things by the names that were drawn, also behind a dot."""

    def renamed(row: Row, names: Mapping[str, str]) -> Row:
        for column in columns:
            before, dot, name = row[column].rpartition(".")
            row[column] = f"{before}{dot}{names.get(name, name)}"
        return row

    return renamed


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A column of bytes that goes along as a file of its own in `folder`.

    Its ending is `ending`, or what the column `ending_of` says, which may be of another table.
    `why_not` says of bytes that come in what is wrong with them.
    """

    column: str
    folder: str
    ending: str = ""
    ending_of: str = ""
    why_not: Callable[[bytes], Why | None] = _nothing_wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One table of which somebody's rows go along, whole but for what is `left`.

    `whose` leads from a row to its user, as "contact__user". `left` are columns that stay, with
    the reason; a new row has them as `anew` says of this moment, or as the table does by itself.
    `named` are keys to what is everybody's, with the column that names it there. `words` are the
    values that a column may have; `why_not` says what is wrong with a row that comes in, whose
    keys are numbers of its file yet.
    `fresh` are columns that no two rows of anybody share: where another row has its value, one
    is drawn, and `renamed` returns a row by the names that were drawn up to then. `most` is how
    many rows anybody may have.
    """

    table: type[Model]
    whose: str
    left: Mapping[str, Why] = field(default_factory=dict)
    anew: Callable[[datetime], Awaitable[Row]] = _nothing
    named: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, type] = field(default_factory=dict)
    why_not: Callable[[Row], Why | None] = _nothing_wrong
    fresh: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    renamed: Callable[[Row, Mapping[str, str]], Row] = _as_it_is
    body: Body | None = None
    most: int = MOST

    @property
    def name(self) -> str:
        return str(self.table._meta.db_table)

    @property
    def keys(self) -> dict[str, type[Model]]:
        """The keys that go along and the tables they lead to; the one to the user does not."""
        meta = self.table._meta
        return {
            name: meta.fields_map[name].related_model  # type: ignore[attr-defined]
            for name in sorted(meta.fk_fields | meta.o2o_fields)
            if name != self.whose and name not in self.left
        }

    @property
    def columns(self) -> dict[str, fields.Field[Any]]:
        """The columns that go along and lead nowhere, in the order of the table."""
        meta = self.table._meta
        keys = {f"{name}_id" for name in meta.fk_fields | meta.o2o_fields}
        return {
            name: meta.fields_map[name]
            for name in meta.fields_map
            if name in meta.db_fields and name not in {*keys, *self.left, str(meta.pk_attr)}
        }
