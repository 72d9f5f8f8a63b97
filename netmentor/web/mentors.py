"""Mentors: the directory, and each on a page of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn, User
from netmentor.events.rules import STATES
from netmentor.mentoring import blocking, words
from netmentor.mentoring.directory import directory
from netmentor.mentoring.filters import MentorFilter
from netmentor.mentoring.matching import acronyms
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.profiles import reply_band
from netmentor.mentoring.programs import programs
from netmentor.mentoring.queries import mentor_by_slug, why_closed_to
from netmentor.mentoring.rules import LONGEST_REPORT, Visibility
from netmentor.organizations.queries import credential_acronyms
from netmentor.text import clean
from netmentor.web import personal, sessions
from netmentor.web.application_origins import came_through_mentor
from netmentor.web.filter_chips import Saying, chips_of
from netmentor.web.forms.reading import fields
from netmentor.web.page import not_kept, render, settings_of
from netmentor.web.slot_picker import Picker, choice_of, picked

_ADDRESS_IS_SECRET = {"Referrer-Policy": "no-referrer"}
_FILTERS: Saying = {
    "q": ("the words", str),
    "topic": ("the topic", words.TOPIC_WORDS.__getitem__),
    "credential": ("the credential", str.upper),
    "state": ("the state", STATES.__getitem__),
    "medium": ("how to meet", words.MEDIUM_WORDS.__getitem__),
    "stage": ("the stage", words.STAGE_WORDS.__getitem__),
    "open": ("“open this week”", lambda _: "Open this week"),
}


async def index(request: Request) -> Response:
    """The mentors that the address asks for, and the programs of associations."""
    wanted = MentorFilter.read(request.query_params.multi_items())
    found = await sessions.sign_in_of(request)
    viewer = found.user if found else None
    context: dict[str, Any] = {
        "wanted": wanted,
        "directory": await directory(wanted, viewer, now=clock.now()),
        "programs": programs(),
        "credentials": await credential_acronyms(),
        "chips": chips_of(wanted, _FILTERS),
        "words": words,
        "canonical": f"{settings_of(request).base_url}{wanted.address()}",
    }
    if found is None:
        return personal.for_strangers(render(request, "mentors/index.html", **context))
    return personal.render(request, "mentors/index.html", found, **context)


async def show(request: Request) -> Response:
    """One mentor: who they are, what they help with, and beside it when."""
    found = await sessions.sign_in_of(request)
    key = request.query_params.get("key", "")
    slug = request.path_params["slug"]
    mentor = await mentor_by_slug(slug, found.user if found else None, key)
    page = await _profile(request, found, mentor)
    if key or mentor.visibility != Visibility.PUBLIC:
        not_kept(page).headers.update(_ADDRESS_IS_SECRET)
    return page


async def block(request: Request) -> Response:
    """Keep whoever asks and a mentor apart; what is told goes to the curators."""
    found = await sessions.needed(request)
    told = await fields(request, ("text", "key"))
    mentor = await mentor_by_slug(request.path_params["slug"], found.user, told["key"])
    text = clean(told["text"])[:LONGEST_REPORT]
    await blocking.block(mentor, found.user, by_mentor=False, text=text, now=clock.now())
    said = "Blocked: you see no times of each other any more."
    said += " A curator reads your report." if text else ""
    return personal.lead(request, said, "mentors:index")


async def _profile(request: Request, found: SignIn | None, mentor: Mentor) -> Response:
    now = clock.now()
    viewer = found.user if found else None
    context: dict[str, Any] = {
        "mentor": mentor,
        "is_own": viewer is not None and viewer.id == mentor.user_id,
        "closed": await why_closed_to(mentor, viewer, now=now),
        "answers": reply_band(mentor),
        "years": now.year - mentor.since_year if mentor.since_year else 0,
        "credentials": acronyms(mentor.credentials),
        "words": words,
        "key": request.query_params.get("key", ""),
        "through": await came_through_mentor(viewer, mentor),
        "picker": await _picker(request, mentor, viewer, now=now),
    }
    if found is None:
        return personal.for_strangers(render(request, "mentors/show.html", **context))
    return personal.render(request, "mentors/show.html", found, **context)


async def _picker(
    request: Request, mentor: Mentor, viewer: User | None, *, now: datetime
) -> Picker:
    choice = choice_of(request.query_params, f"/mentors/{mentor.slug}/slots")
    return await picked(mentor, viewer, choice, now=now)


routes = [
    Route("/mentors", index, name="mentors:index"),
    Route("/mentors/{slug}", show, name="mentors:show"),
    Route("/mentors/{slug}/block", block, methods=["POST"], name="mentors:block"),
]
