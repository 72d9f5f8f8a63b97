"""`netmentor curate` lists what waits for a person, and carries out what the person decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from netmentor.events.rules import Authority
from netmentor.settings import Settings
from tests.cli.curating import (
    ADDRESS,
    DRAFT,
    EVENT,
    add_event,
    curate,
    in_json,
    refusal,
    said,
)
from tests.cli.inside import inside, page_of
from tests.events.telling import make_teller, tell

OTHER = "/events/annual-sample-webinar-2026"
PAIR = (
    f"1: {ADDRESS} (sample-one) and {OTHER} (sample-two)."
    " The same day, an organizer in common, and titles alike."
)


@pytest.fixture
def event(home: Settings) -> str:
    """An event that one source tells of."""
    add_event(home)
    return EVENT


@pytest.fixture
def pair(home: Settings, event: str) -> int:
    """Two events of two sources that may be one."""
    titled = replace(
        DRAFT,
        external_id="sample-2",
        title="Annual sample webinar",
        url="https://calendar.example/sample",
    )

    async def told() -> None:
        await tell(await make_teller("sample-two"), titled)

    inside(home, told)
    return 1


@pytest.fixture
def proposal(home: Settings) -> int:
    """A new event of a source that may only propose."""
    talk = replace(DRAFT, external_id="sample-3", title="Sample talk")

    async def told() -> None:
        await tell(await make_teller("sample-three", Authority.PROPOSE), talk)

    inside(home, told)
    [found] = in_json(home, "proposals")
    return int(found["number"])


@pytest.fixture
def change(home: Settings, proposal: int) -> int:
    """Changes that a source would make to an event that was taken of it."""
    said(home, "proposals", "--accept", str(proposal))
    day = date(2026, 12, 16)
    moved = replace(
        DRAFT,
        external_id="sample-3",
        title="Sample late talk",
        starts_on=day,
        ends_on=day,
    )

    async def told() -> None:
        await tell(await make_teller("sample-three", Authority.PROPOSE), moved)

    inside(home, told)
    return proposal


def test_nothing_waits_at_first(home: Settings) -> None:
    for what in ("duplicates", "proposals", "locks"):
        assert said(home, what) == "Nothing waits."
        assert in_json(home, what) == []


def test_likely_doubles_are_listed(home: Settings, pair: int) -> None:
    assert said(home, "duplicates") == PAIR
    assert in_json(home, "duplicates") == [
        {
            "number": 1,
            "events": [EVENT, "annual-sample-webinar-2026"],
            "reason": "The same day, an organizer in common, and titles alike.",
            "sentence": PAIR,
        }
    ]


def test_two_that_are_one_become_one_for_good(home: Settings, pair: int) -> None:
    assert said(home, "duplicates", "--same", "1") == f"Pair 1 is settled: same. {ADDRESS} stays."

    assert said(home, "duplicates") == "Nothing waits."
    assert page_of(home, OTHER)[0] in (301, 308)
    assert page_of(home, ADDRESS)[0] == 200
    assert refusal(home, "duplicates", "--different", "1") == "That was settled as “same”."


def test_two_that_are_two_stay_two_for_good(home: Settings, pair: int) -> None:
    assert in_json(home, "duplicates", "--different", "1") == [
        {"number": 1, "verdict": "different", "sentence": "Pair 1 is settled: different."}
    ]

    assert said(home, "duplicates") == "Nothing waits."
    assert [page_of(home, address)[0] for address in (ADDRESS, OTHER)] == [200, 200]
    assert refusal(home, "duplicates", "--same", "1") == "That was settled as “different”."


def test_a_number_that_nobody_told(home: Settings) -> None:
    for number in ("0", "-1", "7", "99999999999999999999"):
        pairs = f"There is no pair {number}; netmentor curate duplicates tells them."
        wishes = f"There is no proposal {number}; netmentor curate proposals tells them."
        assert refusal(home, "duplicates", "--same", number) == pairs
        assert refusal(home, "proposals", "--accept", number) == wishes
        assert refusal(home, "proposals", "--dismiss", number) == wishes


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("dance",),
        ("duplicates", "--same", "one"),
        ("duplicates", "--same", "1", "--different", "1"),
        ("proposals", "--accept", "1", "--dismiss", "1"),
        ("locks", "--set", "a", "--release", "b"),
        ("missing", "all"),
    ],
)
def test_wrong_usage_ends_with_two(home: Settings, arguments: tuple[str, ...]) -> None:
    done = curate(home, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: netmentor" in done.stderr


def test_a_new_event_that_is_proposed_is_listed_once_it_is_taken(
    home: Settings, proposal: int
) -> None:
    waits = f"{proposal}: sample-three would add “Sample talk”, 2026-12-09."
    assert said(home, "proposals") == waits
    assert page_of(home, "/events/sample-talk-2026")[0] == 404

    told = said(home, "proposals", "--accept", str(proposal))

    assert told == f"Proposal {proposal} is taken: /events/sample-talk-2026."
    assert page_of(home, "/events/sample-talk-2026")[0] == 200
    assert said(home, "proposals") == "Nothing waits."
    assert said(home, "locks") == "Nothing waits."


def test_a_new_event_that_is_dismissed_is_not_proposed_again(home: Settings, proposal: int) -> None:
    said(home, "proposals", "--dismiss", str(proposal))

    assert said(home, "proposals") == "Nothing waits."
    assert refusal(home, "proposals", "--accept", str(proposal)) == (
        f"There is no proposal {proposal}; netmentor curate proposals tells them."
    )


def test_changes_that_are_proposed_are_told_in_words_and_as_json(
    home: Settings, change: int
) -> None:
    sentence = (
        f"{change}: sample-three would change /events/sample-talk-2026:"
        " Renamed from “Sample talk”. Moved from December 9 to December 16."
    )
    [found] = in_json(home, "proposals")

    assert said(home, "proposals") == sentence
    assert (found["source"], found["event"]) == ("sample-three", "sample-talk-2026")
    assert found["sentence"] == sentence
    assert found["changes"].keys() == {"title", "when"}
    assert found["changes"]["title"] == [{"title": "Sample talk"}, {"title": "Sample late talk"}]
    assert [when["starts_on"] for when in found["changes"]["when"]] == ["2026-12-09", "2026-12-16"]


def test_a_part_of_a_proposal_is_taken_and_another_dismissed(home: Settings, change: int) -> None:
    number = str(change)
    assert refusal(home, "proposals", "--accept", number, "city") == (
        "The proposal says nothing of place."
    )

    said(home, "proposals", "--accept", number, "starts_on")
    assert [(row["event"], row["facet"]) for row in in_json(home, "locks")] == [
        ("sample-talk-2026", "when")
    ]
    assert said(home, "proposals").endswith(": Renamed from “Sample talk”.")

    told = said(home, "proposals", "--dismiss", number, "title")
    assert told == f"Proposal {number} is dismissed."
    assert said(home, "proposals") == "Nothing waits."


def test_fields_without_a_proposal_or_an_event_are_refused(home: Settings) -> None:
    proposals = "Name the proposal, with --accept or --dismiss."
    assert refusal(home, "proposals", "title") == proposals
    assert refusal(home, "locks", "title=Sample") == "Name the event, with --set or --release."
