"""What an application takes: the checklist, and who is to recommend."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.internships.applying import taking, words
from netmentor.internships.applying.rules import Asked, Owner
from netmentor.web.applications import back, contact_among, owner_of
from netmentor.web.forms import applications as forms
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import number


async def add_requirement(request: Request) -> Response:
    found = await owner_of(request)
    told = await fields(request, ("name", "owner"))
    owner = forms.choice(told["owner"] or Owner.ME, Owner, "Choose who has to do it.")
    key = request.path_params["key"]
    await taking.add_requirement(found.user, key, told["name"], owner, now=clock.now())
    return back(request, "Added.")


async def settle_requirement(request: Request) -> Response:
    found = await owner_of(request)
    done = bool((await fields(request, ("done",)))["done"])
    key, number_ = request.path_params["key"], number(request.path_params["number"])
    await taking.settle_requirement(found.user, key, number_, done=done, now=clock.now())
    return back(request, "Done." if done else "Kept open.")


async def add_recommender(request: Request) -> Response:
    found = await owner_of(request)
    told = await fields(request, ("name", "contact"))
    contact = await contact_among(found.user, told["contact"])
    key = request.path_params["key"]
    await taking.add_recommender(found.user, key, told["name"], contact, now=clock.now())
    return back(request, "Added. Say when you have asked them.")


async def note_recommender(request: Request) -> Response:
    found = await owner_of(request)
    told = (await fields(request, ("what",)))["what"]
    what = forms.choice(told, Asked, "Choose what happened.")
    key, number_ = request.path_params["key"], number(request.path_params["number"])
    await taking.note_recommender(found.user, key, number_, what, now=clock.now())
    return back(request, f"{words.ASKED_WORDS[what]}: noted.")


routes = [
    Route(
        "/applications/{key}/requirements",
        add_requirement,
        methods=["POST"],
        name="applications:add-requirement",
    ),
    Route(
        "/applications/{key}/requirements/{number}",
        settle_requirement,
        methods=["POST"],
        name="applications:requirement",
    ),
    Route(
        "/applications/{key}/recommenders",
        add_recommender,
        methods=["POST"],
        name="applications:add-recommender",
    ),
    Route(
        "/applications/{key}/recommenders/{number}",
        note_recommender,
        methods=["POST"],
        name="applications:recommender",
    ),
]
