"""What this room keeps of a user, taken along; and how it goes before the account does."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from tortoise.expressions import Q

from netmentor.accounts.models import User
from netmentor.db.carried import Carried, Row, Staying
from netmentor.db.columns import plain_columns, values_of
from netmentor.mentoring.actions import searched
from netmentor.mentoring.availability import keeping as availability
from netmentor.mentoring.blocking import blocked_by
from netmentor.mentoring.models import Blocking, Mentor, MentorInvitation, Report
from netmentor.mentoring.relating import keeping as relating
from netmentor.mentoring.rules import (
    Checked,
    Listing,
    Medium,
    Practice,
    Size,
    Stage,
    Topic,
    Visibility,
    new_slug,
)

_PLACES = "name headline about role_title organization_name specialties credentials city".split()
_LISTING = "listing listing_why asked_at credentials_checked reply_band".split()
_BY_ITSELF = (Listing.DRAFT.value, Checked.SELF.value)
_ASKED_AGAIN = "curators say so, who are asked again"
_LOOKED_UP = "looked up again"
_LISTS: dict[str, type[StrEnum]] = {"topics": Topic, "stages": Stage, "mediums": Medium}


def _why_no_profile(row: Row) -> str | None:
    for name, words in _LISTS.items():
        if strange := set(filter(None, row.get(name, "").split(","))) - set(words):
            return f"“{min(strange)[:40]}” is none of its {name}."
    return None


CARRIED = (
    Carried(
        table=Mentor,
        whose="user",
        left={
            "link_token_hash": "a secret",
            **dict.fromkeys(("listing", "listing_why", "asked_at"), _ASKED_AGAIN),
            "credentials_checked": _ASKED_AGAIN,
            "reply_band": "of answers given here",
            **dict.fromkeys(("next_openings", "openings_until", "openings_stale"), _LOOKED_UP),
            "searched": "made of the rest",
            "version": "tells two tabs apart",
        },
        words={
            "visibility": Visibility,
            "organization_kind": Practice,
            "organization_size": Size,
        },
        why_not=_why_no_profile,
        fresh={"slug": new_slug},
    ),
    *availability.CARRIED,
    *relating.CARRIED,
)
LEFT: Staying = {
    MentorInvitation: "of whoever has its link; it is told",
    Blocking: "about somebody else's account; it is told",
    Report: "about somebody else's account; it is told",
    **availability.LEFT,
    **relating.LEFT,
}


async def settle_in(user: User) -> None:
    """Have a profile that came in be found by its words; inside the caller's transaction."""
    if mentor := await Mentor.get_or_none(user=user):
        mentor.searched = searched(mentor)
        await mentor.save(update_fields=["searched"])


async def records(user: User) -> dict[str, list[dict[str, Any]]]:
    """How the profile is listed, sessions and mentorships, whom the user keeps away, and more.

    What others reported of them is not theirs to read: it would tell who did.
    """
    mentor = await Mentor.get_or_none(user=user)
    invitations = MentorInvitation.filter(made_by=user).order_by("id")
    reports = await _reports(user)
    was_asked = mentor and (mentor.listing, mentor.credentials_checked) != _BY_ITSELF
    return {
        "listing": [plain_columns(mentor, _LISTING)] if mentor and was_asked else [],
        **await relating.records(user),
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
