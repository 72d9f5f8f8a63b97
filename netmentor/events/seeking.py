"""Which events everybody sees the words of a search find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from netmentor.events.bits import Bits
from netmentor.events.briefs import Brief, briefs
from netmentor.events.entries import place_of
from netmentor.events.indexing import Catalogue, catalogue
from netmentor.events.rules import EARLIEST
from netmentor.events.search_words import asked_for
from netmentor.events.searching import search
from netmentor.events.words import days_words, months_words
from netmentor.sought import Found, Hit, Sought


async def events_found(sought: Sought, *, most: int, today: date) -> Found:
    """The events ahead in the order of their list: what the words name, then what mentions them."""
    among = await catalogue()
    named, mentioned = await _with(sought, among)
    index = among.index
    ahead = index.between(today, None) | index.expected_between(today, None)
    ids = index.ids_of(named & ahead, 0, most)
    ids += index.ids_of(mentioned & ahead, 0, most - len(ids))
    total = ((named | mentioned) & ahead).bit_count()
    return Found([hit_of(one, sought) for one in await briefs(ids, among.briefs)], total)


async def past_events_found(sought: Sought, *, most: int, today: date) -> Found:
    """The events that are over, the last first."""
    among = await catalogue()
    named, mentioned = await _with(sought, among)
    index = among.index
    dated = index.between(EARLIEST, None) & ~index.between(today, None)
    over = index.ids_of((named | mentioned) & dated)
    told = await briefs(over[-most:][::-1], among.briefs)
    return Found([hit_of(one, sought) for one in told], len(over))


async def ids_found(sought: Sought, among: Sequence[int]) -> list[int]:
    """Those of the events `among` that the words find, over or not, in the order of lists."""
    known = await catalogue()
    named, mentioned = await _with(sought, known)
    return known.index.ids_of((named | mentioned) & known.index.of(among)) if among else []


async def read_as(sought: Sought) -> str:
    """The words of some event that these are likely a slip of, or ""."""
    among = await catalogue()
    return (await search(str(sought), among, guess=True)).read_as


def hit_of(event: Brief, sought: Sought) -> Hit:
    """One event as a search shows it."""
    line = " · ".join(filter(None, (_when(event), ", ".join(event.organizers), place_of(event))))
    is_shown = bool(sought.how_many(event.title, line))
    return Hit(
        title=event.title,
        path=f"/events/{event.slug}",
        line=line,
        where="" if is_shown else "In what describes it",
    )


async def _with(sought: Sought, among: Catalogue) -> tuple[Bits, Bits]:
    """What the words name, and what only mentions them; words of every event find none."""
    if not asked_for(str(sought)):
        return 0, 0
    found = await search(str(sought), among, guess=False)
    return found.named, found.mentioned


def _when(event: Brief) -> str:
    if event.starts_on and event.ends_on:
        return days_words(event.starts_on, event.ends_on)
    if event.window_from_on and event.window_to_on:
        return f"expected {months_words(event.window_from_on, event.window_to_on)}"
    return ""
