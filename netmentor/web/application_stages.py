"""Where applications stand: moved on, taken back, and stages of one's own."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.internships.applying import actions, stages
from netmentor.internships.applying.ends import called_off
from netmentor.internships.applying.rules import Stage
from netmentor.internships.applying.words import called_off_words
from netmentor.web import personal, sessions
from netmentor.web.applications import back, owner_of
from netmentor.web.forms import applications as forms
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import number
from netmentor.web.page import is_program


async def stage(request: Request) -> Response:
    """Move it to another stage, from its page or from the board, which is shown again then."""
    found = await owner_of(request)
    told = await fields(request, ("stage", "next"))
    to = await stages.place_told(found.user, told["stage"])
    key, now = request.path_params["key"], clock.now()
    row = await actions.set_stage(found.user, key, to.stage, to.own_id, now=now)
    off = called_off_words(*await called_off(found.user, row))
    said = " ".join(filter(None, (f"{to.name} since today.", off)))
    from_elsewhere = told["next"] and not is_program(request)
    return back(request, f"{row.title}: {said}" if from_elsewhere else said, told["next"])


async def take_back(request: Request) -> Response:
    """Take back the last change of its stage: it was pressed by mistake."""
    found = await owner_of(request)
    change = number((await fields(request, ("change",)))["change"])
    key = request.path_params["key"]
    await actions.take_back_stage(found.user, key, change, now=clock.now())
    return back(request, "Taken back. It stands where it stood before.")


async def add(request: Request) -> Response:
    """Put a stage of one's own among those there are."""
    found = await sessions.needed(request)
    told = await fields(request, ("name", "after"))
    after = forms.choice(told["after"], Stage, "Choose the stage that it comes after.")
    await stages.add_stage(found.user, told["name"], after)
    return personal.lead(request, "The stage is there.", "applications:index")


async def remove(request: Request) -> Response:
    """Take away a stage of one's own at which nothing stands."""
    found = await sessions.needed(request)
    await fields(request, ())
    await stages.remove_stage(found.user, number(request.path_params["number"]))
    return personal.lead(request, "The stage is gone.", "applications:index")


routes = [
    Route("/applications/stages", add, methods=["POST"], name="applications:add-stage"),
    Route(
        "/applications/stages/{number}/remove",
        remove,
        methods=["POST"],
        name="applications:remove-stage",
    ),
    Route("/applications/{key}/stage", stage, methods=["POST"], name="applications:stage"),
    Route(
        "/applications/{key}/stage/back",
        take_back,
        methods=["POST"],
        name="applications:stage-back",
    ),
]
