"""What the doctor sees: the database from inside, and the service from outside."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from tortoise.connection import get_connection

from netmentor import clock
from netmentor.cli.refusals import sentence
from netmentor.db import signs
from netmentor.db.columns import values_of
from netmentor.db.connections import connected
from netmentor.db.migrate import why_not_ready
from netmentor.events.importing.models import Source
from netmentor.mail import queries
from netmentor.mail.pulse import Pulse, feel
from netmentor.settings import Settings

PATIENCE = timedelta(seconds=3)  # for the base URL to answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What the database tells; `trouble` says why it does not, or does not fit."""

    trouble: str | None = None
    readable: bool = True
    backup_at: datetime | None = None
    worker_at: datetime | None = None
    sources: int = 0  # that are read again and again
    troubled: tuple[str, ...] = ()  # keys of those that could not be read the last time
    ahead: timedelta = timedelta(0)  # of the database server's clock, against ours
    pulse: Pulse = field(default_factory=Pulse)
    failed: int = 0  # letters
    dead: int = 0  # addresses that have no mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from the base URL; `trouble` says why nothing did."""

    trouble: str | None = None
    ahead: timedelta | None = None  # of the clock that dated the answer, against ours


async def look_inside(settings: Settings) -> Inside:
    """Ask the database; a SQLite file that is missing is not made by asking."""
    if settings.sqlite_path and not settings.sqlite_path.exists():
        return Inside(
            trouble=f"There is no database at {settings.sqlite_path} yet.", readable=False
        )
    try:
        async with connected(settings):
            # Asked first, because a look for migrations takes any error for "there are none".
            await get_connection("default").execute_query("SELECT 1")
            if trouble := await why_not_ready(settings):
                return Inside(trouble=trouble, readable=False)
            read_again = Source.filter(retired_at=None, every_hours__gt=0)
            troubled = read_again.filter(failures__gt=0).order_by("-failures", "key")
            return Inside(
                sources=await read_again.count(),
                troubled=tuple(await values_of(troubled, "key")),
                backup_at=await _last("backup"),
                worker_at=await _last("worker"),
                ahead=await _server_ahead() if settings.on_postgres else timedelta(0),
                pulse=await feel(),
                failed=len(await queries.failed()),
                dead=await queries.dead_addresses(),
            )
    except Exception as exc:
        if (said := sentence(exc)) is None:
            raise
        return Inside(trouble=said, readable=False)


async def _last(name: str) -> datetime | None:
    landmark = await signs.last(name)
    return landmark.at if landmark else None


async def _server_ahead() -> timedelta:
    rows = await get_connection("default").execute_query_dict("SELECT clock_timestamp() AS at")
    at: datetime = rows[0]["at"]
    return at - clock.now()


def visit(base_url: str, patience: timedelta = PATIENCE) -> Answer:
    """Ask the base URL whether the service lives there, without any proxy of the environment."""
    door = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with door.open(f"{base_url}/healthz", timeout=patience.total_seconds()) as reply:
            return Answer(ahead=_ahead(reply.headers["Date"]))
    except urllib.error.HTTPError as refusal:
        with refusal:
            return Answer(trouble=f"status {refusal.code}", ahead=_ahead(refusal.headers["Date"]))
    except urllib.error.URLError as exc:
        return Answer(trouble=str(exc.reason))
    except (OSError, ValueError) as exc:
        return Answer(trouble=str(exc) or type(exc).__name__)


def _ahead(date: str | None) -> timedelta | None:
    try:
        return parsedate_to_datetime(date) - clock.now() if date else None
    except (ValueError, TypeError):
        return None
