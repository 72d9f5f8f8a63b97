"""The pages where curators decide about opportunities, and set their fields by hand."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx2
import pytest

from netmentor.events.curating.models import Decision
from netmentor.internships.curating.queries import proposals
from netmentor.internships.models import Opportunity, OpportunityLock, OpportunityTelling
from netmentor.internships.queries import draft_of
from netmentor.web.curating import AT_ONCE
from tests.db.rows import every_row
from tests.factories import NOON
from tests.internships.opportunities import make_opportunity
from tests.web.curating import NASTY, an_offer
from tests.web.visiting import post

WAITING = "/curate/opportunities"
LOCKS = "/curate/opportunities/locks"


async def decide(
    client: httpx2.AsyncClient, number: int, deed: str, **more: str
) -> httpx2.Response:
    told = {"number": str(number), "deed": deed, "next": "0", "page": "1"} | more
    return await post(client, WAITING, **told)


async def test_what_a_member_suggested_is_shown_in_full_and_listed(
    curator: httpx2.AsyncClient,
) -> None:
    number = await an_offer(city="Dayton", state="OH", places="Two")
    page = (await curator.get(WAITING)).text
    for words in (
        "Sample fellowship", "by a member", "Dayton", "Applications close: Fri, Jan 15, 2027,"
        " 5:00 pm EST", "Number of places", "Why it is not listed",
    ):  # fmt: skip
        assert words in page, words
    answer = await decide(curator, number, "accept")
    assert answer.headers["location"] == f"{WAITING}#decided"
    [row] = await Opportunity.all()
    assert (await curator.get(f"/internships/{row.slug}")).status_code == 200
    after = (await curator.get(WAITING)).text
    assert "Taken: the new opportunity “Sample fellowship”, as a member suggested it." in after
    assert "Nothing waits." in after
    assert f'href="/internships/{row.slug}">See it</a>' in (await curator.get("/curate")).text


async def test_without_a_reason_it_is_not_dismissed_and_with_one_its_member_reads_it(
    curator: httpx2.AsyncClient,
) -> None:
    number = await an_offer()
    answer = await decide(curator, number, "dismiss")
    assert (answer.status_code, "Say in a sentence why" in answer.text) == (422, True)
    long = await decide(curator, number, "dismiss", why="y" * 501)
    assert (long.status_code, "y" * 501 in long.text) == (422, True)
    done = await decide(curator, number, "dismiss", why="It is over.")
    assert (done.status_code, await proposals()) == (303, [])

    last = await Decision.get()
    told = {"number": str(last.id), "back": WAITING}
    back = await post(curator, "/curate/decisions", **told)
    assert back.headers["location"] == f"{WAITING}#case-{number}"
    assert (await post(curator, "/curate/decisions", **told)).status_code == 409


async def test_it_is_the_same_as_one_that_is_listed_by_a_button_or_by_its_address(
    curator: httpx2.AsyncClient,
) -> None:
    known = await make_opportunity()
    number = await an_offer()
    page = (await curator.get(WAITING)).text
    assert f'value="same {known.slug}"' in page
    for wrong in ("", "https://example.org/nothing", "http://[", *NASTY):
        answer = await decide(curator, number, "same", same_as=wrong.replace("\ud800", ""))
        assert (answer.status_code, "No opportunity has this address" in answer.text) == (422, True)
    address = f"https://netmentor.example/internships/{known.slug}?x=1"
    assert (await decide(curator, number, "same", same_as=address)).status_code == 303
    assert await Opportunity.all().count() == 1
    second = await an_offer()
    assert (await decide(curator, second, f"same {known.slug}")).status_code == 303
    assert await proposals() == []


async def test_what_waits_no_longer_is_said_in_a_sentence(curator: httpx2.AsyncClient) -> None:
    number = await an_offer()
    await decide(curator, number, "accept")
    before = await every_row()
    for wrong in (number, 0, 999, 2**40):
        for deed in ("accept", "dismiss", "same"):
            answer = await decide(curator, wrong, deed, why="x")
            assert (answer.status_code, "This waits no longer" in answer.text) == (404, True)
    assert (await decide(curator, number, "burn")).status_code == 422
    assert await every_row() == before


async def test_many_come_by_the_page_and_one_amiss_stays_on_its_page(
    curator: httpx2.AsyncClient,
) -> None:
    numbers = [await an_offer(title=f"Sample {n}") for n in range(AT_ONCE + 1)]
    assert (await curator.get(WAITING)).text.count("data-case") == AT_ONCE
    second = (await curator.get(f"{WAITING}?page=2")).text
    assert second.count("data-case") == 1
    assert f'action="{WAITING}?page=2"' in second
    told = {"number": str(numbers[-1]), "deed": "dismiss", "page": "2"}
    answer = await post(curator, f"{WAITING}?page=2", **told)
    assert (answer.status_code, f"case-{numbers[-1]}" in answer.text) == (422, True)


def typed_in(page: str) -> dict[str, str]:
    """What the form that sets fields shows, as a browser would send it unchanged."""
    form = page[page.index('aria-labelledby="set"') :]
    found = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)</textarea>', form))
    for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return {name: value for name, value in found.items() if name not in BOXES}


BOXES = (
    "degrees", "years", "accreditation", "is_remote", "accreditation_is_required",
    "affiliation_needed",
)  # fmt: skip


async def test_a_field_is_set_by_hand_and_released(curator: httpx2.AsyncClient) -> None:
    row = await make_opportunity(now=NOON - timedelta(hours=1))
    page = (await curator.get(f"{LOCKS}?opportunity=/internships/{row.slug}")).text
    shown = typed_in(page) | {"deed": "set"}
    nothing = await post(curator, LOCKS, **shown)
    assert (nothing.status_code, "change at least one field" in nothing.text) == (422, True)
    answer = await post(curator, LOCKS, **shown | {"closes_on": "2027-02-01"})
    assert answer.headers["location"] == f"{LOCKS}?opportunity={row.slug}#held"
    assert [one.facet for one in await OpportunityLock.all()] == ["dates"]
    assert str((await draft_of(row)).windows[0].on) == "2027-02-01"
    public = (await curator.get(f"/internships/{row.slug}")).text
    assert "Mon, Feb 1, 2027" in public
    assert "It was Fri, Jan 15, 2027" in public[public.index("What changed") :]
    stale = await post(curator, LOCKS, **shown | {"title": "Later"})
    assert (stale.status_code, "It changed while you wrote" in stale.text) == (422, True)

    assert "Release<span" in (await curator.get(LOCKS)).text
    told = {"opportunity": row.slug, "deed": "release", "facet": "dates"}
    assert (await post(curator, LOCKS, **told)).status_code == 303
    assert await OpportunityLock.all().count() == 0
    assert (await post(curator, LOCKS, **told)).status_code == 404


async def test_who_offers_it_is_found_by_its_name(curator: httpx2.AsyncClient) -> None:
    row = await make_opportunity()
    page = (await curator.get(f"{LOCKS}?opportunity={row.slug}")).text
    shown = typed_in(page) | {"deed": "set", "organization_name": "Sample Hospital"}
    assert (await post(curator, LOCKS, **shown)).status_code == 303
    made = await draft_of(row)
    assert (made.organization_name, made.organization) == ("Sample Hospital", "")


@pytest.mark.parametrize("nasty", NASTY)
async def test_nothing_nasty_names_an_opportunity_or_is_set(
    curator: httpx2.AsyncClient, nasty: str
) -> None:
    row = await make_opportunity()
    before = await every_row()
    shown = nasty.replace("\ud800", "%ED%A0%80")
    assert (await curator.get(LOCKS, params={"opportunity": shown})).status_code == 404
    told = {"opportunity": shown, "deed": "set", "title": "x"}
    assert (await post(curator, LOCKS, **told)).status_code == 404
    for name in ("state", "closes_on", "timezone", "kind", "status", "dates", "url"):
        page = (await curator.get(f"{LOCKS}?opportunity={row.slug}")).text
        wrong = typed_in(page) | {"deed": "set", name: f"z{shown}"}
        answer = await post(curator, LOCKS, **wrong)
        assert answer.status_code == 422, name
        assert "<script>alert" not in answer.text
    assert await every_row() == before


async def test_a_page_reads_no_more_of_what_waits_than_it_shows(
    curator: httpx2.AsyncClient,
) -> None:
    numbers = [await an_offer() for _ in range(AT_ONCE + 1)]
    await OpportunityTelling.filter(id=numbers[-1]).update(draft="{")
    page = await curator.get(WAITING)
    assert (page.status_code, page.text.count(" data-case ")) == (200, AT_ONCE)
    assert f"{AT_ONCE + 1}" in (await curator.get("/curate")).text
