"""What somebody wants to be told by mail: as a value, as its row has it, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from netmentor.db.reading import moment_of
from netmentor.errors import Invalid
from netmentor.reminders.models import ReminderWishes
from netmentor.reminders.rules import (
    CHOICES,
    DIGESTS,
    LEADS,
    LED,
    MORNING,
    QUIET_FROM,
    QUIET_UNTIL,
    Subject,
    why_not_leads,
    why_not_morning,
    why_not_wall_time,
)

COLUMNS = ("leads", "digests", "quiet_from", "quiet_until", "morning", "paused_at", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How long before each subject, which digests, and the hours; a subject without leads is off.

    Wall times are those of the user's zone: "21:00". `version` is 0 where nothing was ever wished.
    """

    leads: Mapping[Subject, tuple[str, ...]] = field(default_factory=lambda: dict(LEADS))
    digests: frozenset[Subject] = frozenset(DIGESTS)
    quiet_from: str = QUIET_FROM
    quiet_until: str = QUIET_UNTIL
    morning: str = MORNING
    paused_at: datetime | None = None
    version: int = 0

    def leads_of(self, subject: Subject) -> tuple[str, ...]:
        return self.leads.get(subject, ())

    def wants(self, subject: Subject) -> bool:
        """True where anything of a subject is told."""
        return subject in self.digests if subject in DIGESTS else bool(self.leads_of(subject))

    def check(self) -> None:
        """Raise Invalid where nobody could wish this."""
        hours = (self.morning, self.quiet_from, self.quiet_until)
        reasons = [why_not_leads(subject, self.leads_of(subject)) for subject in LED]
        reasons += map(why_not_wall_time, hours)
        if reason := next(filter(None, reasons), None) or why_not_morning(*hours):
            raise Invalid(reason)


def wishes_of_row(row: ReminderWishes) -> Wishes:
    """Return what a row says."""
    return wishes_of_columns([getattr(row, name) for name in COLUMNS])


def wishes_of_columns(values: Sequence[Any]) -> Wishes:
    """Return what these `COLUMNS` say; what is usual where there is no row to have them."""
    leads, digests, quiet_from, quiet_until, morning, paused_at, version = values
    if version is None:
        return Wishes()
    return Wishes(
        leads=leads_of_text(leads),
        digests=frozenset(map(Subject, filter(None, digests.split(",")))),
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        morning=morning,
        paused_at=moment_of(paused_at),
        version=version,
    )


def columns_of(wishes: Wishes) -> dict[str, Any]:
    """Return the columns of a row; the same is always written the same."""
    return {
        "leads": leads_text(wishes.leads),
        "digests": ",".join(sorted(wishes.digests)),
        "quiet_from": wishes.quiet_from,
        "quiet_until": wishes.quiet_until,
        "morning": wishes.morning,
        "paused_at": wishes.paused_at,
    }


def leads_text(leads: Mapping[Subject, tuple[str, ...]]) -> str:
    """Return leads in words, the longest first.

    >>> leads_text({Subject.GOING: ("2h", "7d"), Subject.SERIES: ()})
    'going:7d,2h'
    """
    ordered = {
        subject: [lead for lead in CHOICES[subject] if lead in leads.get(subject, ())]
        for subject in LED
    }
    return ";".join(f"{subject}:{','.join(some)}" for subject, some in ordered.items() if some)


def leads_of_text(text: str) -> dict[Subject, tuple[str, ...]]:
    """Return the leads that `leads_text` made a text of.

    >>> leads_of_text("going:7d,2h")[Subject.GOING]
    ('7d', '2h')
    """
    found: dict[Subject, tuple[str, ...]] = dict.fromkeys(LED, ())
    for part in filter(None, text.split(";")):
        subject, _, leads = part.partition(":")
        found[Subject(subject)] = tuple(filter(None, leads.split(",")))
    return found
