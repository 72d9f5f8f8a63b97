"""This room's dated things: an event and its deadlines, as `Entry` values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.calendars.entry import Days, Entry, Span, Status
from netmentor.events.briefs import Brief
from netmentor.events.drafts import DeadlineDraft, Draft
from netmentor.events.models import Event
from netmentor.events.rules import OFF, EventStatus, Modality, moment, part_names
from netmentor.events.words import (
    KIND_WORDS,
    STATUS_WORDS,
    clock_words,
    day_words,
    deadline_words,
    money_words,
)

ITSELF = ""  # the part that is the event, beside those that are its deadlines


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An event as it is told, with what it was given when it was listed."""

    draft: Draft
    uid: str
    organizers: tuple[str, ...]  # by their full names
    created_at: datetime
    changed_at: datetime
    gone_on: date | None = None  # since when no source lists it


def entries_of(listed: Listed) -> dict[str, Entry]:
    """Return the entries of an event by part; none for one that has no date.

    An expected event has no entry: it must not look like a date in a calendar. The
    entries carry no history yet: sequence 0 and the event's own stamps.
    """
    draft = listed.draft
    if draft.starts_on is None or draft.status == EventStatus.EXPECTED:
        return {}
    parts = part_names([due.kind for due in draft.deadlines])
    return {ITSELF: _itself(listed)} | {
        part: _deadline(listed, part, due) for part, due in zip(parts, draft.deadlines, strict=True)
    }


def _itself(listed: Listed) -> Entry:
    event = listed.draft
    online = event.modality == Modality.ONLINE
    return Entry(
        uid=listed.uid,
        kind=event.kind,
        title=_marked(event, event.title),
        when=when_of(event),
        status=_status(event),
        created_at=listed.created_at,
        changed_at=listed.changed_at,
        description=_description(listed),
        place=place_of(event),
        url=event.url or event.source_url,
        conference_url=event.url if online else "",
        categories=(
            KIND_WORDS[event.kind],
            *sorted({credit.credential for credit in event.credits}),
        ),
    )


def when_of(event: Event | Draft) -> Span | Days:
    """Return when a dated event is: a span if it is one timed day, else whole days.

    A conference of several days is one bar of whole days, also where its opening
    hour is known: nobody is at it through the nights.
    """
    if event.starts_on is None or event.ends_on is None:
        raise ValueError(f"{event.slug} has no date")
    if event.starts_on != event.ends_on or not (event.starts_time and event.timezone):
        return Days(event.starts_on, event.ends_on)
    zone = ZoneInfo(event.timezone)
    starts = moment(event.starts_on, event.starts_time, event.timezone).astimezone(zone)
    if not event.ends_time:
        return Span(starts, starts)
    ends = moment(event.ends_on, event.ends_time, event.timezone).astimezone(zone)
    return Span(starts, max(starts, ends, key=datetime.timestamp))


def place_of(event: Event | Brief | Draft) -> str:
    """Return the place as one line: venue, city and state, or that it is online."""
    if event.modality == Modality.ONLINE:
        return "Online"
    return ", ".join(part for part in (event.venue, event.city, event.state) if part)


def _deadline(listed: Listed, part: str, due: DeadlineDraft) -> Entry:
    event = listed.draft
    at = f" by {clock_words(due.due_time)} ({due.timezone})" if due.due_time else ""
    note = [due.note] if due.note else []
    lines = [*note, f"Due {day_words(due.due_on)}{at}.", "", f"For: {event.title}"]
    lines += filter(None, [_source(listed)])
    return Entry(
        uid=f"{part}.{listed.uid}",
        kind="deadline",
        title=_marked(event, f"{deadline_words(due.kind)}: {event.title}"),
        when=Days(due.due_on, due.due_on),
        status=_status(event),
        created_at=listed.created_at,
        changed_at=listed.changed_at,
        description="\n".join(lines),
        url=event.registration_url or event.url or event.source_url,
        categories=("Deadline", KIND_WORDS[event.kind]),
    )


def _status(event: Draft) -> Status:
    return Status.CANCELED if event.status in OFF else Status.CONFIRMED


def _marked(event: Draft, title: str) -> str:
    """Return the title with what a client that hides STATUS would not show."""
    return f"{STATUS_WORDS[event.status]}: {title}" if event.status in OFF else title


def _description(listed: Listed) -> str:
    event = listed.draft
    facts = [
        *([f"By {', '.join(listed.organizers)}."] if listed.organizers else []),
        *(["Sold out."] if event.status == EventStatus.SOLD_OUT else []),
        *_hours(event),
        *([f"Register: {event.registration_url}"] if event.registration_url else []),
        *_deadlines(event),
        *_prices(event),
        *_credits(event),
    ]
    paragraphs = [event.description, "\n".join(facts), _source(listed)]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _deadlines(event: Draft) -> list[str]:
    """The deadlines by their days: each is an entry of its own, too."""
    dues = sorted(event.deadlines, key=lambda due: (due.due_on, due.kind, due.note))
    return [f"{deadline_words(due.kind)}: {day_words(due.due_on)}" for due in dues]


def _hours(event: Draft) -> list[str]:
    """The hours of several days, which a bar of whole days does not show."""
    if event.starts_on is None or event.ends_on is None or event.starts_on == event.ends_on:
        return []
    hours = [
        (
            f"begins {event.starts_on:%A} {clock_words(event.starts_time)}"
            if event.starts_time
            else ""
        ),
        (f"ends {event.ends_on:%A} {clock_words(event.ends_time)}" if event.ends_time else ""),
    ]
    told = ", ".join(part for part in hours if part)
    return [f"{told[0].upper()}{told[1:]} ({event.timezone})."] if told else []


def _prices(event: Draft) -> list[str]:
    return [
        f"{tier.audience.capitalize()}{f', {tier.step}' if tier.step else ''}:"
        f" {money_words(tier.amount, tier.currency)}"
        f"{f' until {day_words(tier.until_on)}' if tier.until_on else ''}"
        for tier in event.prices
    ]


def _credits(event: Draft) -> list[str]:
    return [
        f"{credit.credential} credit: "
        f"{'amount not stated' if credit.amount is None else f'{credit.amount.normalize():f}'}"
        f"{f' ({credit.bucket})' if credit.bucket else ''}"
        for credit in event.credits
    ]


def _source(listed: Listed) -> str:
    event = listed.draft
    if not event.source_url:
        return ""
    told = f"Source: {event.source_url} (checked {day_words(event.verified_on)})"
    gone_on = listed.gone_on
    return f"{told}, not listed there since {day_words(gone_on)}" if gone_on else told


def leaves_on(event: Event, stays: timedelta) -> date | None:
    """The last day a called-off event is told of; None for one that stands."""
    return (event.status_changed_at + stays).date() if event.status in OFF else None
