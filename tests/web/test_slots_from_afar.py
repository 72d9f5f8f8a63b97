"""Hours of four mentors on the clocks of Los Angeles and Sydney, over all changes of 2027.

What is expected was worked out by hand from when each clock changes: in the United States on
March 14 and November 7, in London on March 28 and October 31, in Sydney on April 4 and October
3, in Phoenix and Honolulu never.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import httpx2
import pytest
import time_machine

from tests.web.booking import make_offer

LOS_ANGELES, SYDNEY = "America/Los_Angeles", "Australia/Sydney"
SPRING = (date(2027, 3, 8), date(2027, 3, 15), date(2027, 3, 29), date(2027, 4, 5))
FALL = (date(2027, 9, 27), date(2027, 10, 4), date(2027, 11, 1), date(2027, 11, 8))
NINE = {  # on each of those Mondays: the hour in UTC, in Los Angeles, and in Sydney
    "America/New_York": (
        "14 6am Tue-1am", "13 6am Tue-12am", "13 6am Tue-12am", "13 6am Mon-11pm",
        "13 6am Mon-11pm", "13 6am Tue-12am", "13 6am Tue-12am", "14 6am Tue-1am",
    ),
    "America/Phoenix": (
        "16 8am Tue-3am", "16 9am Tue-3am", "16 9am Tue-3am", "16 9am Tue-2am",
        "16 9am Tue-2am", "16 9am Tue-3am", "16 9am Tue-3am", "16 8am Tue-3am",
    ),
    "Pacific/Honolulu": (
        "19 11am Tue-6am", "19 12pm Tue-6am", "19 12pm Tue-6am", "19 12pm Tue-5am",
        "19 12pm Tue-5am", "19 12pm Tue-6am", "19 12pm Tue-6am", "19 11am Tue-6am",
    ),
    "Europe/London": (
        "9 1am Mon-8pm", "9 2am Mon-8pm", "8 1am Mon-7pm", "8 1am Mon-6pm",
        "8 1am Mon-6pm", "8 1am Mon-7pm", "9 2am Mon-8pm", "9 1am Mon-8pm",
    ),
}  # fmt: skip


@pytest.mark.parametrize("zone", NINE)
async def test_nine_in_the_morning_is_the_hour_that_it_is_elsewhere(
    zone: str, client: httpx2.AsyncClient
) -> None:
    offer = await make_offer(timezone=zone, visibility="public")
    found = []
    for mondays, now in ((SPRING, date(2027, 3, 1)), (FALL, date(2027, 9, 20))):
        with time_machine.travel(datetime(now.year, now.month, now.day, 12, tzinfo=UTC)):
            for monday in mondays:
                utc = await first_in_utc(client, offer.slots, monday)
                near = await first_on_page(client, offer.slots, monday, LOS_ANGELES)
                far = await first_on_page(client, offer.slots, monday, SYDNEY)
                found.append(f"{utc} {near.partition('-')[2]} {far}")

    assert tuple(found) == NINE[zone]


async def first_in_utc(client: httpx2.AsyncClient, slots: str, monday: date) -> int:
    """The hour of the first opening that a program is told of."""
    asked = {"from": f"{monday}", "to": f"{monday + timedelta(days=1)}"}
    told = (await client.get(slots, params=asked, headers={"Accept": "application/json"})).json()
    first = datetime.fromisoformat(told[0]["starts_at"])
    assert (first.date(), first.minute) == (monday, 0)
    return first.hour


async def first_on_page(client: httpx2.AsyncClient, slots: str, monday: date, zone: str) -> str:
    """The first hour that a page offers on that Monday, or else on Tuesday: "Tue-1am"."""
    for day in (monday, monday + timedelta(days=1)):
        page = (await client.get(slots, params={"day": f"{day}", "zone": zone})).text
        chosen = re.search(r'aria-current="date">(\w+) <b>(\d+)</b>', page)
        clock = re.search(r"<label>.*?<b>([^<]+)</b>", page, re.DOTALL)
        if chosen and clock and int(chosen[2]) == day.day:
            return f"{chosen[1]}-{clock[1].replace(':00 ', '')}"
    raise AssertionError(f"no hour on {monday} in {zone}")
