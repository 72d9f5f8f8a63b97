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
    told = (await fields(request, ("expected_on",)))["expected_on"]
    key, expected = request.path_params["key"], day(told) if told else None
    made = await steps.plan(found.user, key, expected_on=expected, now=clock.now())
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
    told = await fields(request, ("done", "next"))
    done = bool(told["done"])
    key, step = request.path_params["key"], request.path_params["step"]
    await steps.settle_step(found.user, key, step, done=done, now=clock.now())
    return back(request, "Done." if done else "Kept open.", told["next"])


async def edit_step(request: Request) -> Response:
    found = await owner_of(request)
    told = await fields(request, ("name", "due_on"))
    key, step = request.path_params["key"], request.path_params["step"]
    due_on = day(told["due_on"])
    await steps.edit_step(found.user, key, step, told["name"], due_on, now=clock.now())
    return back(request, "The step is as you said.")


async def remove_step(request: Request) -> Response:
    found = await owner_of(request)
    await fields(request, ())
    key, step = request.path_params["key"], request.path_params["step"]
    await steps.remove_step(found.user, key, step, now=clock.now())
    return back(request, "The step is out of the plan.")


async def take_plan_back(request: Request) -> Response:
    found = await owner_of(request)
    await fields(request, ())
    gone = await steps.take_plan_back(found.user, request.path_params["key"], now=clock.now())
    said = (
        f"{gone} steps are out of the plan." if gone else "Nothing is as it was planned any more."
    )
    return back(request, said)


routes = [
    Route("/applications/{key}/plan", plan, methods=["POST"], name="applications:plan"),
    Route("/applications/{key}/steps", add_step, methods=["POST"], name="applications:add-step"),
    Route(
        "/applications/{key}/steps/{step}", settle_step, methods=["POST"], name="applications:step"
    ),
    Route(
        "/applications/{key}/steps/{step}/edit",
        edit_step,
        methods=["POST"],
        name="applications:edit-step",
    ),
    Route(
        "/applications/{key}/steps/{step}/remove",
        remove_step,
        methods=["POST"],
        name="applications:remove-step",
    ),
    Route(
        "/applications/{key}/plan/take-back",
        take_plan_back,
        methods=["POST"],
        name="applications:take-plan-back",
    ),
]
