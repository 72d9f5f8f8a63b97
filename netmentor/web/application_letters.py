"""Who is to recommend: one more, how far each is, and by when the letter is due."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.internships.applying import recommending, words
from netmentor.internships.applying.rules import Asked
from netmentor.web import personal
from netmentor.web.applications import back, contact_among, line_of, owner_of
from netmentor.web.forms import applications as forms
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import day


async def add(request: Request) -> Response:
    found = await owner_of(request)
    told = await fields(request, ("name", "contact", "due_on"))
    contact = await contact_among(found.user, told["contact"])
    due_on = day(told["due_on"]) if told["due_on"] else None
    key, name = request.path_params["key"], told["name"]
    await recommending.add_recommender(
        found.user, key, name, contact, due_on=due_on, now=clock.now()
    )
    return back(request, "Added. Say when you have asked them.")


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
    noted = [(one, said) for one, said in words.ASKED_WORDS.items() if getattr(row, f"{one}_on")]
    context = {"row": row, "noted": noted, "key": request.path_params["key"]}
    return personal.render(request, "applications/recommender.html", found, **context)


async def change(request: Request) -> Response:
    found, row = await line_of(request, recommending.recommender_of)
    told = await fields(request, ("name", "due_on"))
    due_on = day(told["due_on"]) if told["due_on"] else None
    key, name = request.path_params["key"], told["name"] or row.name
    await recommending.change_recommender(found.user, key, row.id, name, due_on, now=clock.now())
    return back(request, "Saved.")


async def remove(request: Request) -> Response:
    found, row = await line_of(request, recommending.recommender_of)
    await fields(request, ())
    key = request.path_params["key"]
    await recommending.remove_recommender(found.user, key, row.id, now=clock.now())
    return back(request, f"{row.name}: taken off the list.")


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
