"""What sources told and what was decided, for tests of taking it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from netmentor.events.curating.actions import (
    undo,
)
from netmentor.events.curating.models import Decision
from netmentor.events.importing.models import Telling
from netmentor.events.models import Event
from netmentor.events.rules import Authority
from tests.events.telling import make_teller, tell
from tests.factories import NOON, make_draft

LATER = NOON + timedelta(hours=1)
LATEST = NOON + timedelta(hours=2)


async def told_by(key: str, authority: str = Authority.OVERWRITE, **fields: Any) -> None:
    draft = make_draft(**{"external_id": f"of-{key}"} | fields)
    await tell(await make_teller(key, authority), draft)


async def event_of(key: str) -> Event:
    telling = await Telling.get(source__key=key, external_id=f"of-{key}")
    return await Event.get(id=telling.event_id)


async def take_back_the_last() -> Decision:
    return await undo((await last_decision()).id, now=LATEST)


async def last_decision() -> Decision:
    found = await Decision.filter(undone_at=None).order_by("-id").first()
    assert found
    return found
