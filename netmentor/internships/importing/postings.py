"""Opportunities of schema.org on the pages of others: `JobPosting` (https://schema.org/JobPosting)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from netmentor.accounts.rules import why_not_email
from netmentor.events.importing.items import Skipped
from netmentor.events.importing.jsonld_blocks import Sought, told_in
from netmentor.events.importing.jsonld_values import (
    LINE,
    Page,
    Thing,
    first_address,
    last_words,
    listed,
    text,
    texts,
    things,
    words,
)
from netmentor.events.importing.keys import short_key, slug_key
from netmentor.events.importing.moments import Told, told_day, without_offset, zones_of
from netmentor.events.importing.normalize import place_of, web_address
from netmentor.events.importing.places import region_of
from netmentor.events.importing.plaintext import cut
from netmentor.events.importing.rules import ZONE
from netmentor.events.rules import SourceKind
from netmentor.events.words import day_words
from netmentor.internships.drafts import LONGEST, OpportunityDraft, WindowDraft
from netmentor.internships.importing.choices import degrees_in, kind_of
from netmentor.internships.importing.items import Item, named
from netmentor.internships.importing.pay import compensation_of, is_paid
from netmentor.internships.importing.windows import window_of
from netmentor.internships.rules import Status, WindowKind

_POSTINGS = Sought(
    is_one=lambda thing: "JobPosting" in last_words(thing.get("@type")),
    one="job posting",
    several="job postings",
    holders="@graph itemListElement item mainEntity".split(),
    named=("jobLocation", "hiringOrganization"),
)
_EMPLOYMENT = {  # https://developers.google.com/search/docs/appearance/structured-data/job-posting
    "INTERN": "internship",
    "VOLUNTEER": "volunteering",
}
_EDUCATION = ("educationRequirements",)
_ELIGIBILITY = (
    *_EDUCATION,
    *"qualifications experienceRequirements eligibilityToWorkRequirement".split(),
)


def read(
    body: bytes, *, charset: str, address: str, zone: str, today: date
) -> Iterator[Item | Skipped]:
    """Yield the job postings of an HTML page, or of a file of JSON, in their order.

    `address` is that of the page, "" for a file; times that name no zone are those of `zone`,
    if that is known. All is as of `today`. Raises UnreadableFile where there is none at all.
    """
    told = told_in(body, _POSTINGS, charset=charset, address=address)
    page = Page(address=address, zone=zone, named=told.named)
    yield from named(
        [one if isinstance(one, Skipped) else _item(one, page, today) for one in told.found]
    )


def _item(thing: Thing, page: Page, today: date) -> Item | Skipped:
    title = words(thing.get("title", thing.get("name")), page)
    if not title:
        return Skipped(thing[LINE], "It has no title.", words(thing.get("url"), page)[:120])
    key = _key(thing, page)
    city, state, is_remote = _place(thing, page)
    closes = _closes(thing, page, state)
    title = cut(title, LONGEST["title"])
    if isinstance(closes, str):
        return Item(line=thing[LINE], key=key, title=title, draft=None, reason=closes)
    told: dict[str, Any] = {
        name: cut(one, LONGEST[name]) if name in LONGEST else one
        for name, one in _said(thing, page, title).items()
    }
    draft = OpportunityDraft(
        **told,
        external_id=key,
        title=title,
        status=Status.CURRENT.value,
        city=cut(city, LONGEST["city"]),
        state=state,
        is_remote=is_remote,
        windows=(closes,) if closes else (),
        source_kind=SourceKind.ORGANIZER.value,
        verified_on=today,
    )
    return Item(line=thing[LINE], key=key, title=title, draft=draft)


def _said(thing: Thing, page: Page, title: str) -> dict[str, Any]:
    """What it says of itself: the fields of a draft that are neither windows nor a place."""
    employer = next(things(thing.get("hiringOrganization"), page), {})
    terms = [one.upper() for one in last_words(thing.get("employmentType"))]
    started = words(thing.get("jobStartDate"), page)
    starts, posted = told_day(started, ()), told_day(words(thing.get("datePosted"), page), ())
    name, mail = _contact(thing, page)
    return {
        "kind": kind_of(title, *(_EMPLOYMENT.get(one, "") for one in terms)),
        "organization_name": words(thing.get("hiringOrganization"), page),
        "department": words(employer.get("department"), page),
        "paid": is_paid(thing, terms, page),
        "compensation": compensation_of(thing, page),
        "hours_note": _hours(thing, terms, page),
        "starts_on": starts.day if starts else None,
        "starts": "" if starts else started,
        "places": words(thing.get("totalJobOpenings"), page),
        "eligibility": "\n".join(_eligibility(thing, page)),
        "degrees": degrees_in(_told_of(thing, _EDUCATION, page)),
        "description": text(thing.get("description"), page),
        "cycle": f"Posted {day_words(posted.day)}" if posted else "",
        "contact_name": name,
        "contact_email": mail,
        "url": _own_address(thing, page),
    }


def _closes(thing: Thing, page: Page, state: str) -> WindowDraft | str | None:
    """Until when one can apply, or why that cannot be told."""
    told = words(thing.get("validThrough"), page)
    if not told:
        return None
    day = told_day(told, zones_of(state) or (page.zone or ZONE,))
    if day is None:
        return f"Its validThrough “{told[:40]}” cannot be read, or lies outside 1970 to 2100."
    written = told_day(without_offset(told), ())
    if written and written.clock == "00:00":  # programs write so what is a day, at any offset
        day = Told(written.day, written.clock)
    return window_of(WindowKind.CLOSES.value, day, zone=page.zone if day.clock else "")


def _key(thing: Thing, page: Page) -> str:
    """Its name for good, "" where it has none of its own."""
    name = thing.get("@id")
    if isinstance(name, str) and (address := web_address(name)):
        return short_key(address)
    identifier = next(iter(listed(thing.get("identifier"))), None)
    if isinstance(identifier, dict):
        identifier = identifier.get("value")
    if address := _own_address(thing, page):
        return short_key(address)
    told = words(identifier, page)
    employer = words(thing.get("hiringOrganization"), page)  # two may count from 1
    return short_key(f"{slug_key(employer)}/{told}") if told else ""


def _own_address(thing: Thing, page: Page) -> str:
    """Where it says that it is: what a page calls itself in full is no secret."""
    told = next((one for one in listed(thing.get("url")) if isinstance(one, str)), "")
    return web_address(told) or first_address(told, page)


def _place(thing: Thing, page: Page) -> tuple[str, str, bool]:
    """The city and state of the first place that has any, and whether one may be elsewhere."""
    is_remote = "TELECOMMUTE" in [one.upper() for one in last_words(thing.get("jobLocationType"))]
    for location in listed(thing.get("jobLocation")):
        named = next(things(location, page), {})
        address = next(things(named.get("address"), page), None)
        if address is None:
            told = words(named.get("address"), page) or words(location, page)
            _, city, state, _ = place_of(told)
        else:
            region, country, city = (
                words(address.get(part), page)
                for part in ("addressRegion", "addressCountry", "addressLocality")
            )
            state = region_of(region, country)[0]
        if city or state:
            return city, state, is_remote
    return "", "", is_remote


def _hours(thing: Thing, terms: list[str], page: Page) -> str:
    told = [one.replace("_", " ").capitalize() for one in terms if one not in _EMPLOYMENT]
    return ", ".join(filter(None, (*told, words(thing.get("workHours"), page))))


def _eligibility(thing: Thing, page: Page) -> Iterator[str]:
    yield from _told_of(thing, _ELIGIBILITY, page)
    if places := list(texts(thing.get("applicantLocationRequirements"), page)):
        yield f"Applicants in {', '.join(places)}."


def _told_of(thing: Thing, names: tuple[str, ...], page: Page) -> Iterator[str]:
    """What is asked for, each in its words; of a degree, its category."""
    for name in names:
        for one in listed(thing.get(name)):
            named = next(things(one, page), {})
            if told := text(named.get("credentialCategory"), page) or text(one, page):
                yield told


def _contact(thing: Thing, page: Page) -> tuple[str, str]:
    named = next(things(thing.get("applicationContact"), page), {})
    mail = words(named.get("email"), page).removeprefix("mailto:")
    return words(named.get("name"), page), "" if why_not_email(mail) else mail
