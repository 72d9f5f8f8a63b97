"""Who is to recommend: one more, how far each is, and by when the letter is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.errors import Conflict, Invalid
from netmentor.internships.applying import recommending, words
from netmentor.internships.applying.models import Recommender
from netmentor.internships.applying.rules import Asked
from netmentor.web import personal
from netmentor.web.applications import back, contact_among, line_of, or_again, owner_of
from netmentor.web.errors import status_of
from netmentor.web.forms import applications as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import day
from netmentor.web.page import is_program


async def add(request: Request) -> Response:
    """Add somebody; what cannot be is shown again with all that was typed."""
    found = await owner_of(request)
    told, key = await fields(request, forms.LETTER), request.path_params["key"]
    contact = await contact_among(found.user, told["contact"])

    async def put() -> Response:
        due_on, name = _due_on(told), told["name"]
        await recommending.add_recommender(
            found.user, key, name, contact, due_on=due_on, now=clock.now()
        )
        return back(request, "Added. Say when you have asked them.")

    return await or_again(request, found, "letters", put, partial(forms.again, told))


async def note(request: Request) -> Response:
    """Note what happened today: asked, agreed, sent, thanked or declined."""
    found, row = await line_of(request, recommending.recommender_of)
    what = await _what(request)
    key = request.path_params["key"]
    await recommending.note_recommender(found.user, key, row.id, what, now=clock.now())
    return back(request, f"{words.ASKED_WORDS[what]}: noted.")


async def take_back(request: Request) -> Response:
    """Take back what was pressed by mistake."""
    found, row = await line_of(request, recommending.recommender_of)
    what = await _what(request)
    key = request.path_params["key"]
    await recommending.take_back(found.user, key, row.id, what, now=clock.now())
    return back(request, f"{words.ASKED_WORDS[what]}: taken back.")


async def show(request: Request) -> Response:
    """The form that changes one, what was noted, and the end of it."""
    found, row = await line_of(request, recommending.recommender_of)
    typed = {"name": row.name, "due_on": str(row.due_on or "")}
    return _form_page(request, found, row, Draft(typed))


async def change(request: Request) -> Response:
    found, row = await line_of(request, recommending.recommender_of)
    told = await fields(request, ("name", "due_on"))
    key, name, now = request.path_params["key"], told["name"] or row.name, clock.now()
    try:
        due_on = _due_on(told)
        await recommending.change_recommender(found.user, key, row.id, name, due_on, now=now)
    except (Conflict, Invalid) as exc:
        if is_program(request):
            raise
        return _form_page(request, found, row, forms.again(told, exc), status_of(exc))
    return back(request, "Saved.")


async def remove(request: Request) -> Response:
    found, row = await line_of(request, recommending.recommender_of)
    await fields(request, ())
    key = request.path_params["key"]
    await recommending.remove_recommender(found.user, key, row.id, now=clock.now())
    return back(request, f"{row.name}: taken off the list.")


def _form_page(
    request: Request, found: SignIn, row: Recommender, draft: Draft, status: int = 200
) -> Response:
    noted = [(one, said) for one, said in words.ASKED_WORDS.items() if getattr(row, f"{one}_on")]
    context = {"row": row, "noted": noted, "draft": draft, "key": request.path_params["key"]}
    return personal.render(request, "applications/recommender.html", found, status, **context)


def _due_on(told: Mapping[str, str]) -> date | None:
    return day(told["due_on"]) if told["due_on"] else None


async def _what(request: Request) -> Asked:
    told = (await fields(request, ("what",)))["what"]
    return forms.choice(told, Asked, "Choose what happened.")


_ALL = "/applications/{key}/recommenders"
_ONE = f"{_ALL}/{{number}}"
routes = [
    Route(_ALL, add, methods=["POST"], name="applications:add-recommender"),
    Route(_ONE, show, name="applications:show-recommender"),
    Route(_ONE, note, methods=["POST"], name="applications:recommender"),
    Route(f"{_ONE}/take-back", take_back, methods=["POST"], name="applications:letter-take-back"),
    Route(f"{_ONE}/edit", change, methods=["POST"], name="applications:change-recommender"),
    Route(f"{_ONE}/remove", remove, methods=["POST"], name="applications:remove-recommender"),
]
