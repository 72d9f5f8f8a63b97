"""Job postings of schema.org as sites write them, and what of them an opportunity takes."""

from __future__ import annotations

from typing import Any

import pytest

from netmentor.events.importing.items import Skipped, UnreadableFile
from netmentor.internships.drafts import OpportunityDraft, WindowDraft, why_not_listable
from netmentor.internships.importing.items import Item
from netmentor.internships.importing.windows import MIDNIGHT
from tests.factories import TODAY
from tests.internships.importing.reading import (
    PAGE,
    POSTING,
    day,
    draft_of,
    one_posting,
    posted,
    posting,
)

EASTERN = "America/New_York"
WHOLE: dict[str, Any] = {
    "datePosted": "2026-11-01",
    "validThrough": "2027-01-15T17:00:00-05:00",
    "employmentType": ["INTERN", "PART_TIME"],
    "jobLocation": {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Columbus",
            "addressRegion": "Ohio",
            "addressCountry": "US",
        },
    },
    "jobLocationType": "TELECOMMUTE",
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "USD",
        "value": {"@type": "QuantitativeValue", "minValue": 18, "maxValue": 22.5,
                  "unitText": "HOUR"},
    },
    "educationRequirements": {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "bachelor degree",
    },
    "qualifications": "Two courses in <b>finance</b>.",
    "applicantLocationRequirements": [
        {"@type": "State", "name": "Ohio"}, {"@type": "State", "name": "Texas"},
    ],
    "description": "<p>Learn how a practice runs.</p><ul><li>Schedules<li>Claims</ul>",
    "applicationContact": {"name": "Jo Sample", "email": "mailto:jo@example.org"},
    "totalJobOpenings": 2,
    "jobStartDate": "2027-06-01",
    "workHours": "20 hours a week",
}  # fmt: skip


def test_a_whole_posting_becomes_a_whole_opportunity() -> None:
    draft = one_posting(**WHOLE)
    assert why_not_listable(draft) is None
    assert draft == OpportunityDraft(
        external_id="https://jobs.example.org/17",
        title="Sample practice intern",
        kind="internship",
        status="current",
        organization_name="Sample Clinic",
        city="Columbus",
        state="OH",
        is_remote=True,
        paid="yes",
        compensation="USD 18 to 22.50 an hour",
        hours_note="Part time, 20 hours a week",
        starts_on=day("2027-06-01"),
        places="2",
        eligibility="bachelor degree\nTwo courses in finance.\nApplicants in Ohio, Texas.",
        degrees=("bachelor",),
        contact_name="Jo Sample",
        contact_email="jo@example.org",
        description="Learn how a practice runs.\n\n• Schedules\n• Claims",
        cycle="Posted Sun, Nov 1, 2026",
        windows=(
            WindowDraft(kind="closes", on=day("2027-01-15"), at="17:00", timezone=EASTERN),
        ),
        url=PAGE,
        source_kind="organizer",
        verified_on=TODAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "state", "window"),
    [
        ("2027-01-15T17:00:00-05:00", "OH", ("2027-01-15", "17:00", EASTERN)),
        ("2027-01-15T22:00:00Z", "OH", ("2027-01-15", "17:00", EASTERN)),
        ("2027-01-15T17:00-10:00", "HI", ("2027-01-15", "17:00", "Pacific/Honolulu")),
        ("2027-01-16T03:59:59.000Z", "NY", ("2027-01-15", "22:59", EASTERN)),
        ("2027-01-15", "OH", ("2027-01-15", "", "")),
        ("2027-01-15T23:59", "", ("2027-01-15", "23:59", "")),
        ("January 15, 2027", "", ("2027-01-15", "", "")),
    ],
)
def test_until_when_one_can_apply_is_on_the_clock_of_the_place(
    told: str, state: str, window: tuple[str, str, str]
) -> None:
    [found] = one_posting(validThrough=told, jobLocation=f"Sampleville, {state}").windows
    assert (str(found.on), found.at, found.timezone) == window


@pytest.mark.parametrize("offset", ["", "Z", "-05:00", "+09:00"])
def test_midnight_is_a_day_at_any_offset(offset: str) -> None:
    [found] = one_posting(validThrough=f"2027-01-15T00:00:00{offset}").windows
    assert found == WindowDraft(kind="closes", on=day("2027-01-15"), note=MIDNIGHT)


@pytest.mark.parametrize(
    "told", ["soon", "1768435200", "9999-12-31", "2027-02-30", {"@value": "x"}]
)
def test_one_whose_end_cannot_be_read_is_there_and_not_listed(told: object) -> None:
    [found] = posted(posting(validThrough=told))
    assert isinstance(found, Item)
    assert found.draft is None
    assert "cannot be read" in found.reason


@pytest.mark.parametrize(
    ("title", "terms", "kind"),
    [
        ("Administrative Fellow", "INTERN", "fellowship"),
        ("Practice operations", ["INTERN"], "internship"),
        ("Front desk helper", "VOLUNTEER", "volunteering"),
        ("Practice manager", "FULL_TIME", "first_job"),
        ("Internal auditor", None, "first_job"),
        ("Summer Leadership Program", None, "summer_program"),
    ],
)
def test_what_kind_it_is_its_title_says_before_its_terms(
    title: str, terms: object, kind: str
) -> None:
    assert one_posting(title=title, employmentType=terms).kind == kind


@pytest.mark.parametrize(
    ("salary", "paid", "words"),
    [
        (None, "", ""),
        ({"currency": "USD", "value": {"value": 52000, "unitText": "YEAR"}}, "yes",
         "USD 52,000 a year"),
        ({"currency": "USD", "value": 25}, "yes", "USD 25"),
        ({"currency": "USD", "value": {"minValue": 20, "maxValue": 20}}, "yes", "USD 20"),
        ({"value": {"value": 0}}, "", ""),
        ("$22 an hour", "", "$22 an hour"),
        ({"value": {"value": 1e300}}, "", ""),
        ({"value": True}, "", ""),
        ([{"value": {"value": "18.50", "unitText": "HOUR"}}], "yes", "18.50 an hour"),
    ],
)  # fmt: skip
def test_what_it_pays_is_told_in_words(salary: object, paid: str, words: str) -> None:
    draft = one_posting(baseSalary=salary)
    assert (draft.paid, draft.compensation) == (paid, words)


def test_a_volunteer_is_not_paid() -> None:
    assert one_posting(employmentType="VOLUNTEER").paid == "no"


def test_postings_are_found_in_graphs_and_lists_and_by_the_names_of_others() -> None:
    page = """<html><script type="application/ld+json">/*<![CDATA[*/
    {"@context": "https://schema.org", "@graph": [
      {"@type": "Organization", "@id": "#clinic", "name": "Sample Clinic"},
      {"@type": "ItemList", "itemListElement": [
        {"@type": "ListItem", "item": {"@type": "JobPosting", "title": "Sample intern",
         "hiringOrganization": {"@id": "#clinic"}, "url": "/jobs/1"}}]}]}/*]]>*/</script>
    <script type="application/ld+json">{"broken": </script>"""
    [found, broken] = posted(page, address=PAGE)
    draft = draft_of(found)
    assert (draft.organization_name, draft.url) == (
        "Sample Clinic", "https://jobs.example.org/jobs/1",
    )  # fmt: skip
    assert isinstance(broken, Skipped)
    assert broken.reason.startswith("This JSON-LD is broken")


def test_two_employers_may_both_count_from_one() -> None:
    def numbered(who: str) -> str:
        employer = {"name": who}
        return posting(identifier={"value": 1}, url=None, hiringOrganization=employer)

    found = posted(f"[{numbered('Sample Clinic')}, {numbered('Sample Hospital')}]")
    assert [one.key for one in found if isinstance(one, Item)] == [
        "sample-clinic/1",
        "sample-hospital/1",
    ]


@pytest.mark.parametrize("url", [None, "#b", "", "?page=2"])
def test_the_address_of_a_page_is_told_by_the_page_alone(url: str | None) -> None:
    secret = "https://jobs.example.org/17?k=s3cr3t"
    [found] = posted(posting(url=url), address=secret)
    assert "s3cr3t" not in str(draft_of(found))


def test_events_are_no_openings() -> None:
    with pytest.raises(UnreadableFile, match="This page tells of no job posting: it holds no"):
        posted('<script type="application/ld+json">{"@type": "Event"}</script>', address=PAGE)


def test_texts_beyond_all_measure_are_cut() -> None:
    long = "word " * 20_000
    draft = one_posting(description=long, qualifications=long, title=long, workHours=long)
    assert why_not_listable(draft) is None
    assert len(draft.description) <= 10_000
    assert POSTING["title"] != draft.title
