"""Whether the time of an answer tells anybody that an address has an account."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from math import erfc, sqrt
from random import Random
from statistics import median
from time import perf_counter

from benchmarks.measures import Row, alone, at_most
from benchmarks.places import Bench
from netmentor import clock
from netmentor.accounts import actions, mailed
from netmentor.accounts.actions import WrongPassword
from netmentor.accounts.joining import Joining
from netmentor.db.connections import connected
from netmentor.settings import Settings

SAMPLES, FEW = 200, 20
TELLING = 60.0  # percent of pairs; without any difference it is 50, give or take 3 for 200 samples
_PASSWORD = "lantern copper violin meadow"  # noqa: S105 - of nobody
Ask = Callable[[Settings, str], Awaitable[None]]
_KNOWN, _UNKNOWN = "sample@example.org", "nobody@example.org"


def measure(bench: Bench) -> Iterator[Row]:
    """Ask about an account and about none, in turns drawn by lot, in each way a stranger can."""
    samples = FEW if bench.smoke else SAMPLES
    for what, ask in _WAYS.items():
        with bench.place() as place:
            known, unknown = alone(_tried, place.settings, samples, ask)
        share = _share(known, unknown)
        yield at_most(
            f"{what}: the one of a pair that takes longer, {samples} samples of each",
            max(share, 100 - share),
            TELLING,
            "% are of one kind",
            loosely=bench.smoke,
            note=f"median {median(known) * 1000:.1f} ms known,"
            f" {median(unknown) * 1000:.1f} ms unknown; p {_by_chance(share, samples):.2f}",
        )


def _share(some: list[float], others: list[float]) -> float:
    """Of the pairs of one and the other, the percentage in which the one of `some` is longer."""
    longer = sum((a > b) + (a == b) / 2 for a in some for b in others)
    return 100 * longer / (len(some) * len(others))


def _by_chance(share: float, samples: int) -> float:
    """How likely chance alone parts two equal kinds so far (rank-sum test of Mann and Whitney)."""
    spread = 100 * sqrt((2 * samples + 1) / (12 * samples * samples))
    return erfc(abs(share - 50) / spread / sqrt(2))


def _tried(found: Settings, samples: int, ask: Ask) -> tuple[list[float], list[float]]:
    return asyncio.run(_try(found, samples, ask))


async def _try(found: Settings, samples: int, ask: Ask) -> tuple[list[float], list[float]]:
    async with connected(found):
        who = Joining(name="Sample", email=_KNOWN, password=_PASSWORD, timezone="UTC")
        await actions.join(who, now=clock.now())
        took: dict[str, list[float]] = {_KNOWN: [], _UNKNOWN: []}
        turns = [_KNOWN, _UNKNOWN] * samples
        Random(7).shuffle(turns)  # noqa: S311 - an order, and no secret
        for email in [_KNOWN, _UNKNOWN]:  # the first of each warms up
            await ask(found, email)
        for email in turns:
            began = perf_counter()
            await ask(found, email)
            took[email].append(perf_counter() - began)
    return took[_KNOWN], took[_UNKNOWN]


async def _sign_in(found: Settings, email: str) -> None:
    try:
        await actions.sign_in(email, "harbor pencil thunder quilt", device="", now=clock.now())
    except WrongPassword:
        return
    raise AssertionError("a wrong password was taken")


async def _reset(found: Settings, email: str) -> None:
    await mailed.ask_to_reset(found, email, now=clock.now())


async def _sign_up(found: Settings, email: str) -> None:
    who = Joining(name="Sample", email=email, password=_PASSWORD, timezone="UTC")
    await mailed.ask_to_join(found, who, now=clock.now())


_WAYS: Mapping[str, Ask] = {
    "a sign-in with a wrong password": _sign_in,
    "asking for a new password": _reset,
    "a sign-up by mail": _sign_up,
}
