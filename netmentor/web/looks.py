"""How pages look in one browser: a cookie that the page's own script reads.

Public pages are the same for everybody and kept by caches, so they cannot be told who asks.
"""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from netmentor.web.page import is_secure

COOKIE = "look"
_KEPT_FOR = timedelta(days=365)


def remember(request: Request, answer: Response, *, theme: str, single_keys: bool) -> Response:
    """Have the browser keep “dark.keys-off”, or “light”; nothing where all is as usual."""
    look = ".".join(word for word in (theme, "" if single_keys else "keys-off") if word)
    secure = is_secure(request)
    if not look:
        answer.delete_cookie(COOKIE, secure=secure, samesite="lax")
        return answer
    answer.set_cookie(
        COOKIE, look, max_age=int(_KEPT_FOR.total_seconds()), secure=secure, samesite="lax"
    )
    return answer
