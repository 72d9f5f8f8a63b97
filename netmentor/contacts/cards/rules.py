"""What may stand on a card, and how its address is drawn."""

from __future__ import annotations

import base64
import re
import secrets

LONGEST_NAME = 200
LONGEST_PHONE = 40
LONGEST_WEBSITE = 300
LONGEST_INTRODUCTION = 1_500  # letters; 30 seconds are about 75 words, which are 450

_BYTES = 10  # 80 random bits: guessed at a million a second, found in some 20 billion years


def new_token() -> str:
    """Return the end of a card's address, in letters and digits that are never taken for others."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode().lower()


def is_token(text: str) -> bool:
    """True for what `new_token` makes: anything else is no card of anybody.

    >>> is_token("abcdefgh234567ab"), is_token("abc"), is_token("abcdefgh234567a\\x00")
    (True, False, False)
    """
    return re.fullmatch("[a-z2-7]{16}", text) is not None
