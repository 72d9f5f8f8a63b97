"""What this room keeps of a user, handed out whole; and how it goes before the account does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise.expressions import Q

from netmentor.accounts.models import User
from netmentor.db.columns import plain_columns, values_of
from netmentor.mentoring.availability import keeping as availability
from netmentor.mentoring.blocking import blocked_by
from netmentor.mentoring.models import Mentor, MentorInvitation, Report
from netmentor.mentoring.relating import keeping as relating

_MENTOR = (
    "slug name headline about role_title organization_name organization_kind organization_size"
    " specialties credentials credentials_checked since_year topics stages mediums languages city"
    " state timezone mentees_most paused_from paused_until visibility listing listing_why asked_at"
    " is_open takes_guests hides_reply_time reply_band created_at changed_at"
).split()
_PLACES = "name headline about role_title organization_name specialties credentials city".split()


async def hand_out(user: User) -> dict[str, Any]:
    """The profile and its hours, sessions and mentorships, whom the user keeps away, and more.

    What others reported of them is not theirs to read: it would tell who did.
    """
    mentor = await Mentor.get_or_none(user=user)
    invitations = MentorInvitation.filter(made_by=user).order_by("id")
    reports = await _reports(user)
    return {
        "profile": plain_columns(mentor, _MENTOR) if mentor else None,
        "availability": await availability.hand_out(mentor) if mentor else None,
        **await relating.hand_out(user),
        "blocked": [
            {"name": one.user.name if one.by_mentor else one.mentor.name, "at": one.at.isoformat()}
            for one in await blocked_by(user)
        ],
        "reports": [plain_columns(one, ("text", "at", "settled_at")) for one in reports],
        "invitations": [plain_columns(one, ("made_at", "taken_at")) for one in await invitations],
    }


async def erase(user: User, *, now: datetime) -> None:
    """Take what `user` wrote out of what stays at others, inside the caller's transaction.

    Raises relating.keeping.StillAhead; the rest of it goes with the row of the account.
    """
    await relating.erase(user, now=now)


async def who_mentions(words: str) -> list[int]:
    """The users whose profile, reports, sessions or mentorships hold `words`, in any case."""
    named = Q(join_type=Q.OR, **{f"{place}__icontains": words for place in _PLACES})
    ids = set(await values_of(Mentor.filter(named), "user_id"))
    told = Report.filter(text__icontains=words)
    ids |= set(await values_of(told.filter(by_mentor=False), "user_id"))
    ids |= set(await values_of(told.filter(by_mentor=True), "mentor__user_id"))
    return sorted({*ids, *await relating.who_mentions(words)})


async def _reports(user: User) -> list[Report]:
    own = Q(user=user, by_mentor=False) | Q(mentor__user=user, by_mentor=True)
    return await Report.filter(own).order_by("id")
