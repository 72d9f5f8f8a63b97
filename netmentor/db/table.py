"""What every model is made of: Tortoise's, without a look at how it was written down."""

from __future__ import annotations

from typing import Any

from tortoise import Model
from tortoise.models import ModelMeta


class _NotReadAgain(ModelMeta):
    """Tortoise reads and parses a model's file again for each model of it, to describe columns.

    Nothing here is described that way, and it was a fifth of the start of every command.
    """

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> ModelMeta:
        return super().__new__(cls, name, bases, {"_no_comments": True, **attrs})


class Table(Model, metaclass=_NotReadAgain):
    """A table with rows; derive from it as from Tortoise's own."""

    class Meta:
        abstract = True
