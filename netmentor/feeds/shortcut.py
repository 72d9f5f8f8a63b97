"""The shortcut: who asks for a feed again is answered before the router and the middleware.

Calendar programs ask for the same few addresses all day, and most have it already. What an
address stands for is remembered here once it was answered the long way; the answers are the
same, header by header (`tests/feeds/test_shortcut.py`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response
from starlette.types import Message, Scope, Send

from netmentor import clock
from netmentor.calendars.zones import zone_data_version
from netmentor.events.rules import listing_day
from netmentor.feeds.conditional import accepts_gzip, asked_of
from netmentor.feeds.copies import Copies
from netmentor.feeds.editions import Edition, State
from netmentor.feeds.revisions import Revisions

MOST_ADDRESSES = 1000
LONGEST_ADDRESS = 2000  # bytes of path and query


@dataclass(slots=True)
class _Known:
    """What an address stood for in one state, and the heads of its answers.

    A head is of one content coding and one length; without a length it is of a 304.
    """

    state: State
    edition: Edition
    heads: dict[tuple[str, int | None], Message] = field(default_factory=dict)


class Shortcut:
    """Answers what it can for certain, and leaves everything else alone."""

    def __init__(self, revisions: Revisions, copies: Copies, always: Mapping[str, str]) -> None:
        """`always` are the headers that the middleware puts on every answer."""
        self._revisions = revisions
        self._copies = copies
        self._always = [(name.lower().encode(), value.encode()) for name, value in always.items()]
        self._known: OrderedDict[tuple[str, bytes], _Known] = OrderedDict()

    def remember(self, scope: Scope, state: State, edition: Edition) -> None:
        """Whoever asks for this address while things are so is answered with `edition`.

        Of too many addresses the one that was asked for longest ago is forgotten.
        """
        address = (scope["path"], scope["query_string"])
        if len(address[0].encode()) + len(address[1]) > LONGEST_ADDRESS:
            return
        self._known[address] = _Known(state, edition)
        self._known.move_to_end(address)
        if len(self._known) > MOST_ADDRESSES:
            self._known.popitem(last=False)

    async def answers(self, scope: Scope, send: Send) -> bool:
        """Answer the request and return True, or leave it alone and return False."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return False
        address = (scope["path"], scope["query_string"])
        known = self._known.get(address)
        if known is None:
            return False
        asked = asked_of(scope)
        answer = await self._answer(known, asked) if asked is not None else None
        if answer is None:
            return False
        if address in self._known:
            self._known.move_to_end(address)
        head, body = answer
        await send(head)
        await send({"type": "http.response.body", "body": body})
        return True

    async def _answer(
        self, known: _Known, asked: Mapping[str, str]
    ) -> tuple[Message, bytes] | None:
        """What the long way would answer, or None where only that can tell.

        Who names another version than is known here may have a newer one, so then the
        database is asked in any case.
        """
        version = known.edition.version
        has_it = version.is_known_to(asked)
        has_another = not has_it and ("if-none-match" in asked or "if-modified-since" in asked)
        try:
            revision = await (self._revisions.latest() if has_another else self._revisions.known())
        except Exception:  # whatever it is: the long way meets it too, and has words for it
            return None
        if known.state != State(revision, listing_day(clock.now()), zone_data_version()):
            return None
        coding = "gzip" if accepts_gzip(asked) else ""
        body = b"" if has_it else self._copies.get(version.coded(coding))
        if body is None:
            return None
        called = (coding, None if has_it else len(body))
        if called not in known.heads:
            edition = known.edition
            answer = edition.nothing_new(coding) if has_it else edition.whole(coding, body)
            known.heads[called] = self._head(answer)
        return known.heads[called], body

    def _head(self, answer: Response) -> Message:
        headers = (*answer.raw_headers, *self._always)
        return {"type": "http.response.start", "status": answer.status_code, "headers": headers}
