"""Who may be somebody else: looked at side by side, merged, told apart, and made two again."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.contacts.doubles import merging
from netmentor.contacts.doubles.choosing import CHOICES
from netmentor.contacts.doubles.queries import couples_of, merge_of, merges_of
from netmentor.contacts.models import Contact
from netmentor.contacts.queries import contact_of
from netmentor.contacts.words import weeks_words
from netmentor.errors import Invalid
from netmentor.web import personal, sessions
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import number

MOST_SHOWN = 20
_PAGE = "doubles:index"
_FIELDS = tuple(f"theirs_{name}" for name in CHOICES)


async def index(request: Request) -> Response:
    """The likeliest pairs, and what was merged."""
    found = await sessions.needed(request)
    couples, count = await couples_of(found.user, MOST_SHOWN)
    merges = await merges_of(found.user)
    return personal.render(
        request,
        "contacts/duplicates.html",
        found,
        couples=couples,
        count=count,
        merges=merges,
        weeks_words=weeks_words,
    )


async def merge(request: Request) -> Response:
    """Make one of two, each field as it was chosen."""
    found = await sessions.needed(request)
    told = await fields(request, ("kept", "gone", *_FIELDS))
    kept, gone = await _two(request, (told["kept"], told["gone"]))
    if kept.id == gone.id:  # the button was pressed twice
        return personal.lead(request, "They are one already.", _PAGE)
    choices = [name for name in CHOICES if told[f"theirs_{name}"] == "1"]
    await merging.merge(found.user, kept, gone, choices, now=clock.now())
    return personal.lead(request, "They are one now. You can take them apart below.", _PAGE)


async def tell_apart(request: Request) -> Response:
    """Say that two are two, for good."""
    found = await sessions.needed(request)
    told = await fields(request, ("kept", "gone"))
    one, other = await _two(request, (told["kept"], told["gone"]))
    await merging.tell_apart(found.user, one, other, now=clock.now())
    return personal.lead(request, "They are two people; you are not asked again.", _PAGE)


async def take_apart(request: Request) -> Response:
    """Make two of them again."""
    found = await sessions.needed(request)
    row = await merge_of(found.user, number(request.path_params["number"]))
    await fields(request, ())
    await merging.take_apart(found.user, row, now=clock.now())
    return personal.lead(request, "They are two again.", _PAGE)


async def _two(request: Request, keys: Sequence[str]) -> Sequence[Contact]:
    """The two whom a form names, or one twice where they are one by now."""
    found = await sessions.needed(request)
    if keys[0] == keys[1]:
        raise Invalid("That is one person.")
    people = [await contact_of(found.user, key) for key in keys]
    if people[0].id != people[1].id and [one.key for one in people] != list(keys):
        raise merging.Taken("One of the two is somebody else by now. Look at them again.")
    return people


routes = [
    # Before the page of a person, whose address is any one word.
    Route("/contacts/duplicates", index, name=_PAGE),
    Route("/contacts/duplicates/merge", merge, methods=["POST"], name="doubles:merge"),
    Route("/contacts/duplicates/apart", tell_apart, methods=["POST"], name="doubles:apart"),
    Route("/contacts/merges/{number}/apart", take_apart, methods=["POST"], name="doubles:two"),
]
