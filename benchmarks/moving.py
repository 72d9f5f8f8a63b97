"""What it costs to take everything along, and to bring it in again."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks import meeting
from benchmarks.measures import Row, alone, at_most, forget_peak, peak, spending
from benchmarks.places import Bench
from netmentor import clock
from netmentor.accounts import actions
from netmentor.accounts.joining import Joining
from netmentor.accounts.models import User
from netmentor.contacts.models import Contact, Picture
from netmentor.db.connections import connected
from netmentor.moving.arriving import take_in
from netmentor.moving.leaving import zip_of
from netmentor.settings import Settings

GROWTH = 60.0  # MiB
PHOTOS = 500
_PHOTO = b"\xff\xd8\xff\xdb\x00\x04ab\xff\xda"  # and bytes that nothing makes smaller
_LARGE = 100 * 1024


def measure(bench: Bench) -> Iterator[Row]:
    """Measure an account of ten thousand people on its way out, and in again."""
    with bench.place() as place:
        share = 10 if bench.smoke else 1
        count, photos = meeting.MANY // share, PHOTOS // share
        alone(meeting.fill, place.settings, count)
        alone(_photograph, place.settings, photos)
        file = place.folder / "account.zip"
        out, grown = alone(_leave, place.settings, file)
        title = f"memory beyond what was held, {count:,} contacts with {photos} photos out"
        note = f"{out:.1f} s of CPU, {file.stat().st_size / 2**20:.0f} MiB"
        yield at_most(title, grown, GROWTH, "MiB", loosely=False, note=note)
        into, grown = alone(_arrive, place.settings, file)
        yield Row("the same in again", "–", f"{into:.1f} s of CPU, {grown:.1f} MiB", None)


def _photograph(found: Settings, count: int) -> None:
    asyncio.run(_photographed(found, count))


async def _photographed(found: Settings, count: int) -> None:
    async with connected(found):
        user = await User.all().order_by("id").first()
        rows = Contact.filter(user=user).order_by("id").limit(count)
        for id_, key in await rows.values_list("id", "key"):
            told = {"key": key, "jpeg": _PHOTO + os.urandom(_LARGE), "created_at": clock.now()}
            await Picture.create(contact_id=id_, **told)


def _leave(found: Settings, file: Path) -> tuple[float, float]:
    return asyncio.run(_left(found, file))


async def _left(found: Settings, file: Path) -> tuple[float, float]:
    async with connected(found):
        user = (await User.all().order_by("id"))[0]
        before = forget_peak()
        with spending() as spent, file.open("wb") as into:
            async for piece in zip_of(user, base_url="https://example.org", now=clock.now()):
                into.write(piece)
        return spent.seconds, (peak() - before) / 2**20


def _arrive(found: Settings, file: Path) -> tuple[float, float]:
    return asyncio.run(_arrived(found, file))


async def _arrived(found: Settings, file: Path) -> tuple[float, float]:
    async with connected(found):
        who = Joining(
            name="Sample Person",
            email="new@example.org",
            password="lantern copper violin meadow",  # noqa: S106 - of nobody
            timezone="America/Chicago",
        )
        user, before = await actions.join(who, now=clock.now()), forget_peak()
        with spending() as spent, file.open("rb") as body:
            await take_in(user, body, now=clock.now())
        return spent.seconds, (peak() - before) / 2**20
