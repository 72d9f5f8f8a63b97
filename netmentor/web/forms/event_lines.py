"""Prices and credits of an event as lines that people type: one a line, and read back the same."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from netmentor.errors import Invalid
from netmentor.events.drafts import (
    DEAREST,
    LONGEST_LABEL,
    MOST_CREDIT,
    CreditDraft,
    PriceDraft,
)
from netmentor.text import one_line

MOST_LINES = 20

_AMOUNT = re.compile(r"\$?\s?(?P<number>\d{1,3}(?:,\d{3})+|\d{1,7})(?P<cents>\.\d{1,2})?", re.ASCII)
_PRICE = re.compile(
    r"(?P<audience>.+?)(?:\s\((?P<step>[^()]+)\))?:\s*(?P<amount>[^:]+?)"
    r"(?:\s(?P<currency>[A-Z]{3}))?(?:\suntil\s(?P<until>\d{4}-\d\d-\d\d))?"
)
_CREDIT = re.compile(
    r"(?P<credential>[A-Za-z-]{2,20})(?:\s(?P<amount>\d{1,4}(?:\.\d{1,2})?))?(?:\s\((?P<bucket>.+)\))?",
    re.ASCII,
)


class UnreadableLine(Invalid):
    """A line that names no price, or no credit."""


def amount_in(text: str) -> Decimal | None:
    """Return the amount of dollars that `text` is, None for anything else.

    >>> amount_in("$1,250"), amount_in("free"), amount_in("49.5"), amount_in("ask us")
    (Decimal('1250.00'), Decimal('0.00'), Decimal('49.50'), None)
    """
    if text.casefold() == "free":
        return Decimal("0.00")
    found = _AMOUNT.fullmatch(text)
    if not found:
        return None
    amount = Decimal(found["number"].replace(",", "") + (found["cents"] or ""))
    return amount.quantize(Decimal("0.01")) if amount < DEAREST else None


def figure(amount: Decimal) -> str:
    """Return an amount as it is typed.

    >>> figure(Decimal("45.00")), figure(Decimal("0")), figure(Decimal("9.5"))
    ('45', '0', '9.50')
    """
    return f"{amount:.2f}".removesuffix(".00")


def prices_of(text: str) -> tuple[PriceDraft, ...]:
    """Return the prices that lines name; raises UnreadableLine for the first that names none.

    >>> [one] = prices_of("Members (early): $45 until 2026-03-01")
    >>> one.audience, one.step, str(one.amount), str(one.until_on)
    ('Members', 'early', '45.00', '2026-03-01')
    """
    return tuple(_price(line) for line in _lines(text, "prices"))


def price_line(price: PriceDraft) -> str:
    """Return the line that `prices_of` reads as `price`."""
    step = f" ({price.step})" if price.step else ""
    currency = f" {price.currency}" if price.currency != "USD" else ""
    until = f" until {price.until_on}" if price.until_on else ""
    return f"{price.audience}{step}: {figure(price.amount)}{currency}{until}"


def credits_of(text: str, credentials: Collection[str]) -> tuple[CreditDraft, ...]:
    """Return the credits that lines name, towards one of `credentials`.

    >>> [one] = credits_of("fache 1.5 (ACHE In-Person Education)", ["FACHE"])
    >>> one.credential, str(one.amount), one.bucket
    ('FACHE', '1.5', 'ACHE In-Person Education')
    """
    known = {acronym.casefold(): acronym for acronym in credentials}
    return tuple(_credit(line, known) for line in _lines(text, "credits"))


def credit_line(credit: CreditDraft) -> str:
    """Return the line that `credits_of` reads as `credit`, without its note."""
    amount = f" {credit.amount.normalize():f}" if credit.amount is not None else ""
    return f"{credit.credential}{amount}{f' ({credit.bucket})' if credit.bucket else ''}"


def _lines(text: str, called: str) -> list[str]:
    lines = [line for line in map(one_line, text.splitlines()) if line]
    if len(lines) > MOST_LINES:
        raise UnreadableLine(f"These are more than {MOST_LINES} {called}.")
    return lines


def _price(line: str) -> PriceDraft:
    found = _PRICE.fullmatch(line)
    amount = amount_in(found["amount"]) if found else None
    if not found or amount is None:
        raise UnreadableLine(f"“{line[:60]}” is no price; write it as Members: 45.")
    audience, step = found["audience"], found["step"] or ""
    if max(len(audience), len(step)) > LONGEST_LABEL:
        raise UnreadableLine(f"“{line[:60]}” names who pays in more than {LONGEST_LABEL} letters.")
    return PriceDraft(
        audience=audience,
        step=step,
        amount=amount,
        currency=found["currency"] or "USD",
        until_on=_day(found["until"]) if found["until"] else None,
    )


def _credit(line: str, known: dict[str, str]) -> CreditDraft:
    found = _CREDIT.fullmatch(line)
    acronym = known.get(found["credential"].casefold()) if found else None
    if not found or acronym is None:
        ours = ", ".join(sorted(known.values())) or "none yet"
        raise UnreadableLine(
            f"“{line[:60]}” is no credit we know; write it as CMPE 1.5. Known: {ours}."
        )
    bucket = found["bucket"] or ""
    amount = Decimal(found["amount"]) if found["amount"] else None
    if len(bucket) > LONGEST_LABEL or (amount is not None and amount >= MOST_CREDIT):
        raise UnreadableLine(f"“{line[:60]}” is more than can be kept.")
    return CreditDraft(credential=acronym, bucket=bucket, amount=amount)


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise UnreadableLine(f"{told} is no day.") from None
