"""Lists that others frame on their own pages: to read alone, without a cookie or a script.

What cannot be shown is told inside the frame, in words and under the same policy: a frame
that a browser refuses would look like a fault of the page around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.events.briefs import Brief
from netmentor.events.choices import in_words
from netmentor.events.filter_values import UnknownFilter
from netmentor.events.filters import EventFilter
from netmentor.events.indexing import catalogue
from netmentor.events.listing import Listing, listing
from netmentor.events.queries import name_of
from netmentor.events.rules import View, listing_day
from netmentor.organizations.queries import organization_by_slug
from netmentor.web import cards
from netmentor.web.calendars import Subscription, subscription
from netmentor.web.page import render, settings_of

MOST_EVENTS = 20
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none';"
        " frame-ancestors *; base-uri 'none'"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",  # for pages that ask it of all they load
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """One list in a frame: its words, its events, and where each way out of it leads."""

    heading: str
    address: str  # of the embed, without its query
    full: str  # the whole list at our own site
    subscription: Subscription
    dated: Sequence[Brief]
    expected: Sequence[Brief]


async def events(request: Request) -> Response:
    wanted = _as_list(EventFilter.read(request.query_params.multi_items()))
    words = ", ".join(in_words(wanted, await catalogue()))
    heading = "Events" if words == "events" else f"Events: {words}"
    return await _framed(request, heading, wanted, wanted, "/events")


async def organization(request: Request) -> Response:
    found = await organization_by_slug(request.path_params["slug"])
    wanted = _as_list(EventFilter.read(request.query_params.multi_items(), "organization"))
    of_it = replace(wanted, organizations=(found.slug,))
    path = f"/organizations/{found.slug}"
    return await _framed(request, f"Events of {found.name}", wanted, of_it, path)


def is_embed(request: Request) -> bool:
    """True where an answer will stand in a frame, a refusal too."""
    return str(request.scope["path"]).endswith("/embed")


def refusal(request: Request, status: int, title: str, message: str) -> Response:
    """Say inside the frame why there is no list."""
    base_url = settings_of(request).base_url
    words = {"heading": title, "message": message, "full": f"{base_url}/events"}
    page = render(request, "embeds/refusal.html", status, **words)
    page.headers.update(HEADERS)
    return page


async def _framed(
    request: Request, heading: str, wanted: EventFilter, all_of_it: EventFilter, path: str
) -> Response:
    """The list of `all_of_it`; `wanted` is what of it the address asks for beside its path."""
    found = await listing(all_of_it, today=listing_day(clock.now()), per_page=MOST_EVENTS)
    base_url = settings_of(request).base_url
    query = wanted.lasting().query()
    dated = list(found.events)
    embed = Embed(
        heading=heading,
        address=f"{path}/embed",
        full=f"{base_url}{_whole(path, wanted, all_of_it)}",
        subscription=subscription(base_url, f"{path}.ics", query, await name_of(all_of_it)),
        dated=dated,
        expected=list(islice(found.all_expected, max(0, MOST_EVENTS - len(dated)))),
    )
    page = render(
        request,
        "embeds/list.html",
        embed=embed,
        wanted=wanted,
        found=found,
        rest=_left_out(found, embed),
        zone=cards.shared_zone(found),
    )
    page.headers.update(HEADERS)
    return page


def _as_list(wanted: EventFilter) -> EventFilter:
    if wanted.view != View.LIST or wanted.month:
        raise UnknownFilter("What is embedded is a list; leave “view” and “month” out.")
    return wanted


def _whole(path: str, wanted: EventFilter, all_of_it: EventFilter) -> str:
    """Where all of it stands: an organization's own page has no filters, so the list has it."""
    if not wanted.narrows:
        return path
    return f"/events{all_of_it.lasting().query()}"


def _left_out(found: Listing, embed: Embed) -> int:
    """How many expected events there was no room for; the dated ones have pages."""
    return found.expected - len(embed.expected) if found.page == 1 else 0


routes = [
    Route("/events/embed", events, name="embeds:events"),
    Route("/organizations/{slug}/embed", organization, name="embeds:organization"),
]
