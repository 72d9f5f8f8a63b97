"""Column types that refuse what the databases would take in silence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tortoise.fields import DatetimeField


class MomentField(DatetimeField):  # type: ignore[type-arg]
    """A moment, kept and given back in UTC.

    SQLite compares moments as text, so a bound with another offset finds wrong rows, and
    Tortoise takes a naive value for UTC. Here every value and every bound of a query is
    turned into UTC, and a naive one is refused with ValueError.
    """

    def to_db_value(self, value: Any, instance: Any) -> Any:
        if value is None:
            self.validate(value)
            return None
        if not isinstance(value, datetime):
            raise TypeError(f"{self.model_field_name} takes a datetime, not {value!r}")
        if value.tzinfo is None:
            raise ValueError(f"{self.model_field_name} takes a moment with a zone, not {value}")
        return value.astimezone(UTC)

    def to_python_value(self, value: Any) -> datetime | None:
        # What SQLite keeps is ISO 8601, which Python reads twenty times as fast as Tortoise does.
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise ValueError(f"{self.model_field_name} takes a moment with a zone, not {value}")
        return moment.astimezone(UTC) if moment else None
