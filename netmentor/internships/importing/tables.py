"""Tables of opportunities: CSV whose columns bear the names that a draft's fields have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from netmentor.events.importing.items import Skipped
from netmentor.events.importing.table_cells import Columns, rows_of
from netmentor.internships.importing.items import Item, named
from netmentor.internships.importing.table_rows import DATED, OF_DAYS, item_of

TEMPLATE = (
    "id,title,kind,status,organization_name,setting_kind,city,state,paid,compensation,duration,"
    "degrees,years,eligibility,materials,how_to_apply,apply_url,cycle,timezone,opens_on,closes_on,"
    "closes_time,priority_on,recommendations_on,starts_on,url,verified_on\r\n"
    "sample-fellowship-2027,Sample: Administrative Fellowship,fellowship,current,Sample Clinic,"
    'practice,Columbus,OH,yes,"$52,000 a year",12 months,master,second; graduated,'
    "This row is sample data: replace it.,Résumé; Two letters,By the form.,"
    "https://example.org/apply,2027-28,Eastern,2026-08-01,2027-09-24,5:00 pm,,2027-09-24,"
    "2028-07-01,https://example.org/fellowship,2026-11-20\r\n"
)

_FIELDS = {
    "id": "id/uid/key/reference",
    "title": "title/name/position/job title/opportunity/program name",
    "kind": "kind/type/category/employment type",
    "status": "status",
    "organization_name": "organization name/organization/employer/company/site/host/offered by",
    "program": "program",
    "setting": "setting",
    "setting_kind": "setting kind",
    "department": "department",
    "city": "city/town",
    "state": "state",
    "is_remote": "is remote/remote",
    "paid": "paid",
    "compensation": "compensation/pay/salary/stipend",
    "duration": "duration/length",
    "hours_total": "hours total/total hours",
    "hours_week": "hours week/hours a week/hours per week/weekly hours",
    "hours_note": "hours note",
    "starts": "starts/start",
    "places": "places/openings",
    "eligibility": "eligibility/requirements/qualifications",
    "degrees": "degrees/degree",
    "years": "years/year",
    "accreditation": "accreditation",
    "accreditation_is_required": "accreditation is required",
    "graduates_from_on": "graduates from on",
    "graduates_until_on": "graduates until on",
    "gpa": "gpa",
    "authorization": "authorization/work authorization",
    "affiliation_needed": "affiliation needed/affiliation agreement",
    "materials": "materials/documents",
    "how_to_apply": "how to apply",
    "apply_url": "apply url/application link/application url",
    "contact_name": "contact name/contact",
    "contact_email": "contact email/email",
    "description": "description/about/notes",
    "cycle": "cycle",
    "url": "url/link/website/web page",
    "source_url": "source url/source",
    "verified_on": "verified on/checked on",
    "timezone": "timezone/time zone/zone",
    "starts_on": "starts on/start date",
}
_SAID_OTHERWISE = {
    "closes_on": "/deadline/application deadline/closes/due/due date/due on/apply by",
    "closes_time": "/deadline time/due time",
    "opens_on": "/opens",
    "priority_on": "/priority deadline",
    "recommendations_on": "/recommendations due/letters due",
    "transcripts_on": "/transcripts due",
}
_DAYS = {
    name: name.replace("_", " ") + _SAID_OTHERWISE.get(name, "")
    for kind in DATED
    for name in (f"{kind}_{part}" for part in OF_DAYS)
}
COLUMNS = Columns({**_FIELDS, **_DAYS}, needed=("title",))


def read(
    body: bytes, *, mapping: Mapping[str, str], zone: str, today: date
) -> Iterator[Item | Skipped]:
    """Yield the opportunities of a table, in its order; `mapping` names headers for our columns.

    Times that name no zone are those of `zone`, if that is known. What names no day on which
    it was true is as of `today`. Raises UnreadableFile for what is no table, has no titles,
    or more than 20,000 rows.
    """
    rows = rows_of(body, mapping, COLUMNS)
    yield from named(
        [one if isinstance(one, Skipped) else item_of(one, zone, today) for one in rows]
    )
