"""The form of an event, read into the fields of a draft, and an event shown as that form."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from netmentor.calendars.zones import is_zone
from netmentor.errors import Invalid
from netmentor.events.drafts import CreditDraft, DeadlineDraft, Draft, PriceDraft, is_web_address
from netmentor.events.facets import FACETS
from netmentor.events.importing.normalize import LONGEST_TOPIC, MOST_TOPICS
from netmentor.events.importing.prices import EVERYBODY
from netmentor.events.rules import STATES, EventKind, Modality
from netmentor.text import clean, one_line, slug
from netmentor.web.forms.event_lines import (
    amount_in,
    credit_line,
    credits_of,
    figure,
    price_line,
    prices_of,
)
from netmentor.web.forms.values import day_or_none

FIELDS = tuple(
    "title kind starts_on ends_on starts_time ends_time timezone venue city state country modality"
    " url registration_url description topics students price student_price prices credits"
    " deadline_on".split()
)
ORGANIZERS_NEED = frozenset({"title", "kind", "modality", "starts_on", "place", "timezone"})
MEMBERS_NEED = frozenset({"title", "starts_on"})
LONGEST_DESCRIPTION = 10_000  # characters

_FACET = {
    "students": "topics",
    "price": "prices",
    "student_price": "prices",
    "deadline_on": "deadlines",
} | {field: facet for facet, fields in FACETS.items() for field in fields if field in FIELDS}
_LONGEST = {"title": 200, "venue": 200, "city": 100, "url": 500, "registration_url": 500}
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_TEXTS = frozenset({"description", "prices", "credits"})
_STUDENTS = "students"
_CLOSES = "registration_close"


@dataclass(frozen=True, slots=True)
class EventForm:
    """What a form told of an event: its texts, what is amiss, and the fields of a draft.

    It shows itself (`typed`, `complaints`); `fields` are whole where nothing is amiss, by
    the names that `Draft` has for them.
    """

    typed: Mapping[str, str]
    complaints: Mapping[str, str]
    fields: Mapping[str, Any]

    def edited(self, before: Draft) -> tuple[str, ...]:
        """The facets of `before` that somebody who saw it in this form has changed."""
        shown = typed_of(before, zone=self.typed["timezone"])
        changed = {_FACET[name] for name in FIELDS if shown[name] != self.typed[name]}
        return tuple(facet for facet in FACETS if facet in changed)

    def edit(self, before: Draft) -> Draft:
        """Return `before` with the facets that were changed; the others as they were."""
        names = {name for facet in self.edited(before) for name in FACETS[facet]}
        fields = {name: told for name, told in self.fields.items() if name in names}
        if "deadlines" in fields:
            fields["deadlines"] = _kept_deadlines(before, fields["deadlines"])
        if "credits" in fields:
            fields["credits"] = _with_notes(before, fields["credits"])
        if "starts_on" in fields:
            fields |= {"window_from_on": None, "window_to_on": None, "grounds": ""}
        return replace(before, **fields)


def read_event(
    told: Mapping[str, str], *, needs: Collection[str], credentials: Collection[str]
) -> EventForm:
    """Read what was posted of `FIELDS`; `needs` are those that may not be empty.

    `credentials` are the acronyms that credit may be given towards.
    """
    reading = _Reading({name: _tidy(name, told.get(name, "")) for name in FIELDS}, needs)
    reading.words()
    reading.choices()
    reading.days()
    reading.clocks()
    reading.place()
    reading.parts(credentials)
    return EventForm(reading.typed, reading.complaints, reading.fields)


def typed_of(event: Draft, *, zone: str) -> dict[str, str]:
    """What the form shows of `event`; `zone` where the event names none."""
    plain, student, others = _prices_apart(event.prices)
    closes = next((due.due_on for due in event.deadlines if due.kind == _CLOSES), None)
    same_day = event.starts_on == event.ends_on
    shown = {name: getattr(event, name) for name in FIELDS if isinstance(_of(event, name), str)}
    return {name: _tidy(name, text) for name, text in shown.items()} | {
        "timezone": event.timezone or zone,
        "starts_on": event.starts_on.isoformat() if event.starts_on else "",
        "ends_on": event.ends_on.isoformat() if event.ends_on and not same_day else "",
        "topics": ", ".join(topic for topic in sorted(event.topics) if topic != _STUDENTS),
        "students": "1" if _STUDENTS in event.topics else "",
        "price": plain,
        "student_price": student,
        "prices": "\n".join(map(price_line, others)),
        "credits": "\n".join(map(credit_line, event.credits)),
        "deadline_on": closes.isoformat() if closes else "",
    }


def blank(*, zone: str) -> dict[str, str]:
    """What the form shows of an event that nobody told of yet."""
    first = {"kind": EventKind.CHAPTER_EVENT.value, "modality": Modality.IN_PERSON.value}
    return dict.fromkeys(FIELDS, "") | first | {"timezone": zone}


class _Reading:
    """One form on its way to the fields of a draft, group after group."""

    def __init__(self, typed: dict[str, str], needs: Collection[str]) -> None:
        self.typed = typed
        self.needs = needs
        self.complaints: dict[str, str] = {}
        self.fields: dict[str, Any] = {}

    def words(self) -> None:
        for name in ("title", "venue", "city", "description"):
            self.fields[name] = self.typed[name]
        for name in ("url", "registration_url"):
            self.fields[name] = self.typed[name]
            if self.typed[name] and not is_web_address(self.typed[name]):
                self._complain(name, "That is no address of a web page.")
        if not self.typed["title"]:
            self._complain("title", "Say what it is called.")
        for name, longest in (_LONGEST | {"description": LONGEST_DESCRIPTION}).items():
            if len(self.typed[name]) > longest:
                self._complain(name, f"Use at most {longest:,} characters.")

    def choices(self) -> None:
        for name, known, otherwise in (
            ("kind", frozenset(EventKind), EventKind.CHAPTER_EVENT),
            ("modality", frozenset(Modality), Modality.IN_PERSON),
        ):
            told = self.typed[name]
            if told not in known if told else name in self.needs:
                self._complain(name, "Choose one of the list.")
            self.fields[name] = told or otherwise.value
        if self.typed["timezone"] and not is_zone(self.typed["timezone"]):
            self._complain("timezone", "Choose the time zone at the event.")
        self.fields["timezone"] = self.typed["timezone"]

    def days(self) -> None:
        first, last = self._day("starts_on"), self._day("ends_on")
        if "starts_on" in self.needs and not self.typed["starts_on"]:
            self._complain("starts_on", "Say on which day it begins.")
        if first and last and last < first:
            self._complain("ends_on", "It ends before it begins.")
        self.fields |= {"starts_on": first, "ends_on": last or first}
        closes = self._day("deadline_on")
        due = [DeadlineDraft(kind=_CLOSES, due_on=closes)] if closes else []
        self.fields["deadlines"] = tuple(due)

    def clocks(self) -> None:
        for name in ("starts_time", "ends_time"):
            clock = self.fields[name] = self.typed[name]
            if clock and not _CLOCK.fullmatch(clock):
                self._complain(name, "Write the time as 17:30.")
        begins, ends = self.typed["starts_time"], self.typed["ends_time"]
        same_day = self.fields["starts_on"] == self.fields["ends_on"]
        if begins and ends and ends < begins and same_day:
            self._complain("ends_time", "It ends before it begins.")
        if (begins or ends) and not self.typed["timezone"]:
            self._complain("timezone", "Choose the time zone at the event.")

    def place(self) -> None:
        state, country = self.typed["state"].upper(), self.typed["country"].upper()
        country = country or ("US" if state or self.typed["city"] else "")
        self.fields |= {"state": state, "country": country}
        if len(state) > 2 or (state and country == "US" and state not in STATES):
            self._complain("state", "Choose a state, or name the country.")
        if country and not re.fullmatch("[A-Z]{2}", country):
            self._complain("country", "Write the country in two letters, such as US.")
        nowhere = not (self.typed["venue"] or self.typed["city"])
        if "place" in self.needs and nowhere and self.typed["modality"] != Modality.ONLINE:
            self._complain("city", "Say in which city it is, or choose Online.")

    def parts(self, credentials: Collection[str]) -> None:
        told = [slug(word) for word in self.typed["topics"].split(",")]
        topics = list(dict.fromkeys(word for word in told if word and word != _STUDENTS))
        if len(topics) > MOST_TOPICS or any(len(word) > LONGEST_TOPIC for word in topics):
            reason = f"Use at most {MOST_TOPICS} topics of {LONGEST_TOPIC} letters."
            self._complain("topics", reason)
        students = [_STUDENTS] if self.typed["students"] else []
        self.fields["topics"] = (*topics, *students)
        first = [*self._price("price", EVERYBODY), *self._price("student_price", "student")]
        others = self._lines("prices", prices_of)
        self.fields["prices"] = (*first, *others)
        self.fields["credits"] = self._lines("credits", lambda text: credits_of(text, credentials))

    def _price(self, name: str, audience: str) -> list[PriceDraft]:
        if not (text := self.typed[name]):
            return []
        if (amount := amount_in(text)) is None:
            self._complain(name, "Write an amount in dollars, such as 45, or free.")
            return []
        return [PriceDraft(audience=audience, amount=amount)]

    def _lines(self, name: str, read: Callable[[str], tuple[Any, ...]]) -> tuple[Any, ...]:
        try:
            return read(self.typed[name])
        except Invalid as exc:
            self._complain(name, exc.message)
            return ()

    def _day(self, name: str) -> date | None:
        told = self.typed[name]
        if not told:
            return None
        day = day_or_none(told)
        if day is None:
            self._complain(name, "Write the day as 2027-03-09, between 1970 and 2100.")
        return day

    def _complain(self, name: str, sentence: str) -> None:
        self.complaints.setdefault(name, sentence)


def _tidy(name: str, text: str) -> str:
    """Return a text as it is kept; an address without its scheme is one of https."""
    if name in _TEXTS:
        return clean(text)
    line = one_line(text)
    if name in ("url", "registration_url") and line and ":" not in line:
        return f"https://{line}"
    return line


def _of(event: Draft, name: str) -> object:
    return getattr(event, name, None)


def _prices_apart(prices: Collection[PriceDraft]) -> tuple[str, str, list[PriceDraft]]:
    """The price for everybody and that for students, where they are plain, and all others."""
    apart: dict[str, PriceDraft] = {}
    others = []
    for price in prices:
        plain = not price.step and price.until_on is None and price.currency == "USD"
        if plain and price.audience in (EVERYBODY, "student") and price.audience not in apart:
            apart[price.audience] = price
        else:
            others.append(price)
    told = (figure(apart[one].amount) if one in apart else "" for one in (EVERYBODY, "student"))
    return (*told, others)  # type: ignore[return-value]


def _kept_deadlines(before: Draft, closes: tuple[DeadlineDraft, ...]) -> tuple[DeadlineDraft, ...]:
    """The deadlines of an event, the close of registration as the form has it now."""
    known = next((due for due in before.deadlines if due.kind == _CLOSES), None)
    if known and closes:
        closes = (replace(known, due_on=closes[0].due_on),)
    return (*(due for due in before.deadlines if due is not known), *closes)


def _with_notes(before: Draft, told: tuple[CreditDraft, ...]) -> tuple[CreditDraft, ...]:
    """The credits of a form with the notes they had, which it does not show."""
    notes = {(one.credential, one.bucket): one.note for one in before.credits}
    return tuple(replace(one, note=notes.get((one.credential, one.bucket), "")) for one in told)
