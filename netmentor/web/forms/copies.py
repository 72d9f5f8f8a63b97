"""The form of where and when copies of an account are sent, read into a wish or into sentences."""

from __future__ import annotations

from collections.abc import Mapping

from netmentor.copies.actions import Wish
from netmentor.copies.models import CopyPlan
from netmentor.copies.rules import (
    LAST_DAY,
    LONGEST_NAME,
    LONGEST_PASSWORD,
    MOST_KEPT,
    Place,
    Rhythm,
    why_not_when,
)
from netmentor.copies.sealing import why_not_recipient
from netmentor.events.words import clock_words
from netmentor.fetching.webdav import folder_address, why_not_folder
from netmentor.text import one_line
from netmentor.web.forms.reading import Draft

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = [(f"{hour:02}:00", clock_words(f"{hour:02}:00")) for hour in range(24)]
MONTH_DAYS = [(str(day), str(day)) for day in range(1, LAST_DAY + 1)]
FIELDS = tuple(
    "place folder user_name app_password recipient rhythm weekday month_day at keep".split()
)
_AS_NEW = {"rhythm": "weekly", "weekday": "0", "month_day": "1", "at": "07:00", "keep": "5"}


def wish_in(told: Mapping[str, str], before: CopyPlan | None, *, goes_out: bool) -> Wish | Draft:
    """Return what is wished, or the form with what is amiss; a password is in neither of both.

    `goes_out` says whether letters do. An empty password stays the one there is, where the folder
    and the user stay, too: whoever has somebody's session must not lead it elsewhere.
    """
    typed = {name: one_line(told[name]) for name in FIELDS if name != "app_password"}
    complaints: dict[str, str] = {}
    place = typed["place"]
    if place not in list(Place) or (place == Place.MAIL and not goes_out):
        complaints["place"] = "Choose where copies are to go."
    is_folder = place == Place.WEBDAV
    url = _folder(typed, complaints) if is_folder else ""
    is_same = before is not None and (before.url, before.user_name) == (url, typed["user_name"])
    if is_folder:
        _check_user(typed["user_name"], told["app_password"], is_same, complaints)
    recipient = typed["recipient"].replace(" ", "")
    if recipient and (reason := why_not_recipient(recipient)):
        complaints["recipient"] = reason
    rhythm = typed["rhythm"]
    day = _number(typed["weekday" if rhythm == Rhythm.WEEKLY else "month_day"])
    if reason := why_not_when(rhythm, day, typed["at"]):
        complaints["rhythm"] = reason
    keep = _number(typed["keep"])
    if is_folder and (keep is None or keep > MOST_KEPT):
        complaints["keep"] = f"Write how many stay, from 1 to {MOST_KEPT}, or 0 for all of them."
    if complaints or day is None:
        return Draft(typed, complaints)
    return Wish(
        place=Place(place),
        url=url,
        user_name=typed["user_name"] if is_folder else "",
        password=told["app_password"] or None,
        recipient=recipient,
        rhythm=Rhythm(rhythm),
        day=day,
        at=typed["at"],
        keep=keep if is_folder and keep else 0,
    )


def shown(plan: CopyPlan | None) -> Draft:
    """Return the form as it shows what is planned, never a password."""
    if plan is None:
        return Draft({"place": "webdav", **_AS_NEW})
    day = {"weekday" if plan.rhythm == Rhythm.WEEKLY else "month_day": str(plan.day)}
    kept = {"keep": str(plan.keep)} if plan.place == Place.WEBDAV else {}
    typed = {"place": plan.place, "folder": plan.url, "user_name": plan.user_name}
    typed |= {"recipient": plan.recipient, "rhythm": plan.rhythm, "at": plan.at}
    return Draft({**_AS_NEW, **typed, **day, **kept})


def _folder(typed: Mapping[str, str], complaints: dict[str, str]) -> str:
    if not typed["folder"]:
        complaints["folder"] = "Enter the address of the folder."
        return ""
    url = folder_address(typed["folder"])
    if reason := why_not_folder(url):
        complaints["folder"] = reason
    return url


def _check_user(name: str, password: str, is_same: bool, complaints: dict[str, str]) -> None:
    if not name or len(name) > LONGEST_NAME or ":" in name:
        complaints["user_name"] = "Enter the user name there: one line without a colon."
    said = ""
    if len(password) > LONGEST_PASSWORD or not password.isprintable():
        said = "An app password is one line of letters."
    elif not password and not is_same:
        said = "Enter the app password of this folder."
    if said:
        complaints["app_password"] = said


def _number(told: str) -> int | None:
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 3 else None
