"""What people pay, out of the words and numbers of others."""

from __future__ import annotations

import re
from decimal import Decimal

from netmentor.events.drafts import DEAREST, LONGEST_LABEL, PriceDraft
from netmentor.events.importing.plaintext import cut
from netmentor.text import one_line

EVERYBODY = "general"
MOST_PRICES = 20

_FREE = re.compile(r"\b(?:free(?: of charge)?|no (?:cost|charge|fee)|complimentary)\b", re.I)
_NUMBER = re.compile(
    r"(?<![\d.,])(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,9})(?:[.,](?P<cents>\d{1,2})0*)?(?!\d|[.,]\d|%)",
    re.ASCII,
)
_CURRENCY = re.compile(r"\b(?:USD|CAD|EUR|GBP|MXN|AUD|CHF|JPY|SEK|DKK|NOK|NZD|SGD|BRL|INR|AED)\b")
_MONEY_WORDS = re.compile(
    rf"{_FREE.pattern}|{_CURRENCY.pattern}|\b(?:per person|each|for)\b|[$€£]", re.IGNORECASE
)


def amount_of(text: str) -> Decimal | None:
    """Return the one amount that `text` names, None where there is none, or more than one.

    >>> amount_of("$1,250.00"), amount_of("49,5 EUR"), amount_of("Free")
    (Decimal('1250.00'), Decimal('49.50'), Decimal('0.00'))
    >>> amount_of("$50-$75"), amount_of("ask us"), amount_of("-3")
    (None, None, None)
    """
    text = text[:200].strip()
    found = list(_NUMBER.finditer(text))
    if not found and _FREE.search(text):
        return Decimal("0.00")
    if len(found) != 1 or re.match(r"[$€£\s]*-", text):
        return None
    whole = found[0]["whole"].replace(",", "")
    amount = Decimal(f"{whole}.{(found[0]['cents'] or '').ljust(2, '0')}")
    return amount if amount < DEAREST else None


def currency_of(text: str) -> str:
    """Return the currency that `text` names, dollars of the United States if it names none.

    >>> currency_of("CAD 40"), currency_of("€ 40"), currency_of("40")
    ('CAD', 'EUR', 'USD')
    """
    if found := _CURRENCY.search(text):
        return found[0]
    return "EUR" if "€" in text else "GBP" if "£" in text else "USD"


def audience_of(name: str) -> str:
    """Return who pays a price by the name of its offer.

    >>> audience_of("Members"), audience_of("")
    ('Members', 'general')
    """
    return cut(one_line(name), LONGEST_LABEL) or EVERYBODY


def prices_in(text: str) -> tuple[PriceDraft, ...]:
    """Return the prices that a cell names, () where they are not clear.

    >>> [(one.audience, str(one.amount)) for one in prices_in("Members: $50; Guests $75")]
    [('Members', '50.00'), ('Guests', '75.00')]
    >>> [(one.audience, str(one.amount)) for one in prices_in("$1,000")]
    [('general', '1000.00')]
    """
    prices = []
    for piece in re.split(r"[;|/\n]", text[:2_000])[:MOST_PRICES]:
        if not piece.strip():
            continue
        amount = amount_of(piece)
        if amount is None:
            return ()
        rest = _MONEY_WORDS.sub(" ", _NUMBER.sub(" ", piece))
        name = one_line(re.sub(r"[^\w\s'’&-]", " ", rest)).strip(" -")
        prices.append(
            PriceDraft(audience=audience_of(name), amount=amount, currency=currency_of(piece))
        )
    return tuple(prices)
