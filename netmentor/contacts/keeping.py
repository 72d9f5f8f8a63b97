"""What this room keeps of a user, handed out whole; all of it goes with the row of the account."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tortoise.expressions import Q
from tortoise.models import Model

from netmentor.accounts.models import User
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
from netmentor.db.columns import values_of

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
_POSITION = "title organization from_on to_on".split()
_CARD = "is_on name title organization email phone website introduction".split()

_ON_A_CARD = "name title organization email website introduction".split()
_PLACES = ("note", "private_note", "name", "searched", "met_where")


async def hand_out(user: User) -> dict[str, Any]:
    """Everybody the user met with all that is noted, the note that never leaves included."""
    contacts = Contact.filter(user=user).order_by("id").select_related("event", "introduced_by")
    follow_ups = FollowUp.filter(user=user, contact=None).order_by("id").select_related("event")
    card = await Card.get_or_none(user=user)
    habits = await Habits.get_or_none(user=user)
    return {
        "contacts": [await _contact(row) for row in await contacts],
        "follow_ups": [_follow_up(row) for row in await follow_ups],
        "tags": [_columns(row, ("name", "cadence_weeks")) for row in await Tag.filter(user=user)],
        "card": _columns(card, _CARD) if card else None,
        "follow_up_habits": _columns(habits, ("steps", "keep_weeks")) if habits else None,
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
    ids |= set(await values_of(Deed.filter(rows__icontains=words), "user_id"))
    on_cards = Q(join_type=Q.OR, **{f"{place}__icontains": words for place in _ON_A_CARD})
    ids |= set(await values_of(Card.filter(on_cards), "user_id"))
    return sorted(ids)


async def _contact(row: Contact) -> dict[str, Any]:
    mine = {"contact_id": row.id}
    tags = Tagging.filter(**mine).order_by("tag__folded")
    wording = await Wording.get_or_none(contact_id=row.id)
    ways = await Way.filter(**mine).order_by("id")
    follow_ups = FollowUp.filter(**mine).order_by("id").select_related("event")
    return _columns(row, _CONTACT) | {
        "event": _event(row),
        "introduced_by": row.introduced_by.key if row.introduced_by else None,
        "positions": _rows(await Position.filter(**mine).order_by("id"), _POSITION),
        "ways": [{"kind": way.kind, "value": way.value} for way in ways],
        "tags": await values_of(tags, "tag__name"),
        "touches": _rows(await Touch.filter(**mine).order_by("at", "id"), _TOUCH),
        "promises": _rows(await Promise.filter(**mine).order_by("id"), _PROMISE),
        "follow_ups": [_follow_up(one) for one in await follow_ups],
        "first_message": wording.text if wording else None,
        "pictures": [_picture(one) for one in await Picture.filter(**mine).order_by("id")],
    }


def _follow_up(row: FollowUp) -> dict[str, Any]:
    return _columns(row, _FOLLOW_UP) | {"event": _event(row)}


def _picture(row: Picture) -> dict[str, Any]:
    jpeg = b64encode(row.jpeg).decode("ascii")
    return _columns(row, ("created_at", "gone_at")) | {"jpeg": jpeg}


def _event(row: Contact | FollowUp) -> str | None:
    return f"/events/{row.event.slug}" if row.event else None


def _rows(rows: Iterable[Model], names: Iterable[str]) -> list[dict[str, Any]]:
    return [_columns(row, names) for row in rows]


def _columns(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
