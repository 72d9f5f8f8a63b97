"""What was accepted and is under way: its days, who looks after it, and hours day by day."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.contacts.follow_ups import today_of
from netmentor.errors import NotFound
from netmentor.internships.applying.queries import application_of
from netmentor.internships.applying.under_way import actions, queries
from netmentor.internships.applying.under_way.rules import EVALUATIONS, Part
from netmentor.internships.applying.under_way.words import (
    PART_WORDS,
    hours_words,
    noted_words,
    pace_words,
)
from netmentor.web import personal, sessions
from netmentor.web.applications import back, contact_among, or_again, owner_of
from netmentor.web.forms import under_way as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import day, number


async def begin(request: Request) -> Response:
    found = await owner_of(request)
    await fields(request, ())
    await actions.begin(found.user, request.path_params["key"], now=clock.now())
    return back(request, "It is under way. Say when, and how many hours it takes.")


async def set_terms(request: Request) -> Response:
    found = await owner_of(request)
    told = await fields(request, forms.FIELDS)
    supervisor = await contact_among(found.user, told["supervisor"])

    async def save() -> Response:
        terms = forms.terms_of(told, supervisor)
        await actions.set_terms(found.user, request.path_params["key"], terms, now=clock.now())
        return back(request, "Saved.")

    return await or_again(request, found, "terms", save, partial(Draft.refused, told))


async def forget(request: Request) -> Response:
    found = await owner_of(request)
    await fields(request, ())
    await actions.forget(found.user, request.path_params["key"], now=clock.now())
    return back(request, "It is not under way any more.")


async def settle_evaluation(request: Request) -> Response:
    found = await owner_of(request)
    done = bool((await fields(request, ("done",)))["done"])
    key, told = request.path_params["key"], request.path_params["part"]
    if told not in list(EVALUATIONS):
        raise NotFound("There is no such evaluation.")
    part = Part(told)
    await actions.settle_evaluation(found.user, key, part, done=done, now=clock.now())
    return back(request, f"{PART_WORDS[part]}: {'done' if done else 'still to come'}.")


async def log_hours(request: Request) -> Response:
    """Note hours of a day, today's where none is told."""
    found = await owner_of(request)
    told, now = await fields(request, ("day", "hours", "note")), clock.now()

    async def put() -> Response:
        on = day(told["day"]) if told["day"] else today_of(found.user, now)
        minutes, key = forms.minutes(told["hours"]), request.path_params["key"]
        logged = await actions.log_hours(found.user, key, on, minutes, told["note"], now=now)
        return back(request, noted_words(logged.hours.minutes, logged.was))

    return await or_again(request, found, "hours", put, partial(Draft.refused, told))


async def hours(request: Request) -> Response:
    """All hours day by day, as somebody who has to prove them needs it."""
    found = await sessions.needed(request)
    row = await application_of(found.user, request.path_params["key"])
    under_way = await queries.under_way_of(row)
    standing = await queries.standing_of(row, today=today_of(found.user, clock.now()))
    context = {
        "row": row,
        "standing": standing,
        "hours": await queries.hours_of(under_way),
        "hours_words": hours_words,
        "pace_words": pace_words,
    }
    return personal.render(request, "applications/hours.html", found, 200, **context)


async def forget_hours(request: Request) -> Response:
    found = await owner_of(request)
    await fields(request, ())
    key, id_ = request.path_params["key"], number(request.path_params["number"])
    await actions.forget_hours(found.user, key, id_, now=clock.now())
    return back(request, "Taken back.")


routes = [
    Route("/applications/{key}/begin", begin, methods=["POST"], name="applications:under-way"),
    Route(
        "/applications/{key}/under-way", set_terms, methods=["POST"], name="applications:set-terms"
    ),
    Route(
        "/applications/{key}/under-way/remove",
        forget,
        methods=["POST"],
        name="applications:forget-under-way",
    ),
    Route(
        "/applications/{key}/under-way/{part}",
        settle_evaluation,
        methods=["POST"],
        name="applications:evaluation",
    ),
    Route("/applications/{key}/hours", hours, name="applications:hours"),
    Route("/applications/{key}/hours", log_hours, methods=["POST"], name="applications:log-hours"),
    Route(
        "/applications/{key}/hours/{number}/remove",
        forget_hours,
        methods=["POST"],
        name="applications:forget-hours",
    ),
]
