"""Plans of copies for tests, and rounds of the worker that sends them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from netmentor.accounts.models import User
from netmentor.copies import sealing
from netmentor.copies.actions import Wish, wish
from netmentor.copies.models import AccountCopy, CopyPlan
from netmentor.copies.rules import Place, Rhythm
from netmentor.fetching.web import Web
from netmentor.jobs.copies import begin_copies, send_copies
from netmentor.settings import Settings
from tests.factories import NOON
from tests.fetching.asking import web
from tests.fetching.cloud import PASSWORD, USER, Cloud

BODY = b"PK" + bytes(range(256)) * 200
FOLDER = "/dav/ada/"
MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)  # after the day of tests, a Tuesday


def make_wish(**more: Any) -> Wish:
    boring: dict[str, Any] = {
        "place": Place.WEBDAV,
        "url": "https://calendar.example/dav/ada/",
        "user_name": USER,
        "password": PASSWORD,
        "rhythm": Rhythm.WEEKLY,
        "day": 0,
        "at": "07:00",
        "keep": 0,
    }
    return Wish(**boring | more)


async def make_plan(settings: Settings, user: User, **more: Any) -> CopyPlan:
    """Somebody's plan, as of noon of the day of tests."""
    await wish(settings, user, make_wish(**more), now=NOON)
    return await CopyPlan.get(user=user)


async def to_cloud(settings: Settings, user: User, cloud: Cloud, **more: Any) -> CopyPlan:
    return await make_plan(settings, user, url=cloud.url(), **more)


async def pieces(user: User) -> AsyncIterator[bytes]:
    """What stands for an account: its bytes say nothing of anybody."""
    for start in range(0, len(BODY), 10_000):
        yield BODY[start : start + 10_000]


async def round_of(settings: Settings, place: Place = Place.WEBDAV, out: Web | None = None) -> int:
    """What the worker does within seconds; return how many copies were tried."""
    await begin_copies(settings)
    return await send_copies(settings, place, pieces, out or web(seconds=5.0))


async def told(plan: CopyPlan) -> list[tuple[str, str]]:
    """What became of the copies of a plan, in their order."""
    return [(one.state, one.reason) for one in await AccountCopy.filter(plan=plan).order_by("id")]


async def resealed(settings: Settings, plan: CopyPlan) -> str:
    """The password of a plan as the keys of `settings` open it."""
    plan = await CopyPlan.get(id=plan.id)
    return sealing.opened(settings, plan.password or b"")
