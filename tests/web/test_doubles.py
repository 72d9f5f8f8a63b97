"""The page of people who may be one."""

from __future__ import annotations

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.doubles.models import Merge
from netmentor.contacts.models import Contact, Touch
from netmentor.contacts.queries import contacts_of
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.web.visiting import post, sign_in


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    user = await make_user()
    await sign_in(client)
    return user


async def two(user: User) -> dict[str, str]:
    one = await make_contact(user, "Ada Sample", email="ada@example.org")
    other = await make_contact(user, "<i>Dr.</i> Ada Sample", email="ada@example.org")
    return {"kept": one.key, "gone": other.key}


async def test_two_are_merged_and_made_two_again(client: httpx2.AsyncClient, owner: User) -> None:
    told = await two(owner)
    page = (await client.get("/contacts/duplicates")).text
    assert "Both have ada@example.org." in page
    assert "&lt;i&gt;Dr.&lt;/i&gt; Ada Sample" in page
    answer = await post(client, "/contacts/duplicates/merge", **told, theirs_name="1")
    assert answer.headers["location"] == "/contacts/duplicates"
    assert [one.name for one in await contacts_of(owner)] == ["<i>Dr.</i> Ada Sample"]
    page = (await client.get("/contacts/duplicates")).text
    assert "Nobody is here twice" in page
    assert "Make them two again" in page
    assert "Make them two again" in (await client.get(f"/contacts/{told['kept']}")).text
    gone = await client.get(f"/contacts/{told['gone']}")
    assert gone.status_code == 303
    assert gone.headers["location"] == f"/contacts/{told['kept']}"
    row = await Merge.get()
    await post(client, f"/contacts/merges/{row.id}/apart")
    assert await contacts_of(owner).count() == 2
    assert "Nobody is here twice" in (await client.get("/contacts/duplicates")).text


async def test_what_a_page_of_who_was_merged_sends_is_about_who_they_are(
    client: httpx2.AsyncClient, owner: User
) -> None:
    told = await two(owner)
    await post(client, "/contacts/duplicates/merge", **told)
    again = await post(client, "/contacts/duplicates/merge", **told)
    assert again.status_code == 303
    assert (await post(client, "/contacts/duplicates/apart", **told)).status_code == 422
    assert await Merge.all().count() == 1
    there = f"/contacts/{told['gone']}"
    done = await post(client, f"{there}/touches", kind="call", note="Late")
    assert done.headers["location"] == f"/contacts/{told['kept']}"
    assert (await Touch.get()).contact_id == (await Contact.get(key=told["kept"])).id
    refused = await post(client, f"{there}/delete")
    assert refused.status_code == 409
    assert "Ada Sample by now" in refused.text
    for path in ("/contacts", "/contacts/bin", "/contacts.csv", "/contacts.vcf", "/search?q=ada"):
        assert "Dr." not in (await client.get(path)).text, path
    card = (await client.get(f"{there}.vcf")).text
    assert "FN:Ada Sample" in card


async def test_who_was_merged_in_another_tab_is_not_merged_from_this_one(
    client: httpx2.AsyncClient, owner: User
) -> None:
    told = await two(owner)
    other = await make_contact(owner, "Cleo")
    elsewhere = {"kept": other.key, "gone": told["gone"]}
    await post(client, "/contacts/duplicates/merge", **elsewhere)
    for deed in ("merge", "apart"):
        answer = await post(client, f"/contacts/duplicates/{deed}", **told)
        assert answer.status_code == 409
        assert "somebody else by now" in answer.text
    await post(client, f"/contacts/{told['kept']}/delete")
    answer = await post(client, "/contacts/duplicates/merge", kept=other.key, gone=told["kept"])
    assert answer.status_code == 409
    assert await Merge.all().count() == 1


async def test_each_field_can_be_of_either(client: httpx2.AsyncClient, owner: User) -> None:
    told = await two(owner)
    await Contact.filter(key=told["kept"]).update(met_where="Hall", credentials="DPT", note="One")
    await Contact.filter(key=told["gone"]).update(met_where="Bus", credentials="PhD", note="Two")
    page = (await client.get("/contacts/duplicates")).text
    for words in ("Which", "Name", "Credentials", "How you met", "Hall", "Bus", "DPT", "PhD"):
        assert (words in page) is (words != "Which"), words
    await post(client, "/contacts/duplicates/merge", **told, theirs_met="1", theirs_credentials="")
    kept = await contacts_of(owner).get()
    assert (kept.name, kept.met_where, kept.credentials) == ("Ada Sample", "Bus", "DPT")
    assert kept.note == "One\n\nTwo"


async def test_not_the_same_is_remembered(client: httpx2.AsyncClient, owner: User) -> None:
    await post(client, "/contacts/duplicates/apart", **await two(owner))
    assert "Nobody is here twice" in (await client.get("/contacts/duplicates")).text
    assert await contacts_of(owner).count() == 2


async def test_others_are_as_unknown_as_none(client: httpx2.AsyncClient, owner: User) -> None:
    mine = await make_contact(owner, "Ada Sample")
    stranger = await make_user(STRANGER)
    theirs = await two(stranger)
    for told in (
        theirs, {"kept": mine.key, "gone": theirs["gone"]}, {"kept": mine.key, "gone": "x"},
        {"kept": theirs["kept"], "gone": mine.key},
    ):  # fmt: skip
        for deed in ("merge", "apart"):
            answer = await post(client, f"/contacts/duplicates/{deed}", **told)
            assert answer.status_code == 404, (deed, told)
    assert await Contact.filter(gone_at=None).count() == 3
    same = {"kept": mine.key, "gone": mine.key}
    assert (await post(client, "/contacts/duplicates/merge", **same)).status_code == 422
    for number in ("1", "x", "9" * 40):
        assert (await post(client, f"/contacts/merges/{number}/apart")).status_code == 404
