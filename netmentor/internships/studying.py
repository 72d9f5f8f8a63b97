"""What somebody studies, as they say it; *Fits me* reads it, and nobody else."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.db.transactions import transaction
from netmentor.internships.models import Studies


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Studies as a form tells them; "" or None for what is not said."""

    degree: str = ""
    year: str = ""
    graduates_on: date | None = None
    accreditation: str = ""
    needs_sponsorship: bool = False


async def note_studies(user: User, told: Told, *, now: datetime) -> None:
    """Keep what `user` studies in place of what was said before."""
    async with transaction():
        await take_turns_of(user)
        await Studies.update_or_create(asdict(told) | {"changed_at": now}, user=user)
