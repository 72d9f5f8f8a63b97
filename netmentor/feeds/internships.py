"""The deadlines of opportunities as a calendar: the list's own address, with `.ics`."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor.calendars.entry import Span
from netmentor.calendars.publish import RENDERER, Head, calendar, vevent
from netmentor.events.filter_values import UnknownFilter
from netmentor.events.rules import moment
from netmentor.feeds.answering import Feed, answer
from netmentor.internships.entries import entries_of
from netmentor.internships.filters import PATH, OpportunityFilter
from netmentor.internships.moments import LAST_ZONE

CALENDAR = "text/calendar"
_NAME = "Internships and fellowships"
_RENDERER = RENDERER + 1  # grows when the same dates would make other bytes


async def opportunities(request: Request) -> Response:
    """What the filters of the list leave, of every program that subscribes alike."""
    wanted = OpportunityFilter.read(request.query_params.multi_items())
    if wanted.fits:
        raise UnknownFilter("A calendar asks nobody to sign in, so it cannot know what fits you.")
    base_url: str = request.app.state.settings.base_url
    address = f"{base_url}{wanted.address(f'{PATH}.ics', page=1)}"

    async def build(today: date) -> bytes:
        # What is open is looked at once a day: the bytes of a version are the same all day.
        begun = moment(today, "00:00", LAST_ZONE)
        entries = await entries_of(wanted, base_url, today=today, now=begun)
        zones = {one.when.zone.key for one in entries if isinstance(one.when, Span)}
        return calendar(Head(name=_NAME, source_url=address), map(vevent, entries), zones)

    feed = Feed(
        address=address,
        file_name="netmentor-internships.ics",
        media_type=CALENDAR,
        renderer=_RENDERER,
        build=build,
    )
    return await answer(request, feed)


routes = [Route(f"{PATH}.ics", opportunities, name="feeds:internships")]
