"""Why somebody is not told of something any more, in a sentence for the page of reasons."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from netmentor.reminders.planning import MOVABLE, OPEN_UID, WEEK_UID, Key
from netmentor.reminders.rules import AFTER, LED, MOVED, State, Subject
from netmentor.reminders.things import Thing
from netmentor.reminders.wishes import Wishes
from netmentor.reminders.words import SUBJECT_NOUNS

OVER = "It was over before the service was up again."
PAUSED = "You paused all reminders."
NOBODY_WAITS = "Nobody you met there waited to be sorted."
NOTHING_THERE = "There was nothing to tell by then."

_ANYWHERE = timedelta(days=2)  # whatever day it is where something was
_GONE = {
    Subject.GOING: "It is not among the events you go to any more.",
    Subject.INTERESTED: "It is not among your events any more.",
    Subject.SERIES: "You do not follow its series any more, or it has no date any more.",
    Subject.DEADLINES: "Its event is not among yours any more, or the deadline was dropped.",
    Subject.FOLLOW_UPS: "You dropped it, or put its person into the bin.",
    Subject.SESSIONS: "It is not among your sessions any more.",
    Subject.APPLICATIONS: "It is done, or not among your applications any more.",
    Subject.AFTER: "The event is not among yours any more.",
}
_OFF = {
    **{subject: f"You turned off reminders of {SUBJECT_NOUNS[subject]}." for subject in LED},
    Subject.AFTER: "You turned off the evening letter after an event.",
    Subject.WEEK: "You turned off the list of your week.",
    Subject.OPEN: "You turned off the list of what is open.",
    Subject.MORNING: "You turned off the morning letter.",
}


class Silence(NamedTuple):
    """What becomes of a reminder that is not told, and why."""

    state: State
    why: str


def off_words(subject: Subject) -> str:
    """The sentence for a subject that somebody turned off."""
    return _OFF[subject]


def silence_of(
    key: Key, subject: Subject, thing: Thing | None, wishes: Wishes, *, today: date
) -> Silence | None:
    """Why what was planned is not wanted now; None where it is wanted, but not yet.

    `thing` is what it is about as it stands, `today` the day where the user is.
    """
    if wishes.paused_at:
        return Silence(State.SILENT, PAUSED)
    if subject in (Subject.WEEK, Subject.OPEN):
        return _of_digest(key, subject, wishes, today)
    if thing is None:
        over = key.occurrence[:10] < f"{today - _ANYWHERE}" and subject is not Subject.FOLLOW_UPS
        return Silence(State.SILENT, OVER if over else _GONE[subject])
    if thing.done:
        return Silence(State.SILENT, "You did it.")
    if thing.off:
        return Silence(State.SILENT, "It was called off.")
    if (thing.occurrence, thing.version) != (key.occurrence, key.version):
        moved = thing.occurrence != key.occurrence
        return Silence(
            State.SUPERSEDED, "It moved." if moved else "It changed, and is planned anew."
        )
    return _of_wishes(key, subject, thing, wishes)


def _of_wishes(key: Key, subject: Subject, thing: Thing, wishes: Wishes) -> Silence | None:
    told_as = Subject.AFTER if subject is Subject.AFTER else thing.subject
    if not wishes.wants(told_as):
        return Silence(State.SILENT, _OFF[told_as])
    if key.lead == MOVED:
        return Silence(State.SUPERSEDED, "It moved back before you were told.")
    if key.lead == AFTER:
        meets = thing.subject in MOVABLE and thing.subject is not Subject.SERIES
        return None if meets else Silence(State.SILENT, _GONE[Subject.AFTER])
    if key.lead not in wishes.leads_of(thing.subject):
        return Silence(State.SILENT, "You do not want to be told of it so long before any more.")
    return None if Subject.MORNING in wishes.digests else _mornings_off()


def _of_digest(key: Key, subject: Subject, wishes: Wishes, today: date) -> Silence:
    if subject not in wishes.digests:
        return Silence(State.SILENT, _OFF[subject])
    if Subject.MORNING not in wishes.digests:
        return _mornings_off()
    if key.uid in (WEEK_UID, OPEN_UID) and key.occurrence < f"{today - _ANYWHERE}":
        return Silence(State.SILENT, OVER)
    return Silence(State.SILENT, NOTHING_THERE)


def _mornings_off() -> Silence:
    return Silence(State.SILENT, _OFF[Subject.MORNING])
