"""All of one person on one page: what is owed, what is known, and what was between you."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from netmentor.contacts.models import Contact, FollowUp, Position, Promise, Tag, Touch, Way
from netmentor.contacts.pictures import picture_ids
from netmentor.contacts.rules import State, cadence_of

MOST_OF_A_TIMELINE = 300


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on the timeline: a touch, a promise that was settled, or neither: the meeting."""

    at: datetime
    touch: Touch | None = None
    promise: Promise | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one page shows of a contact; `cadence` is in weeks, their own or by a tag."""

    contact: Contact
    promised: Sequence[Promise]
    awaited: Sequence[Promise]
    follow_ups: Sequence[FollowUp]
    positions: Sequence[Position]
    ways: Sequence[Way]
    tags: Sequence[Tag]
    cadence: int | None
    timeline: Sequence[Moment]
    pictures: Sequence[int]
    introduced: Sequence[Contact]


async def profile_of(contact: Contact) -> Profile:
    """Everything about a contact; its event and who introduced it are fetched."""
    await contact.fetch_related("event__merged_into", "introduced_by")
    mine = {"contact_id": contact.id}
    promises = await Promise.filter(**mine).order_by("made_at", "id")
    touches = await Touch.filter(**mine).order_by("-at", "-id").limit(MOST_OF_A_TIMELINE)
    tags = await Tag.filter(taggings__contact_id=contact.id).order_by("folded")
    introduced = Contact.filter(introduced_by_id=contact.id, gone_at=None)
    follow_ups = FollowUp.filter(**mine, state=State.OPEN.value)
    return Profile(
        contact=contact,
        promised=[row for row in promises if row.state == State.OPEN and not row.by_them],
        awaited=[row for row in promises if row.state == State.OPEN and row.by_them],
        follow_ups=await follow_ups.order_by("due_on", "due_time", "id"),
        positions=await _positions(contact),
        ways=await Way.filter(**mine).order_by("id"),
        tags=tags,
        cadence=cadence_of(contact.cadence_weeks, (tag.cadence_weeks for tag in tags)),
        timeline=_timeline(contact, touches, promises),
        pictures=await picture_ids(contact),
        introduced=await introduced.order_by("folded_name").limit(100),
    )


async def _positions(contact: Contact) -> list[Position]:
    """What they are, and then what they were, the latest first."""
    rows = await Position.filter(contact_id=contact.id).order_by("id")
    past = [row for row in rows if row.to_on]
    past.sort(key=lambda row: str(row.to_on), reverse=True)
    return [*(row for row in rows if row.to_on is None), *past]


def _timeline(
    contact: Contact, touches: Iterable[Touch], promises: Iterable[Promise]
) -> list[Moment]:
    moments = [Moment(row.at, touch=row) for row in touches]
    moments += [Moment(row.settled_at, promise=row) for row in promises if row.settled_at]
    moments.sort(key=lambda one: one.at, reverse=True)
    met = Moment(contact.met_at)
    later = [one for one in moments if one.at >= met.at]
    return [*later, met, *moments[len(later) :]]
