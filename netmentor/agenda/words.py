"""The words people read for what the agenda room knows by short names."""

from __future__ import annotations

from collections.abc import Collection

from netmentor.agenda.choices import EVENTS, Wanted
from netmentor.agenda.rules import Detail, Lead, Tasks
from netmentor.calendars.dated import Kind

KIND_WORDS: dict[str, str] = {
    Kind.GOING: "Going",
    Kind.INTERESTED: "Interested",
    Kind.SERIES: "Series I follow",
    Kind.DEADLINES: "Deadlines",
    Kind.FOLLOW_UPS: "Follow-ups",
    Kind.SESSIONS: "Mentoring sessions",
    Kind.APPLICATIONS: "Applications",
}
LEAD_WORDS: dict[str, str] = {
    Lead.START: "At its time",
    Lead.HOUR: "1 hour before",
    Lead.DAY: "1 day before",
    Lead.THREE_DAYS: "3 days before",
    Lead.WEEK: "1 week before",
}
_DETAIL_WORDS = {
    Detail.BUSY: "busy times only",
    Detail.TITLES: "titles",
    Detail.FULL: "titles and details",
}
_NOUNS = {
    Kind.GOING: "what you go to",
    Kind.INTERESTED: "what you are interested in",
    Kind.SERIES: "series you follow",
    Kind.DEADLINES: "deadlines",
    Kind.FOLLOW_UPS: "follow-ups",
    Kind.SESSIONS: "mentoring sessions",
    Kind.APPLICATIONS: "applications",
}


def holds_words(wanted: Wanted) -> str:
    """Return what a feed holds, how much it tells, and when it rings.

    >>> kinds = frozenset({Kind.GOING, Kind.DEADLINES})
    >>> holds_words(Wanted(name="Phone", kinds=kinds, alarms={Kind.GOING: Lead.HOUR}))
    'Going and deadlines; titles and details; rings 1 hour before events.'
    """
    kinds = [kind for kind in Kind if kind in wanted.held]
    names = [_lowered(KIND_WORDS[kind]) for kind in kinds]
    if Kind.FOLLOW_UPS in kinds and wanted.tasks is Tasks.TODO:
        names[-1] = "follow-ups as to-dos"
    what = listed(names)
    parts = (f"{what[0].upper()}{what[1:]}", _DETAIL_WORDS[wanted.detail], _rings(wanted, kinds))
    return f"{'; '.join(parts)}."


def listed(names: Collection[str]) -> str:
    """Return names as a list in a sentence.

    >>> listed(["one"]), listed(["one", "two", "three"])
    ('one', 'one, two and three')
    """
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _rings(wanted: Wanted, kinds: Collection[Kind]) -> str:
    events = [kind for kind in kinds if kind in EVENTS]
    told = []
    for lead in Lead:
        ringing = [kind for kind in kinds if wanted.alarms.get(kind) is lead]
        if events and set(events) <= set(ringing):
            nouns = ["events", *(_NOUNS[kind] for kind in ringing if kind not in EVENTS)]
        else:
            nouns = [_NOUNS[kind] for kind in ringing]
        if nouns:
            when = "at the time of" if lead is Lead.START else LEAD_WORDS[lead]
            told.append(f"{when} {listed(nouns)}")
    return f"rings {listed(told)}" if told else "no alarms"


def _lowered(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}".replace(" I ", " you ")
