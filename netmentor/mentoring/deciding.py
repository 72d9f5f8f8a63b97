"""What curators decide of mentors: who is listed, and what a report comes to."""

from __future__ import annotations

from datetime import datetime

from netmentor.accounts.models import User
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NotFound
from netmentor.mentoring.models import Mentor, MentorInvitation, Report
from netmentor.mentoring.rules import Checked, Listing

_GONE = "This waits no longer: it was decided, or its mentor took it back."


async def waiting() -> list[Mentor]:
    """The profiles that wait to be listed, the longest first."""
    return await Mentor.filter(listing=Listing.WAITING).order_by("asked_at").select_related("user")


async def reports() -> list[Report]:
    """What is reported and not settled, the oldest first."""
    rows = Report.filter(settled_at=None).order_by("id")
    return await rows.select_related("mentor__user", "user")


async def list_mentor(number: int, *, version: int, checked: bool) -> None:
    """Put a profile into the directory, as it was looked at; `checked` are its credentials, too.

    Raises Conflict for one that says something else by now.
    """
    columns = {"listing": Listing.LISTED, "listing_why": ""}
    if checked:
        columns["credentials_checked"] = Checked.CURATOR
    async with transaction():
        rows = Mentor.filter(id=number, listing=Listing.WAITING)
        if not await rows.exists():
            raise Conflict(_GONE)
        if not await rows.filter(version=version).update(**columns):
            raise Conflict("Its mentor changed this profile since you opened the page.")


async def refuse(number: int, why: str) -> None:
    """Leave a profile out of the directory and tell its mentor why; one that is listed, too.

    An invitation that its mentor took ends with it: asked for anew, the profile is looked at.
    """
    async with transaction():
        rows = Mentor.filter(id=number, listing__in=(Listing.WAITING, Listing.LISTED))
        if not await rows.update(listing=Listing.REFUSED, listing_why=why):
            raise Conflict(_GONE)
        refused = await values_of(Mentor.filter(id=number), "user_id")
        await MentorInvitation.filter(taken_by_id__in=refused).update(taken_by_id=None)


async def settle_report(number: int, by: User, *, now: datetime) -> None:
    """Note that a curator has dealt with a report."""
    async with transaction():
        rows = Report.filter(id=number, settled_at=None)
        if not await rows.update(settled_at=now, settled_by_id=by.id):
            raise NotFound("This report is settled, or there is none.")
