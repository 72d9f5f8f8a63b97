"""What the page at a pasted address tells of an opportunity, for a member to look over."""

from __future__ import annotations

import json
from datetime import datetime

from netmentor.events.importing.reading import Unreadable
from netmentor.fetching.web import Unfetchable, Web
from netmentor.internships.drafts import OpportunityDraft, written
from netmentor.internships.importing.pages import drafts_on_page
from netmentor.internships.moments import moment_of_kind
from netmentor.internships.rules import WindowKind

_NOTHING = "The page does not say in a way that programs read what is offered, and until when."


async def read_page(address: str, web: Web, *, zone: str, now: datetime) -> tuple[str, str]:
    """Return what the page at `address` tells, as JSON, or "" and why it tells nothing.

    Of several, the one that closes next. Times that name no zone are taken to be in `zone`.
    """
    try:
        fetched = await web.get(address, now=now)
        found = await drafts_on_page(
            fetched.body, address=fetched.url, charset=fetched.charset, zone=zone, now=now
        )
    except (Unfetchable, Unreadable) as exc:
        return "", exc.message
    if not found:
        return "", _NOTHING
    first = min(found, key=lambda one: _turn(one, now))
    return json.dumps(written(first), ensure_ascii=False), ""  # words are looked for in it


def _turn(draft: OpportunityDraft, now: datetime) -> tuple[bool, bool, str]:
    """What closes ahead comes before what says nothing, and that before what is over."""
    closes = moment_of_kind(draft, WindowKind.CLOSES)
    over = closes is not None and closes < now
    return over, closes is None, closes.isoformat() if closes else ""
