"""What the page at an address tells of opportunities, for somebody to look over."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime

from netmentor.events.importing.drafting import Directory, Teller
from netmentor.events.importing.items import Asked
from netmentor.events.importing.normalize import web_address
from netmentor.events.importing.reading import SECONDS, answer_of
from netmentor.events.importing.rules import MOST_FETCHED, Format
from netmentor.events.rows import names_known
from netmentor.internships.drafts import OpportunityDraft
from netmentor.internships.importing.drafting import drafted
from netmentor.internships.importing.items import PROGRAM, Item, unpacked

_MOST_LOOKED_AT = 50  # postings of one page


async def drafts_on_page(
    body: bytes,
    *,
    address: str,
    charset: str = "",
    zone: str = "",
    now: datetime,
    seconds: float = SECONDS,
) -> list[OpportunityDraft]:
    """Return the job postings of the page at `address` as drafts, in its order, at most 50.

    They are not judged: one may lack what a list needs. What names no address of its own is
    at `address`, which whoever names it may tell. Times that name no zone are those of
    `zone`. Raises Unreadable, with a sentence, where the page tells of none.
    """
    asked = Asked(
        format=Format.JSONLD,
        address=address,
        charset=charset,
        zone=zone,
        since=now.date(),
        until=now.date(),
        most=MOST_FETCHED,
    )
    found: list[OpportunityDraft] = []
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.flush()
        async with answer_of(file, asked, program=PROGRAM, seconds=seconds) as lines:
            for line in lines:
                item = unpacked(line)
                if isinstance(item, Item) and item.draft and len(found) < _MOST_LOOKED_AT:
                    found.append(item.draft)
    names = await names_known()
    directory = Directory.of(names)
    placed = (replace(one, url=one.url or web_address(address)) for one in found)
    return [drafted(one, Teller(""), directory, names) for one in placed]
