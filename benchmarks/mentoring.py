"""What mentors cost the service: the directory with whom is open this week, narrowed and whole."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from benchmarks import loads
from benchmarks.loads import Request
from benchmarks.measures import Row, alone, at_most
from benchmarks.places import Bench
from netmentor import clock
from netmentor.accounts import actions
from netmentor.accounts.joining import Joining
from netmentor.accounts.models import User
from netmentor.db.bulk import insert
from netmentor.db.columns import values_of
from netmentor.db.connections import connected
from netmentor.db.transactions import transaction
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import OPENINGS_KEPT, Topic
from netmentor.settings import Settings

DIRECTORY = 15.0  # ms
MENTORS = 1_000
STATES = ("OH", "NY", "TX", "CA", "")
CREDENTIALS = ("FACHE", "FACMPE", "CMPE, MBA", "")
_BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def measure(bench: Bench) -> Iterator[Row]:
    """Measure the directory as a member sees it whose list is narrowed to what they aim for."""
    with bench.place() as place:
        count = MENTORS // 10 if bench.smoke else MENTORS
        secret = alone(fill, place.settings, count)
        with place.running() as service:
            for what, query in (
                ("open this week", "?open=1"),
                ("everybody", ""),
                ("searched", "?q=sample+clinic&topic=finance"),
            ):
                headers = {"Cookie": f"netmentor={secret}"} | _BROWSER
                asked = [Request("GET", f"/mentors{query}", headers)]
                asked *= loads.WARM_UP + (20 if bench.smoke else 100)
                rounds = 1 if bench.smoke else 5
                cost = min(loads.cpu_of_each(service, asked) for _ in range(rounds)) * 1000
                title = f"mentors, {what}, of {count:,}"
                yield at_most(title, cost, DIRECTORY, "ms", loosely=bench.smoke)


def fill(found: Settings, many: int) -> str:
    """List mentors with openings, and return the secret of a member's sign-in."""
    return asyncio.run(_fill(found, many))


async def _fill(found: Settings, many: int) -> str:
    async with connected(found):
        now = clock.now()
        who = Joining(
            name="Sample Seeker",
            email="seeker@example.org",
            password="lantern copper violin meadow",  # noqa: S106 - of nobody
            timezone="America/Chicago",
        )
        user = await actions.join(who, now=now)
        await User.filter(id=user.id).update(aims="credential=fache&state=OH")
        columns = "email name password_hash timezone role aims theme single_keys created_at"
        boring = ("Sample", "", "UTC", "member", "", "", True, now)
        async with transaction():
            people = [(f"m-{n}@example.org", *boring) for n in range(many)]
            await insert(User, columns.split(), people)
            ids = await values_of(User.filter(email__startswith="m-").order_by("id"), "id")
            await Mentor.bulk_create([_mentor(id_, n, now) for n, id_ in enumerate(ids)])
        return await actions.admit(user, device="benchmark", now=now)


def _mentor(user_id: int, number: int, now: datetime) -> Mentor:
    topics = [one.value for one in Topic]
    first = now + timedelta(days=number % 20)
    starts = [first + timedelta(hours=hour) for hour in range(1, OPENINGS_KEPT + 1)]
    return Mentor(
        user_id=user_id,
        slug=f"m-{number:08}",
        name=f"Sample {number}",
        role_title="Administrator",
        organization_name="Sample Clinic",
        topics=",".join(topics[number % 5 : number % 5 + 4]),
        timezone="America/New_York",
        state=STATES[number % 5],
        credentials=CREDENTIALS[number % 4],
        listing="listed",
        reply_band=("day", "", "week")[number % 3],
        searched=f"sample {number} administrator sample clinic",
        next_openings=json.dumps([one.isoformat(timespec="seconds") for one in starts]),
        created_at=now,
        changed_at=now,
    )
