"""The form of an opportunity, read into the fields of a draft, and one shown as that form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from starlette.requests import Request

from netmentor.calendars.zones import is_zone
from netmentor.errors import Invalid
from netmentor.events.drafts import is_web_address
from netmentor.events.rules import STATES
from netmentor.internships.drafts import (
    LONGEST,
    OpportunityDraft,
    Plain,
    WindowDraft,
    why_not_listable,
    written,
)
from netmentor.internships.rules import (
    Accreditation,
    Authorization,
    Degree,
    Kind,
    Paid,
    Setting,
    Status,
    WindowKind,
    Year,
)
from netmentor.reminders.rules import why_not_wall_time
from netmentor.text import clean, one_line
from netmentor.web.forms.reading import fields, lists
from netmentor.web.forms.values import day_or_none, number
from netmentor.web.forms.window_lines import lines_of, windows_in

_LINES = (
    "title organization_name setting department city compensation duration hours_note starts places"
    " gpa contact_name contact_email cycle"
).split()
_TEXTS = "eligibility how_to_apply description".split()
_ADDRESSES = ("url", "apply_url")
_DAYS = ("starts_on", "graduates_from_on", "graduates_until_on")
_HOURS = ("hours_total", "hours_week")
_YES = ("is_remote", "accreditation_is_required", "affiliation_needed")
_CHOICES: Mapping[str, type[StrEnum]] = {
    "kind": Kind,
    "setting_kind": Setting,
    "paid": Paid,
    "authorization": Authorization,
    "status": Status,
}
_SEVERAL: Mapping[str, type[StrEnum]] = {
    "degrees": Degree,
    "years": Year,
    "accreditation": Accreditation,
}
_DATES = ("closes_on", "closes_time", "timezone", "dates")  # what becomes the windows
ONCE = (
    *_LINES, *_TEXTS, *_ADDRESSES, *_DAYS, *_HOURS, *_YES, *_CHOICES, "state", "materials", *_DATES,
)  # fmt: skip
FIELDS = (*ONCE, *_SEVERAL)
_NEEDED = {
    "title": "Say what it is called.",
    "organization_name": "Say who offers it.",
    "kind": "Choose what it is.",
}


@dataclass(frozen=True, slots=True)
class OpportunityForm:
    """What a form told of an opportunity: its texts, what is amiss, and the fields of a draft.

    It shows itself (`typed`, `complaints`); `fields` are whole where nothing is amiss.
    """

    typed: Mapping[str, str]
    complaints: Mapping[str, str]
    fields: Mapping[str, Any]

    def draft(self, today: date) -> OpportunityDraft:
        """The draft that a form without complaints makes."""
        return OpportunityDraft(**self.fields, external_id="form", verified_on=today)

    def changed(self, before: OpportunityDraft, today: date) -> Plain:
        """The fields that somebody who saw `before` in this form has changed, as JSON."""
        shown = typed_of(before)
        names = {name for name in FIELDS if shown[name] != self.typed[name]}
        names = {"windows" if name in _DATES else name for name in names}
        made, was = written(self.draft(today)), written(before)
        return {name: made[name] for name in sorted(names) if made[name] != was[name]}


async def read_posted(request: Request, more: tuple[str, ...] = ()) -> dict[str, str]:
    """The fields of this form, and `more`, as they were posted."""
    several = await lists(request, tuple(_SEVERAL))
    return await fields(request, (*ONCE, *more)) | several


def read_opportunity(told: Mapping[str, str], *, today: date) -> OpportunityForm:
    """Read what was posted; what is amiss with the whole of it is complained of as "all"."""
    reading = _Reading({name: _tidy(name, told.get(name, "")) for name in FIELDS})
    reading.words()
    reading.choices()
    reading.days_and_hours()
    reading.dates()
    form = OpportunityForm(reading.typed, reading.complaints, reading.fields)
    if not form.complaints and (reason := why_not_listable(form.draft(today))):
        reading.complaints["all"] = reason
    return form


def typed_of(draft: OpportunityDraft) -> dict[str, str]:
    """What the form shows of `draft`."""
    shown = {name: _text(getattr(draft, name)) for name in FIELDS if hasattr(draft, name)}
    closing, others = _closing_apart(draft.windows)
    shown |= {
        "materials": "\n".join(draft.materials),
        "closes_on": closing.on.isoformat() if closing and closing.on else "",
        "closes_time": closing.at if closing else "",
        "timezone": closing.timezone if closing else "",
        "dates": lines_of(others),
    }
    return {name: _tidy(name, text) for name, text in shown.items()}


class _Reading:
    """One form on its way to the fields of a draft, group after group."""

    def __init__(self, typed: dict[str, str]) -> None:
        self.typed = typed
        self.complaints: dict[str, str] = {}
        self.fields: dict[str, Any] = {}

    def words(self) -> None:
        for name in (*_LINES, *_TEXTS):
            self.fields[name] = self.typed[name]
            if len(self.typed[name]) > LONGEST[name]:
                self.complaints[name] = f"Use at most {LONGEST[name]:,} characters."
        for name in _ADDRESSES:
            self.fields[name] = self.typed[name]
            if self.typed[name] and not is_web_address(self.typed[name]):
                self.complaints[name] = "That is no address of a web page."
        for name in _YES:
            self.fields[name] = bool(self.typed[name])
        self.fields["materials"] = tuple(filter(None, self.typed["materials"].split("\n")))
        for name, complaint in _NEEDED.items():
            if not self.typed[name]:
                self.complaints[name] = complaint

    def choices(self) -> None:
        for name, known in _CHOICES.items():
            self.fields[name] = self.typed[name]
            if self.typed[name] and self.typed[name] not in list(known):
                self.complaints[name] = "Choose one of the list."
        for name, known in _SEVERAL.items():
            chosen = self.typed[name].split(",") if self.typed[name] else []
            self.fields[name] = tuple(one.value for one in known if one in chosen)
            if set(chosen) - set(known):
                self.complaints[name] = "Choose from the list."
        self.fields["state"] = self.typed["state"]
        if self.typed["state"] and self.typed["state"] not in STATES:
            self.complaints["state"] = "Choose a state."

    def days_and_hours(self) -> None:
        for name in _DAYS:
            self.fields[name] = self._day(name)
        for name in _HOURS:
            self.fields[name] = number(self.typed[name]) or None
            if self.typed[name] and not self.fields[name]:
                self.complaints[name] = "Write a number of hours."

    def dates(self) -> None:
        closes, clock, zone = (self.typed[name] for name in _DATES[:3])
        if clock and (reason := why_not_wall_time(clock)):
            self.complaints["closes_time"] = reason
        if clock and not closes:
            self.complaints["closes_time"] = "A time of day needs its day."
        if zone and not is_zone(zone):
            self.complaints["timezone"] = "Choose a time zone from the list."
        day = self._day("closes_on")
        first = [WindowDraft(kind=WindowKind.CLOSES.value, on=day, at=clock, timezone=zone)]
        others = self._others(windows_in)
        windows = (*(first if day else ()), *others)
        self.fields["windows"] = windows
        if not self.typed["status"]:
            guessed = any(one.not_before for one in windows)
            known = any(one.on for one in windows)
            status = Status.EXPECTED if guessed and not known else Status.CURRENT
            self.fields["status"] = status.value

    def _others(self, read: Callable[[str], tuple[WindowDraft, ...]]) -> tuple[WindowDraft, ...]:
        try:
            return read(self.typed["dates"])
        except Invalid as exc:
            self.complaints["dates"] = exc.message
            return ()

    def _day(self, name: str) -> date | None:
        found = day_or_none(self.typed[name]) if self.typed[name] else None
        if self.typed[name] and not found:
            self.complaints[name] = "Choose a day between 1970 and 2100."
        return found


def _closing_apart(
    windows: tuple[WindowDraft, ...],
) -> tuple[WindowDraft | None, list[WindowDraft]]:
    """The first closing, which has fields of its own unless a note goes with it, and the rest."""
    first = next((one for one in windows if one.kind == WindowKind.CLOSES), None)
    if first is None or first.on is None or first.note:
        return None, list(windows)
    return first, [one for one in windows if one is not first]


def _text(value: Any) -> str:
    """A field of a draft as a form shows it."""
    if isinstance(value, tuple):
        return ",".join(str(one) for one in value)
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def _tidy(name: str, told: str) -> str:
    """What was typed as it is compared and kept."""
    if name in ("materials", "dates"):
        lines = (one_line(line) for line in clean(told).split("\n"))
        return "\n".join(line for line in lines if line)
    if name in _TEXTS:
        return clean(told)
    if name in _YES:
        return "1" if told else ""
    if name in _SEVERAL:
        chosen = dict.fromkeys(one for one in told.split(",") if one)
        known = [one.value for one in _SEVERAL[name] if one in chosen]
        return ",".join([*known, *(one for one in chosen if one not in known)])
    return one_line(told)
