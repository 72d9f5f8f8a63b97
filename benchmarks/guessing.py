"""Whether the time a sign-in takes tells anybody that an address has an account."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from random import Random
from statistics import median
from time import perf_counter

from benchmarks.measures import Row, alone, at_most
from benchmarks.places import Bench
from netmentor import clock
from netmentor.accounts import actions
from netmentor.accounts.actions import WrongPassword
from netmentor.accounts.joining import Joining
from netmentor.db.connections import connected
from netmentor.settings import Settings

SAMPLES, FEW = 200, 20
TELLING = 60.0  # percent of pairs; without any difference it is 50, give or take 3 for 200 samples
_PASSWORD = "lantern copper violin meadow"  # noqa: S105 - of nobody
_KNOWN, _UNKNOWN = "sample@example.org", "nobody@example.org"


def measure(bench: Bench) -> Iterator[Row]:
    """Try a wrong password at an account and at none, in turns drawn by lot."""
    samples = FEW if bench.smoke else SAMPLES
    with bench.place() as place:
        known, unknown = alone(_tried, place.settings, samples)
    longer = sum((a > b) + (a == b) / 2 for a in known for b in unknown)
    share = 100 * longer / (len(known) * len(unknown))
    yield at_most(
        f"the one of a pair that takes longer, {samples} samples of each",
        max(share, 100 - share),
        TELLING,
        "% are of one kind",
        loosely=bench.smoke,
        note=f"median {median(known) * 1000:.1f} ms known, {median(unknown) * 1000:.1f} ms unknown",
    )


def _tried(found: Settings, samples: int) -> tuple[list[float], list[float]]:
    return asyncio.run(_try(found, samples))


async def _try(found: Settings, samples: int) -> tuple[list[float], list[float]]:
    async with connected(found):
        who = Joining(name="Sample", email=_KNOWN, password=_PASSWORD, timezone="UTC")
        await actions.join(who, now=clock.now())
        took: dict[str, list[float]] = {_KNOWN: [], _UNKNOWN: []}
        turns = [_KNOWN, _UNKNOWN] * samples
        Random(7).shuffle(turns)  # noqa: S311 - an order, and no secret
        for email in [_KNOWN, _UNKNOWN]:  # the first of each warms up
            await _refused(email)
        for email in turns:
            took[email].append(await _refused(email))
    return took[_KNOWN], took[_UNKNOWN]


async def _refused(email: str) -> float:
    began = perf_counter()
    try:
        await actions.sign_in(email, "harbor pencil thunder quilt", device="", now=clock.now())
    except WrongPassword:
        return perf_counter() - began
    raise AssertionError("a wrong password was taken")
