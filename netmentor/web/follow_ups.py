"""What is to be done about people: done, later or dropped; and how often to keep in touch."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn, User
from netmentor.contacts import follow_ups as actions
from netmentor.contacts.due import day_after
from netmentor.contacts.habits import habit_of, set_habit
from netmentor.contacts.models import FollowUp, Tag
from netmentor.contacts.queries import contact_of, follow_up_of
from netmentor.contacts.words import weeks_words
from netmentor.errors import NotFound
from netmentor.events.queries import event_meant
from netmentor.web import personal, saying, sessions
from netmentor.web.creating import FIELD, created
from netmentor.web.forms import follow_ups as forms
from netmentor.web.forms import values
from netmentor.web.forms.accounts import place_of_ours
from netmentor.web.forms.reading import Draft, fields

_SETTLED = {"done": "That is done already.", "dropped": "That was dropped before."}


async def done(request: Request) -> Response:
    """It is done, by a message unless the form says how."""
    found, row, told = await _asked(request, "kind")
    kind = forms.touch_kind(told["kind"])
    return await _answer(
        request, found.user, row, told, actions.do(found.user, row, kind, **_now())
    )


async def later(request: Request) -> Response:
    """It comes again tomorrow, next week, after the next event, or on a day."""
    found, row, told = await _asked(request, "to", "on")
    now = clock.now()
    after = await day_after(found.user, row.event, now=now) if told["to"] == "after_event" else None
    day = forms.later_day(told["to"], told["on"], actions.today_of(found.user, now), after)
    deed = actions.put_off(found.user, row, day, now=now)
    return await _answer(request, found.user, row, told, deed)


async def drop(request: Request) -> Response:
    """It is not to be done any more."""
    found, row, told = await _asked(request)
    return await _answer(request, found.user, row, told, actions.let_go(found.user, row, **_now()))


async def plan_about_event(request: Request) -> Response:
    """Plan what is to be done about an event."""
    found = await sessions.needed(request)
    event = await event_meant(request.path_params["slug"], found.user.id)
    told = await fields(request, (*forms.PLAN, FIELD))
    plan = forms.plan(told)

    async def make() -> str:
        await actions.promise_follow_up(found.user, **asdict(plan), event=event, now=clock.now())
        return f"/events/{event.slug}"

    answer = await created(request, found.user, told, make)
    return await personal.say_what_was_done(request, found.user, answer)


async def set_cadence(request: Request) -> Response:
    """How often to keep in touch with one person."""
    found = await sessions.needed(request)
    contact = await contact_of(found.user, request.path_params["key"])
    told = await fields(request, ("weeks", "next"))
    await actions.set_cadence(found.user, contact, forms.weeks(told["weeks"]), now=clock.now())
    return await _lead_on(request, found.user, told["next"] or f"/contacts/{contact.key}")


async def set_tag_cadence(request: Request) -> Response:
    """How often to keep in touch with everybody who has a tag."""
    found = await sessions.needed(request)
    number = values.number(request.path_params["tag"])
    tag = await Tag.get_or_none(user=found.user, id=number)
    if tag is None:
        raise NotFound("There is no such tag.")
    told = await fields(request, ("weeks", "next"))
    await actions.set_tag_cadence(found.user, tag, forms.weeks(told["weeks"]), now=clock.now())
    return await _lead_on(request, found.user, told["next"] or "/settings/follow-ups")


async def habits(request: Request) -> Response:
    """How the person follows up, and how often by tag."""
    found = await sessions.needed(request)
    return await _page(request, found, forms.shown(await habit_of(found.user)))


async def set_habits(request: Request) -> Response:
    """Keep how the person follows up."""
    found = await sessions.needed(request)
    habit = forms.habit(await fields(request, forms.HABIT))
    if isinstance(habit, Draft):
        return await _page(request, found, habit, 422)
    await set_habit(found.user, habit.steps, habit.keep_weeks, now=clock.now())
    return await personal.lead_undoable(request, found.user, "follow_ups:habits")


async def _page(request: Request, found: SignIn, draft: Draft, status: int = 200) -> Response:
    tags = await Tag.filter(user=found.user).order_by("folded")
    return personal.render(
        request,
        "follow_ups/settings.html",
        found,
        status,
        draft=draft,
        tags=[(tag, weeks_words(tag.cadence_weeks or 0)) for tag in tags],
    )


async def _asked(request: Request, *names: str) -> tuple[SignIn, FollowUp, dict[str, str]]:
    found = await sessions.needed(request)
    row = await follow_up_of(found.user, values.number(request.path_params["follow_up"]))
    return found, row, await fields(request, (*names, "next"))


async def _answer(
    request: Request, user: User, row: FollowUp, told: dict[str, str], deed: Awaitable[bool]
) -> Response:
    if await deed:
        return await _lead_on(request, user, told["next"])
    return saying.say(request, _to(told["next"]), _SETTLED[row.state])


async def _lead_on(request: Request, user: User, place: str) -> Response:
    return await personal.say_what_was_done(request, user, _to(place))


def _to(place: str) -> Response:
    return RedirectResponse(place_of_ours(place or "/today"), 303)


def _now() -> dict[str, Any]:
    return {"now": clock.now()}


routes = [
    Route("/follow-ups/{follow_up}/done", done, methods=["POST"], name="follow_ups:done"),
    Route("/follow-ups/{follow_up}/later", later, methods=["POST"], name="follow_ups:later"),
    Route("/follow-ups/{follow_up}/drop", drop, methods=["POST"], name="follow_ups:drop"),
    Route("/events/{slug}/follow-ups", plan_about_event, methods=["POST"], name="follow_ups:event"),
    Route("/contacts/{key}/cadence", set_cadence, methods=["POST"], name="follow_ups:cadence"),
    Route("/tags/{tag}/cadence", set_tag_cadence, methods=["POST"], name="follow_ups:tag"),
    Route("/settings/follow-ups", habits, name="follow_ups:habits"),
    Route("/settings/follow-ups", set_habits, methods=["POST"]),
]
