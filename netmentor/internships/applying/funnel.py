"""What led where: of what came from each source, how many applications got how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netmentor.accounts.models import User
from netmentor.db.reading import rows
from netmentor.internships.applying.rules import CameFrom

STEPS = ("Begun", "Submitted", "Interview", "Offer", "Accepted")

# Whoever declines had an offer, be it noted or not. What was skipped was reached all the same.
_FURTHEST = """
    SELECT came_from, furthest, count(*) FROM (
        SELECT a.id, a.came_from, max(CASE
            WHEN c.stage IN ('submitted', 'returned', 'verified') THEN 1
            WHEN c.stage = 'interview' THEN 2
            WHEN c.stage IN ('offer', 'held', 'declined') THEN 3
            WHEN c.stage = 'accepted' THEN 4
            ELSE 0 END) AS furthest
        FROM application AS a JOIN application_stage_change AS c ON c.application_id = a.id
        WHERE a.user_id = {user} GROUP BY a.id, a.came_from
    ) AS reached GROUP BY came_from, furthest"""


@dataclass(frozen=True, slots=True)
class Led:
    """What one source led to: how many applications reached each of `STEPS`."""

    came_from: CameFrom
    counts: tuple[int, ...]

    @property
    def shares(self) -> Sequence[float]:
        """The same as parts of what was begun.

        >>> Led(CameFrom.LIST, (4, 2, 1, 0, 0)).shares
        [1.0, 0.5, 0.25, 0.0, 0.0]
        """
        return [count / self.counts[0] for count in self.counts]


async def funnel_of(user: User) -> list[Led]:
    """Each source that something came from, in the order of `CameFrom`."""
    found = await rows(_FURTHEST.format(user=user.id))
    led = []
    for source in CameFrom:
        furthest = {far: count for came_from, far, count in found if came_from == source}
        reached = [sum(n for far, n in furthest.items() if far >= at) for at in range(len(STEPS))]
        if reached[0]:
            led.append(Led(source, tuple(reached)))
    return led
