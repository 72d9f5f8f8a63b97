"""When a letter goes out, is tried again, is given up, and is thrown away."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

AT_A_TIME = 10  # letters that one claim takes, and one mark
LEASE = timedelta(minutes=5)  # a letter begins in its first half, and no letter takes the other
GIVEN_UP_AFTER = timedelta(hours=48)
KEPT_FOR = timedelta(days=30)

_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
_JITTER = 0.2  # of a pause; what failed together is not to come again together


class MailState(StrEnum):
    """Where a letter is; `KEPT` stays here, because no mail server is set."""

    DUE = "due"
    CLAIMED = "claimed"  # one process has it, and has not begun
    SENDING = "sending"  # written down before its first byte goes out
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"  # nobody wants it any more; `last_error` says why
    KEPT = "kept"


UNDER_WAY = (MailState.CLAIMED, MailState.SENDING)
OVER = (MailState.SENT, MailState.FAILED, MailState.SUPPRESSED, MailState.KEPT)


def pause_after(attempts: int, chance: float) -> timedelta:
    """How long a letter waits that was tried `attempts` times in vain; `chance` is 0 to 1.

    >>> [str(pause_after(1, chance)) for chance in (0, 0.5, 1)], str(pause_after(99, 0.5))
    (['0:00:48', '0:01:00', '0:01:12'], '3:00:00')
    """
    pause = _PAUSES[min(attempts, len(_PAUSES)) - 1]
    return pause * (1 + _JITTER * (2 * chance - 1))


def our_words(said: str) -> str:
    """Return what we say of a letter that was not taken, without what follows our colon.

    There stands what the server said, which may repeat the letter or say where the server is.

    >>> our_words("The mail server answered 451: 4.7.0 Not you"), our_words("It was held too long.")
    ('The mail server answered 451.', 'It was held too long.')
    """
    return said.partition(":")[0].removesuffix(".") + "."


def is_given_up(*, posted_at: datetime, now: datetime) -> bool:
    """True for a letter that is not tried again by itself."""
    return now - posted_at >= GIVEN_UP_AFTER
