"""Steps back from the deadline of an application: planned at one press, added, and done."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.internships.applying import steps
from netmentor.web import sessions
from netmentor.web.applications import back, owner_of
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import day


async def plan(request: Request) -> Response:
    found = await sessions.needed(request)
    await fields(request, ())
    made = await steps.plan(found.user, request.path_params["key"], now=clock.now())
    said = f"{len(made)} steps are planned." if made else "The steps are planned already."
    return back(request, said)


async def add_step(request: Request) -> Response:
    found = await owner_of(request)
    told = await fields(request, ("name", "due_on"))
    key, due_on = request.path_params["key"], day(told["due_on"])
    await steps.add_step(found.user, key, told["name"], due_on, now=clock.now())
    return back(request, "The step is planned.")


async def settle_step(request: Request) -> Response:
    found = await owner_of(request)
    told = await fields(request, ("done", "due_on"))
    await steps.settle_step(
        found.user,
        request.path_params["key"],
        request.path_params["step"],
        done=bool(told["done"]),
        due_on=day(told["due_on"]) if told["due_on"] else None,
        now=clock.now(),
    )
    return back(request, "Done." if told["done"] else "Kept open.")


routes = [
    Route("/applications/{key}/plan", plan, methods=["POST"], name="applications:plan"),
    Route("/applications/{key}/steps", add_step, methods=["POST"], name="applications:add-step"),
    Route(
        "/applications/{key}/steps/{step}", settle_step, methods=["POST"], name="applications:step"
    ),
]
