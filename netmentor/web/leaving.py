"""All that is kept of somebody, to take along; and the end of their account."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from netmentor import clock, keeping
from netmentor.accounts.actions import WrongPassword, check_password
from netmentor.moving.leaving import FILE_NAME, zip_of
from netmentor.web import personal, saying, sessions
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import not_kept, redirect, settings_of


async def export(request: Request) -> Response:
    """Everything of the account as one ZIP, sent while it is written."""
    found = await sessions.needed(request)
    base_url = settings_of(request).base_url
    pieces = zip_of(found.user, base_url=base_url, now=clock.now())
    answer = StreamingResponse(pieces, media_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return not_kept(answer)


async def show_erasure(request: Request) -> Response:
    return personal.render(
        request, "accounts/erase.html", await sessions.needed(request), draft=Draft()
    )


async def erase(request: Request) -> Response:
    """Erase the account: the one deed that is asked about, for there is no way back."""
    found = await sessions.needed(request)
    told = await fields(request, ("password",))
    request.app.state.limits.sign_in.take(request, now=clock.now())
    try:
        await check_password(found.user, told["password"])
    except WrongPassword as exc:
        draft = Draft(complaints={"password": exc.message})
        return personal.render(request, "accounts/erase.html", found, 422, draft=draft)
    await keeping.erase(settings_of(request), found.user, now=clock.now())
    answer = redirect(request, "events:index")
    answer.headers["Clear-Site-Data"] = '"storage"'  # what their device keeps of it
    return sessions.dismiss(request, saying.forget(request, answer))


routes = [
    Route("/settings/export", export, name="leaving:export"),
    Route("/settings/erase", show_erasure, name="leaving:erase"),
    Route("/settings/erase", erase, methods=["POST"]),
]
