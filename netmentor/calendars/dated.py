"""`Dated`, an entry as one user has it: why it is theirs, and where its page is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from netmentor.calendars.entry import Entry
from netmentor.calendars.told import told


class Kind(StrEnum):
    """Why something is among a user's dates; each kind can be left out of a feed."""

    GOING = "going"  # or was there
    INTERESTED = "interested"
    SERIES = "series"  # an edition of a series they follow
    DEADLINES = "deadlines"  # of any of these events
    FOLLOW_UPS = "follow_ups"


TO_DO = frozenset({Kind.FOLLOW_UPS})  # what can be ticked off; the rest takes place


@dataclass(frozen=True, kw_only=True)
class Dated:
    """One dated thing of one user.

    `path` is its page here, as "/events/…". A room that keeps the finished VEVENT hands over
    `text`, and the entry is read back when somebody asks for it; the others hand over `given`.
    `zone` is that of its hours, "" for whole days.
    """

    kind: Kind
    path: str
    uid: str
    zone: str
    text: str = ""
    given: Entry | None = None

    @cached_property
    def entry(self) -> Entry:
        return self.given or told(self.text)

    @property
    def is_done(self) -> bool:
        return self.given is not None and self.given.done
