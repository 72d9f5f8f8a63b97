"""What an application takes: the checklist, each thing with whoever does it and its day."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn, User
from netmentor.contacts.queries import contacts_of
from netmentor.errors import Conflict, Invalid
from netmentor.internships.applying import taking, words
from netmentor.internships.applying.models import Requirement
from netmentor.internships.applying.rules import Owner
from netmentor.internships.applying.taking import Thing
from netmentor.web import personal
from netmentor.web.applications import MOST_PEOPLE, back, contact_among, line_of, or_again, owner_of
from netmentor.web.errors import status_of
from netmentor.web.forms import applications as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import day
from netmentor.web.page import is_program


async def add(request: Request) -> Response:
    """Add one thing; what cannot be is shown again with all that was typed."""
    found = await owner_of(request)
    told, key = await fields(request, forms.THING), request.path_params["key"]

    async def put() -> Response:
        thing = await _thing(told, found.user)
        await taking.add_requirement(found.user, key, thing, now=clock.now())
        return back(request, "Added.")

    return await or_again(request, found, "takes", put, partial(forms.again, told))


async def settle(request: Request) -> Response:
    found, row = await line_of(request, taking.requirement_of)
    told = await fields(request, ("done", "next"))
    done = bool(told["done"])
    key = request.path_params["key"]
    await taking.settle_requirement(found.user, key, row.id, done=done, now=clock.now())
    return back(request, "Done." if done else "Kept open.", told["next"])


async def show(request: Request) -> Response:
    """The form that changes one thing, and takes it off the list."""
    found, row = await line_of(request, taking.requirement_of)
    typed = {"name": row.name, "due_on": str(row.due_on or "")}
    typed |= {"contact": row.contact.key} if row.contact else {"owner": row.owner}
    return await _form_page(request, found, row, Draft(typed))


async def change(request: Request) -> Response:
    found, row = await line_of(request, taking.requirement_of)
    told, key = await fields(request, forms.THING), request.path_params["key"]
    try:
        thing = await _thing(told, found.user)
        await taking.change_requirement(found.user, key, row.id, thing, now=clock.now())
    except (Conflict, Invalid) as exc:
        if is_program(request):
            raise
        return await _form_page(request, found, row, forms.again(told, exc), status_of(exc))
    return back(request, "Saved.")


async def remove(request: Request) -> Response:
    found, row = await line_of(request, taking.requirement_of)
    await fields(request, ())
    key = request.path_params["key"]
    await taking.remove_requirement(found.user, key, row.id, now=clock.now())
    return back(request, f"{row.name}: taken off the list.")


async def _form_page(
    request: Request, found: SignIn, row: Requirement, draft: Draft, status: int = 200
) -> Response:
    known = await contacts_of(found.user).order_by("folded_name").limit(MOST_PEOPLE)
    people = {one.key: one.name for one in (*known, *([row.contact] if row.contact else ()))}
    context = {"row": row, "words": words, "people": list(people.items()), "draft": draft}
    context["key"] = request.path_params["key"]
    return personal.render(request, "applications/requirement.html", found, status, **context)


async def _thing(told: Mapping[str, str], user: User) -> Thing:
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
