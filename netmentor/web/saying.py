"""A word about what was done, carried to the page that a deed leads to."""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from netmentor.text import one_line
from netmentor.web.page import is_secure

COOKIE = "said"
_KEPT_FOR = 60  # seconds
_LONGEST = 300  # letters


def say(request: Request, answer: Response, words: str) -> Response:
    """Have the next page of whoever is signed in say `words` once."""
    answer.set_cookie(
        COOKIE,
        quote(words[:_LONGEST]),
        max_age=_KEPT_FOR,
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
    return answer


def said(request: Request) -> str:
    """What is to be said on this page; "" where that is nothing."""
    return one_line(unquote(request.cookies.get(COOKIE, "")))[:_LONGEST]


def forget(request: Request, page: Response) -> Response:
    """Have the browser forget what was said."""
    page.delete_cookie(COOKIE, secure=is_secure(request), httponly=True, samesite="lax")
    return page
