"""Requests that trickle in are cut off, so that a few slow senders cannot hold every connection."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from netmentor.cli.logs import Requests

_REQUESTS = Requests()
LARGEST_HEAD = 64 * 1024  # bytes of request line and headers; httptools itself has no limit


class DeadlineProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol; a request must have arrived whole by `DEADLINE`, body included.

    The time counts from the first byte, or from the connection where none comes. What comes of a
    body extends it by as long as `SLOWEST` takes for so much, never beyond `DEADLINE` from then:
    a file may take minutes over a telephone, and whoever trickles is cut off all the same. While
    the service itself does not read (a pipelined request waits for the answer before it), the
    sender is not to blame and gets more time.
    """

    DEADLINE = timedelta(seconds=8)
    SLOWEST = 64 * 1024  # bytes of a body in a second

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.access_logger = _REQUESTS
        self._due: float | None = None  # when the request must be there, by the loop's clock
        self._timer: asyncio.TimerHandle | None = None
        self._head = 0  # bytes since the last whole request that are no body

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._arm()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        # Blank lines between requests end the keep-alive timeout and begin no message.
        self._arm()
        self._head += len(data)
        super().data_received(data)
        if self._head > LARGEST_HEAD and not self.transport.is_closing():
            self._refuse_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._arm()

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        self._head -= len(body)
        if self._due is not None:
            latest = self.loop.time() + self.DEADLINE.total_seconds()
            self._due = min(self._due + len(body) / self.SLOWEST, latest)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._head = 0
        self._disarm()

    def _refuse_head(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.send_400_response("The headers of this request are too large.")
        else:
            self.transport.abort()

    def _arm(self) -> None:
        """Begin to count, unless that has begun. A timer goes on from one request to the next:
        to set and cancel one for each costs more than to look, now and then, whether any is due.
        """
        if self._due is None:
            self._due = self.loop.time() + self.DEADLINE.total_seconds()
            if self._timer is None:
                self._timer = self.loop.call_at(self._due, self._look)

    def _disarm(self) -> None:
        self._due = None

    def _look(self) -> None:
        self._timer = None
        if self._due is None:
            return
        if self.loop.time() < self._due:
            self._timer = self.loop.call_at(self._due, self._look)
        elif self.flow.read_paused:
            self._due = None
            self._arm()
        elif not self.transport.is_closing():
            self.transport.abort()
