"""When a letter goes out, is tried again, is given up, and is thrown away."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(minutes=3)  # longer than one letter may take
MOST_REFUSALS = 5  # of one letter; what the server says for good is now and then mended
GIVEN_UP_AFTER = timedelta(days=5)  # RFC 5321 section 4.5.4.1: four to five days
KEPT_FOR = timedelta(days=30)

_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))


class MailState(StrEnum):
    """Where a letter is; `KEPT` stays here, because no mail server is set."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"


OVER = (MailState.SENT, MailState.FAILED, MailState.KEPT)


def pause_after(attempts: int) -> timedelta:
    """How long a letter waits that was tried `attempts` times in vain.

    >>> pause_after(1), pause_after(99)
    (datetime.timedelta(seconds=60), datetime.timedelta(seconds=10800))
    """
    return _PAUSES[min(attempts, len(_PAUSES)) - 1]


def is_given_up(*, refusals: int, posted_at: datetime, now: datetime) -> bool:
    """True for a letter that is not tried again by itself."""
    return refusals >= MOST_REFUSALS or now - posted_at >= GIVEN_UP_AFTER
