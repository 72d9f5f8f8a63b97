"""What every room carries of a user, in one list; and what stays, with the reason."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from netmentor.accounts import keeping as accounts
from netmentor.accounts.models import User
from netmentor.agenda import keeping as agenda
from netmentor.contacts import keeping as contacts
from netmentor.copies import keeping as copies
from netmentor.db.carried import Row
from netmentor.db.models import Landmark
from netmentor.events import keeping as events
from netmentor.internships import keeping as internships
from netmentor.mail.models import DeadAddress, OutgoingMail
from netmentor.mentoring import keeping as mentoring
from netmentor.organizations.models import (
    Affiliation,
    CatalogueRevision,
    Credential,
    Membership,
    Organization,
)
from netmentor.reminders import keeping as reminders

_ROOMS = (accounts, events, contacts, mentoring, internships, agenda, reminders, copies)
_EVERYBODYS = (Organization, Affiliation, Membership, Credential, CatalogueRevision)
CARRIED = tuple(one for room in _ROOMS for one in room.CARRIED)
LEFT = {
    **{table: why for room in _ROOMS for table, why in room.LEFT.items()},
    **dict.fromkeys(_EVERYBODYS, "everybody's, and the same for all"),
    OutgoingMail: "a letter to somebody, which is kept for some days",
    DeadAddress: "what a mail server said of an address",
    Landmark: "of the installation",
}


async def settle_in(user: User) -> None:
    """Work out what is made of rows that came in past the rooms; inside their transaction."""
    await contacts.settle_in(user)
    await mentoring.settle_in(user)


async def records_of(user: User) -> dict[str, Sequence[Row] | AsyncIterator[Row]]:
    """What is told of `user` that no other account can have: by name, and then as lines."""
    found: dict[str, Sequence[Row] | AsyncIterator[Row]] = {}
    for room in _ROOMS:
        found |= await room.records(user)
    return found
