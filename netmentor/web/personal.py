"""Pages for one person, who is signed in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from netmentor.accounts.models import SignIn, User
from netmentor.contacts.deeds import latest_deed
from netmentor.web import saying, sessions
from netmentor.web.page import is_program, not_kept, redirect
from netmentor.web.page import render as render_for_anybody

OWNER = "X-Owner"  # of whom a page is, and in whose session a device means to post


def render(
    request: Request, name: str, found: SignIn, status: int = 200, **context: object
) -> Response:
    """Return the page `name` for whoever is signed in: it carries their token and is kept nowhere.

    The template is given `sign_in`, and `form_token` for each of its forms.
    """
    token, owner = sessions.form_token(request, found), sessions.owner_of(found.user)
    done, undo = saying.said(request, found.user)
    mine = {"sign_in": found, "form_token": token, "owner": owner, "done": done, "undo": undo}
    alarm = request.state.alarm
    page = not_kept(render_for_anybody(request, name, status, alarm=alarm, **mine, **context))
    if not (done or alarm):
        page.headers[OWNER] = owner  # so marked, the service worker may keep it for them
    return saying.forget(request, page)


def lead(
    request: Request, words: str, route: str, status: int = 303, /, **params: object
) -> Response:
    """Lead on from a deed to a page that says `words` about it; a program reads them at once."""
    if is_program(request):
        told = {"url": request.app.url_path_for(route, **params), "message": words}
        return JSONResponse(told, headers={"Cache-Control": "no-store"})
    return saying.say(request, redirect(request, route, status, **params), words)


async def lead_undoable(
    request: Request, user: User, route: str, status: int = 303, /, **params: object
) -> Response:
    """Lead on from a deed to a page that says what was done, and offers to undo it."""
    return await say_what_was_done(request, user, redirect(request, route, status, **params))


async def say_what_was_done(
    request: Request, user: User, answer: Response, more: str = ""
) -> Response:
    """Have the page that `answer` leads to say what this request did, and offer to undo it."""
    done = await latest_deed(user, since=request.state.asked_at)
    if done is None:
        return saying.say(request, answer, "That was done already.")
    return saying.say(request, answer, f"{done.words} {more}".strip(), undo=done.id)


def for_strangers(page: Response) -> Response:
    """Return a page that is another one for whoever is signed in: caches keep the two apart."""
    page.headers["Vary"] = "Cookie"
    return page
