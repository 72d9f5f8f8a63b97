"""Private feeds: whoever has the address of one can read it, and nobody else learns of it.

Programs ask for the same few addresses all day, each of another user, and most have what is
there. So who asks again is answered before the router and the middleware, from one small row,
which is remembered for a moment under the hash of the address. The long way gives the same
answers, header by header (`tests/feeds/test_private.py`).
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from time import monotonic

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Scope, Send

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

MOST_KNOWN = 1_000  # feeds that are remembered; each for a second, so no more are of use
Day = tuple[date, str]  # with the release of the zone data: a feed is another one on each
_BEFORE, _AFTER = "/feeds/", ".ics"
_CLOSED = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@dataclass(slots=True)
class _Known:
    """What an address stood for when that was read last, and the heads of its answers.

    A head is of one content coding and one length; without a length it is of a 304.
    """

    began: float
    standing: Standing
    day: Day
    version: Version
    heads: dict[tuple[str, int | None], Message] = field(default_factory=dict)


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
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def answers(self, scope: Scope, send: Send) -> bool:
        """Answer the request and return True, or leave it alone and return False."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return False
        path: str = scope["path"]
        if not (path.startswith(_BEFORE) and path.endswith(_AFTER)):
            return False
        if (asked := asked_of(scope)) is None:
            return False
        now = clock.now()
        day = (listing_day(now), zone_data_version())
        try:
            known = await self._known_of(hashed(path[len(_BEFORE) : -len(_AFTER)]), day, asked)
        except Exception:  # whatever it is: the long way meets it too, and has words for it
            return False
        if known is None:
            return False
        coding = "gzip" if accepts_gzip(asked) else ""
        has_it = known.version.is_known_to(asked)
        body = b"" if has_it else self._copies.get(known.version.coded(coding))
        if body is None:
            return False
        self._note(known.standing, scope, now)
        await send(self._head(known, coding, None if has_it else body))
        await send({"type": "http.response.body", "body": body})
        return True

    def forgetting(self, send: Send) -> Send:
        """Return the `send` of a request that may change something.

        What is remembered is forgotten right before it is answered, so whoever revokes an
        address and tries it finds it dead. What another process remembers, or is only just
        being read, is good for its second.
        """

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._known.clear()
            await send(message)

        return told

    async def answer(self, request: Request, token: str) -> Response:
        """Answer the long way: the feed is built where no copy of it is kept.

        The revision is read before any entry: at worst the next asking fetches once more.
        """
        standing = await standing_of(hashed(token))
        feed = await PrivateFeed.get_or_none(id=standing.feed_id) if standing else None
        if standing is None or feed is None:
            raise NotFound("There is no such calendar.")
        now = clock.now()
        today = listing_day(now)
        edition = _edition(self._version(standing, (today, zone_data_version())))
        coding = "gzip" if accepts_gzip(request.headers) else ""
        self._note(standing, request.scope, now)
        if edition.version.is_known_to(request.headers):
            return edition.nothing_new(coding)

        async def build() -> bytes:
            return await feed_body(feed, today=today, base_url=self._base_url)

        return edition.whole(coding, await body_in(coding, edition.version, self._copies, build))

    async def _known_of(self, digest: str, day: Day, asked: Mapping[str, str]) -> _Known | None:
        """What the address stands for on this day; None where it is good for nothing.

        Who names another version than is known here may have a newer one, so then the
        database is asked in any case.
        """
        known = self._known.get(digest)
        if known is not None and known.day == day and monotonic() - known.began < self._memory:
            has_another = "if-none-match" in asked and not known.version.is_known_to(asked)
            if not has_another:
                return known
        began, standing = monotonic(), await standing_of(digest)
        if standing is None:
            self._known.pop(digest, None)
            return None
        if known is None or (known.standing, known.day) != (standing, day):
            known = _Known(began, standing, day, self._version(standing, day))
        known.began = began
        self._known[digest] = known
        self._known.move_to_end(digest)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return known

    def _version(self, standing: Standing, day: Day) -> Version:
        made_of = (standing, *day, OF_FEEDS, RENDERER, self._base_url)
        return Version(hashlib.sha256(repr(made_of).encode()).hexdigest()[:24])

    def _head(self, known: _Known, coding: str, body: bytes | None) -> Message:
        """The head of an answer, of a 304 without `body`: as the long way makes it."""
        called = (coding, None if body is None else len(body))
        if called not in known.heads:
            edition = _edition(known.version)
            made = edition.nothing_new(coding) if body is None else edition.whole(coding, body)
            told = {name for name, _ in made.raw_headers}
            headers = [*made.raw_headers, *(one for one in self._always if one[0] not in told)]
            head = {"type": "http.response.start", "status": made.status_code, "headers": headers}
            known.heads[called] = head
        return known.heads[called]

    def _note(self, standing: Standing, scope: Scope, now: datetime) -> None:
        agent = b""
        for name, value in scope["headers"]:
            if name == b"user-agent":
                agent = value
                break
        self._readings.note(standing.feed_id, agent.decode("latin-1"), now=now)


def _edition(version: Version) -> Edition:
    return Edition(version, "netmentor.ics", "text/calendar", _CLOSED)


async def feed(request: Request) -> Response:
    doors: PrivateFeeds = request.app.state.private_feeds
    return await doors.answer(request, request.path_params["token"])


routes = [Route("/feeds/{token}.ics", feed, name="feeds:private")]
