"""What to know before an interview: who asks, what was said last, and what was promised."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact, Position, Promise, Touch
from netmentor.contacts.rules import State, is_key
from netmentor.contacts.words import TOUCH_WORDS, near_day
from netmentor.internships.applying.interviewing.models import Interview, Interviewer
from netmentor.text import one_line

_TOUCHES = 3  # of one person, the latest
_LONGEST_SAID = 160  # letters of a note in a letter; the page has it whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What somebody knows of one who asks; nothing of the note that never leaves."""

    contact: Contact
    role: str
    touches: Sequence[Touch]
    promised: Sequence[str]  # by the user, and not kept yet
    awaited: Sequence[str]  # by the one who asks


async def known_of(people: Sequence[Contact]) -> list[Known]:
    """The same of several, in their order."""
    ids = [one.id for one in people]
    positions = Position.filter(contact_id__in=ids, to_on=None).order_by("-id")
    roles = {one.contact_id: one for one in await positions}
    promises = Promise.filter(contact_id__in=ids, state=State.OPEN.value).order_by("made_at", "id")
    open_ = await promises
    return [
        Known(
            contact=one,
            role=_role(roles.get(one.id)),
            touches=await Touch.filter(contact=one).order_by("-at", "-id").limit(_TOUCHES),
            promised=[row.what for row in open_ if row.contact_id == one.id and not row.by_them],
            awaited=[row.what for row in open_ if row.contact_id == one.id and row.by_them],
        )
        for one in people
    ]


async def briefs_of(user: User, keys: Collection[str], *, today: date) -> dict[str, str]:
    """By the key of an interview, what its user reads of it in the morning, in words.

    `keys` may be of whatever else is dated of applications, too. Interviews of which there is
    nothing to say are left out.
    """
    maybe = [one for one in keys if is_key(one)]  # a deadline's is longer than the column
    found = Interview.filter(key__in=maybe, application__user=user).order_by("id")
    briefs = {}
    for row in await found:
        asking = Interviewer.filter(interview=row, contact__gone_at=None).order_by("id")
        people = [one.contact for one in await asking.select_related("contact")]
        parts = [_words(one, ZoneInfo(user.timezone), today) for one in await known_of(people)]
        for what, text in (("Ask", row.questions), ("Notes", row.notes)):
            if said := one_line(text)[:_LONGEST_SAID]:
                parts.append(f"{what}: {said}")
        if parts:
            briefs[row.key] = "; ".join(parts)
    return briefs


def _words(one: Known, zone: ZoneInfo, today: date) -> str:
    parts = [f"With {one.contact.name}" + (f" ({one.role})" if one.role else "")]
    for touch in one.touches[:1]:
        day = near_day(touch.at.astimezone(zone).date(), today)
        kind = TOUCH_WORDS.get(touch.kind, touch.kind)
        said = one_line(touch.note)[:_LONGEST_SAID]
        parts.append(f"last in touch {day}, {kind.lower()}" + (f": {said}" if said else ""))
    parts += [f"you promised: {what}" for what in one.promised]
    parts += [f"they promised: {what}" for what in one.awaited]
    return ", ".join(parts)


def _role(row: Position | None) -> str:
    return ", ".join(filter(None, (row.title, row.organization))) if row else ""
