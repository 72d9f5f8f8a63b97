"""Who somebody is by now that was merged, however often."""

from __future__ import annotations

from netmentor.accounts.models import User
from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.models import Contact
from netmentor.errors import Conflict


class Merged(Conflict):
    """Somebody is somebody else by now: what is to be done is done about them."""


async def roots_of(user: User) -> dict[int, int]:
    """Of each of the user's contacts that was merged, by number, who they are by now."""
    rows = await Merge.filter(kept__user=user).values_list("gone_id", "kept_id")
    above = dict(rows)
    found = {}
    for gone, root in above.items():
        seen = {gone}
        while root in above and root not in seen:  # a file that came in may lead round and round
            seen.add(root)
            root = above[root]
        found[gone] = root
    return found


async def who_is(contact: Contact) -> Contact:
    """Somebody, or who they are by now where they were merged; perhaps in the bin."""
    seen = {contact.id}
    while contact.gone_at:
        row = await Merge.get_or_none(gone_id=contact.id).prefetch_related("kept")
        if row is None or row.kept_id in seen:
            break
        contact = row.kept
        seen.add(contact.id)
    return contact


async def check_unmerged(contact: Contact) -> None:
    """Raise Merged for somebody who was merged."""
    root = await who_is(contact)
    if root.id != contact.id:
        raise Merged(f"{contact.name} was merged into {root.name}. Look at them again.")
