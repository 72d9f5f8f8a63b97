"""What this room keeps of a user, handed out whole; all of it goes with the row of the account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tortoise.expressions import Q
from tortoise.models import Model

from netmentor.accounts.models import User
from netmentor.db.columns import values_of
from netmentor.mentoring.blocking import blocked_by
from netmentor.mentoring.models import Mentor, MentorInvitation, Report

_MENTOR = (
    "slug name headline about role_title organization_name organization_kind organization_size"
    " specialties credentials credentials_checked since_year topics stages mediums languages city"
    " state timezone mentees_most paused_from paused_until visibility listing listing_why asked_at"
    " is_open hides_reply_time reply_band created_at changed_at"
).split()
_PLACES = "name headline about role_title organization_name specialties credentials city".split()


async def hand_out(user: User) -> dict[str, Any]:
    """The profile, whom the user keeps away, what they reported, and whom they invited.

    What others reported of them is not theirs to read: it would tell who did.
    """
    mentor = await Mentor.get_or_none(user=user)
    invitations = MentorInvitation.filter(made_by=user).order_by("id")
    return {
        "profile": _columns(mentor, _MENTOR) if mentor else None,
        "blocked": [
            {"name": one.user.name if one.by_mentor else one.mentor.name, "at": _plain(one.at)}
            for one in await blocked_by(user)
        ],
        "reports": [_columns(one, ("text", "at", "settled_at")) for one in await _reports(user)],
        "invitations": [_columns(one, ("made_at", "taken_at")) for one in await invitations],
    }


async def who_mentions(words: str) -> list[int]:
    """The users whose profile or reports hold `words`, in any case."""
    named = Q(join_type=Q.OR, **{f"{place}__icontains": words for place in _PLACES})
    ids = set(await values_of(Mentor.filter(named), "user_id"))
    told = Report.filter(text__icontains=words)
    ids |= set(await values_of(told.filter(by_mentor=False), "user_id"))
    ids |= set(await values_of(told.filter(by_mentor=True), "mentor__user_id"))
    return sorted(ids)


async def _reports(user: User) -> list[Report]:
    own = Q(user=user, by_mentor=False) | Q(mentor__user=user, by_mentor=True)
    return await Report.filter(own).order_by("id")


def _columns(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
