"""People somebody met: all of them as a list, and each on a page of their own."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.contacts.binning import bin_of
from netmentor.contacts.doubles.queries import merged_with
from netmentor.contacts.due import day_after
from netmentor.contacts.finding import events_met_at
from netmentor.contacts.follow_ups import today_of
from netmentor.contacts.listing import page_of, tags_of
from netmentor.contacts.models import Contact
from netmentor.contacts.pictures import MOST_OF_A_CONTACT
from netmentor.contacts.profiles import profile_of
from netmentor.contacts.queries import contact_of
from netmentor.contacts.rules import IN_THE_BIN, TouchKind, days_after
from netmentor.contacts.words import TOUCH_WORDS, WAY_WORDS, weeks_words
from netmentor.internships.applying.queries import came_through
from netmentor.web import messages, personal, sessions
from netmentor.web.creating import drawn_key
from netmentor.web.forms.contacts import CADENCES
from netmentor.web.page import redirect
from netmentor.web.people_filters import loosened, wanted_of


async def index(request: Request) -> Response:
    """A page of the people that the address asks for."""
    found = await sessions.needed(request)
    user, today = found.user, today_of(found.user, clock.now())
    wanted = await wanted_of(request.query_params, user)
    page = await page_of(user, wanted.asked, today=today)
    tags = await tags_of(user)
    return personal.render(
        request,
        "contacts/index.html",
        found,
        wanted=wanted,
        page=page,
        tags=tags,
        events=await events_met_at(user),
        looser=await loosened(user, wanted, today=today) if not page.lines else None,
        there=today,
        soon=days_after(today, 1),
        weeks_words=weeks_words,
    )


async def show(request: Request) -> Response:
    """Everything about one person."""
    found = await sessions.needed(request)
    contact = await contact_of(found.user, request.path_params["key"])
    if contact.key != request.path_params["key"]:  # merged since
        return redirect(request, "contacts:show", key=contact.key)
    now = clock.now()
    today = today_of(found.user, now)
    return personal.render(
        request,
        "contacts/show.html",
        found,
        profile=await profile_of(contact),
        merges=await merged_with(found.user, contact),
        message=await messages.shown_to(found.user, contact),
        there=today,
        tomorrow=today + timedelta(days=1),
        has_event=await day_after(found.user, None, now=now) is not None,
        soon=days_after(today, 1),
        touch_words=TOUCH_WORDS,
        touch_kinds=[kind.value for kind in TouchKind],
        way_words=WAY_WORDS,
        weeks_words=weeks_words,
        cadences=CADENCES,
        most_pictures=MOST_OF_A_CONTACT,
        drawn_key=drawn_key,
        through=await came_through(found.user, contact),
        gone_for_good_on=_last_day(contact, found),
    )


async def show_bin(request: Request) -> Response:
    """Who was deleted and can be taken back."""
    found = await sessions.needed(request)
    gone = await bin_of(found.user).limit(500)
    last_days = {one.id: _last_day(one, found) for one in gone}
    return personal.render(request, "contacts/bin.html", found, gone=gone, last_days=last_days)


def _last_day(contact: Contact, found: SignIn) -> date | None:
    if contact.gone_at is None:
        return None
    ends_at = contact.gone_at + IN_THE_BIN
    last: date = ends_at.astimezone(ZoneInfo(found.user.timezone)).date()
    return last


routes = [
    # Before the page of a person, whose address is any one word.
    Route("/contacts/bin", show_bin, name="contacts:bin"),
    Route("/contacts", index, name="contacts:index"),
    Route("/contacts/{key}", show, name="contacts:show"),
]
