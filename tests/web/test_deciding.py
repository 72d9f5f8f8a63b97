"""Deciding one case after the other, and taking a decision back."""

from __future__ import annotations

from urllib.parse import quote

import httpx2

from netmentor.events.curating.actions import lock, settle_resemblance
from netmentor.events.curating.models import Decision, Lock
from netmentor.events.curating.queries import proposals
from netmentor.events.curating.rules import Verdict
from netmentor.events.importing.rules import SUGGESTIONS
from netmentor.events.models import Event
from netmentor.events.rules import Authority
from netmentor.web.curating import AT_ONCE
from tests.events.telling import make_teller, tell
from tests.factories import NOON, make_draft
from tests.web.curating import NASTY, a_pair, a_proposal, told_by
from tests.web.visiting import post


async def test_a_pair_is_shown_side_by_side_and_settled(curator: httpx2.AsyncClient) -> None:
    number = await a_pair()
    page = (await curator.get("/curate/duplicates")).text
    for words in ("Sample webinar</a>", "Annual sample webinar</a>", "Dayton", f"case-{number}"):
        assert words in page

    answer = await post(curator, "/curate/duplicates", number=str(number), deed="same", next="0")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/curate/duplicates#decided"
    assert await Event.filter(merged_into_id=None).count() == 1
    after = (await curator.get("/curate/duplicates")).text
    assert "The same event: “Sample webinar” and “Annual sample webinar”." in after
    assert "No pair waits." in after


async def test_a_settled_pair_is_refused_in_a_sentence(curator: httpx2.AsyncClient) -> None:
    number = await a_pair()
    await settle_resemblance(number, Verdict.DIFFERENT, now=NOON)
    answer = await post(curator, "/curate/duplicates", number=str(number), deed="same")
    assert answer.status_code == 409
    assert "That was settled as “different”." in answer.text


async def test_a_decision_leads_to_the_next_case_of_the_same_page(
    curator: httpx2.AsyncClient,
) -> None:
    numbers = [await a_proposal(f"of-{n}", title=f"Sample talk {n}") for n in range(3)]
    told = {"number": str(numbers[0]), "deed": "dismiss", "next": str(numbers[1])}
    answer = await post(curator, "/curate/proposals", **told, source="of-0", page="2")
    place = f"/curate/proposals?source=of-0&page=2#case-{numbers[1]}"
    assert answer.headers["location"] == place
    told = {"number": str(numbers[1]), "deed": "dismiss", "next": "javascript:alert(1)"}
    answer = await post(curator, "/curate/proposals", **told, source="//evil", page="-3")
    assert answer.headers["location"] == "/curate/proposals#decided"


async def test_a_new_event_is_shown_in_full_and_accepted(curator: httpx2.AsyncClient) -> None:
    number = await a_proposal(title="Sample talk", city="Columbus", state="OH", topics=("finance",))
    page = (await curator.get("/curate/proposals")).text
    for words in (
        "Sample talk",
        "Columbus, OH",
        "Wed, Dec 9, 2026",
        "12:00 pm to 1:00 pm",
        "Finance",
    ):
        assert words in page, words
    answer = await post(curator, "/curate/proposals", number=str(number), deed="accept")
    assert answer.status_code == 303
    assert (await curator.get("/events/sample-talk-2026")).status_code == 200
    assert "Taken: the new event “Sample talk”" in (await curator.get("/curate/proposals")).text


async def test_single_facets_of_a_change_are_taken_and_dismissed(
    curator: httpx2.AsyncClient,
) -> None:
    number = await a_proposal()
    await post(curator, "/curate/proposals", number=str(number), deed="accept")
    await a_proposal(title="Sample webinar, renamed", city="Columbus", description="More.")
    page = (await curator.get("/curate/proposals?source=gamma")).text
    assert "Renamed from “Sample webinar”." in page
    assert 'value="accept place"' in page

    await post(curator, "/curate/proposals", number=str(number), deed="accept place")
    await post(curator, "/curate/proposals", number=str(number), deed="dismiss title")
    assert [held.facet for held in await Lock.all()] == ["place"]
    assert list((await proposals())[0].changes) == ["description"]
    answer = await post(curator, "/curate/proposals", number=str(number), deed="accept title")
    assert answer.status_code == 404


async def test_suggestions_have_a_page_of_their_own(curator: httpx2.AsyncClient) -> None:
    await a_proposal(title="Of a source")
    number = await a_proposal(SUGGESTIONS, title="Of a member")
    assert "Of a member" not in (await curator.get("/curate/proposals")).text
    page = (await curator.get("/curate/suggestions")).text
    assert "Of a member" in page
    assert "Of a source" not in page
    answer = await post(curator, "/curate/suggestions", number=str(number), deed="accept")
    assert answer.headers["location"] == "/curate/suggestions#decided"
    assert (await Event.get()).title == "Of a member"
    page = (await curator.get("/curate/suggestions")).text
    assert "Taken: the new event “Of a member”, as a member suggested it." in page


async def test_only_the_proposals_of_one_source_are_shown_where_asked_for(
    curator: httpx2.AsyncClient,
) -> None:
    await a_proposal("gamma", title="Of gamma")
    await a_proposal("delta", title="Of delta")
    page = (await curator.get("/curate/proposals?source=delta")).text
    assert ("Of delta" in page, "Of gamma" in page) == (True, False)
    assert "No proposal waits" in (await curator.get("/curate/proposals?source=nobody")).text
    for nasty in NASTY:
        asked = quote(nasty, errors="surrogatepass")
        assert (await curator.get(f"/curate/proposals?source={asked}")).status_code == 404


async def test_many_cases_come_by_the_page(curator: httpx2.AsyncClient) -> None:
    source = await make_teller("gamma", Authority.PROPOSE)
    drafts = [make_draft(title=f"Sample talk {n}") for n in range(AT_ONCE + 1)]
    await tell(source, *drafts)
    for page, shown in {"1": AT_ONCE, "2": 1, "3": 1, "0": AT_ONCE, "x": AT_ONCE}.items():
        text = (await curator.get(f"/curate/proposals?page={page}")).text
        assert text.count("data-case") == shown, page
    assert "Page 2 of 2" in text or "Page 1 of 2" in text


async def test_the_last_decision_is_offered_and_taken_back(curator: httpx2.AsyncClient) -> None:
    number = await a_proposal(title="Sample talk")
    await post(curator, "/curate/proposals", number=str(number), deed="accept")
    page = (await curator.get("/curate/proposals")).text
    last = await Decision.get()
    assert f'name="number" value="{last.id}"' in page

    told = {"number": str(last.id), "back": "/curate/proposals"}
    answer = await post(curator, "/curate/decisions", **told)
    assert answer.headers["location"] == f"/curate/proposals#case-{number}"
    assert await Event.all().count() == 0
    assert (await curator.get("/events/sample-talk-2026")).status_code == 404
    again = await post(curator, "/curate/decisions", **told)
    assert again.status_code == 409
    assert "That was taken back already." in again.text
    page = (await curator.get("/curate")).text
    assert "taken back on Tue, Nov 24, 2026" in page
    assert "By Sample Curator" in page


async def test_going_back_leads_to_pages_of_curators_alone(curator: httpx2.AsyncClient) -> None:
    await told_by("alpha")
    for back in ("https://evil.example", "//evil.example", "/settings", "/curate/../x", ""):
        await lock((await Event.get()).slug, {"title": f"By hand {back[:5]}"}, now=NOON)
        last = await Decision.all().order_by("-id").first()
        assert last
        answer = await post(curator, "/curate/decisions", number=str(last.id), back=back)
        assert answer.headers["location"] == "/curate#case-0"


async def test_what_others_were_built_on_is_refused_with_what_comes_first(
    curator: httpx2.AsyncClient,
) -> None:
    await told_by("alpha")
    slug = (await Event.get()).slug
    await lock(slug, {"title": "First"}, now=NOON)
    first = await Decision.get()
    await lock(slug, {"city": "Dayton"}, now=NOON)
    answer = await post(curator, "/curate/decisions", number=str(first.id), back="/curate")
    assert answer.status_code == 409
    assert (
        "Take back first what was decided after it: Set by hand: place of “First”." in answer.text
    )
    page = (await curator.get("/curate")).text
    assert page.count('action="/curate/decisions"') == 1
