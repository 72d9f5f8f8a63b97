"""Letters about what is between two people beyond the steps of one session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from netmentor.accounts.models import User
from netmentor.mail import letters
from netmentor.mail.outbox import post_letter
from netmentor.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One letter: `key` is what makes it come once, `path` where its reader goes on.

    `facts` are pairs of label and words, `buttons` pairs of label and address.
    """

    letter: str
    key: str
    subject: str
    opening: str
    closing: str
    path: str
    facts: Sequence[tuple[str, str]] = field(default_factory=tuple)
    buttons: Sequence[tuple[str, str]] = field(default_factory=tuple)


async def tell(settings: Settings, reader: User, told: Told, *, now: datetime) -> bool:
    """Post one letter, inside the caller's transaction; False where it was posted before."""
    letter = letters.write(
        "session",
        base_url=settings.base_url,
        name=reader.name,
        subject=told.subject,
        opening=told.opening,
        facts=[(label, words) for label, words in told.facts if words],
        buttons=list(told.buttons),
        closing=told.closing,
        path=told.path,
    )
    return await post_letter(settings, told.letter, letter, key=told.key, to=reader.email, now=now)
