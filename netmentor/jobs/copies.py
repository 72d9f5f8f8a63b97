"""Copies of accounts on their way out, each when its owner's clock says so."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, suppress
from datetime import timedelta
from functools import partial
from typing import cast

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.copies import ending, making, sending, turns
from netmentor.copies.models import CopyPlan
from netmentor.copies.rules import LEASE, Place
from netmentor.copies.sealing import Sealed
from netmentor.errors import NotFound
from netmentor.fetching.web import Unfetchable, Web
from netmentor.fetching.webdav import CLOUDS, put_file
from netmentor.moving.leaving import zip_of
from netmentor.settings import Settings

log = logging.getLogger(__name__)

Pieces = Callable[[User], AsyncIterator[bytes]]
"""The whole account as the bytes of one file."""

_ENDING = "zip"
_OUR_FAULT = "It broke off on our side."
_A_MOMENT = timedelta(seconds=5)


async def begin_copies(settings: Settings) -> int:
    """Have what is due wanted, by the clocks of today; return how many copies those are."""
    await turns.follow_clocks(now=clock.now())
    await ending.hear_of_letters(settings, now=clock.now())
    return await turns.begin_due(now=clock.now())


async def send_copies(
    settings: Settings, place: Place, pieces_of: Pieces | None = None, web: Web = CLOUDS
) -> int:
    """Send what is wanted until nothing is; return how many tries those were."""
    pieces_of = pieces_of or partial(_zip, settings)
    count = 0
    while plan := await turns.take_one([place], now=clock.now()):
        count += 1
        name = sending.file_name_of(plan, _ENDING)
        try:
            await _send(settings, plan, name, pieces_of, web)
        except turns.NotOurs:
            continue
        except Exception:
            log.exception("Copy plan %d broke off.", plan.id)
            with suppress(turns.NotOurs):
                await ending.failed(settings, plan, name, _OUR_FAULT, now=clock.now())
        finally:
            await turns.give_back(plan)
    return count


async def _send(settings: Settings, plan: CopyPlan, name: str, pieces_of: Pieces, web: Web) -> None:
    user, beat = await User.get_or_none(id=plan.user_id), _Beat(plan)
    if user is None:
        raise turns.NotOurs("The account has gone.")
    try:
        async with (
            aclosing(cast("AsyncGenerator[bytes, None]", pieces_of(user))) as pieces,
            making.made(pieces, plan.recipient, folder=settings.data, beat=beat) as made,
        ):
            if plan.place == Place.MAIL:
                await sending.post(settings, plan, name, made, now=clock.now())
            else:
                await _upload(settings, plan, name, made, beat, web)
    except NotFound as exc:
        raise turns.NotOurs("The account went while its copy was made.") from exc
    except (Unfetchable, Sealed, making.Unmade) as exc:
        wait = exc.retry_after if isinstance(exc, Unfetchable) else None
        await ending.failed(settings, plan, name, exc.message, wait=wait, now=clock.now())


async def _upload(
    settings: Settings, plan: CopyPlan, name: str, made: making.Made, beat: _Beat, web: Web
) -> None:
    folder = await sending.folder_of(settings, plan)
    pieces = made.pieces()
    await put_file(folder, name, pieces, made.size, beat=beat, now=clock.now(), web=web)
    copy = await ending.sent(plan, name, made.size, now=clock.now())
    await sending.take_out_older(copy, plan, folder, now=clock.now(), web=web)


class _Beat:
    """Holds a plan for longer, looking whether it is still wanted, every few seconds."""

    def __init__(self, plan: CopyPlan) -> None:
        self._plan = plan

    async def __call__(self) -> None:
        now = clock.now()
        held = self._plan.held_until
        if held is None or held - now < LEASE - _A_MOMENT:
            await turns.renew(self._plan, now=now)


def _zip(settings: Settings, user: User) -> AsyncIterator[bytes]:
    return zip_of(user, base_url=settings.base_url, now=clock.now())
