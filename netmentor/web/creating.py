"""Answers to posts that make something: where it is, and the same again for the same key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.accounts.receipts import LONGEST_KEY, Make, once
from netmentor.errors import Invalid

KEY = "Idempotency-Key"


async def created(request: Request, user: User, told: Mapping[str, str], make: Make) -> Response:
    """Make it, and lead to the address that `make` returns; a program is told by 201, or 200.

    The second post under one key makes nothing and is told the same address.
    """
    key = request.headers.get(KEY, "")
    if not key:
        place, is_new = await make(), True
    elif len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise Invalid(f"An {KEY} is at most {LONGEST_KEY} plain characters.")
    else:
        said = json.dumps([request.url.path, sorted(told.items())])
        digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        place, is_new = await once(user, key, digest, make, now=clock.now())
    if "application/json" in request.headers.get("accept", ""):
        headers = {"Location": place, "Cache-Control": "no-store"}
        return JSONResponse({"url": place}, 201 if is_new else 200, headers)
    return RedirectResponse(place, 303)
