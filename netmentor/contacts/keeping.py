"""What this room keeps of a user, taken along; all of it goes with the row of the account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from tortoise.expressions import Q

from netmentor.accounts.models import User
from netmentor.contacts.books.models import (
    CarriedLines,
    ContactImport,
    ContactImportFile,
    ContactImportPhoto,
    ContactImportRow,
)
from netmentor.contacts.cards.models import Card
from netmentor.contacts.cards.rules import new_token
from netmentor.contacts.doubles.models import Merge, ToldApart
from netmentor.contacts.messages.models import Wording
from netmentor.contacts.models import (
    Contact,
    Deed,
    FollowUp,
    Habits,
    Picture,
    Position,
    Promise,
    Tag,
    Tagging,
    Touch,
    Way,
)
from netmentor.contacts.pictures import MOST_OF_A_USER, why_not_developed
from netmentor.contacts.rules import (
    MOST_CONTACTS,
    Answer,
    Origin,
    State,
    TouchKind,
    WayKind,
    steps_of,
)
from netmentor.contacts.searching import reindex_all
from netmentor.db.carried import Body, Carried, Row
from netmentor.db.columns import plain_columns, values_of


async def _new_address(now: datetime) -> dict[str, Any]:
    return {"token": new_token()}


async def _merged_before(now: datetime) -> dict[str, Any]:
    return {"moved": "{}", "before": "{}", "after": "{}"}


def _why_not_merged(row: Row) -> str | None:
    return "Nobody is merged into themselves." if row["kept"] == row["gone"] else None


_RECKONED = "made of the rest"
_BY_NUMBERS = "how to make two of them again, by the numbers of rows here"
_ABOUT = "contact__user"
_NEW_KEY = {"uid": lambda: str(uuid4())}


def _why_no_habits(row: Row) -> str | None:
    try:
        steps_of(row["steps"])
    except ValueError as exc:
        return f"{exc}."
    return None


CARRIED = (
    Carried(
        table=Contact,
        whose="user",
        left={
            "digest": "of a form that was sent",
            "folded_name": _RECKONED,
            "searched": _RECKONED,
            "owes_since": _RECKONED,
            "version": "tells two tabs apart",
        },
        named={"event": "slug"},
        words={"answer": Answer},
        most=MOST_CONTACTS,
    ),
    Carried(table=Position, whose=_ABOUT),
    Carried(table=Way, whose=_ABOUT, words={"kind": WayKind}),
    Carried(table=CarriedLines, whose=_ABOUT),
    Carried(table=Tag, whose="user"),
    Carried(table=Tagging, whose=_ABOUT),
    Carried(table=Touch, whose=_ABOUT, words={"kind": TouchKind}),
    Carried(table=Promise, whose=_ABOUT, words={"state": State}),
    Carried(
        table=FollowUp,
        whose="user",
        named={"event": "slug"},
        words={"state": State, "origin": Origin},
        fresh=_NEW_KEY,
    ),
    Carried(table=Wording, whose=_ABOUT),
    Carried(
        table=Picture,
        whose=_ABOUT,
        body=Body(column="jpeg", folder="photos", ending="jpg", why_not=why_not_developed),
        most=MOST_OF_A_USER,
    ),
    Carried(
        table=Merge,
        whose="kept__user",
        left=dict.fromkeys(("moved", "before", "after", "planned"), _BY_NUMBERS),
        anew=_merged_before,
        why_not=_why_not_merged,
    ),
    Carried(table=ToldApart, whose="user"),
    Carried(table=Habits, whose="user", why_not=_why_no_habits),
    Carried(
        table=Card,
        whose="user",
        left={"token": "a secret: whoever has the address of a card reads it"},
        anew=_new_address,
    ),
)
LEFT = {
    Deed: "how to undo what was done here, by the numbers of rows here",
    ContactImport: "how to undo what came in here, by the numbers of rows here; it is told",
    ContactImportFile: "a file that is being read",
    ContactImportRow: "of what came in here",
    ContactImportPhoto: "a file that is being read",
}

_ON_A_CARD = "name title organization email website introduction".split()
_AT_A_TIME = 100
_FILE = "key name format state reason total done created_at".split()
_LINE = ("line", "name", "verdict", "reason", "told")
_PLACES = ("note", "private_note", "name", "searched", "met_where")


async def settle_in(user: User) -> None:
    """Have everybody who came in be found, and stand in lists; inside the caller's transaction."""
    last = 0
    while some := await Contact.filter(user=user, id__gt=last).order_by("id").limit(_AT_A_TIME):
        last = some[-1].id
        await reindex_all(some)


async def records(user: User) -> dict[str, list[Row] | AsyncIterator[Row]]:
    """Which files of people came in, what became of their lines, and what waits still.

    The lines come a few at a time: of fifty files they are hundreds of thousands.
    """
    files = await ContactImport.filter(user=user).order_by("id")
    told = [plain_columns(row, _FILE) for row in files]
    return {"imports": told, "import_lines": _import_lines(files)}


async def who_mentions(words: str) -> list[int]:
    """The users who keep `words` of somebody, in any case: who they are, or what is noted."""
    named = Q(join_type=Q.OR, **{f"{place}__icontains": words for place in _PLACES})
    ids = set(await values_of(Contact.filter(named), "user_id"))
    ids |= set(await values_of(Way.filter(value__icontains=words), "contact__user_id"))
    ids |= set(await values_of(Touch.filter(note__icontains=words), "contact__user_id"))
    ids |= set(await values_of(Promise.filter(what__icontains=words), "contact__user_id"))
    ids |= set(await values_of(Wording.filter(text__icontains=words), "contact__user_id"))
    ids |= set(await values_of(FollowUp.filter(what__icontains=words), "user_id"))
    ids |= set(await values_of(CarriedLines.filter(lines__icontains=words), "contact__user_id"))
    told = Q(
        told__icontains=words, name__icontains=words, added__icontains=words,
        reason__icontains=words, join_type=Q.OR,
    )  # fmt: skip
    rows = ContactImportRow.filter(told)
    ids |= set(await values_of(rows, "of__user_id"))
    named = Q(name__icontains=words, headers__icontains=words, join_type=Q.OR)
    ids |= set(await values_of(ContactImport.filter(named), "user_id"))
    kept = Q(
        moved__icontains=words, before__icontains=words, after__icontains=words,
        planned__icontains=words, join_type=Q.OR,
    )  # fmt: skip
    ids |= set(await values_of(Merge.filter(kept), "kept__user_id"))
    ids |= set(await values_of(Deed.filter(rows__icontains=words), "user_id"))
    on_cards = Q(join_type=Q.OR, **{f"{place}__icontains": words for place in _ON_A_CARD})
    ids |= set(await values_of(Card.filter(on_cards), "user_id"))
    return sorted(ids)


async def _import_lines(files: Sequence[ContactImport]) -> AsyncIterator[Row]:
    """Yield what became of each line of these files, and what of it waits still."""
    for file in files:
        last, lines = 0, ContactImportRow.filter(of=file).order_by("id").limit(_AT_A_TIME)
        while some := await lines.filter(id__gt=last).values("id", *_LINE):
            last = some[-1]["id"]
            for row in some:
                yield {"import": file.key} | {name: row[name] for name in _LINE}
