"""Answers to posts that make something: where it is, and the same again for the same key."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.accounts.receipts import LONGEST_KEY, KeyReused, Make, once
from netmentor.errors import Invalid
from netmentor.web.page import is_program

KEY = "Idempotency-Key"
FIELD = "key"  # of a form, drawn for each showing of it


async def created(request: Request, user: User, told: Mapping[str, str], make: Make) -> Response:
    """Make it, and lead to the address that `make` returns; a program is told by 201, or 200.

    The second post under one key makes nothing and is told the same address.
    """
    place, is_new = await settled(request, user, told, make)
    if is_program(request):
        headers = {"Location": place, "Cache-Control": "no-store"}
        return JSONResponse({"url": place}, 201 if is_new else 200, headers)
    return RedirectResponse(place, 303)


async def settled(
    request: Request, user: User, told: Mapping[str, str], make: Make
) -> tuple[str, bool]:
    """Make it, unless that was done under the same key; return its address, and whether it is new.

    A form has its key in a field, so that a button pressed twice makes one thing; filled in anew
    it makes another.
    """
    key = request.headers.get(KEY, "")
    if not key:
        return await _of_a_form(user, told, make)
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise Invalid(f"An {KEY} is at most {LONGEST_KEY} plain characters.")
    digest = _digest([request.url.path, *sorted(told.items())])
    return await once(user, key, digest, make, now=clock.now())


def drawn_key() -> str:
    """A key for one showing of a form."""
    return uuid4().hex


async def _of_a_form(user: User, told: Mapping[str, str], make: Make) -> tuple[str, bool]:
    key = told.get(FIELD, "")
    if not re.fullmatch("[0-9a-f]{32}", key):
        return await make(), True
    digest = _digest(sorted(told.items()))
    try:
        return await once(user, key, digest, make, now=clock.now())
    except KeyReused:  # they went back and filled in another one, which is sent once, too
        return await once(user, _digest([key, digest]), digest, make, now=clock.now())


def _digest(told: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(told).encode("utf-8", "surrogatepass")).hexdigest()
