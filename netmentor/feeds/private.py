"""Private feeds: whoever has the address of one can read it, and nobody else learns of it.

Programs ask for the same few addresses all day, each of another user, and most have what is
there. So who asks again is answered before the router and the middleware, from one small row;
no address is remembered for that. The long way gives the same answers, header by
header (`tests/feeds/test_private.py`).
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from time import monotonic

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope, Send

from netmentor import clock
from netmentor.accounts.tokens import hashed
from netmentor.agenda.feeding import RENDERER as OF_FEEDS
from netmentor.agenda.feeding import feed_body
from netmentor.agenda.models import PrivateFeed
from netmentor.agenda.standing import Standing, standing_of
from netmentor.calendars.publish import RENDERER
from netmentor.calendars.zones import zone_data_version
from netmentor.errors import NotFound
from netmentor.events.rules import listing_day
from netmentor.feeds.conditional import Version, accepts_gzip, asked_of
from netmentor.feeds.copies import Copies, body_in
from netmentor.feeds.editions import Edition
from netmentor.feeds.readings import Readings

MOST_KNOWN = 10_000  # feeds whose standing is remembered
Header = tuple[bytes, bytes]
_BEFORE, _AFTER = "/feeds/", ".ics"
_CLOSED = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class PrivateFeeds:
    """Answers who asks for a private feed, and notes that they did."""

    def __init__(
        self,
        copies: Copies,
        readings: Readings,
        *,
        base_url: str,
        memory: timedelta,
        always: Mapping[str, str],
    ) -> None:
        """`memory` is how long a feed may be taken to stand where it stood; a revoked address
        is good for as long. `always` are the headers that the middleware puts on every answer.
        """
        self._copies = copies
        self._readings = readings
        self._base_url = base_url
        self._memory = memory.total_seconds()
        self._always = [(name.lower().encode(), value.encode()) for name, value in always.items()]
        self._heads: dict[tuple[str, bool], list[Header]] = {}
        self._known: OrderedDict[str, tuple[float, Standing]] = OrderedDict()

    async def answers(self, scope: Scope, send: Send) -> bool:
        """Answer the request and return True, or leave it alone and return False."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return False
        path: str = scope["path"]
        if not (path.startswith(_BEFORE) and path.endswith(_AFTER)):
            return False
        if (asked := asked_of(scope)) is None:
            return False
        try:
            standing = await self._standing(hashed(path[len(_BEFORE) : -len(_AFTER)]))
        except Exception:  # whatever it is: the long way meets it too, and has words for it
            return False
        if standing is None:
            return False
        version = self._version(standing, listing_day(clock.now()))
        coding = "gzip" if accepts_gzip(asked) else ""
        has_it = version.is_known_to(asked)
        body = b"" if has_it else self._copies.get(version.coded(coding))
        if body is None:
            return False
        self._note(standing, scope)
        head = {
            "status": 304 if has_it else 200,
            "headers": self._headers(version, coding, None if has_it else len(body)),
        }
        await send({"type": "http.response.start", **head})
        await send({"type": "http.response.body", "body": body})
        return True

    async def answer(self, request: Request, token: str) -> Response:
        """Answer the long way: the feed is built where no copy of it is kept.

        The revision is read before any entry: at worst the next asking fetches once more.
        """
        standing = await standing_of(hashed(token))
        feed = await PrivateFeed.get_or_none(id=standing.feed_id) if standing else None
        if standing is None or feed is None:
            raise NotFound("There is no such calendar.")
        today = listing_day(clock.now())
        edition = _edition(self._version(standing, today))
        coding = "gzip" if accepts_gzip(request.headers) else ""
        self._note(standing, request.scope)
        if edition.version.is_known_to(request.headers):
            return edition.nothing_new(coding)

        async def build() -> bytes:
            return await feed_body(feed, today=today, base_url=self._base_url)

        return edition.whole(coding, await body_in(coding, edition.version, self._copies, build))

    async def _standing(self, digest: str) -> Standing | None:
        if not self._memory:
            return await standing_of(digest)
        began, known = self._known.get(digest, (0.0, None))
        if known is not None and monotonic() - began < self._memory:
            return known
        began, found = monotonic(), await standing_of(digest)
        if found is None:
            self._known.pop(digest, None)
            return None
        self._known[digest] = (began, found)
        self._known.move_to_end(digest)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return found

    def _version(self, standing: Standing, today: date) -> Version:
        return _version_of(standing, today, zone_data_version(), self._base_url)

    def _headers(self, version: Version, coding: str, length: int | None) -> list[Header]:
        """The head of an answer, of a 304 without `length`: as the long way makes it, once."""
        kind = (coding, length is None)
        if kind not in self._heads:
            edition = _edition(version)
            made = edition.nothing_new(coding) if length is None else edition.whole(coding, b"")
            told = {name for name, _ in made.raw_headers}
            rest = [header for header in self._always if header[0] not in told]
            self._heads[kind] = [*made.raw_headers, *rest]
        headers = list(self._heads[kind])
        headers[0] = (b"etag", f'"{version.coded(coding)}"'.encode())
        if length is not None:
            place = next(n for n, (name, _) in enumerate(headers) if name == b"content-length")
            headers[place] = (b"content-length", str(length).encode())
        return headers

    def _note(self, standing: Standing, scope: Scope) -> None:
        named = (value for name, value in scope["headers"] if name == b"user-agent")
        agent = next(named, b"").decode("latin-1")
        self._readings.note(standing.feed_id, agent, now=clock.now())


@lru_cache(maxsize=4096)
def _version_of(standing: Standing, today: date, zones: str, base_url: str) -> Version:
    made_of = (standing, today, OF_FEEDS, RENDERER, zones, base_url)
    return Version(hashlib.sha256(repr(made_of).encode()).hexdigest()[:24])


def _edition(version: Version) -> Edition:
    return Edition(version, "netmentor.ics", "text/calendar", _CLOSED)


async def feed(request: Request) -> Response:
    doors: PrivateFeeds = request.app.state.private_feeds
    return await doors.answer(request, request.path_params["token"])


routes = [Route("/feeds/{token}.ics", feed, name="feeds:private")]
