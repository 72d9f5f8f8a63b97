"""Mentoring: one's own profile, who sees it, its private link, its pause and its listing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.calendars.zones import zones_to_live_in
from netmentor.errors import Conflict
from netmentor.mentoring import actions, blocking, inviting, words
from netmentor.mentoring.actions import ChangedElsewhere
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.queries import mentor_of
from netmentor.mentoring.rules import Listing
from netmentor.web import personal, sessions
from netmentor.web.forms import mentoring as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import number
from netmentor.web.page import settings_of

_ADDRESS_IS_SECRET = {"Referrer-Policy": "no-referrer"}
_ASKED = {
    Listing.WAITING: "Asked. A curator looks at your profile; your private link works meanwhile.",
    Listing.LISTED: "You are listed in the directory.",
}


@dataclass(frozen=True, slots=True)
class _Asking:
    """Whoever posts to their profile, what is told, and when."""

    request: Request
    found: SignIn
    mentor: Mentor | None
    told: dict[str, str]
    now: datetime

    @property
    def written(self) -> Mentor:
        if self.mentor is None:
            raise Conflict("Save your profile first.")
        return self.mentor


async def show(request: Request) -> Response:
    """The form of the profile, and what else is to be said about it."""
    found = await sessions.needed(request)
    mentor = await mentor_of(found.user)
    return await _page(request, found, mentor, forms.shown(mentor, found.user))


async def change(request: Request) -> Response:
    """Save the profile, or do one of the things that stand beside its form."""
    found = await sessions.needed(request)
    told = await forms.told_in(request)
    act = forms.deed_of(told)
    asking = _Asking(request, found, await mentor_of(found.user), told, clock.now())
    return await _DEEDS[act](asking)


async def show_invitation(request: Request) -> Response:
    """What an invitation is for, with one button. Nothing is spent by looking."""
    found = await sessions.needed(request)
    code = request.query_params.get("code", "")
    is_open = await inviting.is_open(code, now=clock.now())
    page = personal.render(request, "mentoring/join.html", found, code=code, is_open=is_open)
    page.headers.update(_ADDRESS_IS_SECRET)
    return page


async def accept(request: Request) -> Response:
    """Take an invitation: whoever has it is listed without waiting."""
    found = await sessions.needed(request)
    code = (await fields(request, ("code",)))["code"]
    now = clock.now()
    request.app.state.limits.sign_in.take(request, now=now)
    await inviting.accept(code, found.user, now=now)
    said = "Taken. Once you ask for it, your profile is listed without waiting."
    return personal.lead(request, said, "mentoring:show")


async def _save(asking: _Asking) -> Response:
    """A first profile gets its private link at once, in the answer to this post alone."""
    request, found, mentor = asking.request, asking.found, asking.mentor
    wanted = forms.profile_in(asking.told, now=asking.now)
    if isinstance(wanted, Draft):
        return await _page(request, found, mentor, wanted, 422)
    version = number(asking.told["version"])
    try:
        saved = await actions.put_profile(found.user, wanted, now=asking.now, version=version)
    except ChangedElsewhere:
        return await _kept_both(asking)
    if mentor is None:
        return await _with_link(request, found, saved)
    return personal.lead(request, "Saved.", "mentoring:show")


async def _kept_both(asking: _Asking) -> Response:
    """What was typed stays; saving it again replaces what the other window saved."""
    theirs = asking.written
    said = "Another window saved your profile meanwhile. Look it over; saving replaces that."
    typed = forms.typed_in(asking.told) | {"version": str(theirs.version)}
    draft = Draft(typed, {"version": said})
    return await _page(asking.request, asking.found, theirs, draft, 409)


async def _link(asking: _Asking) -> Response:
    return await _with_link(asking.request, asking.found, asking.written)


async def _unlink(asking: _Asking) -> Response:
    await actions.end_link(asking.written)
    words_said = "Your private link leads nowhere any more."
    return personal.lead(asking.request, words_said, "mentoring:show")


async def _list(asking: _Asking) -> Response:
    listing = await actions.ask_to_be_listed(asking.written, now=asking.now)
    return personal.lead(asking.request, _ASKED[listing], "mentoring:show")


async def _unlist(asking: _Asking) -> Response:
    await actions.leave_the_directory(asking.written)
    said = "Your profile is not in the directory. Its private link is as it was."
    return personal.lead(asking.request, said, "mentoring:show")


async def _unblock(asking: _Asking) -> Response:
    await blocking.unblock(asking.found.user, number(asking.told["number"]))
    return personal.lead(asking.request, "The block is taken back.", "mentoring:show")


async def _with_link(request: Request, found: SignIn, mentor: Mentor) -> Response:
    key = await actions.draw_link(mentor)
    link = f"{settings_of(request).base_url}/mentors/{mentor.slug}?key={key}"
    mentor = await Mentor.get(id=mentor.id)
    draft = forms.shown(mentor, found.user)
    page = await _page(request, found, mentor, draft, 200, link=link)
    page.headers.update(_ADDRESS_IS_SECRET)
    return page


async def _page(
    request: Request,
    found: SignIn,
    mentor: Mentor | None,
    draft: Draft,
    status: int = 200,
    *,
    link: str = "",
) -> Response:
    return personal.render(
        request,
        "mentoring/show.html",
        found,
        status,
        mentor=mentor,
        draft=draft,
        link=link,
        blocked=await blocking.blocked_by(found.user),
        zones=zones_to_live_in(),
        words=words,
    )


_DEEDS = {
    "save": _save,
    "link": _link,
    "unlink": _unlink,
    "list": _list,
    "unlist": _unlist,
    "unblock": _unblock,
}

routes = [
    Route("/mentoring", show, name="mentoring:show"),
    Route("/mentoring", change, methods=["POST"]),
    Route("/mentoring/join", show_invitation, name="mentoring:join"),
    Route("/mentoring/join", accept, methods=["POST"]),
]
