"""What members and sources propose is listed, refused, or known to be the same; and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tortoise.expressions import F

from netmentor.accounts.models import User
from netmentor.errors import Conflict, NotFound
from netmentor.events.curating.decisions import BuiltOn, Settled, Superseded
from netmentor.events.rules import Authority
from netmentor.internships.applying.actions import Start, start
from netmentor.internships.curating.actions import (
    Unfit,
    accept,
    dismiss,
    lock,
    release,
    take_for,
    undo,
)
from netmentor.internships.curating.queries import alike, locks, proposal_numbered, proposals
from netmentor.internships.models import Opportunity, OpportunityTelling, Window
from netmentor.internships.rules import Status
from netmentor.internships.suggesting.queries import suggestions_of
from tests.accounts.casting import make_user
from tests.factories import NOON, make_organization, revision
from tests.internships.curating.offered import (
    as_it_stands,
    last_decision,
    suggested,
    told_by,
)
from tests.internships.opportunities import (
    closing,
    make_opportunity,
    make_opportunity_draft,
    put_opportunities,
)

pytestmark = pytest.mark.usefixtures("database")
LATER = NOON + timedelta(hours=1)


@pytest.fixture
async def member() -> User:
    return await make_user()


async def state_of(member: User) -> tuple[str, str, str]:
    [one] = await suggestions_of(member)
    return str(one.state), one.slug, one.answer


async def test_what_is_taken_is_listed_with_its_dates(member: User) -> None:
    await make_organization("sample-clinic", name="Sample Clinic")
    proposal = await suggested(member, title="Sample residency in administration")
    assert (proposal.source, proposal.slug) == ("suggestions", "")
    before = await revision()
    slug = await accept(proposal.number, (), now=NOON)
    assert slug == "sample-clinic-sample-residency-in-administration"
    row = await Opportunity.get(slug=slug).select_related("organization")
    assert row.organization is not None
    assert row.organization.slug == "sample-clinic"
    assert [one.due_time for one in await Window.filter(opportunity=row)] == ["17:00"]
    assert await state_of(member) == ("listed", slug, "")
    assert (await proposals(), await revision() > before) == ([], True)
    assert (await last_decision()).words == (
        "Taken: the new opportunity “Sample residency in administration”, as a member suggested it."
    )


async def test_a_member_is_told_in_a_sentence_why_it_is_not_listed(member: User) -> None:
    proposal = await suggested(member)
    for nothing in ("", "  \n", "x" * 501):
        with pytest.raises(Unfit):
            await dismiss(proposal.number, (), nothing, now=NOON)
    await dismiss(proposal.number, (), "It is for residents\n alone.", now=NOON)
    assert await state_of(member) == ("declined", "", "It is for residents alone.")
    assert await Opportunity.filter(gone_at=None).count() == 0
    await undo((await last_decision()).id, now=LATER)
    assert await state_of(member) == ("waiting", "", "")
    assert [one.number for one in await proposals()] == [proposal.number]


async def test_the_same_as_a_known_one_fills_in_what_that_does_not_say(member: User) -> None:
    known = await make_opportunity(how_to_apply="")
    proposal = await suggested(member, how_to_apply="By mail", city="Dayton", state="OH")
    assert [one.id for one in await alike(proposal)] == [known.id]
    with pytest.raises(Unfit, match="No opportunity has this address"):
        await take_for(proposal.number, "nothing-there", now=NOON)
    assert await take_for(proposal.number, known.slug, now=NOON) == known.slug
    assert await Opportunity.all().count() == 1
    assert (await as_it_stands(known.slug)).how_to_apply == "By mail"
    assert await state_of(member) == ("listed", known.slug, "")
    assert await proposals() == []

    await undo((await last_decision()).id, now=LATER)
    assert (await as_it_stands(known.slug)).how_to_apply == ""
    assert [one.number for one in await proposals()] == [proposal.number]


async def test_what_the_same_says_otherwise_waits_as_a_change(member: User) -> None:
    known = await make_opportunity()
    windows = (closing("2027-02-15", "17:00"),)
    proposal = await suggested(member, windows=windows)
    await take_for(proposal.number, known.slug, now=NOON)
    [change] = await proposals()
    assert (change.slug, list(change.changes)) == (known.slug, ["dates"])
    with pytest.raises(Unfit, match="already"):
        await take_for(change.number, known.slug, now=NOON)
    await accept(change.number, ["dates"], now=LATER)
    assert (await as_it_stands(known.slug)).windows == windows
    assert ([one.facet for one in await locks()], await proposals()) == (["dates"], [])


async def test_a_change_of_a_source_is_taken_or_dismissed_facet_by_facet() -> None:
    first = make_opportunity_draft()
    await told_by("gamma", first)
    [new] = await proposals()
    slug = await accept(new.number, (), now=NOON)
    again = make_opportunity_draft(title="Renamed", places="Two", city="Dayton")
    await told_by("gamma", again, now=LATER)
    [change] = await proposals()
    assert sorted(change.changes) == ["place", "places", "title"]
    assert (await as_it_stands(slug)).title == "Sample fellowship"
    await accept(change.number, ["place"], now=LATER)
    await dismiss(change.number, ["title"], "", now=LATER)
    [rest] = await proposals()
    assert list(rest.changes) == ["places"]
    made = await as_it_stands(slug)
    assert (made.city, made.title) == ("Dayton", "Sample fellowship")
    with pytest.raises(NotFound):
        await accept(change.number, ["title"], now=LATER)


async def test_what_was_dismissed_waits_again_once_its_source_says_something_else() -> None:
    await told_by("gamma", make_opportunity_draft())
    [new] = await proposals()
    await dismiss(new.number, (), "", now=NOON)
    await told_by("gamma", make_opportunity_draft(), now=LATER)
    assert await proposals() == []
    await told_by("gamma", make_opportunity_draft(title="Another"), now=LATER)
    assert [one.title for one in await proposals()] == ["Another"]


async def test_a_new_one_is_taken_as_a_whole_and_once(member: User) -> None:
    proposal = await suggested(member)
    with pytest.raises(Unfit, match="as a whole"):
        await accept(proposal.number, ["title"], now=NOON)
    await accept(proposal.number, (), now=NOON)
    for number in (proposal.number, 0, -1, 2**31, 2**70):
        with pytest.raises(NotFound):
            await accept(number, (), now=NOON)
        with pytest.raises(NotFound):
            await dismiss(number, (), "x", now=NOON)
    assert await Opportunity.all().count() == 1


async def test_what_was_taken_is_taken_away_and_waits_again(member: User) -> None:
    proposal = await suggested(member)
    slug = await accept(proposal.number, (), now=NOON)
    taken = await last_decision()
    await undo(taken.id, now=LATER)
    assert await Opportunity.filter(gone_at=None).count() == 0
    assert await state_of(member) == ("waiting", "", "")
    with pytest.raises(Settled):
        await undo(taken.id, now=LATER)
    assert await accept(proposal.number, (), now=LATER) == slug


async def test_what_somebody_applies_for_is_not_taken_away(member: User) -> None:
    proposal = await suggested(member)
    slug = await accept(proposal.number, (), now=NOON)
    await start(member, Start(opportunity=await Opportunity.get(slug=slug)), now=NOON)
    with pytest.raises(BuiltOn, match="Somebody applies for it"):
        await undo((await last_decision()).id, now=LATER)
    assert await Opportunity.exists(slug=slug)


async def test_only_the_last_decision_about_one_is_taken_back(member: User) -> None:
    proposal = await suggested(member)
    slug = await accept(proposal.number, (), now=NOON)
    taken = await last_decision()
    await lock(slug, {"places": "Two"}, now=NOON)
    with pytest.raises(Superseded, match="Set by hand: number of places"):
        await undo(taken.id, now=LATER)
    await undo((await last_decision()).id, now=LATER)
    await undo(taken.id, now=LATER)
    assert await Opportunity.filter(gone_at=None).count() == 0


async def test_a_proposal_whose_source_is_gone_waits_no_longer_and_is_not_undone() -> None:
    await told_by("gamma", make_opportunity_draft())
    [proposal] = await proposals()
    await dismiss(proposal.number, (), "", now=NOON)
    await OpportunityTelling.all().delete()
    with pytest.raises(BuiltOn):
        await undo((await last_decision()).id, now=LATER)
    with pytest.raises(NotFound):
        await proposal_numbered(proposal.number)


async def test_what_is_set_by_hand_stays_whatever_sources_say_until_it_is_released() -> None:
    row = await make_opportunity()
    assert await lock(row.slug, {"title": "By hand"}, now=NOON) == ["title"]
    await told_by("alpha", make_opportunity_draft(title="Elsewhere"), authority=Authority.OVERWRITE)
    await put_opportunities(make_opportunity_draft(title="Renamed"), now=LATER)
    assert (await as_it_stands(row.slug)).title == "By hand"
    assert await release(row.slug, (), now=LATER) == ["title"]
    assert (await as_it_stands(row.slug)).title == "Renamed"
    with pytest.raises(NotFound):
        await release(row.slug, ["title"], now=LATER)
    await undo((await last_decision()).id, now=LATER)
    assert (await as_it_stands(row.slug)).title == "By hand"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "at least one field"),
        ({"slug": "x"}, "cannot be set by hand"),
        ({"program": "x"}, "cannot be set by hand"),
        ({"title": ""}, "no title"),
        ({"title": "x" * 201}, "longer than 200"),
        ({"kind": "job"}, "no kind"),
        ({"state": "XX"}, "no state"),
        ({"url": "javascript:alert(1)"}, "no address"),
        ({"status": Status.EXPECTED.value}, "no date yet"),
    ],
)
async def test_what_could_not_be_listed_is_not_set(fields: dict[str, object], reason: str) -> None:
    row = await make_opportunity()
    with pytest.raises(Unfit, match=reason):
        await lock(row.slug, fields, now=NOON)
    assert (await as_it_stands(row.slug), await locks()) == (make_opportunity_draft(), [])


async def test_two_suggestions_of_one_thing_become_one(member: User) -> None:
    slug = await accept((await suggested(member)).number, (), now=NOON)
    second = await suggested(member)
    assert [one.slug for one in await alike(second)] == [slug]
    await take_for(second.number, slug, now=NOON)
    first = (await last_decision()).id - 1
    with pytest.raises(Conflict):
        await undo(first, now=LATER)


async def test_a_change_that_was_taken_whole_is_looked_at_no_more_until_it_is_taken_back() -> None:
    await told_by("gamma", make_opportunity_draft())
    [new] = await proposals()
    slug = await accept(new.number, (), now=NOON)
    await told_by("gamma", make_opportunity_draft(title="Renamed", city="Dayton"), now=LATER)
    [change] = await proposals()
    await accept(change.number, ["place"], now=LATER)
    assert not await OpportunityTelling.filter(accepted=F("draft")).exists()
    await accept(change.number, ["title"], now=LATER)
    assert await OpportunityTelling.filter(accepted=F("draft")).exists()
    made = await as_it_stands(slug)
    assert (made.title, made.city) == ("Renamed", "Dayton")
    await undo((await last_decision()).id, now=LATER)
    assert (await as_it_stands(slug)).title == "Sample fellowship"
    assert [list(one.changes) for one in await proposals()] == [["title"]]


async def test_what_a_source_says_no_longer_is_not_lost_by_taking_what_it_says() -> None:
    await told_by("gamma", make_opportunity_draft(places="Two"))
    [new] = await proposals()
    slug = await accept(new.number, (), now=NOON)
    await told_by("gamma", make_opportunity_draft(title="Renamed"), now=LATER)
    [change] = await proposals()
    await accept(change.number, (), now=LATER)
    made = await as_it_stands(slug)
    assert (made.title, made.places) == ("Renamed", "Two")
