"""What the address of a list of people asks for, and the addresses that ask for a little else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from netmentor.accounts.models import User
from netmentor.contacts.finding import MOST_PAGES, NEWEST, Asked, matching
from netmentor.contacts.rules import LONGEST_TAG, MOST_TAGS
from netmentor.events.queries import ids_with_doubles
from netmentor.text import folded, one_line
from netmentor.web.forms.contacts import event_told
from netmentor.web.forms.values import number

_LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters of a list of people; `event_title` names the event of `event`."""

    q: str = ""
    tags: tuple[str, ...] = ()
    event: str = ""
    event_title: str = ""
    events: Sequence[int] | None = None
    owed: bool = False
    order: str = ""
    page: int = 1

    @property
    def asked(self) -> Asked:
        return Asked(
            words=self.q,
            tags=self.tags,
            events=self.events,
            owed=self.owed,
            order=self.order,
            page=self.page,
        )

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.tags or self.event or self.owed)

    @property
    def address(self) -> str:
        """Where the list stands as it is asked for."""
        told = [("q", self.q), *(("tag", tag) for tag in self.tags), ("event", self.event)]
        told += [("owed", "1" if self.owed else ""), ("order", self.order)]
        told += [("page", str(self.page) if self.page > 1 else "")]
        query = urlencode([(name, value) for name, value in told if value])
        return f"/contacts?{query}" if query else "/contacts"

    def toggled(self, tag: str) -> str:
        """The address with a tag more, or without it."""
        kept = tuple(one for one in self.tags if one != tag)
        tags = kept if tag in self.tags else (*self.tags, tag)
        return replace(self, tags=tags, page=1).address

    def with_owed(self) -> str:
        return replace(self, owed=not self.owed, page=1).address

    def without_event(self) -> str:
        return replace(self, event="", events=None, page=1).address

    def on_page(self, page: int) -> str:
        return replace(self, page=page).address


@dataclass(frozen=True, slots=True)
class Loosened:
    """A filter taken out, where the list would stand then, and how many people are there."""

    words: str
    address: str
    count: int


async def wanted_of(query: QueryParams, user: User) -> Wanted:
    """Read the filters of an address; what is none of them is passed over."""
    tags = [folded(tag)[:LONGEST_TAG] for tag in query.getlist("tag")[:MOST_TAGS]]
    event = query.get("event", "")
    found = await event_told(event, user, {})
    return Wanted(
        q=one_line(query.get("q", "")[:_LONGEST_SEARCH]),
        tags=tuple(dict.fromkeys(filter(None, tags))),
        event=found.slug if found else one_line(event)[:100],
        event_title=found.title if found else "an event we do not know",
        events=await ids_with_doubles(found) if found else () if event else None,
        owed=query.get("owed", "") == "1",
        order=NEWEST if query.get("order") == NEWEST else "",
        page=min(max(number(query.get("page", "")), 1), MOST_PAGES),
    )


async def loosened(user: User, wanted: Wanted, *, today: date) -> Loosened | None:
    """The one filter whose removal finds most, where that is somebody at all."""
    ways: Sequence[tuple[str, Wanted]] = [
        *([(f"“{wanted.q}”", replace(wanted, q=""))] if wanted.q else []),
        *(
            (tag, replace(wanted, tags=tuple(one for one in wanted.tags if one != tag)))
            for tag in wanted.tags[:3]
        ),
        *([(wanted.event_title, replace(wanted, event="", events=None))] if wanted.event else []),
        *([("whom I owe", replace(wanted, owed=False))] if wanted.owed else []),
    ]
    found = []
    for words, way in ways:
        first = replace(way, page=1)
        count = (await matching(user, first.asked, today=today)).total
        found.append(Loosened(words, first.address, count))
    best = max(found, key=lambda one: one.count, default=None)
    return best if best and best.count else None
