"""Opportunities of tests, and by chance, as sources tell them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from netmentor.events.importing.models import Source
from netmentor.internships.actions import Outcome, announce, mark_gone, put_from_source
from netmentor.internships.drafts import OpportunityDraft, WindowDraft
from netmentor.internships.models import Opportunity, OpportunityTelling, Studies
from netmentor.internships.rules import (
    Accreditation,
    Authorization,
    Degree,
    Kind,
    Status,
    WindowKind,
    Year,
)
from netmentor.internships.writing import writing
from netmentor.organizations.actions import bump_catalogue
from tests.factories import NOON, make_source

EASTERN = "America/New_York"


def make_opportunity_draft(**told: Any) -> OpportunityDraft:
    """A fellowship that is open until January 15, 2027, at 5 pm Eastern."""
    boring: dict[str, Any] = {
        "external_id": "sample-fellowship-2027",
        "title": "Sample fellowship",
        "kind": Kind.FELLOWSHIP,
        "status": Status.CURRENT,
        "organization_name": "Sample Clinic",
        "windows": (closing("2027-01-15", "17:00"),),
        "url": "https://www.example.org/fellowship",
        "source_url": "https://www.example.org/fellowship",
        "verified_on": date(2026, 11, 20),
    }
    return OpportunityDraft(**boring | told)


def closing(day: str, clock: str = "", zone: str = EASTERN, **told: Any) -> WindowDraft:
    told = {"kind": WindowKind.CLOSES} | told
    return WindowDraft(on=date.fromisoformat(day), at=clock, timezone=zone, **told)


async def put_opportunities(*drafts: OpportunityDraft, now: datetime = NOON) -> Outcome:
    """Have the sample source tell these."""
    source = await make_source()
    async with writing():
        outcome = await put_from_source(source, drafts, now=now)
        await announce(outcome.touched, windows=outcome.windows, now=now)
    return outcome


async def forget_opportunities() -> None:
    """Begin anew: nobody told of any."""
    async with writing():
        await OpportunityTelling.all().delete()
        await Opportunity.all().delete()
        await bump_catalogue(now=NOON)


async def drop_opportunities(source: Source, *, now: datetime) -> None:
    """Have `source` name nothing any more."""
    async with writing():
        gone = await mark_gone(source, (), now=now)
        await announce(gone.changed, windows=gone.windows, now=now)


async def make_opportunity(now: datetime = NOON, **told: Any) -> Opportunity:
    draft = make_opportunity_draft(**told)
    await put_opportunities(draft, now=now)
    return await Opportunity.get(tellings__external_id=draft.external_id)


_days = st.dates(date(2026, 9, 1), date(2027, 3, 1))
_zones = st.sampled_from(["", EASTERN, "Pacific/Honolulu", "America/Phoenix"])
_clocks = st.sampled_from(["", "00:00", "12:00", "17:00", "23:59"])


@st.composite
def any_opportunity(draw: st.DrawFn, name: str = "sample") -> OpportunityDraft:
    """One that can be listed: in any status, with phases in any order, asking for anything."""
    status = draw(st.sampled_from(list(Status)))
    kinds = st.sampled_from(["opens", "closes", "phase2_opens", "phase2_closes"])
    windows = []
    for kind in draw(st.lists(kinds, unique=True, max_size=4)):
        if status == Status.EXPECTED:
            first, last = sorted((draw(_days), draw(_days)))
            windows.append(WindowDraft(kind=kind, not_before=first, not_after=last))
        else:
            windows.append(
                WindowDraft(kind=kind, on=draw(_days), at=draw(_clocks), timezone=draw(_zones))
            )
    since, until = sorted((draw(_days), draw(_days)))
    some = st.lists
    return make_opportunity_draft(
        external_id=name,
        status=status,
        windows=tuple(windows),
        degrees=tuple(draw(some(st.sampled_from(list(Degree)), unique=True, max_size=2))),
        years=tuple(draw(some(st.sampled_from(list(Year)), unique=True, max_size=2))),
        accreditation=tuple(
            draw(some(st.sampled_from(list(Accreditation)), unique=True, max_size=2))
        ),
        accreditation_is_required=draw(st.booleans()),
        graduates_from_on=draw(st.one_of(st.none(), st.just(since))),
        graduates_until_on=draw(st.one_of(st.none(), st.just(until))),
        authorization=draw(st.sampled_from(["", *Authorization])),
    )


@st.composite
def any_studies(draw: st.DrawFn) -> Studies:
    held = draw(st.lists(st.sampled_from(list(Accreditation)), unique=True, max_size=2))
    return Studies(
        degree=draw(st.sampled_from(["", *Degree])),
        year=draw(st.sampled_from(["", *Year])),
        graduates_on=draw(st.one_of(st.none(), _days)),
        accreditation=" ".join(held),
        needs_sponsorship=draw(st.booleans()),
    )
