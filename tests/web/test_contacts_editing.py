"""The form of a person: everything in it is kept, and no tab's text is lost to another's."""

from __future__ import annotations

import html
import re
from typing import Any

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact, Position, Tagging, Way
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact, undo_latest
from tests.factories import make_event
from tests.web.visiting import come_in, post

FILLED = {
    "name": "Sample Other",
    "credentials": "MHA, CMPE",
    "title_0": "Director",
    "organization_0": "Sample Clinic",
    "from_0": "2024-05",
    "title_1": "Analyst",
    "from_1": "2020",
    "to_1": "2024-04",
    "kind_0": "phone",
    "value_0": "+1 614 555 0100",
    "kind_1": "linkedin",
    "value_1": "linkedin.com/in/sample",
    "tags": "Mentor, Ohio",
    "met_on": "2026-11-20",
    "met_where": "Lunch",
    "introduced_by": "zoe friend",
    "note": "One\n\nTwo",
    "private_note": "Quokka",
}


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    user = await make_user()
    await come_in(client)
    return user


async def form_of(client: httpx2.AsyncClient, contact: Contact) -> dict[str, str]:
    """The fields that the form of a contact shows."""
    page = (await client.get(f"/contacts/{contact.key}/edit")).text
    return fields_in(page)


def fields_in(page: str) -> dict[str, str]:
    page = page[page.index('id="contact"') :]
    page = page[: page.index("</form>")]
    told = dict(re.findall(r'<input[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', page))
    told |= dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    told |= dict(re.findall(r'<textarea[^>]*? name="(\w+)"[^>]*>([^<]*)</textarea>', page))
    for name, options in re.findall(r'<select[^>]*? name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        first = re.search(r'value="([^"]*)"', options)
        assert first
        told[name] = (chosen or first)[1]
    return {name: html.unescape(value) for name, value in told.items()}


async def test_all_of_the_form_is_kept_and_shown_again(
    client: httpx2.AsyncClient, owner: User
) -> None:
    event = await make_event(title="Sample congress")
    friend = await make_contact(owner, "Zoë Friend")
    contact = await make_contact(owner, role="Analyst", email="old@example.org", tags=("Old",))
    before = await _written()
    told = await form_of(client, contact) | FILLED | {"event": event.slug}
    answer = await post(client, f"/contacts/{contact.key}/edit", **told)
    assert answer.status_code == 303
    kept = await Contact.get(id=contact.id)
    assert (kept.event_id, kept.introduced_by_id, kept.version) == (event.id, friend.id, 2)
    assert "quokka" not in kept.searched
    assert "ohio" in kept.searched
    shown = await form_of(client, contact)
    expected = told | {"version": "2", "from_1": "2020-01", "introduced_by": "Zoë Friend"}
    expected["value_1"] = "https://linkedin.com/in/sample"
    assert {name: shown.get(name) for name in expected if name != "form_token"} == {
        name: value for name, value in expected.items() if name != "form_token"
    }
    page = (await client.get(f"/contacts/{contact.key}")).text
    assert "Director, Sample Clinic" in page
    assert "January 2020 to April 2024" in page
    assert await undo_latest(owner) == "Sample Other is saved."
    assert await _written() == before


async def _written() -> list[list[dict[str, Any]]]:
    """The rows of the form; a version only ever grows, so it is left out."""
    tables = [
        await model.all().order_by("id").values() for model in (Contact, Position, Way, Tagging)
    ]
    return [[{**row, "version": None} for row in table] for table in tables]


async def test_a_second_tab_is_told_and_loses_no_word(
    client: httpx2.AsyncClient, owner: User
) -> None:
    contact = await make_contact(owner, note="First")
    there = f"/contacts/{contact.key}/edit"
    one, other = await form_of(client, contact), await form_of(client, contact)
    await post(client, there, **one | {"note": "Runs eleven providers", "tags": "Ohio"})
    told = other | {"note": "Hires in May"}
    refused = await post(client, there, **told)
    assert refused.status_code == 409
    table = refused.text[: refused.text.index('id="contact"')]
    assert "Runs eleven providers" in table
    assert "Hires in May" in table
    assert (await Contact.get()).note == "Runs eleven providers"

    again = fields_in(refused.text)
    assert again["note"] == "Hires in May"
    saved = await post(client, there, **again | {"note": "Runs eleven providers. Hires in May"})
    assert saved.status_code == 303
    assert (await Contact.get()).note == "Runs eleven providers. Hires in May"


async def test_a_button_pressed_twice_is_no_second_tab(
    client: httpx2.AsyncClient, owner: User
) -> None:
    event = await make_event()
    contact = await make_contact(owner)
    told = await form_of(client, contact) | {"note": "Once", "event": event.slug, "met_where": ""}
    for _ in range(2):
        answer = await post(client, f"/contacts/{contact.key}/edit", **told)
        assert answer.status_code == 303
    assert (await Contact.get()).version == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "\x00"),
        ("name", "x" * 201),
        ("credentials", "x" * 201),
        ("note", "x" * 10_001),
        ("private_note", "x" * 10_001),
        ("met_on", "2026-02-30"),
        ("met_on", "9999-12-31"),
        ("from_0", "2024-13"),
        ("from_0", "0001-01"),
        ("from_0", "٢٠٢٤"),
        ("value_0", "not an address"),
        ("tags", "x" * 61),
        ("tags", ",".join(f"t{number}" for number in range(21))),
        ("event", "no-such-event"),
        ("introduced_by", "Nobody"),
        ("introduced_by", "Sample Person"),
        ("introduced_by", "Sample Stranger"),
    ],
)
async def test_what_is_amiss_is_said_beside_its_field_and_nothing_is_lost(
    client: httpx2.AsyncClient, owner: User, name: str, value: str
) -> None:
    await make_contact(await make_user(STRANGER), "Sample Stranger")
    contact = await make_contact(owner)
    told = await form_of(client, contact) | {"note": "My words", name: value}
    answer = await post(client, f"/contacts/{contact.key}/edit", **told)
    assert answer.status_code == 422
    assert f'id="{name}-said"' in answer.text
    if name != "note":
        assert "My words" in answer.text
    assert (await Contact.get(id=contact.id)).version == 1


async def test_of_two_people_with_one_name_the_address_tells_which(
    client: httpx2.AsyncClient, owner: User
) -> None:
    _, second, contact = [await make_contact(owner, name) for name in ("Twin", "Twin", "Sample")]
    told = await form_of(client, contact)
    there = f"/contacts/{contact.key}/edit"
    refused = await post(client, there, **told | {"introduced_by": "Twin"})
    assert "Several of your people" in refused.text
    address = f"http://test.example/contacts/{second.key}"
    assert (await post(client, there, **told | {"introduced_by": address})).status_code == 303
    kept = await Contact.get(id=contact.id)
    assert kept.introduced_by_id == second.id
    told = await form_of(client, contact)
    assert (await post(client, there, **told | {"note": "x"})).status_code == 303
