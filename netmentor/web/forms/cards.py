"""The form of one's own card, read into a value or into sentences."""

from __future__ import annotations

from collections.abc import Mapping

from netmentor.accounts.models import User
from netmentor.accounts.rules import why_not_email
from netmentor.contacts.cards.actions import OnACard
from netmentor.contacts.cards.models import Card
from netmentor.contacts.cards.rules import (
    LONGEST_INTRODUCTION,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_WEBSITE,
)
from netmentor.errors import Invalid
from netmentor.events.drafts import is_web_address
from netmentor.text import clean, one_line
from netmentor.web.forms.reading import Draft

DEEDS = ("save", "begin", "on", "off", "link")  # what `act` may say; "" is to save
ON_A_CARD = ("name", "title", "organization", "email", "phone", "website", "introduction")
FIELDS = ("act", *ON_A_CARD)

_LONGEST = {
    "name": LONGEST_NAME,
    "title": 200,
    "organization": 200,
    "phone": LONGEST_PHONE,
    "website": LONGEST_WEBSITE,
    "introduction": LONGEST_INTRODUCTION,
}


def deed_of(told: Mapping[str, str]) -> str:
    """Return what is to be done; raise Invalid for what nobody can do to a card."""
    act = told["act"] or "save"
    if act not in DEEDS:
        raise Invalid("Save the card, turn it on or off, or take another link.")
    return act


def on_a_card(told: Mapping[str, str]) -> OnACard | Draft:
    """Return what is to stand on the card, or the form with what is amiss."""
    typed = {name: one_line(told[name]) for name in ON_A_CARD}
    typed["introduction"] = clean(told["introduction"])
    if typed["website"] and "://" not in typed["website"]:
        typed["website"] = f"https://{typed['website']}"
    complaints = {
        name: f"Use at most {most:,} letters here; this is {len(typed[name]):,}."
        for name, most in _LONGEST.items()
        if len(typed[name]) > most
    }
    if not typed["name"]:
        complaints["name"] = "Enter the name that others should see."
    if typed["email"] and (reason := why_not_email(typed["email"])):
        complaints["email"] = reason
    if typed["website"] and not is_web_address(typed["website"]):
        complaints["website"] = "Write the address of a web page, such as example.org/me."
    return Draft(typed, complaints) if complaints else OnACard(**typed)


def shown(card: Card | None, user: User) -> Draft:
    """Return the form as it shows a card; of none, what the account says of its owner."""
    if card is None:
        return Draft({"name": user.name, "email": user.email})
    return Draft({name: getattr(card, name) for name in ON_A_CARD})
