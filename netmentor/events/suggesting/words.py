"""Where a suggestion stands, in words."""

from __future__ import annotations

from netmentor.events.suggesting.rules import State

STATE_WORDS = {
    State.ARRIVING: "The page is being read",
    State.OPEN: "Look it over",
    State.WAITING: "Waits for a curator",
    State.LISTED: "Listed",
    State.DECLINED: "Not listed",
}
