"""What one's own applications cost: as a list and by stage, and what those of others add."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import product
from uuid import uuid4

from benchmarks import loads
from benchmarks.loads import Request
from benchmarks.measures import Row, alone, at_most
from benchmarks.places import Bench, Place, settled
from netmentor import clock
from netmentor.accounts import actions
from netmentor.accounts.joining import Joining
from netmentor.accounts.models import User
from netmentor.db.bulk import insert
from netmentor.db.columns import values_of
from netmentor.db.connections import connected
from netmentor.db.transactions import transaction
from netmentor.internships.applying.models import Application, PlanStep
from netmentor.internships.applying.planning import USUAL, planned
from netmentor.internships.applying.rules import CameFrom, Stage
from netmentor.internships.models import Window
from netmentor.internships.rules import CLOSINGS
from netmentor.settings import Settings

PAGE = 12.0  # ms
FLAT = 1.3  # times what it costs among a tenth of the others
APPLICATIONS = 60
OTHERS = 40  # users with as many each, and then ten times as many
_STAGES = [one for one in Stage if one is not Stage.HELD]
_VIEWS = {"list": "", "board": "?view=board"}
_BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def measure(bench: Bench) -> Iterator[Row]:
    """Measure both views among a few others' applications, and among ten times as many."""
    few = OTHERS // 10 if bench.smoke else OTHERS
    with bench.place() as place:
        secret = alone(fill, place.settings, few)
        alone_among = _costs(bench, place, secret)
        alone(join_others, place.settings, few * 9, few)
        among_more = _costs(bench, place, secret)
    for view, cost in among_more.items():
        title = f"applications, {APPLICATIONS} as a {view}"
        yield at_most(title, cost, PAGE, "ms", loosely=bench.smoke)
        title = f"… as a {view}, with ten times as many of others"
        yield at_most(title, cost / alone_among[view], FLAT, "×", loosely=bench.smoke)


def _costs(bench: Bench, place: Place, secret: str) -> dict[str, float]:
    """Milliseconds of the processor for each view; of several rounds the least counts."""
    asked = loads.WARM_UP + (20 if bench.smoke else 100)
    rounds = 1 if bench.smoke else 5
    headers = {"Cookie": f"netmentor={secret}"} | _BROWSER
    with place.running() as service:
        return {
            view: min(
                loads.cpu_of_each(
                    service, [Request("GET", f"/applications{query}", headers)] * asked
                )
                for _ in range(rounds)
            )
            * 1000
            for view, query in _VIEWS.items()
        }


def fill(found: Settings, others: int) -> str:
    """Have somebody apply, and others beside; return the secret of the first one's sign-in."""
    return asyncio.run(_fill(found, others))


def join_others(found: Settings, many: int, first: int) -> None:
    """Have so many more people apply, from the number `first` on."""
    asyncio.run(_join_others(found, many, first))


async def _fill(found: Settings, others: int) -> str:
    async with connected(found):
        now = clock.now()
        who = Joining(
            name="Sample Seeker",
            email="seeker@example.org",
            password="lantern copper violin meadow",  # noqa: S106 - of nobody
            timezone="America/Chicago",
        )
        user = await actions.join(who, now=now)
        await _apply([user.id], now=now)
        await _join(others, 0, now=now)
        await settled()
        return await actions.admit(user, device="benchmark", now=now)


async def _join_others(found: Settings, many: int, first: int) -> None:
    async with connected(found):
        await _join(many, first, now=clock.now())
        await settled()


async def _join(many: int, first: int, *, now: datetime) -> None:
    columns = "email name password_hash timezone role aims theme single_keys created_at"
    boring = ("Sample", "", "UTC", "member", "", "", True, now)
    people = [(f"a-{n}@example.org", *boring) for n in range(first, first + many)]
    async with transaction():
        await insert(User, columns.split(), people)
    emails = [email for email, *_ in people]
    await _apply(await values_of(User.filter(email__in=emails).order_by("id"), "id"), now=now)


async def _apply(users: Sequence[int], *, now: datetime) -> None:
    """Have each apply for as many, every other one following a listed date, with usual steps."""
    today = now.date()
    windows = Window.filter(kind__in=list(CLOSINGS), due_on__not_isnull=True).order_by("id")
    listed = await windows.limit(APPLICATIONS // 2)
    rows = [
        _application(user, number, listed, now=now)
        for user, number in product(users, range(APPLICATIONS))
    ]
    async with transaction():
        await Application.bulk_create(rows)
        ids = await values_of(Application.filter(user_id__in=users).order_by("id"), "id")
        columns = (
            "application_id key name months days due_on is_fixed sequence created_at changed_at"
        )
        steps = [
            (id_, str(uuid4()), line.name, line.months, line.days, day, False, 0, now, now)
            for number, id_ in enumerate(ids)
            for line, day in planned(USUAL, _day(number, today), today)
        ]
        await insert(PlanStep, columns.split(), steps)


def _application(
    user_id: int, number: int, listed: Sequence[Window], *, now: datetime
) -> Application:
    follows = listed[number // 2] if number % 2 and number // 2 < len(listed) else None
    return Application(
        key=str(uuid4()),
        user_id=user_id,
        opportunity_id=follows.opportunity_id if follows else None,
        window_part=follows.part if follows else "",
        title=f"Sample fellowship {number}",
        organization_name=f"Sample Clinic {number}",
        came_from=list(CameFrom)[number % len(CameFrom)].value,
        stage=_STAGES[number % len(_STAGES)].value,
        stage_at=now,
        deadline_on=_day(number, now.date()),
        deadline_time="17:00",
        timezone="America/New_York",
        notes="What was said on the telephone, and whom to ask next. " * 10,
        created_at=now,
        changed_at=now,
    )


def _day(number: int, today: date) -> date:
    return today + timedelta(days=30 + number % 300)
