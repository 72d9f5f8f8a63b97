"""Forms about internships, read into values or into sentences."""

from __future__ import annotations

from starlette.requests import Request

from netmentor.errors import Invalid
from netmentor.internships.rules import Accreditation, Degree, Year
from netmentor.internships.studying import Told
from netmentor.web.forms.reading import fields, lists
from netmentor.web.forms.values import day

FIELDS = ("degree", "year", "graduates_on", "needs_sponsorship")


async def studies_told_in(request: Request) -> Told:
    """What somebody studies; raises Invalid for what is no choice."""
    accreditation = (await lists(request, ("accreditation",)))["accreditation"]
    told = await fields(request, FIELDS)
    held = [one for one in accreditation.split(",") if one]
    for value, known in ((told["degree"], Degree), (told["year"], Year)):
        if value and value not in list(known):
            raise Invalid("Choose a degree and a year from the lists.")
    if any(one not in list(Accreditation) for one in held):
        raise Invalid("Choose accreditations from the list.")
    return Told(
        degree=told["degree"],
        year=told["year"],
        graduates_on=day(told["graduates_on"]) if told["graduates_on"] else None,
        accreditation=" ".join(one for one in Accreditation if one in held),
        needs_sponsorship=bool(told["needs_sponsorship"]),
    )
