"""The models as they were between two migrations, made when somebody looks, and as tables alone.

Tortoise makes every model anew for every operation, and once more for the state before it at
which few operations look; and each with all that its queries need, though a migration asks in
SQL. From nothing to the newest tables took four times as long, and back even longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tortoise import models
from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.schema_generator.state_apps import StateApps


class LazyState(State):
    """A state whose copies make no model until they are looked at."""

    def __init__(self, models: dict[tuple[str, str], ModelState], apps: StateApps) -> None:
        self.models = models
        self._made: StateApps | None = apps
        self._maker = apps

    @property
    def apps(self) -> StateApps:  # type: ignore[override]
        if self._made is None:
            self._made = self._maker.clone(model_states=self.models)
        return self._made

    def clone(self) -> LazyState:
        told = {key: model.clone() for key, model in self.models.items()}
        copied = LazyState(told, self._maker)
        copied._made = None
        return copied


@contextmanager
def as_tables() -> Iterator[None]:
    """Let Tortoise make models that know their tables and ask nothing, for the block."""
    before = [(owner, name, vars(owner)[name]) for owner, name, _ in _UNNEEDED]
    for owner, name, instead in _UNNEEDED:
        setattr(owner, name, instead)
    try:
        yield
    finally:
        for owner, name, was in before:
            setattr(owner, name, was)


def _finish(apps: StateApps) -> None:
    """Settle the columns of models that are new since."""
    for app in apps.apps.values():
        for model in app.values():
            meta = model._meta
            if meta._inited and meta.default_connection is not None and not meta.db_fields:
                meta.finalise_fields()


def _nothing(*_: Any, **__: Any) -> dict[str, Any]:
    return {}


_UNNEEDED: tuple[tuple[Any, str, Any], ...] = (
    (models, "get_filters_for_field", _nothing),
    (StateApps, "_build_initial_querysets", _finish),
)
