"""How every feed answers: "nothing new" from one row, else bytes that are kept by their ETag."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from netmentor import clock
from netmentor.calendars.zones import zone_data_version
from netmentor.events.filters import EventFilter
from netmentor.events.indexing import catalogue
from netmentor.events.matching import refuse_unknown
from netmentor.events.rules import listing_day
from netmentor.feeds.conditional import accepts_gzip
from netmentor.feeds.copies import Copies, body_in
from netmentor.feeds.editions import Edition, State
from netmentor.feeds.revisions import Revisions
from netmentor.feeds.shortcut import Shortcut


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed as asked for: its own address, what it is, and how it is built on a day.

    `wanted` are the events it is of, None of a feed of something else. `renderer` grows when
    the same content comes out as other bytes.
    """

    address: str
    file_name: str
    media_type: str
    renderer: int
    build: Callable[[date], Awaitable[bytes]]
    wanted: EventFilter | None = None


def address_of(request: Request, wanted: EventFilter) -> str:
    """The feed's own address under the configured base URL; the Host header could be forged."""
    base_url: str = request.app.state.settings.base_url
    return f"{base_url}{quote(request.url.path)}{wanted.lasting().query()}"


async def answer(request: Request, feed: Feed) -> Response:
    """Answer with the feed, or with 304 where the asker has it already.

    The revision is read before any entry: at worst the next asking fetches once more.
    """
    revisions: Revisions = request.app.state.revisions
    shortcut: Shortcut = request.app.state.shortcut
    today = listing_day(clock.now())
    # Before a 304: a name that stands for nothing has no version.
    if feed.wanted and feed.wanted.narrows:
        refuse_unknown(feed.wanted, await catalogue())
    state = State(await revisions.latest(), today, zone_data_version())
    version = state.version(feed.address, feed.renderer)
    edition = Edition(version, feed.file_name, feed.media_type)
    coding = "gzip" if accepts_gzip(request.headers) else ""
    if version.is_known_to(request.headers):
        answered = edition.nothing_new(coding)
    else:
        copies: Copies = request.app.state.copies

        async def build() -> bytes:
            return await feed.build(today)

        answered = edition.whole(coding, await body_in(coding, version, copies, build))
    shortcut.remember(request.scope, state, edition)
    return answered
