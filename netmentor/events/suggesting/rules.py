"""What may be suggested, and how long the reading of a page may take."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

LEASE = timedelta(minutes=2)  # of the worker that reads a page
MOST_OPEN = 50  # suggestions of one person that are not sent yet, of each kind
MOST_WAITING = 50  # and that wait for a curator
MOST_SHOWN = 100  # of one person's, the latest


class State(StrEnum):
    """Where a suggestion stands, as its user is told."""

    ARRIVING = "arriving"  # the worker reads its page
    OPEN = "open"  # the user has still to look it over
    WAITING = "waiting"  # for a curator
    LISTED = "listed"
    DECLINED = "declined"
