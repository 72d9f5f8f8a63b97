"""Questions about what is under way: its days, its hours, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from netmentor.db.columns import values_of
from netmentor.errors import NotFound
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.under_way.models import Hours, Milestone, UnderWay
from netmentor.internships.applying.under_way.rules import Pace, Part, pace

_LATEST = 7


@dataclass(frozen=True, slots=True)
class Standing:
    """What is under way as its page shows it: its days, how far it is, its latest hours."""

    under_way: UnderWay
    days: Mapping[Part, Milestone]
    pace: Pace
    latest: Sequence[Hours]
    count: int  # of days with hours


async def under_way_of(row: Application) -> UnderWay:
    """What is under way of an application; raises NotFound where nothing is."""
    found = await UnderWay.get_or_none(application=row).select_related("supervisor")
    if found is None:
        raise NotFound("Nothing is under way yet.")
    return found


async def standing_of(row: Application, *, today: date) -> Standing | None:
    """How far an application is that is under way; None where it is not."""
    found = await UnderWay.get_or_none(application=row).select_related("supervisor")
    if found is None:
        return None
    days = await milestones_of(found)
    logged: list[int] = await values_of(Hours.filter(under_way=found), "minutes")
    first, last = days[Part.STARTS].due_on, days[Part.ENDS].due_on
    return Standing(
        found,
        days,
        pace(sum(logged), found.minutes_required, first, last, today),
        await Hours.filter(under_way=found).order_by("-day").limit(_LATEST),
        len(logged),
    )


async def milestones_of(row: UnderWay) -> dict[Part, Milestone]:
    """The days of something under way, each by what it is; there is one of each."""
    return {Part(one.kind): one for one in await Milestone.filter(under_way=row)}


async def hours_of(row: UnderWay) -> list[Hours]:
    """All hours that were logged, the latest first."""
    return await Hours.filter(under_way=row).order_by("-day")
