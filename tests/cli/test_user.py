"""`netmentor user` and `erase`: accounts by the operator's hand."""

from __future__ import annotations

import json
import re

import pytest

from netmentor.settings import Settings
from tests.cli.inside import counts_of
from tests.cli.processes import netmentor

EMAIL = "Sample.Admin@example.org"


def add(home: Settings, *more: str) -> str:
    return netmentor(home, "user", "add", EMAIL, "--name", "Sample Admin", *more).stdout


def test_an_account_is_made_listed_given_a_role_and_erased(home: Settings) -> None:
    assert netmentor(home, "user", "list").stdout == "There is no account yet.\n"
    said = add(home, "--role", "admin")
    assert re.fullmatch(
        r"sample\.admin@example\.org has an account as admin\.\n"
        r"Password, shown this once: [\w-]{24}\n",
        said,
    )
    assert "sample.admin@example.org  admin  Sample Admin" in netmentor(home, "user", "list").stdout

    netmentor(home, "user", "role", EMAIL, "curator")
    [told] = json.loads(netmentor(home, "user", "list", "--json").stdout)
    assert (told["email"], told["role"]) == ("sample.admin@example.org", "curator")
    assert "password" not in json.dumps(told)

    assert "is erased" in netmentor(home, "erase", EMAIL).stdout
    assert counts_of(home)["user_account"] == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("user", "add", "nobody", "--name", "N"), "This is no email address"),
        (("user", "add", EMAIL, "--name", " "), "Enter the name"),
        (("user", "add", EMAIL, "--name", "N", "--timezone", "Mars"), "“Mars” is no time zone"),
        (("user", "add", EMAIL, "--name", "N", "--password-stdin"), "at least 15 characters"),
        (("user", "role", EMAIL, "admin"), "There is no account with the address"),
        (("erase", EMAIL), "There is no account with the address"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    home: Settings, arguments: tuple[str, ...], sentence: str
) -> None:
    answer = netmentor(home, *arguments)

    assert (answer.returncode, sentence in answer.stderr) == (1, True), answer.stderr
    assert counts_of(home)["user_account"] == 0


def test_an_address_is_given_once(home: Settings) -> None:
    add(home)
    again = netmentor(home, "user", "add", EMAIL.lower(), "--name", "Another")

    assert again.returncode == 1
    assert "There is an account with this address" in again.stderr


def test_a_reset_link_is_printed_for_its_owner_alone(home: Settings) -> None:
    add(home)
    said = netmentor(home, "user", "reset-link", EMAIL, NETMENTOR_BASE_URL="https://n.example")

    assert re.search(r"^https://n\.example/reset\?code=nmr_[\w-]{43}$", said.stdout, re.MULTILINE)
    assert netmentor(home, "user", "reset-link", "x@example.org").returncode == 1


def test_an_invitation_is_printed_unless_nobody_may_sign_up(home: Settings) -> None:
    told = {"NETMENTOR_BASE_URL": "https://n.example", "NETMENTOR_SIGNUP": "invite"}
    said = netmentor(home, "user", "invite", "--role", "curator", **told)

    assert "as curator, good once, for 7 days" in said.stdout
    assert re.search(r"^https://n\.example/sign-up\?invite=nmi_[\w-]{43}$", said.stdout, re.M)
    closed = netmentor(home, "user", "invite", NETMENTOR_SIGNUP="closed")
    assert (closed.returncode, "NETMENTOR_SIGNUP is closed" in closed.stderr) == (1, True)
    assert counts_of(home)["invitation"] == 1
