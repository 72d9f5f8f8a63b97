"""A draft written down as plain JSON values, and read back: `read(written(draft)) == draft`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from netmentor.events.drafts import CreditDraft, DeadlineDraft, Draft, PriceDraft

Plain = dict[str, Any]  # a draft's fields by name, as JSON has them

_NAMES = tuple(one.name for one in fields(Draft))
_PARTS = {"deadlines": DeadlineDraft, "prices": PriceDraft, "credits": CreditDraft}
_PART_NAMES = {kind: tuple(one.name for one in fields(kind)) for kind in _PARTS.values()}
_DAYS = frozenset(
    "starts_on ends_on window_from_on window_to_on verified_on due_on until_on".split()
)


def written(draft: Draft) -> Plain:
    """Return `draft` as JSON has it: days as 2026-03-09, amounts as text."""
    return {name: plain(getattr(draft, name)) for name in _NAMES}


def read(told: Mapping[str, Any]) -> Draft:
    """Return the draft that `written` wrote down."""
    return Draft(**{name: value(name, told[name]) for name in _NAMES if name in told})


def plain(one: Any) -> Any:
    """Return one field of a draft as JSON has it."""
    if type(one) is str:  # as nearly all are
        return one
    if isinstance(one, date):
        return one.isoformat()
    if isinstance(one, Decimal):
        return str(one)
    if isinstance(one, tuple):
        return [plain(each) for each in one]
    if names := _PART_NAMES.get(type(one)):
        return {name: plain(getattr(one, name)) for name in names}
    return one


def value(name: str, told: Any) -> Any:
    """Return the field `name` of a draft from what JSON has of it."""
    if told is None:
        return None
    if name in _DAYS:
        return date.fromisoformat(told)
    if name == "amount":
        return Decimal(told)
    if type(told) is str:
        return told
    if kind := _PARTS.get(name):
        return tuple(kind(**{key: value(key, one[key]) for key in one}) for one in told)
    return tuple(told) if isinstance(told, list) else told
