"""What an address asks for, where its path may have settled a part of it already."""

from __future__ import annotations

from starlette.requests import Request

from netmentor.events.filter_values import UnknownFilter
from netmentor.events.filters import EventFilter


def asked(request: Request, settled: str = "") -> EventFilter:
    """Return the filters of the address; `settled` is the one that its path names."""
    if settled and settled in request.query_params:
        raise UnknownFilter(f"This address is of one {settled} already; leave “{settled}” out.")
    return EventFilter.read(request.query_params.multi_items())
