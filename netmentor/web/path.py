"""The page of the path: six steps toward managing a practice, and what to do at each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.events.indexing import catalogue
from netmentor.events.rules import listing_day
from netmentor.guides.library import guides
from netmentor.organizations.models import Credential
from netmentor.organizations.queries import credentials
from netmentor.web.page import render

READ_ON = date(2026, 11, 22)  # the day the pages that the steps rely on were read


@dataclass(frozen=True, slots=True)
class Certification:
    """A credential, and where to go on: to events that counted toward it, or to who gives it."""

    credential: Credential
    counted: bool
    address: str


async def show(request: Request) -> Response:
    """The six steps. Events that count are shown from last year on: those ahead seldom say it."""
    counting = (await catalogue()).index.having["credentials"]
    since = date(listing_day(clock.now()).year - 1, 1, 1)
    return render(
        request,
        "path/show.html",
        certifications=[
            _certification(row, since, counted=row.slug in counting) for row in await credentials()
        ],
        since=since,
        guides={one.slug: one for one in guides()},
        read_on=READ_ON,
    )


def _certification(credential: Credential, since: date, *, counted: bool) -> Certification:
    if counted:
        address = f"/events?credential={credential.slug}&from={since}"
    else:
        address = f"/organizations/{credential.body.slug}" if credential.body else ""
    return Certification(credential, counted, address)


routes = [Route("/path", show, name="path")]
