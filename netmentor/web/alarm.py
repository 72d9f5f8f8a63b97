"""The banner of administrators' pages: that letters do not go out, or that no worker runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from netmentor.mail import pulse

LOOKED_EACH = timedelta(seconds=30)


class Alarm:
    """What this process saw last; it looks when an administrator comes, and not each time."""

    def __init__(self) -> None:
        self._looked_at = datetime.min.replace(tzinfo=UTC)
        self._said = ""

    async def said(self, *, now: datetime) -> str:
        """Return what is amiss, in a sentence, or ""; as it was at most 30 seconds ago."""
        # A clock that was set back would otherwise keep what was said for as long.
        if abs(now - self._looked_at) >= LOOKED_EACH:
            self._looked_at = now  # first, so that who comes meanwhile does not look as well
            felt = await pulse.feel()
            self._said = felt.why_no_worker(now=now) or felt.why_letters_stay(now=now) or ""
        return self._said
