"""What an application takes: the checklist, each thing with whoever does it and its day."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.contacts.queries import contacts_of
from netmentor.internships.applying import taking, words
from netmentor.internships.applying.rules import Owner
from netmentor.internships.applying.taking import Thing
from netmentor.web import personal
from netmentor.web.applications import MOST_PEOPLE, back, contact_among, line_of, owner_of
from netmentor.web.forms import applications as forms
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import day

_FIELDS = ("name", "owner", "contact", "due_on")


async def add(request: Request) -> Response:
    found = await owner_of(request)
    told = await _thing(request, found.user)
    key = request.path_params["key"]
    await taking.add_requirement(found.user, key, told, now=clock.now())
    return back(request, "Added.")


async def settle(request: Request) -> Response:
    found, row = await line_of(request, taking.requirement_of)
    done = bool((await fields(request, ("done",)))["done"])
    key = request.path_params["key"]
    await taking.settle_requirement(found.user, key, row.id, done=done, now=clock.now())
    return back(request, "Done." if done else "Kept open.")


async def show(request: Request) -> Response:
    """The form that changes one thing, and takes it off the list."""
    found, row = await line_of(request, taking.requirement_of)
    people = contacts_of(found.user).order_by("folded_name").limit(MOST_PEOPLE)
    context = {"row": row, "words": words, "people": await people}
    context["key"] = request.path_params["key"]
    return personal.render(request, "applications/requirement.html", found, 200, **context)


async def change(request: Request) -> Response:
    found, row = await line_of(request, taking.requirement_of)
    told = await _thing(request, found.user)
    key = request.path_params["key"]
    await taking.change_requirement(found.user, key, row.id, told, now=clock.now())
    return back(request, "Saved.")


async def remove(request: Request) -> Response:
    found, row = await line_of(request, taking.requirement_of)
    await fields(request, ())
    key = request.path_params["key"]
    await taking.remove_requirement(found.user, key, row.id, now=clock.now())
    return back(request, f"{row.name}: taken off the list.")


async def _thing(request: Request, user: User) -> Thing:
    told = await fields(request, _FIELDS)
    return Thing(
        name=told["name"],
        owner=forms.choice(told["owner"] or Owner.ME, Owner, "Choose who has to do it."),
        contact=await contact_among(user, told["contact"]),
        due_on=day(told["due_on"]) if told["due_on"] else None,
    )


_ALL = "/applications/{key}/requirements"
_ONE = f"{_ALL}/{{number}}"
routes = [
    Route(_ALL, add, methods=["POST"], name="applications:add-requirement"),
    Route(_ONE, show, name="applications:show-requirement"),
    Route(_ONE, settle, methods=["POST"], name="applications:requirement"),
    Route(f"{_ONE}/edit", change, methods=["POST"], name="applications:change-requirement"),
    Route(f"{_ONE}/remove", remove, methods=["POST"], name="applications:remove-requirement"),
]
