"""What somebody wants of a private feed: as a value, as its row has it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from netmentor.agenda.models import PrivateFeed
from netmentor.agenda.rules import Detail, Lead, Tasks
from netmentor.calendars.dated import Kind

EVENTS = frozenset({Kind.GOING, Kind.INTERESTED, Kind.SERIES})
# Of a user, who is nowhere else then; what of these falls due takes none.
TAKES_TIME = frozenset({Kind.GOING, Kind.SESSIONS, Kind.APPLICATIONS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants of a feed; a kind that has no alarm does not ring."""

    name: str
    kinds: frozenset[Kind]
    detail: Detail = Detail.FULL
    tasks: Tasks = Tasks.EVENT
    alarms: Mapping[Kind, Lead] = field(default_factory=dict)

    @property
    def held(self) -> frozenset[Kind]:
        """The kinds that the feed holds: of busy times those which alone take time."""
        return self.kinds & TAKES_TIME if self.detail is Detail.BUSY else self.kinds


def columns_of(wanted: Wanted) -> dict[str, Any]:
    """Return the columns that say what is wanted; the same is always written the same."""
    alarms = {kind: lead for kind, lead in wanted.alarms.items() if kind in wanted.kinds}
    return {
        "name": wanted.name,
        "kinds": ",".join(sorted(wanted.kinds)),
        "detail": wanted.detail.value,
        "tasks": wanted.tasks.value,
        "alarms": ",".join(sorted(f"{kind}:{lead}" for kind, lead in alarms.items())),
    }


def wanted_of(feed: PrivateFeed) -> Wanted:
    """Return what is wanted of a feed."""
    alarms = (one.split(":") for one in feed.alarms.split(",") if one)
    return Wanted(
        name=feed.name,
        kinds=frozenset(map(Kind, filter(None, feed.kinds.split(",")))),
        detail=Detail(feed.detail),
        tasks=Tasks(feed.tasks),
        alarms={Kind(kind): Lead(lead) for kind, lead in alarms},
    )
