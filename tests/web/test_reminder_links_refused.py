"""Links of letters that open nothing: forged, cut short, over, of somebody else or of nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import httpx2
import time_machine

from netmentor.accounts.models import User
from netmentor.app import create_app
from netmentor.contacts.binning import delete
from netmentor.contacts.follow_ups import put_off
from netmentor.contacts.models import Contact
from netmentor.reminders.links import GOOD_FOR, Purpose, Signer
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.db.rows import every_row
from tests.factories import NOON
from tests.web.reminding import Reader, button_of

DAY = timedelta(days=1)


async def test_a_forged_or_shortened_link_is_as_unknown_as_none(
    client: httpx2.AsyncClient, database: Settings, reader: Reader
) -> None:
    before = await every_row()
    unknown = (await client.get("/r/never")).text.replace("/r/never", "")
    for link in reader.links.values():
        path = link.removeprefix(database.base_url)
        forged = path[:20] + ("A" if path[20] != "A" else "B") + path[21:]
        for wrong in (forged, path[:-1], path[:30], path + "A", path + "/"):
            for method in ("GET", "POST"):
                answer = await client.request(method, wrong)
                assert answer.status_code == 404, wrong
                assert answer.text.replace(wrong, "").replace(wrong.rstrip("/"), "") == unknown
    assert await every_row() == before


async def test_a_link_does_its_one_thing_at_its_own_address_alone(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    for purpose, link in reader.links.items():
        signed = link.rpartition("/")[2]
        other = "r" if purpose == Purpose.UNSUBSCRIBE else "unsubscribe"
        assert (await client.post(f"/{other}/{signed}")).status_code == 404


async def test_a_link_that_is_over_says_so_and_where_to_do_it(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    before = await every_row()
    for purpose, link in reader.links.items():
        with time_machine.travel(NOON + GOOD_FOR[purpose], tick=False):
            for method in ("GET", "POST"):
                answer = await client.request(method, link)
                assert answer.status_code == 410
                assert "This link is over" in answer.text
                assert '<form method="post"' not in answer.text
                place = "/today" if purpose in (Purpose.DONE, Purpose.LATER) else "/settings/"
                assert f'href="{place}' in answer.text
    assert await every_row() == before


async def test_a_link_of_an_account_that_is_gone_is_unknown(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    links = reader.links
    told = {name: getattr(reader.user, name) for name in reader.user._meta.db_fields}
    await reader.user.delete()
    for number, link in enumerate((*links.values(), *links.values())):
        if number == len(links):  # somebody else has the same number, as after a restore
            await User.create(**told | {"created_at": NOON + DAY})
        assert (await client.get(link)).status_code == 404
        assert (await client.post(link)).status_code == 404


async def test_a_link_to_an_address_that_was_given_up_is_unknown(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    links = reader.links
    await User.filter(id=reader.user.id).update(email="elsewhere@example.org")
    for link in links.values():
        assert (await client.get(link)).status_code == 404
        assert (await client.post(link)).status_code == 404


async def test_a_link_of_a_key_that_was_turned_works_until_it_is_over(
    client: httpx2.AsyncClient, database: Settings, reader: Reader
) -> None:
    turned = replace(database, secret_key="n" * 32, old_secret_keys=(database.secret_key,))
    door = httpx2.ASGITransport(create_app(turned))
    async with httpx2.AsyncClient(transport=door, base_url=database.base_url) as visitor:
        for link in reader.links.values():
            assert (await visitor.post(link)).status_code == 200


async def test_a_link_to_what_is_somebody_elses_cannot_be_made_of_ones_own(
    client: httpx2.AsyncClient, database: Settings, reader: Reader
) -> None:
    """Even with the key: the follow-up is looked for among the user's own."""
    stranger = Signer(database, await make_user(STRANGER), NOON)

    for link in (stranger.done(reader.row.uid), stranger.later(reader.row.uid, reader.row.due_on)):
        assert (await client.get(link)).status_code == 404
        assert (await client.post(link)).status_code == 404
    assert (await reader.now()).state == "open"


async def test_nothing_is_done_about_somebody_in_the_bin(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    await delete(reader.user, [await Contact.get(id=reader.row.contact_id)], now=NOON)

    answer = await client.post(reader.done)

    assert (answer.status_code, "in the bin" in answer.text) == (409, True)


async def test_undoing_what_was_changed_since_is_refused(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    moved = await client.post(reader.later)
    await put_off(reader.user, reader.row, date(2026, 12, 9), now=NOON)

    answer = await client.post(button_of(moved))

    assert (answer.status_code, "changed again since" in answer.text) == (409, True)
    assert (await reader.now()).due_on == date(2026, 12, 9)
