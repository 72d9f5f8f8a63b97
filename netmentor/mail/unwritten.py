"""Letters that wait in the outbox as what they say, and are written when they go out.

Whoever books a session waits for what both are told of it, and writing that took a fifth of their
time: decision 31.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from netmentor.mail import letters
from netmentor.mail.assembling import Calendar, check_addresses, finished

_BEGINS = b"{"  # as no finished message does, whose first line is its subject's


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritten:
    """A letter to one address: its template, and the facts that go in, as JSON has them.

    `name` is what operators see of it, the same `key` makes the same Message-ID, `subject` is
    among the facts, and `calendar` is what it does to its reader's.
    """

    name: str
    template: str
    facts: Mapping[str, object]
    key: str
    to: str
    calendar: Calendar | None = None


def packed(one: Unwritten, *, base_url: str, sender: str, now: datetime) -> bytes:
    """Return the letter as the outbox keeps it; raises Invalid for an address of odd letters."""
    check_addresses(one.to, sender)
    told = {
        "template": one.template,
        "facts": {**one.facts, "base_url": base_url},
        "key": one.key,
        "to": one.to,
        "sender": sender,
        "at": now.isoformat(),
    }
    if one.calendar:
        told["calendar"] = [one.calendar.method, one.calendar.message.decode()]
    return json.dumps(told).encode()


def written(message: bytes) -> bytes:
    """Return what goes over the wire of a message that the outbox keeps, in either form.

    Raises UnsafeLetter as `finished` does.
    """
    if not message.startswith(_BEGINS):
        return message
    told = json.loads(message)
    method, text = told.get("calendar", ("", ""))
    return finished(
        letters.write(told["template"], **told["facts"]),
        key=told["key"],
        to=told["to"],
        sender=told["sender"],
        now=datetime.fromisoformat(told["at"]),
        calendar=Calendar(method, text.encode()) if method else None,
    )
