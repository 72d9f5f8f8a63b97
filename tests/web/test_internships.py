"""Pages of internships and fellowships: honest dates, both clocks, and what fits and why."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import httpx2
import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.internships.drafts import WindowDraft
from netmentor.internships.importing.catalogue import load_opportunities
from netmentor.internships.listing import PAGE
from netmentor.internships.models import Opportunity, Studies
from netmentor.internships.rules import Status
from tests.accounts.casting import OWNER, make_user
from tests.factories import NOON
from tests.internships.opportunities import (
    closing,
    make_opportunity,
    make_opportunity_draft,
    put_opportunities,
)
from tests.web.visiting import come_in, post, token_of


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    """Somebody in Honolulu, signed in."""
    made = await make_user(OWNER)
    await User.filter(id=made.id).update(timezone="Pacific/Honolulu")
    await come_in(client)
    return made


async def test_a_cut_off_is_told_by_the_clock_there_and_by_the_readers(
    client: httpx2.AsyncClient, owner: User
) -> None:
    await make_opportunity(
        windows=(
            closing("2027-01-15", "17:00"),
            closing("2027-01-15", "23:59", kind="transcripts"),
        )
    )
    page = (await client.get("/internships")).text
    assert "Closes Fri, Jan 15, 2027, 5:00 pm EST" in page
    assert "(Fri, Jan 15, 2027, 12:00 pm for you)" in page
    page = (await client.get("/internships/sample-fellowship-2027")).text
    assert "Transcripts due by 11:59 pm EST" in page
    assert "(Fri, Jan 15, 2027, 6:59 pm for you)" in page


async def test_what_changed_says_what_it_was_and_what_it_is(client: httpx2.AsyncClient) -> None:
    was = closing("2027-01-15", "17:00"), closing("2027-01-20", kind="transcripts")
    await make_opportunity(windows=was, paid="no")
    now = closing("2027-01-22", "17:00"), closing("2027-03-01", kind="offers")
    await make_opportunity(windows=now, paid="stipend", now=NOON + timedelta(hours=1))
    page = (await client.get("/internships/sample-fellowship-2027")).text
    for said in (
        "Applications close: Fri, Jan 22, 2027, 5:00 pm EST.",
        "It was Fri, Jan 15, 2027, 5:00 pm EST.",
        "New: Offers: Mon, Mar 1, 2027.",
        "Taken back: Transcripts due: Wed, Jan 20, 2027.",
        "Pay: Stipend. It was Unpaid.",
    ):
        assert said in page


async def test_an_expected_cycle_shows_no_day_as_a_deadline(client: httpx2.AsyncClient) -> None:
    await make_opportunity(status=Status.EXPECTED, windows=())
    page = (await client.get("/internships/sample-fellowship-2027")).text
    assert "No date yet." in page
    assert "Closes" not in page


async def test_days_that_were_expected_and_are_over_are_told_as_such(
    client: httpx2.AsyncClient,
) -> None:
    window = WindowDraft(kind="closes", not_before=date(2026, 9, 25), not_after=date(2026, 10, 9))
    await make_opportunity(status=Status.EXPECTED, windows=(window,))
    page = (await client.get("/internships/sample-fellowship-2027")).text
    said = "Applications close between Fri, Sep 25, 2026 and Fri, Oct 9, 2026, it was expected. It"
    assert said in page
    assert "Applications close between" in (await client.get("/internships")).text


async def test_a_date_without_a_day_is_told_by_its_note(client: httpx2.AsyncClient) -> None:
    await make_opportunity(windows=(WindowDraft(kind="closes", note="Rolling, by the office."),))
    page = (await client.get("/internships/sample-fellowship-2027")).text
    assert "Rolling, by the office." in page
    assert "No dates published" in page


async def test_every_opportunity_of_the_catalogue_has_its_page(
    client: httpx2.AsyncClient,
) -> None:
    await load_opportunities(now=NOON)
    for row in await Opportunity.all():
        assert (await client.get(f"/internships/{row.slug}")).status_code == 200, row.slug


async def test_the_deadlines_of_a_list_can_be_subscribed_to_by_any_program(
    client: httpx2.AsyncClient, owner: User
) -> None:
    await make_opportunity()
    page = unescape((await client.get("/internships?kind=fellowship&open=1")).text)
    feed = "test.example/internships.ics?kind=fellowship&open=1"
    assert f'href="webcal://{feed}"' in page
    assert f'value="http://{feed}"' in page
    for said in ("Google’s page “From URL”", "Opens Outlook on the web"):
        assert said in page
    assert "qr.svg" not in page


async def test_what_was_told_by_hand_is_not_said_to_be_seen_on_a_page(
    client: httpx2.AsyncClient,
) -> None:
    await make_opportunity(source_url="")
    page = (await client.get("/internships/sample-fellowship-2027")).text
    assert "As a member told it, Fri, Nov 20, 2026." in page
    assert "As seen on" not in page


async def test_an_empty_list_says_to_ask_and_opens_the_guide(client: httpx2.AsyncClient) -> None:
    for query in ("", "?state=OH&open=1"):
        page = (await client.get(f"/internships{query}")).text
        assert "Most small-practice internships are never posted: ask." in page
        assert 'href="/guides/asking-for-an-internship"' in page
        assert ("None matches." if query else "None is listed yet.") in page
    assert (await client.get("/guides/asking-for-an-internship")).status_code == 200


async def test_what_fits_asks_whoever_is_signed_in_what_they_study(
    client: httpx2.AsyncClient, owner: User
) -> None:
    await put_opportunities(
        make_opportunity_draft(external_id="fits", degrees=("master",)),
        make_opportunity_draft(external_id="not", degrees=("doctorate",)),
    )
    answer = await client.get("/internships?fits=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/internships/fits")
    told = {"degree": "master", "year": "first", "graduates_on": "2027-05-15"}
    form = {"form_token": await token_of(client), "accreditation": ["cahme", "ceph"], **told}
    answer = await client.post("/internships/fits", data=form)
    assert answer.headers["location"] == "/internships?fits=1"
    assert (await Studies.get(user=owner)).accreditation == "cahme ceph"
    page = (await client.get("/internships?fits=1")).text
    assert 'href="/internships/fits"' in page
    assert 'href="/internships/not"' not in page
    page = (await client.get("/internships")).text
    assert "Does not fit: It asks for Doctorate." in page


@pytest.mark.parametrize(
    "told",
    [{"degree": "phd"}, {"year": "3"}, {"accreditation": "lcme"}, {"graduates_on": "2027-02-30"}],
)
async def test_studies_that_are_no_choice_are_refused(
    client: httpx2.AsyncClient, owner: User, told: dict[str, str]
) -> None:
    assert (await post(client, "/internships/fits", **told)).status_code == 422
    assert not await Studies.exists()


async def test_a_stranger_is_asked_to_sign_in_for_what_fits(client: httpx2.AsyncClient) -> None:
    for path in ("/internships?fits=1", "/internships/fits"):
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in")


async def test_each_filter_that_is_set_is_said_and_has_a_way_out(
    client: httpx2.AsyncClient,
) -> None:
    asked = (
        "q=ada&kind=fellowship&setting=hospital&state=OH&paid=yes&degree=master&open=yes"
        "&deadline_before=2027-01-15"
    )
    page = (await client.get(f"/internships?{asked}&page=2")).text
    chips = re.findall(
        r'class="chip" href="([^"]*)"[^>]*><span[^>]*>Take out: </span>([^<]*)', page
    )
    assert [words for _, words in chips] == [
        *("ada", "Fellowship", "Hospital or medical center", "Ohio", "Paid", "Master’s degree"),
        *("Open now", "Closes before Fri, Jan 15, 2027"),
    ]
    told = asked.replace("open=yes", "open=1").split("&")
    for left_out, (address, _) in zip(told, chips, strict=True):
        without = [one for one in told if one != left_out]
        assert unescape(address).removeprefix("/internships?").split("&") == without


async def test_a_page_beyond_the_last_leads_on_from_the_first(client: httpx2.AsyncClient) -> None:
    await put_opportunities(
        *(make_opportunity_draft(external_id=f"sample-{n}") for n in range(PAGE + 1))
    )
    pager = (await client.get("/internships?page=9")).text.partition('class="pager"')[2]
    assert 'href="/internships?page=2" rel="next"' in pager
    assert 'rel="prev"' not in pager


async def test_the_calendar_of_a_list_holds_its_deadlines_and_answers_nothing_new(
    client: httpx2.AsyncClient,
) -> None:
    await put_opportunities(
        make_opportunity_draft(external_id="one", kind="internship"),
        make_opportunity_draft(external_id="two"),
    )
    answer = await client.get("/internships.ics?kind=internship")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;TZID=America/New_York:20270115T170000" in answer.text
    etag = {"If-None-Match": answer.headers["etag"]}
    again = await client.get("/internships.ics?kind=internship", headers=etag)
    assert again.status_code == 304
    moved = make_opportunity_draft(
        external_id="one", kind="internship", windows=(closing("2027-01-22"),)
    )
    await put_opportunities(moved, now=NOON + timedelta(hours=1))
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        other = await client.get("/internships.ics?kind=internship", headers=etag)
    assert "DTSTART;VALUE=DATE:20270122" in other.text
    assert "SEQUENCE:1" in other.text


async def test_a_calendar_cannot_know_what_fits(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/internships.ics?fits=1")).status_code == 422


async def test_words_of_a_source_are_words_on_the_page(client: httpx2.AsyncClient) -> None:
    hostile = "<script>alert(1)</script>"
    await make_opportunity(
        title=hostile, eligibility=hostile, materials=(hostile,), city=hostile, setting=hostile
    )
    for path in ("/internships", "/internships/sample-fellowship-2027"):
        page = (await client.get(path)).text
        assert hostile not in page
        assert "&lt;script&gt;" in page
