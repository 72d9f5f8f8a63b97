"""The words people read for what the reminders room knows by short names, and why it tells."""

from __future__ import annotations

from netmentor.agenda.words import KIND_WORDS
from netmentor.mail.rules import MailState
from netmentor.reminders.rules import (
    AFTER,
    DIGEST,
    MOVED,
    Slot,
    Subject,
    days_of_lead,
    hours_of_lead,
)

SUBJECT_WORDS: dict[str, str] = {
    **KIND_WORDS,
    Subject.AFTER: "After the event",
    Subject.WEEK: "The week, on Mondays",
    Subject.OPEN: "What is open, on Fridays",
    Subject.MORNING: "What is due, in the morning",
}
SUBJECT_NOUNS: dict[str, str] = {  # what letters are about, in the middle of a sentence
    Subject.GOING: "events you go to",
    Subject.INTERESTED: "events you are interested in",
    Subject.SERIES: "series you follow",
    Subject.DEADLINES: "deadlines",
    Subject.FOLLOW_UPS: "follow-ups",
    Subject.SESSIONS: "mentoring sessions",
    Subject.APPLICATIONS: "applications",
    Subject.AFTER: "people to sort after an event",
    Subject.WEEK: "the week ahead",
    Subject.OPEN: "what is still open",
    Subject.MORNING: "what the day brings",
}
SUBJECT_HINTS: dict[str, str] = {
    Subject.GOING: "Events you go to, your own included.",
    Subject.INTERESTED: "Events you are still thinking about.",
    Subject.SERIES: "Each dated edition of a series you follow.",
    Subject.DEADLINES: "When registration closes, prices rise or papers are due, of all these.",
    Subject.FOLLOW_UPS: "Whom to write to; what is overdue stays in the morning letter.",
    Subject.SESSIONS: "As mentor and as mentee, with the topic and what was asked.",
    Subject.APPLICATIONS: "When each is due, steps to it, interviews, and until when offers stand.",
    Subject.AFTER: "The evening it ends: how many people you met are waiting to be sorted.",
    Subject.WEEK: "What you go to and what falls due until Sunday, in that morning’s letter.",
    Subject.OPEN: "Follow-ups and promises that are still open, in that morning’s letter.",
    Subject.MORNING: (
        "At most one letter a day, with everything due that day. Without it you only get reminders"
        " hours ahead, what moved and the evening letter."
    ),
}
SLOT_WORDS: dict[str, str] = {
    Slot.MORNING: "The morning letter",
    Slot.URGENT: "A letter of its own",
    Slot.EVENING: "The evening letter",
}
FATE_WORDS: dict[str, str] = {  # of a letter, in one or two words
    MailState.DUE: "Waits",
    MailState.CLAIMED: "On its way",
    MailState.SENDING: "On its way",
    MailState.SENT: "Sent",
    MailState.FAILED: "Failed",
    MailState.SUPPRESSED: "Held back",
    MailState.KEPT: "Kept here",
}
_ODD_LEADS = {
    "0d": "On the day",
    "0h": "At its time",
    MOVED: "It moved",
    AFTER: "The evening it ends",
    DIGEST: "",
}
_WHOSE = {
    Subject.GOING: "You go there, and",
    Subject.INTERESTED: "You are interested in it, and",
    Subject.SERIES: "You follow its series, and",
    Subject.DEADLINES: "It is a deadline of an event of yours, and you",
    Subject.FOLLOW_UPS: "You planned it, and",
    Subject.SESSIONS: "It is a session of yours, and you",
    Subject.APPLICATIONS: "It is of an application of yours, and you",
}
_MOVED = {
    Subject.GOING: "You go there",
    Subject.INTERESTED: "You are interested in it",
    Subject.SERIES: "You follow its series",
    Subject.DEADLINES: "It is a deadline of an event of yours",
}
_BY_HOURS = "That is in your quiet hours, so it comes in the evening, before they begin."
_BY_DAYS = "It begins before your morning letter, so it comes the evening before."
_DIGEST_WHY = {
    Subject.WEEK: "You asked for your week on Mondays.",
    Subject.OPEN: "You asked for what is open on Fridays.",
}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEK = 7  # days


def lead_words(lead: str, slot: str = "") -> str:
    """Return how long before something a lead is, as people say it.

    What is on for the whole day has no hour: its hours before are told in the morning.

    >>> lead_words("14d"), lead_words("3d"), lead_words("1h"), lead_words("0d")
    ('2 weeks before', '3 days before', '1 hour before', 'On the day')
    """
    if lead in _ODD_LEADS:
        return _ODD_LEADS[lead]
    days = days_of_lead(lead)
    if days is None and slot == Slot.MORNING:
        return "On the morning of the day"
    if days is None:
        return f"{count_of(hours_of_lead(lead) or 0, 'hour')} before"
    if days % _WEEK == 0:
        return f"{count_of(days // _WEEK, 'week')} before"
    return f"{count_of(days, 'day')} before"


def why_words(subject: Subject, lead: str, *, slot: Slot = Slot.URGENT, early: bool = False) -> str:
    """Return why somebody is told of something, and why so `early`, in sentences.

    >>> why_words(Subject.GOING, "7d")
    'You go there, and asked to be reminded 1 week before.'
    """
    if lead == DIGEST:
        return _DIGEST_WHY[subject]
    if lead == AFTER:
        return "You asked for a letter in the evening about the people you met."
    if lead == MOVED:
        return f"{_MOVED[subject]}, and it moved after we told you about it."
    why = f"{_WHOSE[subject]} asked to be reminded {inside(lead_words(lead, slot))}."
    if not early:
        return why
    return f"{why} {_BY_HOURS if days_of_lead(lead) is None else _BY_DAYS}"


def inside(when: str) -> str:
    """Return when something is, as it stands in the middle of a sentence.

    >>> inside("Today 4:30 pm"), inside("Wed, Dec 9")
    ('today 4:30 pm', 'Wed, Dec 9')
    """
    return when if when[:3] in _WEEKDAYS else f"{when[:1].lower()}{when[1:]}"


def count_of(number: int, noun: str, more: str = "") -> str:
    """Return a number with its noun.

    >>> count_of(1, "follow-up"), count_of(14, "person", "people")
    ('1 follow-up', '14 people')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {more or noun + 's'}"


def people_words(number: int) -> str:
    """Return how many people wait.

    >>> people_words(1), people_words(14)
    ('1 person waits', '14 people wait')
    """
    return count_of(number, "person waits", "people wait")
