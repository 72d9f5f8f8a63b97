"""A link of a letter says one thing, and nothing else can be made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmentor.accounts.models import User
from netmentor.errors import NotFound
from netmentor.reminders.links import GOOD_FOR, Link, Purpose, Signer, read
from netmentor.settings import Settings
from tests.factories import NOON
from tests.reminders.samples import SETTINGS, UID

USER = User(id=7, email="a@example.org", name="A", timezone="UTC", created_at=NOON)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def links(settings: Settings = SETTINGS, user: User = USER, now: datetime = NOON) -> list[str]:
    """One link of each purpose, as its address ends."""
    signer = Signer(settings, user, now)
    made = (
        signer.done(UID),
        signer.later(UID, date(2026, 12, 1)),
        signer.stop("going"),
        signer.unsubscribe(),
        signer.undo("kind", "going", "7d,1d"),
    )
    return [one.rpartition("/")[2] for one in made]


def test_a_link_says_what_it_was_made_of() -> None:
    found = [read(SETTINGS, one) for one in links()]

    assert [one.purpose for one in found] == list(Purpose)
    assert {one.user_id for one in found} == {7}
    [account] = {one.account for one in found}
    assert [one.ends_at for one in found] == [NOON + GOOD_FOR[purpose] for purpose in Purpose]
    done, later, stop, unsubscribe, undo = found
    assert (done.uid, later.uid, later.due_on) == (UID, UID, date(2026, 12, 1))
    assert (stop.words, undo.words) == (["going"], ["kind", "going", "7d,1d"])
    assert unsubscribe == Link(Purpose.UNSUBSCRIBE, 7, account, NOON + timedelta(days=400), b"")


def test_addresses_lead_to_the_service_and_end_in_what_no_program_leaves_out() -> None:
    signer = Signer(SETTINGS, USER, NOON)

    assert signer.done(UID).startswith("https://netmentor.example/r/")
    assert signer.unsubscribe().startswith("https://netmentor.example/unsubscribe/")
    assert signer.undo("all").startswith("/r/")
    for number in range(200):
        user = User(id=number, email="", name="", timezone="UTC", created_at=NOON)
        assert all(one[-1].isalnum() and len(one) < 110 for one in links(user=user))


@given(data=st.data())
def test_no_letter_of_a_link_can_be_another_one(data: st.DataObject) -> None:
    link = data.draw(st.sampled_from(links()))
    place = data.draw(st.integers(0, len(link) - 1))
    other = data.draw(st.sampled_from(LETTERS.replace(link[place], "")))

    with pytest.raises(NotFound):
        read(SETTINGS, link[:place] + other + link[place + 1 :])


@given(data=st.data())
def test_no_part_of_a_link_and_nothing_longer_is_one(data: st.DataObject) -> None:
    link = data.draw(st.sampled_from(links()))
    short = link[: data.draw(st.integers(0, len(link) - 1))]

    for wrong in (short, link + data.draw(st.sampled_from("A=.\n é\x00")), link + link):
        with pytest.raises(NotFound):
            read(SETTINGS, wrong)


@given(st.text(max_size=400) | st.text(LETTERS, min_size=38, max_size=310))
def test_nothing_else_is_a_link(words: str) -> None:
    with pytest.raises(NotFound):
        read(SETTINGS, words)


def test_a_link_outlives_the_key_it_was_made_with_while_that_is_kept() -> None:
    turned = replace(SETTINGS, secret_key="n" * 32, old_secret_keys=("x" * 32, "k" * 32))
    forgot = replace(turned, old_secret_keys=("x" * 32,))

    for one in links():
        assert read(turned, one) == read(SETTINGS, one)
        with pytest.raises(NotFound):
            read(forgot, one)
