"""What a job posting says it pays (https://schema.org/baseSalary)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from netmentor.events.drafts import DEAREST
from netmentor.events.importing.jsonld_values import Page, Thing, listed, things, words
from netmentor.events.importing.prices import amount_of
from netmentor.internships.rules import Paid

_UNITS = {"HOUR": "an hour", "DAY": "a day", "WEEK": "a week", "MONTH": "a month", "YEAR": "a year"}
_AMOUNTS = ("value", "minValue", "maxValue")


def compensation_of(thing: Thing, page: Page) -> str:
    """Return what is paid, in words: “USD 22 to 25 an hour”; "" where nothing is said."""
    told = [one for value in listed(thing.get("baseSalary")) for one in _worded(value, page)]
    return "; ".join(dict.fromkeys(told))


def is_paid(thing: Thing, terms: Sequence[str], page: Page) -> str:
    """Return whether it is paid, "" where nobody said."""
    if "VOLUNTEER" in terms:
        return Paid.NO.value
    amounts = [
        amount
        for one in things(thing.get("baseSalary"), page)
        for name in _AMOUNTS
        for amount in (_amount(_span(one, page).get(name), page),)
        if amount
    ]
    return Paid.YES.value if any(amount_of(one) for one in amounts) else ""


def _worded(value: Any, page: Page) -> Iterator[str]:
    named = next(things(value, page), None)
    if named is None:
        yield from filter(None, (words(value, page),))
        return
    span = _span(named, page)
    exact, least, most = (_amount(span.get(name), page) for name in _AMOUNTS)
    amount = exact or " to ".join(dict.fromkeys(filter(None, (least, most))))
    if not amount:
        return
    unit = words(span.get("unitText", named.get("unitText")), page).upper()
    currency = words(named.get("currency", span.get("currency")), page)
    yield " ".join(filter(None, (currency, amount, _UNITS.get(unit, ""))))


def _span(named: Thing, page: Page) -> Thing:
    """The thing that has the amounts: its value, or itself where that is a number."""
    return next(things(named.get("value"), page), named)


def _amount(value: Any, page: Page) -> str:
    """An amount as people write it, "" for what is none or beyond all pay."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        told = words(value, page)[:40]
        return told if amount_of(told) else ""
    if not 0 < value < DEAREST:
        return ""
    return f"{value:,.{0 if value == int(value) else 2}f}"
