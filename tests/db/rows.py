"""One row in every table, whatever the tables are: made by looking at their fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tortoise import fields
from tortoise.context import get_current_context
from tortoise.models import Model

CHOSEN = {  # where the database is choosy
    "status": "confirmed",
    "part": "itself",
    "first_on": date(2026, 12, 9),
    "last_on": date(2026, 12, 9),
    "starts_on": date(2026, 12, 9),
    "ends_on": date(2026, 12, 9),
    "slug": "sample",
    "answer": "going",
    "Contact.answer": "week",
    "Promise.state": "open",
    "FollowUp.state": "open",
    "FollowUp.origin": "hand",
    "Reminder.state": "planned",
    "Opportunity.status": "current",
    "Application.stage": "asked",
    "Interview.state": "planned",
    "PrivateFeed.detail": "full",
    "PrivateFeed.tasks": "event",
    "Mentor.visibility": "members",
    "MentorSession.state": "held",
    "SessionNote.kind": "shared",
    "ends_at": datetime(2026, 11, 24, 13, tzinfo=UTC),
    "Mentor.listing": "listed",
    "SessionType.medium": "video",
    "SessionType.minutes": 30,
    "Terms.horizon_days": 56,
    "Terms.step_minutes": 30,
    "starts": "09:00",
    "ends": "12:00",
    "weekday": 0,
}
EMPTY = {"Window.not_before", "Window.not_after"}  # beside a value that rules them out

Tell = Callable[[type[Model], fields.Field[Any]], Any]


def _nothing_else(model: type[Model], field: fields.Field[Any]) -> None:
    return None


async def fill_every_table(tell: Tell = _nothing_else) -> dict[type[Model], Model]:
    """Insert one row into each table, parents before children; return them.

    `tell` may give a column another value than it would have.
    """
    made: dict[type[Model], Model] = {}
    waiting = list(_models())
    while waiting:
        ready = [model for model in waiting if _parents(model) <= {*made, model}]
        for model in ready:
            made[model] = await model.create(**_values(model, made, tell))
            waiting.remove(model)
    return made


async def table_counts() -> dict[str, int]:
    """How many rows each table holds."""
    return {model._meta.db_table: await model.all().count() for model in _models()}


async def every_row() -> dict[str, list[Any]]:
    """All that the tables hold, each by its primary key."""
    return {
        model._meta.db_table: sorted(await model.all().values_list(), key=repr)
        for model in _models()
    }


def _models() -> list[type[Model]]:
    context = get_current_context()
    assert context is not None
    assert context.apps is not None
    return list(context.apps["models"].values())


def _parents(model: type[Model]) -> set[type[Model]]:
    return {
        model._meta.fields_map[name].related_model  # type: ignore[attr-defined]
        for name in _keys(model)
    }


def _keys(model: type[Model]) -> set[str]:
    """The names of what leads to another table, to one row of it alone included."""
    return model._meta.fk_fields | model._meta.o2o_fields


def _values(model: type[Model], made: dict[type[Model], Model], tell: Tell) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in _keys(model):
        parent = model._meta.fields_map[name].related_model  # type: ignore[attr-defined]
        if parent is not model:
            values[name] = made[parent]
    for name in model._meta.db_fields:
        field = model._meta.fields_map[name]
        chosen = CHOSEN.get(f"{model.__name__}.{name}", CHOSEN.get(name))
        if chosen is not None:
            values[name] = chosen
        elif f"{model.__name__}.{name}" in EMPTY or field.generated:
            continue
        elif name not in _keys(model) | _columns_of_parents(model):
            told = tell(model, field)
            values[name] = _value(field) if told is None else told
    return values


def _columns_of_parents(model: type[Model]) -> set[str]:
    return {f"{name}_id" for name in _keys(model)}


def _value(field: fields.Field[Any]) -> Any:
    kinds: dict[type[fields.Field[Any]], Any] = {
        fields.DatetimeField: datetime(2026, 11, 24, 12, tzinfo=UTC),
        fields.DateField: date(2026, 11, 24),
        fields.DecimalField: Decimal("1.50"),
        fields.IntField: 1,
        fields.SmallIntField: 1,
        fields.BigIntField: 1,
        fields.BooleanField: True,
        fields.BinaryField: b"s",
    }
    for kind, value in kinds.items():
        if isinstance(field, kind):
            return value
    return "s"
