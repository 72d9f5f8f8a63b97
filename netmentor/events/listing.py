"""The list of events as somebody asked for it: what is dated by day, what is expected by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from netmentor.events.bits import Bits
from netmentor.events.briefs import Brief, briefs
from netmentor.events.choices import Choice, Remedy, choices, remedy
from netmentor.events.filter_values import UnknownFilter
from netmentor.events.filters import EventFilter
from netmentor.events.indexing import Catalogue, catalogue
from netmentor.events.matching import Matches, matches
from netmentor.events.rules import EARLIEST, EventStatus, View
from netmentor.events.search_words import asked_for, words_of

PER_PAGE = 50
_MOST_ORGANIZERS = 5  # that a search names


@dataclass(frozen=True, slots=True)
class DayOfEvents:
    """The events that begin on `day`, or were under way when the list begins."""

    day: date
    events: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class MonthOfExpected:
    """The events expected in the month whose first day is `month`, or from it on."""

    month: date
    events: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a list: the dated events by day, and on the first page the expected ones."""

    days: tuple[DayOfEvents, ...]
    months: tuple[MonthOfExpected, ...]


@dataclass(frozen=True, slots=True)
class Choosing:
    """What goes with every layout of a list: what can be asked beside, or instead.

    `past` counts what is over and matches, where nothing ahead does. `read_as` and
    `is_partial` are those of `searching.Found`; `organizers` are the slug and
    the name of those that a search names.
    """

    choices: dict[str, list[Choice]]
    remedy: Remedy | None
    past: int
    read_as: str
    is_partial: bool
    organizers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. `total` counts the dated events on all pages, `expected` the others.

    `mentioned` only have the words that were searched for in what describes them.
    """

    named: Section
    mentioned: Section
    total: int
    expected: int
    page: int
    pages: int
    choosing: Choosing

    @property
    def all_expected(self) -> Iterable[Brief]:
        return (
            event
            for section in (self.named, self.mentioned)
            for month in section.months
            for event in month.events
        )

    @property
    def events(self) -> Iterable[Brief]:
        """Every dated event of the page."""
        return (
            event
            for section in (self.named, self.mentioned)
            for day in section.days
            for event in day.events
        )


async def listing(wanted: EventFilter, *, today: date, per_page: int = PER_PAGE) -> Listing:
    """The events that `wanted` asks for, from `today` on where it names no day."""
    among = await catalogue()
    index = among.index
    found = await matches(wanted, among, today=today)
    first = wanted.from_on or today
    in_time = index.between(first, wanted.to_on)
    to_come = index.expected_between(max(first, today), wanted.to_on)
    whenever = index.between(today, None) | index.expected_between(today, None)
    dated, expected = found.all & in_time, found.all & to_come
    total = dated.bit_count()
    pages = max(1, -(-total // per_page))
    if wanted.page > pages:
        raise UnknownFilter(f"There is no page {wanted.page}; the last one is {pages}.")
    named = found.found.named if found.found else index.all()
    skipped = (wanted.page - 1) * per_page
    first_ids = index.ids_of(dated & named, skipped, per_page)
    left_out = max(0, skipped - (dated & named).bit_count())
    further_ids = index.ids_of(dated & ~named, left_out, per_page - len(first_ids))
    if wanted.page == 1:
        first_ids += index.ids_of(expected & named)
        further_ids += index.ids_of(expected & ~named)
    told = await briefs([*first_ids, *further_ids], among.briefs)
    is_named = frozenset(first_ids)
    return Listing(
        named=_section((one for one in told if one.id in is_named), first, today),
        mentioned=_section((one for one in told if one.id not in is_named), first, today),
        total=total,
        expected=expected.bit_count(),
        page=wanted.page,
        pages=pages,
        choosing=choosing(wanted, found, in_time | to_come, among, today=today, whenever=whenever),
    )


def choosing(
    wanted: EventFilter,
    found: Matches,
    shown: Bits,
    among: Catalogue,
    *,
    today: date,
    whenever: Bits,
) -> Choosing:
    """Return what goes with a layout that shows the events of the days `shown`.

    `whenever` are those it would show if no days were asked for.
    """
    nothing = not found.all & shown
    index = among.index
    past = nothing and wanted.view == View.LIST and not (wanted.from_on or wanted.to_on)
    words = found.found
    return Choosing(
        choices=choices(wanted, found, shown, among, today=today),
        remedy=remedy(wanted, found, among, shown, whenever) if nothing else None,
        past=(found.all & index.between(EARLIEST, today)).bit_count() if past else 0,
        read_as=words.read_as if words else "",
        is_partial=words.is_partial if words else False,
        organizers=_organizers(words.read_as or wanted.q, among) if words else (),
    )


def _section(events: Iterable[Brief], first: date, today: date) -> Section:
    dated: list[Brief] = []
    expected: list[Brief] = []
    for event in events:
        (expected if event.status == EventStatus.EXPECTED else dated).append(event)
    return Section(_by_day(dated, first), _by_month(expected, today))


def _by_day(events: Sequence[Brief], first: date) -> tuple[DayOfEvents, ...]:
    grouped = groupby(events, key=lambda event: max(event.starts_on or first, first))
    return tuple(DayOfEvents(day, tuple(some)) for day, some in grouped)


def _by_month(events: Sequence[Brief], today: date) -> tuple[MonthOfExpected, ...]:
    this_month = today.replace(day=1)
    grouped = groupby(
        events, key=lambda event: max((event.window_from_on or today).replace(day=1), this_month)
    )
    return tuple(MonthOfExpected(month, tuple(some)) for month, some in grouped)


def _organizers(search: str, among: Catalogue) -> tuple[tuple[str, str], ...]:
    """The organizers that a search names: by acronym first, else by every word of it."""
    words = asked_for(search)
    acronym, name = [], []
    for slug, label, short, every in among.index.memory.recall("organizers", lambda: _named(among)):
        if short and short == words:
            acronym.append((slug, label))
        elif words and all(any(one.startswith(word) for one in every) for word in words):
            name.append((slug, label))
    return tuple([*sorted(acronym), *sorted(name)][:_MOST_ORGANIZERS])


def _named(among: Catalogue) -> list[tuple[str, str, list[str], list[str]]]:
    """Each organizer's slug, its name, and the words of its acronym and of both."""
    return [
        (slug, known.label, words_of(known.other), words_of(f"{known.label} {known.other}"))
        for slug, known in among.names["organizations"].items()
    ]
