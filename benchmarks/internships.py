"""What the list of opportunities costs among five thousand: filtered, searched, and what fits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks import loads
from benchmarks.loads import Request
from benchmarks.measures import Row, alone, at_most
from benchmarks.places import Bench
from netmentor import clock
from netmentor.db.connections import connected
from netmentor.db.transactions import transaction
from netmentor.events.importing.models import Source
from netmentor.events.rules import Authority
from netmentor.internships.actions import put_from_source
from netmentor.internships.drafts import OpportunityDraft, WindowDraft
from netmentor.internships.rules import Kind, Paid, Setting, Status
from netmentor.settings import Settings

LIST = 6.0  # ms
OPPORTUNITIES = 5_000
_AT_A_TIME = 500
_STATES = ("OH", "NY", "TX", "CA", "")
_BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def measure(bench: Bench) -> Iterator[Row]:
    """Measure pages of the list as somebody sees them who is not signed in."""
    with bench.place() as place:
        count = OPPORTUNITIES // 10 if bench.smoke else OPPORTUNITIES
        alone(fill, place.settings, count)
        with place.running() as service:
            for what, query in (
                ("filtered", "?kind=fellowship&state=OH&paid=yes"),
                ("open now", "?open=1&setting=practice"),
                ("searched", "?q=sample+clinic+17"),
            ):
                asked = [Request("GET", f"/internships{query}", _BROWSER)]
                asked *= loads.WARM_UP + (20 if bench.smoke else 100)
                rounds = 1 if bench.smoke else 5
                cost = min(loads.cpu_of_each(service, asked) for _ in range(rounds)) * 1000
                title = f"opportunities, {what}, of {count:,}"
                yield at_most(title, cost, LIST, "ms", loosely=bench.smoke)


def fill(found: Settings, many: int) -> None:
    """Have a source tell of opportunities of every kind, state and date."""
    asyncio.run(_fill(found, many))


async def _fill(found: Settings, many: int) -> None:
    async with connected(found):
        now = clock.now()
        source = await Source.create(
            key="sample", name="Sample source", authority=Authority.OVERWRITE.value
        )
        for first in range(0, many, _AT_A_TIME):
            drafts = [_draft(n, now.date()) for n in range(first, first + _AT_A_TIME)]
            async with transaction():
                await put_from_source(source, drafts[: many - first], now=now)


def _draft(number: int, today: date) -> OpportunityDraft:
    kinds, settings, pays = list(Kind), list(Setting), list(Paid)
    closes = today + timedelta(days=number % 400 - 100)
    return OpportunityDraft(
        external_id=f"sample-{number}",
        title=f"Sample fellowship {number}",
        kind=kinds[number % len(kinds)],
        status=Status.CURRENT,
        organization_name=f"Sample Clinic {number % 300}",
        setting_kind=settings[number % len(settings)],
        state=_STATES[number % len(_STATES)],
        paid=pays[number % len(pays)],
        degrees=("master",) if number % 3 else ("bachelor", "master"),
        eligibility="Students of a program in health administration. " * 5,
        windows=(
            WindowDraft(kind="opens", on=closes - timedelta(days=90), timezone="America/New_York"),
            WindowDraft(kind="closes", on=closes, at="23:59", timezone="America/New_York"),
        ),
        verified_on=today,
    )
