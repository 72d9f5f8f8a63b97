"""What the parts of an answer are called."""

from __future__ import annotations

from typing import NamedTuple

from netmentor.searching.filters import Part


class Words(NamedTuple):
    """The heading of a part, and what one and several of what is in it are called."""

    heading: str
    one: str
    several: str


PART_WORDS = {
    Part.PEOPLE: Words("Your people", "person", "people"),
    Part.NOTES: Words("Your notes", "note", "notes"),
    Part.FOLLOW_UPS: Words("Your follow-ups", "follow-up", "follow-ups"),
    Part.MINE: Words("Your events", "event of yours", "events of yours"),
    Part.APPLICATIONS: Words("Your applications", "application", "applications"),
    Part.SESSIONS: Words("Your sessions", "session", "sessions"),
    Part.EVENTS: Words("Events", "event", "events"),
    Part.PAST: Words("Events that are over", "event", "events"),
    Part.MENTORS: Words("Mentors", "mentor", "mentors"),
    Part.INTERNSHIPS: Words("Internships and fellowships", "opportunity", "opportunities"),
    Part.GUIDES: Words("Guides", "guide", "guides"),
    Part.ORGANIZATIONS: Words("Organizations", "organization", "organizations"),
}
