"""A letter as a value: its lines, and the words that stand above, below and in its subject."""

from __future__ import annotations

from collections.abc import Sequence

from netmentor.accounts.models import User
from netmentor.reminders.lines import Matter, due_today, sections_of
from netmentor.reminders.notices import Line, Notice, NoticeKind, Section
from netmentor.reminders.planning import DATES
from netmentor.reminders.rules import MOVED, Subject
from netmentor.reminders.when import zone_words
from netmentor.reminders.words import count_of, inside, people_words

_WHY = {
    NoticeKind.MORNING: "because you asked for a morning letter when something is due",
    NoticeKind.EVENING: "because you asked for a letter in the evening about the people you met",
    NoticeKind.LATE: "because NetMentor was down when your reminders were due",
}
_WHY_URGENT = {
    Subject.GOING: "because you asked to be reminded shortly before events you go to",
    Subject.DEADLINES: "because you asked to be reminded shortly before deadlines",
    Subject.FOLLOW_UPS: "because you planned this for a set time",
    Subject.SESSIONS: "because you asked to be reminded shortly before mentoring sessions",
    Subject.APPLICATIONS: "because you asked to be reminded shortly before deadlines",
}
_WHY_MOVED = "because something moved after we told you about it"
_LATE = "NetMentor could not write to you for a while. This is what you missed."


def notice_of(user: User, kind: NoticeKind, key: str, matter: Matter, *, is_late: bool) -> Notice:
    """Return the letter that tells `user` what `matter` holds; `is_late` marks it so."""
    sections = sections_of(matter)
    return Notice(
        user_id=user.id,
        to=user.email,
        kind=kind,
        key=key,
        day=matter.today,
        zone_words=zone_words(matter.zone),
        subject=_subject(kind, matter, sections, is_late=is_late),
        lead_in=_LATE if is_late else _lead_in(kind, sections),
        heading=_heading(kind, matter, sections),
        sections=sections,
        is_late=is_late,
        stops=_stops(kind, matter),
        why=_why(kind, matter),
    )


def _subject(
    kind: NoticeKind, matter: Matter, sections: Sequence[Section], *, is_late: bool
) -> str:
    """The facts: what comes first, and how much more there is."""
    lines = [line for section in sections for line in section.lines]
    if not lines:
        return ""
    first, late = lines[0], "Late: " if is_late else ""
    if kind is NoticeKind.EVENING or first.subject is Subject.AFTER:
        return f"{late}After the event: {_people(matter)}"
    dates = sum(one.subject in DATES for one in lines[1:])
    to_do = due_today(matter) if matter.of(Subject.FOLLOW_UPS) else 0
    if first.subject is Subject.FOLLOW_UPS:
        due = count_of(to_do - 1, "more follow-up") if to_do > 1 else ""
    else:
        due = f"{count_of(to_do, 'follow-up')} due" if to_do else ""
    rest = " and ".join(filter(None, (count_of(dates, "more date") if dates else "", due)))
    return f"{late}{_first(first, matter)}{f', and {rest}' if rest else ''}"


def _people(matter: Matter) -> str:
    return people_words(sum(matter.people.get(row.uid, 0) for row in matter.of(Subject.AFTER)))


def _first(line: Line, matter: Matter) -> str:
    moved = any(row.uid == line.uid and row.lead == MOVED for row in matter.rows)
    if moved:
        return f"Moved to {inside(line.when)}: {line.title}"
    return f"{line.when}: {line.title}"


def _lead_in(kind: NoticeKind, sections: Sequence[Section]) -> str:
    first = sections[0].lines[0] if sections else None
    if kind is NoticeKind.EVENING:
        return "Each takes a few seconds while you still know who is who."
    return f"{first.note[:1].upper()}{first.note[1:]}." if first and first.note else ""


def _heading(kind: NoticeKind, matter: Matter, sections: Sequence[Section]) -> str:
    day = matter.today
    if kind is NoticeKind.URGENT and sections and matter.rows[0].kind != Subject.FOLLOW_UPS:
        return sections[0].lines[0].title
    if kind is NoticeKind.EVENING:
        return _people(matter)
    return f"{day:%A, %B} {day.day}"


def _stops(kind: NoticeKind, matter: Matter) -> Subject:
    if kind is NoticeKind.EVENING:
        return Subject.AFTER
    return Subject(matter.rows[0].kind) if kind is NoticeKind.URGENT else Subject.MORNING


def _why(kind: NoticeKind, matter: Matter) -> str:
    if kind is not NoticeKind.URGENT:
        return _WHY[kind]
    first = matter.rows[0]
    if first.lead == MOVED:
        return _WHY_MOVED
    return _WHY_URGENT.get(Subject(first.kind), "because you asked to be reminded shortly before")
