"""Several people at once: chosen in the list, or met around one table."""

from __future__ import annotations

import re

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact, Deed, FollowUp, Tagging
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import make_event
from tests.web.visiting import come_in, post, token_of


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    user = await make_user()
    await come_in(client)
    return user


async def test_what_can_be_done_to_many_stands_above_them(
    client: httpx2.AsyncClient, owner: User
) -> None:
    await make_contact(owner)
    page = (await client.get("/contacts")).text
    assert page.index('value="follow-up"') < page.index('name="key"')
    assert page.index('name="key"') < page.index('href="#together"')
    assert 'id="together"' in page


async def test_many_are_tagged_followed_up_and_deleted_at_once(
    client: httpx2.AsyncClient, owner: User
) -> None:
    stranger = await make_user(STRANGER)
    theirs = await make_contact(stranger)
    mine = [await make_contact(owner, f"Sample {number}") for number in range(3)]
    token = await token_of(client)
    keys = [one.key for one in (*mine, theirs)] + ["x", "\x00"]

    async def bulk(**told: str) -> httpx2.Response:
        form = {"form_token": token, "key": keys, "next": "/contacts?q=sample"}
        return await client.post("/contacts/bulk", data=form | told)

    answer = await bulk(deed="tag", tag="Table, Lunch")
    assert answer.headers["location"] == "/contacts?q=sample"
    assert await Tagging.filter(contact_id=theirs.id).count() == 0
    assert await Tagging.all().count() == 6
    await bulk(deed="untag", tag="lunch")
    assert await Tagging.all().count() == 3
    await bulk(deed="follow-up", due_on="2026-12-01")
    assert await FollowUp.all().count() == 3
    await bulk(deed="delete")
    assert await Contact.filter(gone_at=None).count() == 1
    assert (await bulk(deed="erase")).status_code == 303  # nobody is left to choose
    done = await Deed.filter(user=owner).order_by("-id").first()
    assert done is not None
    await post(client, f"/undo/{done.id}")
    assert await Contact.filter(gone_at=None).count() == 4
    for told in ({"deed": "erase"}, {"deed": "tag", "tag": ","}, {"deed": "follow-up"}):
        assert (await bulk(**told)).status_code == 422, told
    assert (await client.post("/contacts/bulk", data={"deed": "delete"})).status_code == 403


async def test_a_whole_table_is_kept_by_its_names_and_then_its_notes(
    client: httpx2.AsyncClient, owner: User
) -> None:
    event = await make_event(title="Sample lunch")
    names = {f"name_{seat}": f"Sample {seat}" for seat in range(7)}
    told = names | {"event": event.slug, "key": "0" * 32}
    for _ in range(2):
        answer = await post(client, "/contacts/roster", **told)
    assert await Contact.filter(event_id=event.id, met_where="Sample lunch").count() == 7
    page = (await client.get(answer.headers["location"])).text
    keys = re.findall(r'name="(key_\d)" value="([^"]+)"', page)
    assert len(keys) == 7
    await post(client, answer.headers["location"], **dict(keys), note_0="Hires in May", note_8="x")
    assert (await Contact.get(key=keys[0][1])).note == "Hires in May"
    assert (await post(client, "/contacts/roster", name_0=" ")).status_code == 422
    assert (await post(client, "/contacts/roster", name_0="x" * 201)).status_code == 422
    assert (await post(client, "/contacts/roster", name_0="x", event="y")).status_code == 422
