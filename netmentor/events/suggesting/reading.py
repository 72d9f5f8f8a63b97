"""What the page at a pasted address tells of an event, for a member to look over."""

from __future__ import annotations

import json
import tempfile
from datetime import date, datetime

from netmentor.events.importing.drafting import Directory, Teller, drafted
from netmentor.events.importing.items import Asked, Item
from netmentor.events.importing.reading import Unreadable, contents_of, items_of
from netmentor.events.importing.rules import MOST_FETCHED, format_of, window
from netmentor.events.rows import names_known
from netmentor.events.written import written
from netmentor.fetching.web import Fetched, Unfetchable, Web

_MOST_LOOKED_AT = 50  # items of a page; the next one ahead is taken


async def read_page(address: str, web: Web, *, zone: str, now: datetime) -> tuple[str, str]:
    """Return the next event ahead that a page tells of, as JSON, or "" and why there is none.

    Times that name no zone are taken to be in `zone`.
    """
    try:
        fetched = await web.get(address, now=now)
        items = await _items(fetched, zone, now=now)
    except (Unfetchable, Unreadable) as exc:
        return "", exc.message
    if not items:
        return "", "The page does not say in a way that programs read what is on, and when."
    names = await names_known()
    directory = Directory.of(names)
    today = now.date()
    item = min(items, key=lambda one: _turn(one, today))
    draft = drafted(item, "page", Teller(""), directory, names, today=today)
    return json.dumps(written(draft), ensure_ascii=False), ""


async def _items(fetched: Fetched, zone: str, *, now: datetime) -> list[Item]:
    since, until = window(now)
    asked = Asked(
        format=format_of(fetched.body[:200], fetched.media_type),
        address=fetched.url,
        charset=fetched.charset,
        zone=zone,
        since=since,
        until=until,
        most=MOST_FETCHED,
    )
    with tempfile.TemporaryFile() as file:
        file.write(fetched.body)
        file.flush()
        async with contents_of(file, asked) as contents:
            keys = sorted(contents.entries)[:_MOST_LOOKED_AT]
            async with items_of(file, asked, contents, keys) as found:
                return [one for one in found if isinstance(one, Item)]


def _turn(item: Item, today: date) -> tuple[bool, date]:
    """What is ahead comes before what is over, the soonest first."""
    return item.ends_on < today, item.starts_on
