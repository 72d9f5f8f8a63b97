"""A word about what was done, carried to the page that a deed leads to."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from netmentor.text import one_line
from netmentor.web.page import is_secure

COOKIE = "said"
UNDO = "undo"  # the cookie with the number of the deed that the words tell of
_KEPT_FOR = 60  # seconds
_LONGEST = 300  # letters


def say(request: Request, answer: Response, words: str, *, undo: int = 0) -> Response:
    """Have the next page of whoever is signed in say `words` once, with a button to undo a deed."""
    told = {COOKIE: quote(words[:_LONGEST])} | ({UNDO: str(undo)} if undo else {})
    for name, value in told.items():
        answer.set_cookie(
            name,
            value,
            max_age=_KEPT_FOR,
            secure=is_secure(request),
            httponly=True,
            samesite="lax",
        )
    return answer


def said(request: Request) -> str:
    """What is to be said on this page; "" where that is nothing."""
    return one_line(unquote(request.cookies.get(COOKIE, "")))[:_LONGEST]


def undoable(request: Request) -> int:
    """The deed that this page offers to undo; 0 for none. Whose it is, its door looks at."""
    told = request.cookies.get(UNDO, "")
    return int(told) if re.fullmatch("[1-9][0-9]{0,9}", told) else 0


def forget(request: Request, page: Response) -> Response:
    """Have the browser forget what was said."""
    for name in (COOKIE, UNDO):
        if name in request.cookies:
            page.delete_cookie(name, secure=is_secure(request), httponly=True, samesite="lax")
    return page
