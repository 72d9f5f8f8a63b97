"""What may be an address, a name, a password."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmentor.accounts.joining import Joining
from netmentor.accounts.passwords import LONGEST, SHORTEST, why_not_password
from netmentor.accounts.rules import normal_email, why_not_email, why_not_name

WHO = {"email": "ada.lovelace@example.org", "name": "Ada Lovelace"}


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.org",
        "ada.b+list@mail.example.org",
        "o'neil@example.org",
        "ada@xn--bcher-kva.de",
    ],
)
def test_an_address_that_letters_reach_is_taken(address: str) -> None:
    assert why_not_email(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@localhost",
        "@example.org",
        "ada@example.org, eve@example.org",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org\x00",
        "Ada <ada@example.org>",
        ".ada@example.org",
        "ada..b@example.org",
        "a" * 65 + "@example.org",
        "ada@" + "e" * 250 + ".org",
        '"ada"@example.org',
    ],
)
def test_an_address_that_is_none_or_several_is_refused(address: str) -> None:
    assert why_not_email(address) is not None


@given(st.text(max_size=80))
def test_no_address_that_is_taken_holds_a_line_or_a_second_recipient(text: str) -> None:
    if why_not_email(normal_email(text)) is None:
        assert len(normal_email(text).split()) == 1
        assert normal_email(text).count("@") == 1
        assert not set(normal_email(text)) & set(",;<>\r\n\0")


@pytest.mark.parametrize(
    "password",
    [
        "lantern copper violin meadow",
        "kJ8s9dm2lqpz7vb3",
        "räksmörgås till frukost",
        "a long sentence that nobody else would ever say " * 20,
        "4@8({[<369&#!1|/0$5+7%2" * 3,  # its many readings are not tried
        "👩‍⚕️ badge lanyard tulip 41",
    ],
)
def test_a_long_password_that_is_not_easily_guessed_is_taken(password: str) -> None:
    assert why_not_password(password, **WHO) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "at least 15"),
        ("k" * (SHORTEST - 1), "at least 15"),
        ("k" * SHORTEST, "easily guessed"),
        ("passwordpassword", "easily guessed"),
        ("qwertyuiopasdfgh", "easily guessed"),
        ("1234567890123456", "easily guessed"),
        ("!@#$%^&*()_+!@#$", "easily guessed"),
        ("ada.lovelace@example.org", "easily guessed"),
        ("AdaLovelace-NetMentor", "easily guessed"),
        ("é" * 600, "at most 1024 bytes"),
    ],
)
def test_a_password_that_guards_nothing_is_refused_with_its_reason(
    password: str, reason: str
) -> None:
    assert reason in (why_not_password(password, **WHO) or "")


def test_a_password_of_the_most_bytes_is_taken_whole() -> None:
    longest = ("lantern copper violin meadow " * 40)[:LONGEST]
    assert why_not_password(longest, **WHO) is None
    assert "at most" in (why_not_password(longest + "x", **WHO) or "")


def test_a_name_is_there_and_not_endless() -> None:
    assert why_not_name("Sample Member") is None
    assert why_not_name("") is not None
    assert why_not_name("x" * 101) is not None


def test_a_password_is_in_no_repr_and_so_in_no_log() -> None:
    who = Joining(name="Sample", email="a@example.org", password="lantern copper", timezone="UTC")
    assert "lantern" not in repr(who)
