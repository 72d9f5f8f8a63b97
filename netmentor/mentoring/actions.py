"""What a mentor does to their own profile: write it, draw its private link, ask to be listed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from netmentor.accounts import tokens
from netmentor.accounts.models import User
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NotFound
from netmentor.mentoring.models import Mentor, MentorInvitation
from netmentor.mentoring.rules import Checked, Listing, Visibility, new_slug
from netmentor.text import folded

# What of a profile its next openings come from; hours are in the zone of their mentor.
_OPENING = ("timezone", "is_open", "paused_from", "paused_until", "mentees_most")


class ChangedElsewhere(Conflict):
    """The profile was saved in another window since its form was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What stands in a profile. A name, topics and a zone are needed; lists have commas between."""

    name: str
    topics: str
    timezone: str
    headline: str = ""
    about: str = ""
    role_title: str = ""
    organization_name: str = ""
    organization_kind: str = ""
    organization_size: str = ""
    specialties: str = ""
    credentials: str = ""
    since_year: int | None = None
    stages: str = ""
    mediums: str = "video"
    languages: str = "en"
    city: str = ""
    state: str = ""
    mentees_most: int | None = None
    visibility: str = Visibility.MEMBERS.value
    paused_from: date | None = None
    paused_until: date | None = None
    is_open: bool = True
    takes_guests: bool = False
    hides_reply_time: bool = False


async def put_profile(user: User, told: Profile, *, now: datetime, version: int = 0) -> Mentor:
    """Make the profile of `user` say what is told; a first one is for its private link alone.

    Raises ChangedElsewhere unless it is still of `version`; 0 is of whatever version.
    """
    columns = asdict(told) | {"searched": searched(told), "changed_at": now}
    async with transaction():
        before = await Mentor.get_or_none(user=user)
        if before is None:
            fresh = columns | {"slug": new_slug(), "created_at": now}
            mentor, is_new = await Mentor.get_or_create(fresh, user=user)
            if is_new:
                return mentor
            before = mentor
        if version and version != before.version:
            raise ChangedElsewhere("Your profile was changed in another window.")
        if any(columns[name] != getattr(before, name) for name in _OPENING):
            columns["openings_stale"] = True
        if told.credentials != before.credentials:
            columns["credentials_checked"] = Checked.SELF
        changed = Mentor.filter(id=before.id, version=before.version)
        if not await changed.update(**columns, version=before.version + 1):
            raise ChangedElsewhere("Your profile was changed in another window.")
        return await Mentor.get(id=before.id)


async def draw_link(mentor: Mentor) -> str:
    """Give a profile another private link, and return its secret; the one before leads nowhere."""
    token = tokens.make("nmm")
    async with transaction():
        await Mentor.filter(id=mentor.id).update(link_token_hash=tokens.hashed(token))
    return token


async def end_link(mentor: Mentor) -> None:
    """Let no private link lead to a profile any more."""
    async with transaction():
        await Mentor.filter(id=mentor.id).update(link_token_hash=None)


async def ask_to_be_listed(mentor: Mentor, *, now: datetime) -> Listing:
    """Have a curator look at a profile; one that was invited is listed at once."""
    async with transaction():
        invited = await MentorInvitation.filter(taken_by_id=mentor.user_id).exists()
        listing = Listing.LISTED if invited else Listing.WAITING
        open_ones = Mentor.filter(id=mentor.id).exclude(listing=Listing.LISTED)
        if not await open_ones.update(listing=listing, asked_at=now, listing_why=""):
            raise Conflict("Your profile is listed already.")
    return listing


async def leave_the_directory(mentor: Mentor) -> None:
    """List a profile no longer, or ask no longer; its private link stays."""
    async with transaction():
        if not await Mentor.filter(id=mentor.id).update(listing=Listing.DRAFT, asked_at=None):
            raise NotFound("There is no such mentor.")


def searched(told: Profile | Mentor) -> str:
    """What words find of a profile, folded."""
    named = (
        told.name, told.headline, told.role_title, told.organization_name, told.specialties,
        told.credentials, told.city, told.about,
    )  # fmt: skip
    return folded(" ".join(named))
