"""What an import of people is like: its states, the verdicts on its rows, and its limits."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

LARGEST_SENT = 5 * 1024 * 1024  # bytes that come through a page
MOST_SENT = 5_000  # people of one file through a page
MOST_WAITING = 5  # imports of one user that are not over
AT_A_TIME = 100  # people put in by one transaction
LEASE = timedelta(minutes=2)
STAYS = timedelta(days=30)  # after it is over; so long it can be undone
LONGEST_REASON = 300


class Format(StrEnum):
    """What a file is."""

    VCARD = "vcard"
    CSV = "csv"


class State(StrEnum):
    """How far an import is."""

    READING = "reading"
    ASKING = "asking"  # which column is which
    READY = "ready"  # every row has its verdict; somebody is to say yes
    PUTTING = "putting"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


WORKED_ON = (State.READING, State.PUTTING, State.UNDOING)  # by the worker
OVER = (State.DONE, State.UNDONE, State.FAILED)


class Verdict(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    SAME = "same"  # it is here, as it is
    CHANGED = "changed"  # they are here, and it tells more
    DOUBLE = "double"  # somebody else may be the same person
    REFUSED = "refused"


class Doubles(StrEnum):
    """What to do where somebody here has the same email address or phone number."""

    JOIN = "join"  # add to them what they lack
    APART = "apart"  # keep two, to be looked at
