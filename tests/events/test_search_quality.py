"""What a newcomer types into the search, and what should come first in the starter catalogue."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from netmentor.events.filters import EventFilter
from netmentor.events.importing.catalogue import load_catalogue
from netmentor.events.listing import Listing, Section, listing
from tests.factories import NOON, TODAY

pytestmark = pytest.mark.usefixtures("database")

CONGRESS = "2027 Congress on Healthcare Leadership"
WOMEN = "2027 Rochester Women in Leadership Conference"
MGMA_LEADERS = "2027 MGMA Leaders Conference"
MGMA_SPRING = "2027 Carolinas MGMA Spring Conference"
MICHIGAN = "2027 MHA Annual Membership Meeting"
MISSOURI = "2027 Missouri Hospital Association Annual Convention"
HIMSS = "2027 HIMSS Global Health Conference & Exhibition"
FOX = "2027 Everett V. Fox Student Case Competition"
PENN = "2027 Penn State Health Administration Case Competition"
FELLOWSHIP = "2027 Houston Methodist Administrative Fellowship Information Sessions"
WEBINAR = "HLA Texas Member Webinar, December 2026"
RURAL = "40th AHA Rural Health Care Leadership Conference"
RADIOLOGY = "2027 ACR-RBMA Practice Leadership Forum"
IOWA = "2027 HFMA Iowa Chapter Winter Conference"
HFMA = "2027 HFMA Annual Conference"
NAHSE = "2027 NAHSE Annual Educational Conference"

FIRST = {  # a search → the titles that come first, in this order
    "ACHE": (CONGRESS, WOMEN),
    "ache congress": (CONGRESS,),
    "congress on healthcare leadership": (CONGRESS,),
    "Health Care Leadership": (RURAL, CONGRESS),
    "confrence": (RADIOLOGY,),
    "MGMA": (MGMA_SPRING, MGMA_LEADERS),
    "mgam leaders": (MGMA_LEADERS,),
    "leaders conference": (MGMA_LEADERS,),
    "MHA": (MICHIGAN, MISSOURI),
    "mha annual meeting": (MICHIGAN,),
    "michigan hospital": (MICHIGAN,),
    "AHA": (RURAL, "2027 AHA Annual Membership Meeting"),
    "himss": (HIMSS,),
    "hims": (HIMSS,),
    "HIMSS 2027": (HIMSS,),
    "vivé": ("ViVE 2027",),
    "VITAL": ("VITAL2027",),
    "student case competition": (FOX, PENN),
    "case compitition": (FOX, PENN),
    "students": (FOX, PENN),
    "fellowships": (FELLOWSHIP,),
    "administrative fellow": (FELLOWSHIP,),
    "houston methodist": (FELLOWSHIP,),
    "info session": (FELLOWSHIP,),
    "webinars": (WEBINAR,),
    "virtual": (WEBINAR,),
    "rural health": (RURAL,),
    "radiology": (RADIOLOGY,),
    "rbma": (RADIOLOGY,),
    "Texas": (WEBINAR,),
    "tx": (WEBINAR,),
    "what are the events in texas?": (WEBINAR,),
    "new york": (WOMEN,),
    "women in leadership": (WOMEN,),
    "march 2027": ("ViVE 2027", CONGRESS, HIMSS),
    "finance": (IOWA, HFMA),
    "HFMA iowa": (IOWA,),
    "revenue cycle": (HFMA,),
    "health IT": ("ViVE 2027", HIMSS),
    "advocacy": ("2027 AMA State Advocacy Summit", "2027 AMA National Advocacy Conference"),
    "ohio": ("2027 OHIMA Annual Meeting & Trade Show", "2027 Ohio Hospital Association Annual"),
    "july": (FELLOWSHIP,),
    "case competitions july": (FOX,),
    "leadership confrences": (RADIOLOGY, RURAL),
    "spring": (MGMA_SPRING,),
    "penn state": (PENN,),
    "national association of health services executives": (FOX, NAHSE),
    "CHPRMS": ("2027 CHPRMS Annual Conference",),
}


@dataclass(frozen=True)
class Answer:
    """What a page says beside the events."""

    read_as: str = ""
    is_partial: bool = False
    past: int = 0
    organizers: tuple[str, ...] = ()


BESIDE = {
    "ACHE": Answer(organizers=("American College of Healthcare Executives",)),
    "MHA": Answer(
        organizers=("Michigan Health & Hospital Association", "Missouri Hospital Association")
    ),
    "confrence": Answer(read_as="conference"),
    "mgam leaders": Answer(read_as="mgma leaders"),
    "free webinar": Answer(is_partial=True),
    "FACHE": Answer(past=1),
    "PAHCOM": Answer(
        organizers=("Professional Association of Health Care Office Management",),
    ),
    "zzzzz": Answer(),
}


async def test_what_a_newcomer_types_finds_first_what_was_meant() -> None:
    await load_catalogue(now=NOON)

    wrong = {}
    for typed, titles in FIRST.items():
        found = titles_of(await listing(EventFilter(q=typed), today=TODAY))
        if not all(got.startswith(one) for got, one in zip(found, titles, strict=False)) or len(
            found
        ) < len(titles):
            wrong[typed] = found[:4]

    assert len(FIRST) >= 40
    assert wrong == {}


async def test_the_page_says_how_it_read_a_search_and_whom_it_names() -> None:
    await load_catalogue(now=NOON)

    wrong = {}
    for typed, wanted in BESIDE.items():
        beside = (await listing(EventFilter(q=typed), today=TODAY)).choosing
        names = tuple(name for _, name in beside.organizers)
        got = Answer(
            beside.read_as,
            beside.is_partial,
            min(beside.past, 1),
            names[: len(wanted.organizers)],
        )
        if got != wanted:
            wrong[typed] = got

    assert wrong == {}


def titles_of(found: Listing) -> list[str]:
    """The titles in the order of the page."""
    return [title for section in (found.named, found.mentioned) for title in _titles(section)]


def _titles(section: Section) -> list[str]:
    dated = [event.title for day in section.days for event in day.events]
    return dated + [event.title for month in section.months for event in month.events]
