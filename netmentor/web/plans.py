"""Which steps one press plans back from a deadline: one's own, or the usual ones again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.internships.applying.planning import LONGEST_DAYS, LONGEST_MONTHS, USUAL
from netmentor.internships.applying.templates import forget_template, set_template, template_of
from netmentor.internships.applying.words import before_words
from netmentor.web import personal, sessions
from netmentor.web.forms import plans as forms
from netmentor.web.forms.reading import Draft, fields

_PAGE = "plans:show"


async def show(request: Request) -> Response:
    """The steps as they stand, each in a row of its own."""
    found = await sessions.needed(request)
    own = await template_of(found.user)
    return _page(request, found, forms.shown(own or USUAL), is_own=own is not None)


async def keep(request: Request) -> Response:
    """Plan these from now on."""
    found = await sessions.needed(request)
    told = forms.plan_told_in(await fields(request, forms.FIELDS))
    if isinstance(told, Draft):
        own = await template_of(found.user)
        return _page(request, found, told, 422, is_own=own is not None)
    await set_template(found.user, told, now=clock.now())
    said = "Kept. What is planned already stays as it is."
    return personal.lead(request, said, _PAGE)


async def reset(request: Request) -> Response:
    """Plan the usual steps again."""
    found = await sessions.needed(request)
    await fields(request, ())
    await forget_template(found.user)
    return personal.lead(request, "The usual steps are planned again from now on.", _PAGE)


def _page(
    request: Request, found: SignIn, draft: Draft, status: int = 200, *, is_own: bool
) -> Response:
    return personal.render(
        request,
        "applications/plan.html",
        found,
        status,
        draft=draft,
        rows=forms.rows_of(draft),
        is_own=is_own,
        usual=USUAL,
        before_words=before_words,
        most_months=LONGEST_MONTHS,
        most_days=LONGEST_DAYS,
    )


routes = [
    Route("/settings/plan", show, name=_PAGE),
    Route("/settings/plan", keep, methods=["POST"], name="plans:keep"),
    Route("/settings/plan/usual", reset, methods=["POST"], name="plans:reset"),
]
