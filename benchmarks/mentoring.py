"""What mentors cost the service: the directory with whom is open this week, narrowed and whole."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from time import process_time
from zoneinfo import ZoneInfo

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
from netmentor.mentoring.availability.slots import (
    Availability,
    Length,
    Limits,
    Taken,
    Weekly,
    slots,
)
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import OPENINGS_KEPT, Topic
from netmentor.settings import Settings

DIRECTORY = 15.0  # ms
SLOTS = 5.0  # ms: eight weeks of one mentor
MENTORS = 1_000
STATES = ("OH", "NY", "TX", "CA", "")
CREDENTIALS = ("FACHE", "FACMPE", "CMPE, MBA", "")
_BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def measure(bench: Bench) -> Iterator[Row]:
    """Measure the directory as a member sees it whose list is narrowed to what they aim for."""
    yield at_most("a mentor's slots of eight weeks", slots_cost(), SLOTS, "ms", loosely=bench.smoke)
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


def slots_cost() -> float:
    """The processor's ms for eight weeks with weekly hours, 40 sessions and 200 busy times."""
    zone, now = ZoneInfo("America/New_York"), datetime(2027, 2, 20, tzinfo=UTC)
    chance = Random(9)  # noqa: S311 - the same times each run

    def taken(minutes: int) -> Taken:
        starts = now + timedelta(minutes=15 * chance.randrange(56 * 96))
        return Taken(starts, starts + timedelta(minutes=minutes), 10, 10)

    halves = (("08:00", "12:00"), ("13:00", "18:00"))
    of = Availability(
        zone,
        hours=[Weekly(weekday, *half) for weekday in range(5) for half in halves],
        busy=[taken(60) for _ in range(200)],
        held=[taken(30) for _ in range(40)],
        limits=Limits(cap_day=3, cap_week=10, keeps_holidays=True, step=15),
    )
    first = now.astimezone(zone).date()
    costs = []
    for _ in range(loads.WARM_UP + 20):
        began = process_time()
        slots(of, Length(30), first, first + timedelta(days=56), now)
        costs.append(process_time() - began)
    return min(costs) * 1000


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
