"""What ways to meet and states of interviews are called."""

from __future__ import annotations

from netmentor.internships.applying.interviewing.rules import Medium, State

MEDIUM_WORDS = {
    Medium.VIDEO: "Video call",
    Medium.PHONE: "Phone",
    Medium.IN_PERSON: "In person",
}
STATE_WORDS = {
    State.PLANNED: "Planned",
    State.HELD: "Took place",
    State.CANCELED: "Called off",
}
