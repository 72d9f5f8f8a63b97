"""Passwords: which ones guard an account, and their hashes, made away from the event loop."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from netmentor.text import folded

SHORTEST = 15  # characters; NIST SP 800-63B-4 section 3.1.1.2, for a password alone
LONGEST = 1024  # bytes
HINT = "Four unrelated words make a good password."

_LOOKED_AT = 72  # characters whose strength is estimated: it takes long for long ones
_EASY = 10**10  # guesses; NIST asks for a blocklist, and this counts what one would hold

_STAND_FOR_LETTERS = frozenset("4@8({[<369&#!1|/0$5+7%2")
_MOST_STANDING = 14  # that is a fifth of a second

# OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. Two at a time bound the memory.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


def why_not_password(password: str, *, email: str, name: str) -> str | None:
    """Say why `password` would not guard the account of `name`, or None.

    Length, and that it is not easily guessed; never which kinds of characters it has.
    """
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. {HINT}"
    if len(password.encode("utf-8", "surrogatepass")) > LONGEST:
        return f"Use at most {LONGEST} bytes."
    theirs = [email, *re.split(r"[\W_]+", f"{folded(email)} {folded(name)}"), "netmentor"]
    known = [word for word in theirs if len(word) > 2]
    rest = folded(password)
    for word in known:
        rest = rest.replace(word, "")
    if len(rest) < SHORTEST // 2 or _is_easy(password[:_LOOKED_AT], known):
        return f"This password is easily guessed. {HINT}"
    return None


async def hashed(password: str) -> str:
    """Return the hash of `password`, with its salt and its costs in it."""
    return await asyncio.get_running_loop().run_in_executor(_POOL, _hash, password)


async def fits(password: str, known: str | None) -> bool:
    """True if `password` is the one that `known` is the hash of.

    None stands for an account that does not exist: the answer takes as long as for one that
    does, and is always no.
    """
    return await asyncio.get_running_loop().run_in_executor(_POOL, _fits, password, known)


def is_dated(known: str) -> bool:
    """True if a hash was made at other costs than today's and should be made anew."""
    return _HASHER.check_needs_rehash(known)


def _is_easy(password: str, known: list[str]) -> bool:
    """True for what a blocklist would hold. Many signs that stand for letters make no word.

    zxcvbn tries every reading of such signs: with all of them it was at it for four seconds.
    """
    if len(_STAND_FOR_LETTERS & set(password)) > _MOST_STANDING:
        return False
    return bool(zxcvbn(password, known)["guesses"] < _EASY)


def _hash(password: str) -> str:
    return _HASHER.hash(_bytes(password))


def _fits(password: str, known: str | None) -> bool:
    nobody = _of_nobody()  # whoever asks first makes it, for an account or for none
    try:
        return _HASHER.verify(known or nobody, _bytes(password)) and known is not None
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")  # what was typed is what is compared


@cache
def _of_nobody() -> str:
    return _hash("the password of nobody at all")
