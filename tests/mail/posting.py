"""Sample letters for tests: posted, read back as they went out, and the code in one."""

from __future__ import annotations

import email
import re
from datetime import datetime
from email.message import EmailMessage
from email.policy import default

from netmentor.db.transactions import transaction
from netmentor.mail.models import OutgoingMail
from netmentor.mail.outbox import post
from netmentor.settings import Settings
from tests.factories import NOON

READER = "reader@example.org"


async def post_sample(
    settings: Settings,
    key: str = "sample",
    *,
    to: str = READER,
    now: datetime = NOON,
    secret_until: datetime | None = None,
) -> OutgoingMail:
    facts = {"name": "Sample Reader", "address": "new@example.org", "contact": "post@example.org"}
    async with transaction():
        await post(
            settings,
            "email_changed",
            key=key,
            to=to,
            now=now,
            facts=facts,
            secret_until=secret_until,
        )
    return await OutgoingMail.get(key=key)


def parsed(message: bytes) -> EmailMessage:
    return email.message_from_bytes(message, policy=default)


def text_of(message: bytes, kind: str = "plain") -> str:
    body = parsed(message).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


async def letter_to(address: str) -> OutgoingMail:
    """The latest letter to an address."""
    found = await OutgoingMail.filter(to=address).order_by("-id").first()
    assert found is not None
    return found


async def code_to(address: str) -> str:
    """The code in the latest letter to an address, as it stands there."""
    found = re.search(r"^ {4}(\d{4} \d{4})$", text_of((await letter_to(address)).message), re.M)
    assert found
    return found[1]
