"""What people say to events, in words."""

from __future__ import annotations

from netmentor.events.attending.rules import Answer

ANSWER_WORDS = {
    Answer.INTERESTED: "Interested",
    Answer.GOING: "Going",
    Answer.WENT: "Went",
    Answer.SKIPPED: "Skipped",
}
AHEAD_ANSWERS = tuple(
    (one.value, words)
    for one, words in (
        (Answer.INTERESTED, "Interested"),
        (Answer.GOING, "Going"),
        (Answer.SKIPPED, "Not for me"),
    )
)
OVER_ANSWERS = ((Answer.WENT.value, "I went"), (Answer.SKIPPED.value, "I skipped it"))
