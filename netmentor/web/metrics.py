"""Numbers for a program that watches: Prometheus' text format 0.0.4, and nothing of anybody."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import __version__, clock
from netmentor.mail import pulse, queries
from netmentor.reminders.queries import backlog
from netmentor.settings import is_local
from netmentor.web.page import settings_of

FORMAT = "text/plain; version=0.0.4; charset=utf-8"
# What a proxy adds for the visitor it speaks for, and a browser for its page.
_SPOKEN_FOR = (
    *("x-forwarded-", "forwarded", "via", "x-real-ip", "x-client-ip", "cf-connecting-ip"),
    *("true-client-ip", "x-cluster-client-ip", "origin", "sec-fetch-site"),
)
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


@dataclass(frozen=True, slots=True)
class Gauge:
    """One number as it is now: its name, what it says, and its values by their labels."""

    name: str
    help: str
    values: Mapping[str, float]

    def lines(self) -> Iterator[str]:
        yield f"# HELP netmentor_{self.name} {self.help}"
        yield f"# TYPE netmentor_{self.name} gauge"
        for labels, value in self.values.items():
            yield f"netmentor_{self.name}{labels} {_number(value)}"


async def show(request: Request) -> Response:
    """All of it, for whoever may read it; for anybody else there is no such page."""
    if request.method not in ("GET", "HEAD") or not may_read(request):
        raise HTTPException(404)
    found = [line for gauge in await _gauges(clock.now()) for line in gauge.lines()]
    text = "\n".join([*found, ""])
    return Response(text, headers={"Content-Type": FORMAT, "Cache-Control": "no-store"})


def may_read(request: Request) -> bool:
    """True for this very machine past any proxy, and for whoever brings the token."""
    token = settings_of(request).metrics_token
    scheme, _, told = request.headers.get("authorization", "").partition(" ")
    knows_it = hmac.compare_digest(token.encode(), told.strip().encode())
    return bool(token and scheme.lower() == "bearer" and knows_it) or _is_from_here(request)


def _is_from_here(request: Request) -> bool:
    """A proxy on this machine comes from here, too, and speaks for the whole world."""
    if any(name.startswith(_SPOKEN_FOR) for name in request.headers):
        return False
    # A page in a browser on this machine may ask for a name of its own that leads here.
    if not is_local(f"http://{request.headers.get('host', '')}"):
        return False
    try:
        peer = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    inner = peer.ipv4_mapped if isinstance(peer, IPv6Address) else None
    return (inner or peer).is_loopback


async def _gauges(now: datetime) -> list[Gauge]:
    felt = await pulse.feel()
    states, left = await queries.counts_by_state(), await backlog(now=now)
    lag = felt.lag(now=now).total_seconds()
    moves = felt.why_letters_stay(now=now) is None
    dead = await queries.dead_addresses()
    silence = (now - felt.worker_at).total_seconds() if felt.worker_at else float("inf")
    letters = {f'{{state="{state}"}}': count for state, count in states.items()}
    return [
        Gauge("build_info", "The version that runs.", {f'{{version="{__version__}"}}': 1}),
        Gauge("letters", "Letters in the outbox, by how far they are.", letters),
        _single("dead_addresses", "Addresses without a mailbox, as their servers said.", dead),
        _single("queue_lag_seconds", "How long the longest waiting letter is past its time.", lag),
        _single("queue_moves", "1 while letters go out as they are due, else 0.", moves),
        _single("reminders_due", "Reminders past their time that no letter tells of.", left.due),
        _single("users_to_plan", "Users whose reminders are to be planned anew.", left.users),
        _single("worker_silence_seconds", "Since the worker's last sign of life.", silence),
    ]


def _single(name: str, told: str, value: float) -> Gauge:
    return Gauge(name, told, {"": value})


def _number(value: float) -> str:
    return "+Inf" if value == float("inf") else f"{value:.15g}"


routes = [Route("/metrics", show, methods=_METHODS, name="metrics")]
