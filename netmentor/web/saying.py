"""A word about what was done, carried to the page that a deed leads to."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from netmentor.accounts.models import SignIn, User
from netmentor.text import one_line
from netmentor.web.page import is_secure
from netmentor.web.sessions import owner_of

COOKIE = "said"  # who did it, the number of the deed that can be undone or 0, and the words
_KEPT_FOR = 60  # seconds
_LONGEST = 300  # letters
_TOLD = re.compile("([0-9a-f]{16}) (0|[1-9][0-9]{0,9}) (.+)")


def say(request: Request, answer: Response, words: str, *, undo: int = 0) -> Response:
    """Have the next page of whoever is signed in say `words` once, with a button to undo a deed.

    Nobody else reads them: the next one at this browser may be another member.
    """
    found: SignIn = request.state.sign_in
    answer.set_cookie(
        COOKIE,
        quote(f"{owner_of(found.user)} {undo} {words[:_LONGEST]}"),
        max_age=_KEPT_FOR,
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
    return answer


def said(request: Request, user: User) -> tuple[str, int]:
    """What is to be said to `user` on this page, and the deed that can be undone; "" and 0: none.

    Whose the deed is, its door looks at.
    """
    found = _TOLD.fullmatch(one_line(unquote(request.cookies.get(COOKIE, ""))))
    if found is None or found[1] != owner_of(user):
        return "", 0
    return found[3][:_LONGEST], int(found[2])


def forget(request: Request, page: Response) -> Response:
    """Have the browser forget what was said."""
    if COOKIE in request.cookies:
        page.delete_cookie(COOKIE, secure=is_secure(request), httponly=True, samesite="lax")
    return page
