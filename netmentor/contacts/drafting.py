"""A first message to somebody who was met, begun from what was noted; nobody sends it but you."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from netmentor.contacts.words import called

_LONGEST_NOTE = 600  # letters of the note: addresses of mails are no place for long texts


@dataclass(frozen=True, slots=True)
class Message:
    subject: str
    text: str
    is_reworded: bool = False  # by whoever sends it


def first_message(
    *, to: str, sender: str, where: str, met_on: date, note: str, promises: Sequence[str]
) -> Message:
    """Return a message to begin with: where they met, what was promised, and the note to reword.

    The note stands in brackets: it was written for oneself.
    """
    there = f" at {where}" if where else ""
    lines = [
        f"Hi {called(to)},",
        f"Thank you for the conversation{there} on {met_on:%A}. It was good to meet you.",
        *(f"As promised: {promise}." for promise in promises),
        *([f"[From your note, in your own words: {_short(note)}]"] if note else []),
        "Would you have 20 minutes in the next weeks to go on with it?",
        f"Best regards,\n{sender}",
    ]
    return Message(f"Good to meet you{there}"[:120], "\n\n".join(lines))


def mail_address(address: str, message: Message | None = None) -> str:
    """Return the link that opens a mail to `address`; "" for what is no address.

    >>> mail_address("a?cc=b@example.org"), mail_address("no address")
    ('mailto:a%3Fcc%3Db@example.org', '')
    """
    if address.count("@") != 1 or any(letter.isspace() for letter in address):
        return ""
    link = f"mailto:{quote(address, safe='@')}"
    if message is None:
        return link
    body = quote(message.text.replace("\n", "\r\n"), safe="")
    return f"{link}?subject={quote(message.subject, safe='')}&body={body}"


def _short(note: str) -> str:
    return note if len(note) <= _LONGEST_NOTE else f"{note[:_LONGEST_NOTE].rstrip()}…"
