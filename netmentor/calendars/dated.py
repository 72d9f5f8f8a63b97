"""`Dated`, an entry as one user has it: why it is theirs, and where its page is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from netmentor.calendars.entry import Days, Entry
from netmentor.calendars.told import told


class Kind(StrEnum):
    """Why something is among a user's dates; each kind can be left out of a feed."""

    GOING = "going"  # or was there
    INTERESTED = "interested"
    SERIES = "series"  # an edition of a series they follow
    DEADLINES = "deadlines"  # of any of these events
    FOLLOW_UPS = "follow_ups"
    SESSIONS = "sessions"  # of mentor and mentee, once both agreed
    APPLICATIONS = "applications"  # deadlines, steps to them, interviews, and clocks of offers


TO_DO = frozenset({Kind.FOLLOW_UPS})  # what can be ticked off; the rest takes place


@dataclass(frozen=True, kw_only=True)
class Dated:
    """One dated thing of one user.

    `path` is its page here, as "/events/…", `first_on` its first day on the calendar where it is,
    or the user's own of what applications have by an hour.
    A room that keeps the finished VEVENT hands over `text`, and the entry is read back when
    somebody asks for it; the others hand over `given`.
    `zone` is that of its hours, "" for whole days; `place_zone` is the one people there live by,
    also of whole days, "" where nobody told. What an entry of whole days cannot tell of hours:
    `due_time`, by which a deadline is due in `place_zone`, or "", and `closes_at`, when several
    days are over. `brief` is a title without the hour that it says, where it says one. `turn` is
    its place among others of a day that have no hour either.
    """

    kind: Kind
    path: str
    uid: str
    first_on: date
    zone: str
    text: str = ""
    given: Entry | None = None
    place_zone: str = ""
    due_time: str = ""
    closes_at: datetime | None = None
    brief: str = ""
    turn: int = 0

    @cached_property
    def entry(self) -> Entry:
        return self.given or told(self.text)

    @property
    def falls_due(self) -> bool:
        """True for deadlines and the like; of applications, interviews alone take place."""
        if self.kind == Kind.APPLICATIONS:
            return isinstance(self.entry.when, Days)
        return self.kind == Kind.DEADLINES

    @property
    def is_done(self) -> bool:
        return self.given is not None and self.given.done
