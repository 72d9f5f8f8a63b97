"""Address books of tests, sample people all: brought in, and undone."""

from __future__ import annotations

from netmentor.accounts.models import User
from netmentor.contacts.books import actions
from netmentor.contacts.books.models import ContactImport, ContactImportRow
from netmentor.contacts.books.rules import Doubles
from netmentor.jobs.imports import mind_imports
from tests.factories import NOON


def card(name: str, *lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *lines, "END:VCARD", ""])


ADA = card("Ada Sample", "EMAIL:ada@example.org", "CATEGORIES:Ohio", "BDAY:1990-01-02", "UID:a")
BO = card("Bo Sample", "TEL:+1 614 555 0100", "ORG:Sample Clinic", "UID:b")


async def looked_at(user: User, *cards: str, name: str = "book.vcf") -> ContactImport:
    row = await actions.begin(user, name, "".join(cards).encode(), now=NOON)
    await mind_imports()
    return await ContactImport.get(id=row.id)


async def brought(
    user: User, *cards: str, doubles: Doubles = Doubles.JOIN
) -> tuple[ContactImport, dict[str, str]]:
    """Bring cards in; return the import and what became of each name."""
    row = await looked_at(user, *cards)
    await actions.go(user, row.key, doubles, now=NOON)
    await mind_imports()
    rows = ContactImportRow.filter(of=row).order_by("id")
    return await ContactImport.get(id=row.id), dict(await rows.values_list("name", "verdict"))


async def undone(user: User, row: ContactImport) -> ContactImport:
    await actions.undo(user, row.key, now=NOON)
    await mind_imports()
    return await ContactImport.get(id=row.id)
