"""After the event: one person at a time, and what is to be of each; then what it brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn, User
from netmentor.contacts.drafting import mail_address
from netmentor.contacts.due import ToDo, open_of
from netmentor.contacts.follow_ups import today_of
from netmentor.contacts.habits import habit_of
from netmentor.contacts.messages.wording import reword
from netmentor.contacts.models import Contact, Promise, Way
from netmentor.contacts.queries import contact_of, deed_of
from netmentor.contacts.results import results
from netmentor.contacts.rules import Answer, State, WayKind, is_key
from netmentor.contacts.sorting import day_of_this_week, overtaken, sort_out
from netmentor.contacts.waiting import LANES, Board, board, roles_of, waiting, waiting_by_event
from netmentor.contacts.words import ANSWER_WORDS, count_words, near_day, weeks_words
from netmentor.errors import Invalid
from netmentor.events import queries as events
from netmentor.events.attending import actions as attending
from netmentor.events.attending.queries import attendance_of
from netmentor.events.drafts import is_web_address
from netmentor.events.models import Event
from netmentor.web import messages, personal, saying, sessions
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import number

ELSEWHERE = "met_elsewhere"  # no event is called so: an event's name has no underscore
SKIP = "skip"  # what the form's last button answers: go on, and decide nothing
_SECONDS_EACH = 35
_AGAIN = ("yes", "maybe", "no")


@dataclass(frozen=True, slots=True)
class Person:
    """Whom it is about now, with all that helps to decide."""

    contact: Contact
    role: str
    met_on: date
    ways: Sequence[tuple[str, str, str]]  # kind, what is read, and the link or ""
    promises: Sequence[Promise]
    planned: Sequence[tuple[ToDo, bool]]  # and whether an answer takes its place
    message: messages.Shown


@dataclass(frozen=True, slots=True)
class Queue:
    """Where the one who is shown stands among those who wait."""

    shown: str
    next: Contact | None
    rest: Sequence[Contact]


async def index(request: Request) -> Response:
    """After which events people wait."""
    found = await sessions.needed(request)
    told = await waiting_by_event(found.user, now=clock.now())
    return personal.render(request, "after/index.html", found, waiting=told, elsewhere=ELSEWHERE)


async def show(request: Request) -> Response:
    """The one whose turn it is, or, when everybody is sorted, what the event brought."""
    found = await sessions.needed(request)
    user, now = found.user, clock.now()
    event, slug = await _event(request, user)
    day = today_of(user, now)
    queue = await waiting(user, event)
    sheet = await board(user, event, day)
    context: dict[str, Any] = {
        "event": event,
        "slug": slug,
        "day": day,
        "answers": ANSWER_WORDS,
        "lanes": LANES,
        "board": sheet,
        "progress": _progress(sheet),
        "near": lambda one: near_day(one, day),
    }
    key = _whose_turn(request, queue)
    if not key:
        return await _done(request, found, context)
    context["person"] = await _person(user, await contact_of(user, key), day)
    context["queue"] = _queue(queue, key)
    context["dues"] = await _dues(user, context["person"].contact, day, now)
    context["was"] = request.query_params.get("was", "")
    return personal.render(request, "after/show.html", found, **context)


async def sort(request: Request) -> Response:
    """Answer what somebody is to be, and lead on to the next who waits.

    What was reworded of the message to them is kept, whatever the answer is.
    """
    found = await sessions.needed(request)
    event, slug = await _event(request, found.user)
    told = await fields(request, ("person", "answer", "draft", "was", "undo"))
    answer = next((one for one in LANES if one.value == told["answer"]), None)
    if answer is None and told["answer"] != SKIP:
        raise Invalid("Say today, week, keep, none, or skip.")
    contact = await contact_of(found.user, told["person"])
    if told["draft"]:
        await reword(found.user, contact, told["draft"], now=clock.now())
    queue = await waiting(found.user, event)
    after = _queue(queue, contact.key).next
    if answer is None:
        leading = _past(contact, slug, after, told["was"], queue)
        return await _said_still(request, found.user, leading, told["undo"])
    turn = {"at": after.key, "was": contact.key} if after else {"was": contact.key}
    leading = RedirectResponse(f"/after/{slug}?{urlencode(turn)}", 303)
    if await sort_out(found.user, contact, answer, now=clock.now()):
        return await personal.say_what_was_done(request, found.user, leading)
    return saying.say(request, leading, f"{contact.name} is in {ANSWER_WORDS[answer]} already.")


async def say_again(request: Request) -> Response:
    """Say whether the person would go again."""
    found = await sessions.needed(request)
    event, slug = await _event(request, found.user)
    said = (await fields(request, ("again",)))["again"]
    if event is None or said not in (*_AGAIN, "none"):
        raise Invalid("Say yes, maybe, no, or none.")
    await attending.go_again(found.user, event, said if said in _AGAIN else "", now=clock.now())
    return personal.lead(request, "Noted.", "after:show", slug=slug)


async def _done(request: Request, found: SignIn, context: dict[str, Any]) -> Response:
    """The page when nobody waits: what the event brought."""
    if event := context["event"]:
        context["brought"] = await results(found.user, event)
        context["attendance"] = await attendance_of(found.user, event)
    return personal.render(request, "after/done.html", found, **context)


def _past(
    contact: Contact, slug: str, after: Contact | None, was: str, queue: Sequence[Contact]
) -> Response:
    """Lead past somebody without an answer: to who comes next, or out of it."""
    if after is None:
        return RedirectResponse(f"/after/{slug}" if contact.answer else "/today", 303)
    turn = {"at": after.key}
    if is_key(was) and was not in {one.key for one in queue}:  # or they would come again at once
        turn["was"] = was
    return RedirectResponse(f"/after/{slug}?{urlencode(turn)}", 303)


async def _said_still(request: Request, user: User, answer: Response, undo: str) -> Response:
    """Have the next page offer again to undo what was done last: going on is no deed."""
    done = await deed_of(user, number(undo))
    return saying.say(request, answer, done.words, undo=done.id) if done else answer


async def _dues(user: User, contact: Contact, day: date, now: datetime) -> dict[str, str]:
    """What each answer would come to, in a few words under its button."""
    return {
        Answer.TODAY: "Due this evening",
        Answer.WEEK: _first_up(near_day(await day_of_this_week(user, contact, now=now), day)),
        Answer.KEEP: _first_up(weeks_words((await habit_of(user)).keep_weeks)),
        Answer.NONE: "Still searchable",
    }


async def _event(request: Request, user: User) -> tuple[Event | None, str]:
    slug = request.path_params["slug"]
    if slug == ELSEWHERE:
        return None, slug
    event = await events.event_by_slug(slug, user.id)
    event = event.merged_into or event
    return event, event.slug


async def _person(user: User, contact: Contact, day: date) -> Person:
    met_on = contact.met_at.astimezone(ZoneInfo(user.timezone)).date()
    mine = Promise.filter(contact=contact, state=State.OPEN.value)
    ways = await Way.filter(contact=contact).order_by("id")
    replaced = {row.id for row in await overtaken(contact)}
    return Person(
        contact=contact,
        role=(await roles_of([contact.id])).get(contact.id, ""),
        met_on=met_on,
        ways=[(one.kind, one.value, _link(one)) for one in ways],
        promises=await mine.order_by("made_at", "id"),
        planned=[(one, one.id in replaced) for one in await open_of(user, contact, day)],
        message=await messages.shown_to(user, contact),
    )


def _link(way: Way) -> str:
    """The link of a way; "" where it is none. The page lets no others than web addresses pass."""
    if way.kind == WayKind.EMAIL:
        return mail_address(way.value)
    if way.kind == WayKind.PHONE:
        return "tel:" + "".join(letter for letter in way.value if letter in "+0123456789")
    return way.value if is_web_address(way.value) else ""


def _whose_turn(request: Request, waits: Sequence[Contact]) -> str:
    """The key of the one to show: whom the address names, or the first.

    Who `was` answered last comes before, if they wait again: that was undone.
    """
    asked = request.query_params
    if (was := asked.get("was", "")) in {one.key for one in waits}:
        return was
    return asked.get("at", "") or (waits[0].key if waits else "")


def _queue(waits: Sequence[Contact], shown: str) -> Queue:
    """Who comes after the one who is shown: the next in the order they were met, then the first."""
    at = next((place for place, one in enumerate(waits) if one.key == shown), None)
    rest = list(waits) if at is None else [*waits[at + 1 :], *waits[:at]]
    return Queue(shown, rest[0] if rest else None, rest)


def _progress(sheet: Board) -> str:
    """How many are sorted, and how long the rest takes.

    >>> _progress(Board({"": 5, "keep": 9}, {}))
    '9 of 14 sorted. Five left, about three minutes.'
    """
    told = f"{sheet.all - sheet.left:,} of {sheet.all:,} sorted."
    if not sheet.left:
        return told
    minutes = max(1, round(sheet.left * _SECONDS_EACH / 60))
    about = f"{count_words(minutes).lower()} minute{'' if minutes == 1 else 's'}"
    return f"{told} {count_words(sheet.left)} left, about {about}."


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


routes = [
    Route("/after", index, name="after:index"),
    Route("/after/{slug}", show, name="after:show"),
    Route("/after/{slug}", sort, methods=["POST"], name="after:sort"),
    Route("/after/{slug}/again", say_again, methods=["POST"], name="after:again"),
]
