"""What this room keeps of a user, handed out whole; all of it goes with the row of the account."""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from tortoise.expressions import Q
from tortoise.models import Model

from netmentor.accounts.models import User
from netmentor.contacts.books.models import CarriedLines, ContactImport, ContactImportRow
from netmentor.contacts.cards.models import Card
from netmentor.contacts.messages.models import Wording
from netmentor.contacts.models import (
    Contact,
    Deed,
    FollowUp,
    Habits,
    Picture,
    Position,
    Promise,
    Tag,
    Tagging,
    Touch,
    Way,
)
from netmentor.db.columns import plain_columns, values_of

_CONTACT = (
    "key name credentials note private_note met_where met_at answer sorted_at cadence_weeks"
    " cadence_since touched_at created_at gone_at"
).split()
_FOLLOW_UP = (
    "uid what due_on due_time timezone every_days origin step counted_from state settled_at"
    " created_at"
).split()
_PROMISE = "what by_them made_at state settled_at".split()
_TOUCH = "kind by_them note at created_at".split()
_TAG = ("name", "cadence_weeks")
_POSITION = "title organization from_on to_on".split()
_CARD = "is_on name title organization email phone website introduction".split()

_ON_A_CARD = "name title organization email website introduction".split()
_AT_A_TIME = 100  # contacts, without their photos
_PLACES = ("note", "private_note", "name", "searched", "met_where")


async def hand_out(user: User) -> dict[str, Any]:
    """Everybody the user met with all that is noted, the note that never leaves included.

    The contacts come one after the other: of all their photos few are in memory at a time.
    """
    follow_ups = FollowUp.filter(user=user, contact=None).order_by("id").select_related("event")
    card = await Card.get_or_none(user=user)
    habits = await Habits.get_or_none(user=user)
    return {
        "contacts": _contacts(user),
        "follow_ups": [_follow_up(row) for row in await follow_ups],
        "tags": [
            plain_columns(row, ("name", "cadence_weeks")) for row in await Tag.filter(user=user)
        ],
        "card": plain_columns(card, _CARD) if card else None,
        "imports": [await _import(row) for row in await ContactImport.filter(user=user)],
        "follow_up_habits": plain_columns(habits, ("steps", "keep_weeks")) if habits else None,
    }


async def who_mentions(words: str) -> list[int]:
    """The users who keep `words` of somebody, in any case: who they are, or what is noted."""
    named = Q(join_type=Q.OR, **{f"{place}__icontains": words for place in _PLACES})
    ids = set(await values_of(Contact.filter(named), "user_id"))
    ids |= set(await values_of(Way.filter(value__icontains=words), "contact__user_id"))
    ids |= set(await values_of(Touch.filter(note__icontains=words), "contact__user_id"))
    ids |= set(await values_of(Promise.filter(what__icontains=words), "contact__user_id"))
    ids |= set(await values_of(Wording.filter(text__icontains=words), "contact__user_id"))
    ids |= set(await values_of(FollowUp.filter(what__icontains=words), "user_id"))
    ids |= set(await values_of(CarriedLines.filter(lines__icontains=words), "contact__user_id"))
    told = Q(
        told__icontains=words, name__icontains=words, added__icontains=words,
        reason__icontains=words, join_type=Q.OR,
    )  # fmt: skip
    rows = ContactImportRow.filter(told)
    ids |= set(await values_of(rows, "of__user_id"))
    named = Q(name__icontains=words, headers__icontains=words, join_type=Q.OR)
    ids |= set(await values_of(ContactImport.filter(named), "user_id"))
    ids |= set(await values_of(Deed.filter(rows__icontains=words), "user_id"))
    on_cards = Q(join_type=Q.OR, **{f"{place}__icontains": words for place in _ON_A_CARD})
    ids |= set(await values_of(Card.filter(on_cards), "user_id"))
    return sorted(ids)


async def _contacts(user: User) -> AsyncIterator[dict[str, Any]]:
    last = 0
    rows = Contact.filter(user=user).order_by("id").select_related("event", "introduced_by")
    while some := await rows.filter(id__gt=last).limit(_AT_A_TIME):
        last = some[-1].id
        parts = await _parts([row.id for row in some])
        wordings = await Wording.filter(contact_id__in=[row.id for row in some])
        reworded = {one.contact_id: one.text for one in wordings}
        for row in some:
            pictures = await Picture.filter(contact_id=row.id).order_by("id")
            yield plain_columns(row, _CONTACT) | {
                "event": _event(row),
                "introduced_by": row.introduced_by.key if row.introduced_by else None,
                **{name: told[row.id] for name, told in parts.items()},
                "first_message": reworded.get(row.id),
                "pictures": [_picture(one) for one in pictures],
            }


async def _parts(ids: list[int]) -> dict[str, dict[int, list[Any]]]:
    """What hangs on contacts, by its name and then by the contact."""
    of = {"contact_id__in": ids}
    follow_ups = FollowUp.filter(**of).order_by("id").select_related("event")
    carried = await CarriedLines.filter(**of)
    tags = Tagging.filter(**of).order_by("tag__folded").select_related("tag")
    return {
        "positions": _by_contact(await Position.filter(**of).order_by("id"), _plainly(_POSITION)),
        "ways": _by_contact(await Way.filter(**of).order_by("id"), _plainly(("kind", "value"))),
        "tags": _by_contact(await tags, lambda row: row.tag.name),
        "touches": _by_contact(await Touch.filter(**of).order_by("at", "id"), _plainly(_TOUCH)),
        "promises": _by_contact(await Promise.filter(**of).order_by("id"), _plainly(_PROMISE)),
        "follow_ups": _by_contact(await follow_ups, _follow_up),
        "carried": defaultdict(list, {row.contact_id: row.lines.split("\n") for row in carried}),
    }


async def _import(row: ContactImport) -> dict[str, Any]:
    """A file that came in, and what of it waits still."""
    waiting = ContactImportRow.filter(of=row).exclude(told="").order_by("id")
    told = plain_columns(row, "name format state reason total done created_at".split())
    return told | {"waiting": await values_of(waiting, "told")}


def _by_contact(rows: Iterable[Any], told: Callable[[Any], Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.contact_id].append(told(row))
    return found


def _plainly(names: Iterable[str]) -> Callable[[Model], dict[str, Any]]:
    return lambda row: plain_columns(row, names)


def _follow_up(row: FollowUp) -> dict[str, Any]:
    return plain_columns(row, _FOLLOW_UP) | {"event": _event(row)}


def _picture(row: Picture) -> dict[str, Any]:
    jpeg = b64encode(row.jpeg).decode("ascii")
    return plain_columns(row, ("created_at", "gone_at")) | {"jpeg": jpeg}


def _event(row: Contact | FollowUp) -> str | None:
    return f"/events/{row.event.slug}" if row.event else None
