"""Whether letters go out: what the queue, the worker and its last round show, in one small look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from netmentor.db import signs
from netmentor.db.reading import moment_of, rows_by_key
from netmentor.text import how_long, one_line

LONGEST_WAIT = timedelta(minutes=10)  # of a letter, past its time
LONGEST_SILENCE = timedelta(minutes=5)  # of a worker that gives a sign of life every 30 seconds
_ROUND = "letters"  # the sign of the last round that had letters; its note says what was amiss
_LONGEST_TROUBLE = 300
_LOOK = f"""
    SELECT (SELECT min(first.at) FROM (
            SELECT min(due_at) AS at FROM outgoing_mail WHERE state = 'due'
            UNION ALL SELECT min(due_at) FROM outgoing_mail WHERE state IN ('claimed', 'sending')
        ) AS first),
        (SELECT at FROM landmark WHERE name = 'worker'),
        (SELECT note FROM landmark WHERE name = '{_ROUND}')
"""  # noqa: S608 - a name of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """What one look showed; None for what never was."""

    next_due_at: datetime | None = None  # the first of all that are not over, under way or not
    worker_at: datetime | None = None  # its last sign of life
    trouble: str = ""  # what was amiss with the last round, "" where nothing was

    def lag(self, *, now: datetime) -> timedelta:
        """How long a letter has waited past its time, the longest of all."""
        return max(now - self.next_due_at, timedelta()) if self.next_due_at else timedelta()

    def why_letters_stay(self, *, now: datetime) -> str | None:
        """Say why the queue does not move, or None where it does."""
        if self.trouble:
            return f"Letters do not go out. {self.trouble}"
        if (lag := self.lag(now=now)) > LONGEST_WAIT:
            return f"Letters do not go out. One has been due for {how_long(lag)}."
        return None

    def why_no_worker(self, *, now: datetime) -> str | None:
        """Say that nobody does what is due, or None where a worker runs."""
        if self.worker_at is None:
            return "No worker ever ran: letters and sources wait for one."
        if (silence := now - self.worker_at) > LONGEST_SILENCE:
            said = f"The worker gave its last sign of life {how_long(silence)} ago"
            return f"{said}: letters and sources wait for one."
        return None


async def feel() -> Pulse:
    """Look once, at a handful of rows."""
    [(due_at, worker_at, trouble)] = await rows_by_key(_LOOK)
    return Pulse(
        next_due_at=moment_of(due_at), worker_at=moment_of(worker_at), trouble=trouble or ""
    )


async def note_round(trouble: str = "", *, now: datetime) -> None:
    """Write down how a round that had letters went: what was amiss, in a sentence, or nothing."""
    await signs.record(_ROUND, at=now, note=one_line(trouble)[:_LONGEST_TROUBLE])
