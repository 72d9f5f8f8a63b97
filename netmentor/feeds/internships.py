"""The deadlines of opportunities as a calendar: the list's own address, with `.ics`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.calendars.publish import RENDERER, Head, calendar, vevent
from netmentor.calendars.zones import zone_data_version
from netmentor.events.filter_values import UnknownFilter
from netmentor.events.rules import listing_day
from netmentor.feeds.conditional import accepts_gzip
from netmentor.feeds.copies import Copies, body_in
from netmentor.feeds.editions import Edition, State
from netmentor.feeds.revisions import Revisions
from netmentor.internships.entries import entries_of
from netmentor.internships.filters import PATH, OpportunityFilter

CALENDAR = "text/calendar"
_NAME = "Internships and fellowships"


async def opportunities(request: Request) -> Response:
    """What the filters of the list leave, of every program that subscribes alike."""
    wanted = OpportunityFilter.read(request.query_params.multi_items())
    if wanted.fits:
        raise UnknownFilter("A calendar asks nobody to sign in, so it cannot know what fits you.")
    base_url: str = request.app.state.settings.base_url
    address = f"{base_url}{wanted.address(f'{PATH}.ics', page=1)}"
    revisions: Revisions = request.app.state.revisions
    now = clock.now()
    today = listing_day(now)
    state = State(await revisions.latest(), today, zone_data_version())
    version = state.version(address, RENDERER)
    edition = Edition(version, "netmentor-internships.ics", CALENDAR)
    coding = "gzip" if accepts_gzip(request.headers) else ""
    if version.is_known_to(request.headers):
        return edition.nothing_new(coding)
    copies: Copies = request.app.state.copies

    async def build() -> bytes:
        entries = await entries_of(wanted, base_url, today=today, now=now)
        return calendar(Head(name=_NAME, source_url=address), map(vevent, entries), ())

    return edition.whole(coding, await body_in(coding, version, copies, build))


routes = [Route(f"{PATH}.ics", opportunities, name="feeds:internships")]
