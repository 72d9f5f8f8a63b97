"""What makes an account: roles, names, addresses of mail, and how long a sign-in lasts."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_NAME = 100
THEMES = ("", "light", "dark")  # "": as the device has it
LONGEST_EMAIL = 254  # RFC 5321 section 4.5.3.1.3, less its brackets
SIGNED_IN_FOR = timedelta(days=60)
RESET_WITHIN = timedelta(hours=24)
CODE_WITHIN = timedelta(minutes=10)
CODE_DIGITS = 8
CODE_LETTERS = (
    "sign_up_code", "have_account", "reset_code", "no_account", "email_code", "guest_code",
)  # fmt: skip
MOST_TRIES = 5  # of one code: a guess is right once in twenty million
MOST_WAITING = 3  # codes of guests at one address: anybody can name it
INVITED_FOR = timedelta(days=7)
SET_UP_WITHIN = timedelta(hours=24)

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20\x7f]+@[a-z0-9.-]+\.[a-z0-9-]+", re.IGNORECASE)


class Role(StrEnum):
    """What somebody may do beyond what is their own."""

    MEMBER = "member"
    MENTOR = "mentor"
    ORGANIZER = "organizer"
    CURATOR = "curator"
    ADMIN = "admin"


class Purpose(StrEnum):
    """What a mailed code does when it is entered."""

    JOIN = "join"
    RESET = "reset"
    MOVE = "move"  # to another address
    VISIT = "visit"  # without an account


def normal_email(address: str) -> str:
    """Return an address as accounts are found by: nobody tells two people apart by case.

    >>> normal_email(" Ada@Example.ORG ")
    'ada@example.org'
    """
    return address.strip().lower()


def why_not_email(address: str) -> str | None:
    """Say why no letter could reach `address`, or None."""
    if not address:
        return "Enter your email address."
    local = address.rpartition("@")[0]
    fits = len(address) <= LONGEST_EMAIL and len(local) <= 64 and ".." not in address
    # Few mail servers take others (RFC 6531); what reads as an encoded word may become another.
    fits = fits and address.isascii() and "=?" not in address
    if not fits or not _ADDRESS.fullmatch(address) or local[:1] == "." or local[-1:] == ".":
        return "This is no email address; write it as name@example.org."
    return None


def why_not_name(name: str) -> str | None:
    """Say why nobody can be called `name`, or None."""
    if not name:
        return "Enter the name that others should see."
    if len(name) > LONGEST_NAME:
        return f"Use at most {LONGEST_NAME} letters for your name."
    return None


def typed_code(text: str) -> str:
    """Return a code as it was mailed, whatever stands between its digits.

    >>> typed_code(" 1234-5678 ")
    '12345678'
    """
    return re.sub(r"[\s-]", "", text)


def shown_code(code: str) -> str:
    """Return a code as it is easily read and typed.

    >>> shown_code("12345678")
    '1234 5678'
    """
    return f"{code[:4]} {code[4:]}"


def code_key(letter: str, browser_hash: str) -> str:
    """The key of the letter that brings a code to the browser with this secret."""
    return f"{letter}:{browser_hash}"


def changed_key(user_id: int) -> str:
    """How the keys of the letters begin that tell a user of another address."""
    return f"email_changed:{user_id}:"


def signed_in_until(signed_in_at: datetime) -> datetime:
    """The moment from which on a sign-in is good for nothing."""
    return signed_in_at + SIGNED_IN_FOR
