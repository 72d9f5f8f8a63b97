"""What imports told of people is forgotten with them."""

from __future__ import annotations

from collections.abc import Sequence

from netmentor.contacts.books.models import ContactImportRow
from netmentor.contacts.models import Contact
from netmentor.db.bulk import batches


async def forget_told_of(contact_ids: Sequence[int]) -> None:
    """Empty what lines of imports say of people who are about to be deleted for good.

    A line of somebody like one of them names them, too. Inside the caller's transaction.
    """
    names: set[tuple[int, str]] = set()
    for some in batches(contact_ids):
        of = {"id__in": list(some)}
        names.update(await Contact.filter(**of).values_list("user_id", "name"))
        lines = ContactImportRow.filter(contact_id__in=list(some))
        await lines.update(name="", told="", reason="", added="")
    users = {user_id for user_id, _ in names}
    told = ContactImportRow.filter(of__user_id__in=list(users)).exclude(reason="")
    lines_of = await told.values_list("id", "of__user_id", "reason")
    like = [id_ for id_, user_id, reason in lines_of if _names_one(user_id, reason, names)]
    for some in batches(like):
        await ContactImportRow.filter(id__in=list(some)).update(reason="")


def _names_one(user_id: int, reason: str, names: set[tuple[int, str]]) -> bool:
    """True where a reason, as `judging` words it, begins with one of some people.

    >>> _names_one(1, "May be Ann: of Sample: Lee.", {(1, "Ann: of Sample")})
    True
    """
    told = reason.removeprefix("May be ").removeprefix("Is ")
    return any((user_id, told[:end]) in names for end, one in enumerate(told) if one == ":")
