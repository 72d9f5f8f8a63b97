"""How often one network may ask for what is worth guessing at, in each process."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.exceptions import HTTPException
from starlette.requests import Request

_MOST_NETWORKS = 10_000  # remembered; a flood of others forgets the oldest first


class Limit:
    """At most `most` askings of one network within `within`.

    By network and never by account: whoever knows an address could lock its owner out.
    """

    def __init__(self, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._asked: OrderedDict[str, deque[datetime]] = OrderedDict()

    def take(self, request: Request, *, now: datetime) -> None:
        """Count one asking; raise 429 with Retry-After where it is one too many."""
        who = network(request.client.host if request.client else "")
        times = self._asked.setdefault(who, deque())
        self._asked.move_to_end(who)
        while times and times[0] <= now - self._within:
            times.popleft()
        if len(times) >= self._most:
            wait = times[0] + self._within - now
            raise HTTPException(429, headers={"Retry-After": str(int(wait.total_seconds()) + 1)})
        times.append(now)
        if len(self._asked) > _MOST_NETWORKS:
            self._asked.popitem(last=False)


class Limits:
    """All limits of one process."""

    def __init__(self) -> None:
        self.sign_in = Limit(20, timedelta(minutes=10))
        self.sign_up = Limit(10, timedelta(hours=1))
        self.suggest = Limit(30, timedelta(hours=1))
        self.reset = Limit(10, timedelta(hours=1))  # each writes a letter to whatever address
        self.confirm = Limit(30, timedelta(minutes=10))


def network(host: str) -> str:
    """Return the network that an address is counted with: of IPv6 what one household gets.

    >>> network("203.0.113.9"), network("2001:db8:1:2:3::4"), network("::ffff:203.0.113.9")
    ('203.0.113.9', '2001:db8:1:2::/64', '203.0.113.9')
    """
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), 64), strict=False))
