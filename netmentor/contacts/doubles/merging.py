"""Two contacts become one, and, if that was wrong, two again; nothing about either is lost."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from netmentor.accounts.actions import bump
from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.deeds import Journal, forget_deeds_about
from netmentor.contacts.doubles.blending import as_if_never, line_of, plain, put
from netmentor.contacts.doubles.choosing import CHOICES, FIELDS, merged
from netmentor.contacts.doubles.models import Merge, ToldApart
from netmentor.contacts.doubles.moving import give_back, move
from netmentor.contacts.doubles.planning import plan_as_before, plan_of
from netmentor.contacts.editing import MOST_POSITIONS
from netmentor.contacts.models import Contact, FollowUp, Position, Tagging, Touch, Way
from netmentor.contacts.rules import LONGEST_NOTE, MOST_TAGS, MOST_WAYS
from netmentor.contacts.searching import reindex_all
from netmentor.contacts.settling import settle
from netmentor.contacts.showing import tell
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, Invalid, NotFound

_MOST = (
    (Way, MOST_WAYS, "ways to be reached"),
    (Position, MOST_POSITIONS, "positions"),
    (Tagging, MOST_TAGS, "tags"),
)
_FIRST = "Take some out of one of them first."


class Taken(Conflict):
    """One of the two is gone, or was merged already."""


class NoRoom(Conflict):
    """The two together are more than one person may have."""


async def merge(
    user: User, kept: Contact, gone: Contact, choices: Collection[str], *, now: datetime
) -> Merge:
    """Make `gone` part of `kept`; of `choices`, out of CHOICES, what `gone` has is right.

    Every row about `gone` is moved; what can be there once alone, as a tag, stays with it where
    `kept` has it. Raises Taken, Invalid, and NoRoom where the two are more than a form holds.
    """
    if kept.id == gone.id:
        raise Invalid("That is one person already.")
    async with transaction():
        await take_turns_of(user)
        people = {one.id: one for one in await Contact.filter(user=user, id__in=[kept.id, gone.id])}
        if len(people) < 2 or any(one.gone_at for one in people.values()):
            raise Taken("One of the two is gone, or is somebody else by now. Look at them again.")
        kept, gone = people[kept.id], people[gone.id]
        await forget_deeds_about(user, people, now=now)
        journal = await _journal_of(kept, gone)
        before, chosen = plain(kept), [one for one in CHOICES if one in choices]
        after = merged(before, plain(gone), chosen, people)
        row = Merge(
            kept=kept, gone=gone, choices=json.dumps(chosen), moved="{}",
            before=json.dumps(before), after=json.dumps(after), made_at=now,
        )  # fmt: skip
        await move(row)
        await Contact.filter(id=gone.id).update(gone_at=now)
        await put(kept, after)
        await _check_room(kept)
        kept.version = max(kept.version, gone.version)  # no form of either passes for a new one
        plan = await plan_of(kept)
        await _settle(user, [kept], journal, now=now)
        row.planned = json.dumps(plan, default=str) if plan and plan != await plan_of(kept) else ""
        await row.save()
        await _tell(user, journal, now=now)
    return row


async def take_apart(user: User, row: Merge, *, now: datetime) -> None:
    """Make two of them again: what was moved goes back, as far as it is where it was moved to.

    A field of who was kept is as before, unless it was changed since; so it is with those into
    whom they were merged since. Raises NotFound and Taken.
    """
    async with transaction():
        await take_turns_of(user)
        found = await Merge.filter(id=row.id, kept__user=user).prefetch_related("kept", "gone")
        if not found:
            raise NotFound("They are two again already.")
        row, line = found[0], await line_of(found[0])
        root, gone = line[-1].kept, row.gone
        if root.gone_at:
            raise Taken(f"{root.name} is in the bin. Take them out of it first.")
        await forget_deeds_about(user, (root.id, gone.id), now=now)
        journal, plan = await _journal_of(root, gone), await plan_of(row.kept)
        left = await give_back(row, [one.kept_id for one in line])
        await as_if_never(user, line, left)
        gone.gone_at = None
        await Contact.filter(id=gone.id).update(gone_at=None)
        await _settle(user, [root, gone], journal, now=now)
        await plan_as_before(row, plan)
        await _tell(user, journal, now=now)
        await _note_apart(user, row.kept_id, gone.id, now=now)


async def tell_apart(user: User, one: Contact, other: Contact, *, now: datetime) -> None:
    """Say for good that two are two people."""
    if one.id == other.id:
        raise Invalid("That is one person.")
    async with transaction():
        await take_turns_of(user)
        await _note_apart(user, one.id, other.id, now=now)


async def _note_apart(user: User, *ids: int, now: datetime) -> None:
    one_id, other_id = sorted(ids)
    if not await ToldApart.filter(one_id=one_id, other_id=other_id).exists():
        await ToldApart.create(user=user, one_id=one_id, other_id=other_id, said_at=now)


async def _check_room(contact: Contact) -> None:
    """Raise NoRoom where the form of somebody would not hold all of them, and lose the rest."""
    for table, most, what in _MOST:
        count = await table.filter(contact=contact).count()
        if count > most:
            raise NoRoom(f"Together they have {count} {what}, and {most} have room. {_FIRST}")
    if max(len(contact.note), len(contact.private_note)) > LONGEST_NOTE:
        raise NoRoom(f"Their notes together have more than {LONGEST_NOTE:,} characters. {_FIRST}")


async def _journal_of(*people: Contact) -> Journal:
    """What calendars may be told of people, as it is before anything changes."""
    journal, of = Journal(), {"contact_id__in": [one.id for one in people]}
    journal.before(*people, *await FollowUp.filter(**of), *await Way.filter(**of))
    return journal


async def _settle(
    user: User, people: Sequence[Contact], journal: Journal, *, now: datetime
) -> None:
    for one in people:
        latest = await Touch.filter(contact=one).order_by("-at", "-id").first()
        one.touched_at = latest.at if latest else None
        one.version += 1
    await reindex_all(people, *FIELDS, "touched_at", "version")
    await settle(user, people, journal, now=now)


async def _tell(user: User, journal: Journal, *, now: datetime) -> None:
    await tell(journal.rows_before, now=now)
    await bump([user.id])
