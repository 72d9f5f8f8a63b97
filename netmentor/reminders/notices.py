"""What one letter of reminders tells, as a value: words and facts, nothing of how they look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from netmentor.reminders.rules import Subject


class NoticeKind(StrEnum):
    """Which letter it is."""

    MORNING = "morning"
    URGENT = "urgent"
    EVENING = "evening"
    LATE = "late"  # the service was away meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing: `when` as "Tomorrow 4:30 pm", `note` with who, where, or "moved from …".

    `due_on` is the day on which a follow-up that `can_be_done` was due when this was written.
    """

    uid: str
    subject: Subject
    title: str
    when: str
    note: str = ""
    path: str = ""
    can_be_done: bool = False
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines under one heading, and how many more there are."""

    heading: str
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One letter; `stops` is what "stop this kind" in it stops, `why` says why it was sent.

    `day` is the day where its reader is, `zone_words` what hours in it go by: "Eastern time".
    `why` goes on after "You get this letter": "because you asked …".
    """

    user_id: int
    to: str
    kind: NoticeKind
    key: str
    day: date
    zone_words: str
    subject: str
    lead_in: str
    heading: str
    sections: tuple[Section, ...]
    is_late: bool = False
    stops: Subject
    why: str
