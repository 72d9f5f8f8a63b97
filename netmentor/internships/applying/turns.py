"""One deed at a time about the applications of one user, and room for one line more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts.models import Contact
from netmentor.errors import Conflict, Invalid
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.queries import application_of
from netmentor.internships.applying.rules import LONGEST_NAME, MOST_LINES
from netmentor.internships.writing import answering
from netmentor.text import one_line


@asynccontextmanager
async def turn_of(user: User, key: str) -> AsyncIterator[Application]:
    """Hold the user's turn for a deed about their application, read as it is then.

    No date that it follows moves meanwhile. A deed that changes anything ends with
    `begin_silence`; one that says what is so already changes nothing. Raises NotFound.
    """
    async with answering():
        await take_turns_of(user)
        yield await application_of(user, key)


async def check_there(contact: Contact | None) -> None:
    """Raise Conflict for somebody who was chosen, and is none of the user's people any more."""
    if contact and not await Contact.exists(id=contact.id):
        raise Conflict(f"{contact.name} was deleted a moment ago. Choose somebody else.")


def check_room(count: int, name: str) -> None:
    """Raise Invalid for a line that says nothing or too much, Conflict where there are enough."""
    if not one_line(name) or len(one_line(name)) > LONGEST_NAME:
        raise Invalid(f"Say it in 1 to {LONGEST_NAME} characters.")
    if count >= MOST_LINES:
        raise Conflict(f"There are {MOST_LINES} already.")
