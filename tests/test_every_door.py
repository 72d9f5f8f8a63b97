"""Every address there is, walked from the routing table itself, so that no new one is forgotten."""

from __future__ import annotations

import re
from datetime import date
from random import Random

import httpx2
import pytest
from starlette.routing import Route

from netmentor.accounts.actions import give_role
from netmentor.accounts.models import SignIn, User
from netmentor.accounts.rules import Role
from netmentor.app import create_app
from netmentor.contacts.cards.models import Card
from netmentor.contacts.deeds import latest_deed
from netmentor.contacts.follow_ups import promise_follow_up
from netmentor.contacts.models import Promise, Tag
from netmentor.contacts.pictures import add_picture
from netmentor.contacts.rules import TouchKind
from netmentor.contacts.touching import Told, log_touch
from netmentor.events import own
from netmentor.events.attending import actions as attending
from netmentor.events.attending.actions import Notes
from netmentor.events.attending.rules import Answer
from netmentor.events.suggesting import actions as suggesting
from netmentor.reminders.links import Signer
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, PASSWORD, STRANGER, make_user
from tests.agenda.subscribing import make_private_feed, make_reading
from tests.contacts.people import make_contact
from tests.db.rows import every_row
from tests.doors import filled, walked
from tests.events.organizing.telling import make_organizer
from tests.factories import EVER, FULL, NOON, make_draft, make_event, make_series
from tests.internships.applying.applied import make_applied
from tests.internships.applying.keeping import make_kept
from tests.mentoring.mentors import make_mentor
from tests.mentoring.relating.mentored import make_mentored
from tests.reminders.ledger_rows import make_reminder
from tests.web.visiting import token_of

NAME = "Sample Owner of Everything"
DUE = date(2026, 12, 1)
SECRET = "Zanzibar quokka"  # in all that the owner keeps for themselves
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
POSTS_A_DOOR = 8
ENDS_THE_SIGN_IN = ("/sign-out", "/sign-in", "/settings/sessions", "/settings/password")
OPENED_BY_ADDRESS = "/r/{signed}"  # whoever has the link answers, once and again alike
SHOWS_A_SECRET = ("/feeds", "/feeds/{feed}/replace")  # once, in the answer to the post itself
FIELDS = tuple(
    "title kind starts_on ends_on starts_time ends_time timezone venue city state country modality"
    " url registration_url description topics students price student_price prices credits"
    " deadline_on name email password current next code status why note goals people cost follow"
    " address event organization theme single_keys repeats until times dates which facets"
    " verdict number release set source authority every_hours text list end invite take_back"
    " part_with undo was draft decision seen following day tag tags off deed key weeks what"
    " due_on by_them at private_note credentials version met_on met_where introduced_by title_0"
    " from_0 kind_0 value_0 name_0 note_0 key_0 photo to on kind person answer again steps"
    " keep_weeks due_time every_days kinds detail tasks alarms leads digests morning quiet_from"
    " type starts_at topic questions before_after zone starts_1 starts_2 starts_3 reason"
    " day_1 time_1 seen"
    " quiet_until letter act headline about role_title organization_name organization_kind"
    " organization_size specialties since_year stages mediums languages mentees_most paused_from"
    " paused_until visibility closed hides_reply_time checked whose went minutes begins_on starts"
    " ends from_on until_on opens shuts closes reopens first_on last_on medium place place_words"
    " notice_hours horizon_days step_minutes cap_day cap_week cap_month is_instant is_closed day"
    " weekday buffer_before buffer_after keeps_holidays blocks_going shows_availability"
    " shows_busy takes_guests guest_name guest_email degree year graduates_on accreditation"
    " needs_sponsorship opportunity stage done owner window deadline_time offer_on offer_time notes"
    " starts_on midpoint_on final_on ends_on hours_required supervisor hours"
    " contact nudge_after_days expected_on months_0 days_0 after change"
    " file document sent_on"
    " setting_kind setting department compensation closes_on closes_time dates cycle duration"
    " hours_total hours_week hours_note places eligibility degrees years accreditation_is_required"
    " graduates_from_on graduates_until_on gpa authorization affiliation_needed materials is_remote"
    " how_to_apply apply_url contact_name contact_email paid same_as doubles prefix given middle"
    " family phone linkedin website other tags kept gone theirs_name theirs_met"
    " theirs_credentials theirs_introduced_by theirs_cadence"
    " folder user_name app_password recipient rhythm month_day keep".split()
)
SHAPES = (
    "", "0", "-1", "x", "yes", "going", "\x00", "a\x00b", "\u202egnp", "9" * 30, "1e999", "NaN",
    "2027-03-09", "2027-02-30", "0000-00-00", "9999-12-31", "25:61", "07:30", "٣", "á" * 300,
    "<script>alert(1)</script>", "{{ 7 * 7 }}", "javascript:alert(1)", "http://127.0.0.1/",
    "=cmd|'/c calc'!A0", "' OR 1=1 --", "../../etc/passwd", "x" * 9000, "a@b.example\r\nBcc: c@d",
    "=?utf-8?q?hi=0D=0ABcc:_x?=", "America/Chicago", "Mars/Olympus", "OH", "ZZ", "weekly", "same",
    "going,deadlines", "busy", "todo", "going:1h", "21:00", "week",
)  # fmt: skip
FORMATS = ("text/html", "application/json", "text/calendar", "*/*")


def _names_a_thing(path: str) -> bool:
    names = "slug number key promise deed follow_up tag token feed reminder mentorship".split()
    return any(f"{{{name}}}" in path for name in names) and not path.startswith("/sitemap")


@pytest.fixture
async def known(client: httpx2.AsyncClient, database: Settings) -> dict[str, str]:
    """What addresses may name: sample data, listed, and somebody signed in."""
    event = await make_event(**FULL, series=(await make_series()).slug)
    await make_organizer(OWNER, name=NAME)
    owner = await User.get(email=OWNER)
    await give_role(owner, Role.CURATOR)
    await make_user(STRANGER)
    kept = await own.keep(owner, make_draft(title=SECRET, venue=SECRET, organizers=()), now=NOON)
    await attending.note_down(owner, event, Notes(note=SECRET, goals=SECRET), now=NOON)
    await attending.answer(owner, event, Answer.SKIPPED, why=SECRET, now=NOON)
    mine = await own.own_event(owner, kept.slug)
    suggestion = await suggesting.suggest_own(owner, mine, now=NOON)
    contact = await make_contact(owner, SECRET, note=SECRET, promise=SECRET, tags=(SECRET,))
    touch = await log_touch(owner, contact, Told(kind=TouchKind.CALL, at=NOON), now=NOON)
    photo, _ = await add_picture(owner, contact, contact.key, SECRET.encode(), now=NOON)
    planned = await promise_follow_up(owner, contact=contact, what=SECRET, due_on=DUE, now=NOON)
    done = await latest_deed(owner, since=EVER)
    reading = await make_reading((await make_private_feed(owner, SECRET))[0], SECRET)
    card = await Card.create(user=owner, token="k" * 16, name=SECRET, introduction=SECRET)
    await client.post("/sign-in", data={"email": OWNER, "password": PASSWORD})
    return {
        "key": contact.key,
        "touch": str(touch.id),
        "promise": str((await Promise.get()).id),
        "photo": str(photo.id),
        "deed": str(done.id if done else 0),
        "follow_up": str(planned.id),
        "tag": str((await Tag.get()).id),
        "token": card.token,
        "signed": Signer(database, owner, NOON).stop("going").rpartition("/")[2],
        "feed": str(reading.feed_id),
        "reading": str(reading.id),
        "reminder": str((await make_reminder(owner, SECRET)).id),
        "mentorship": await make_mentored(owner, contact.key, event.slug, SECRET),
        "slug": event.slug,
        "own": kept.slug,
        "number": await make_kept(owner, contact.key, suggestion.id, SECRET),
        "interview": await make_applied(owner, contact, SECRET),
        "organization": "sample-association",
        "event": event.slug,
    }


async def test_looking_changes_nothing(
    client: httpx2.AsyncClient, database: Settings, known: dict[str, str]
) -> None:
    before = await every_row()
    statuses = set()
    for path in walked(create_app(database).routes, known):
        for method in ("GET", "HEAD"):
            for query in ("", "?next=/settings&end=others&status=going&email=a@example.org"):
                statuses.add((await client.request(method, path + query)).status_code)

    assert await every_row() == before
    assert {200, 404, 405} <= statuses <= {200, 301, 303, 403, 404, 405, 422}


async def test_a_stranger_sees_nothing_that_is_somebodys_own(
    client: httpx2.AsyncClient, database: Settings, known: dict[str, str]
) -> None:
    token_hash = (await SignIn.get()).token_hash
    secrets = [NAME, OWNER, SECRET, token_hash, client.cookies["netmentor"]]
    paths = walked(create_app(database).routes, known)
    owners = await SignIn.get()
    for email in ("", STRANGER):
        client.cookies.clear()
        if email:
            await client.post("/sign-in", data={"email": email, "password": PASSWORD})
        for path in paths:
            for method in METHODS:
                for accept in FORMATS:
                    answer = await client.request(method, path, headers={"Accept": accept})
                    told = f"{answer.headers}{answer.text}"
                    assert not [one for one in secrets if one in told], (method, path, accept)
                    assert answer.status_code < 500, (method, path, accept)
    assert await SignIn.filter(id=owners.id).exists()
    assert (await User.get(email=OWNER)).name == NAME


async def test_what_is_somebody_elses_is_as_unknown_as_what_is_not_there(
    client: httpx2.AsyncClient, database: Settings, known: dict[str, str]
) -> None:
    unknown = {"slug": "own-0123456789abcdef", "own": "own-0123456789abcdef", "number": "99"}
    unknown |= {"key": "0b6f2f0e-9a53-4c1e-8f3e-5f1d1f0b7a11", "promise": "99", "deed": "99"}
    unknown |= {"follow_up": "99", "tag": "99", "token": "m" * 16, "feed": "99"}
    unknown |= {"mentorship": "99"}
    await make_mentor(await User.get(email=STRANGER), listing="draft")
    before = await every_row()
    client.cookies.clear()
    await client.post("/sign-in", data={"email": STRANGER, "password": PASSWORD})
    form = {"form_token": await token_of(client), "status": "going", "away": "yes", "title": "x"}
    routes = create_app(database).routes
    named = dict.fromkeys(one.path for one in routes if isinstance(one, Route))
    for path in filter(_names_a_thing, named):
        theirs, nobodys = (filled(path, ids | {"slug": ids["own"]}) for ids in (known, unknown))
        for method in METHODS:
            for accept in FORMATS:
                answers = [
                    await client.request(
                        method,
                        address,
                        headers={"Accept": accept},
                        data=form if method == "POST" else None,
                    )
                    for address in (theirs, nobodys)
                ]
                one, other = (
                    (a.status_code, a.text.replace(b, ""))
                    for a, b in zip(answers, (theirs, nobodys), strict=True)
                )
                assert one == other, (method, path, accept)
                removed = 200 if "json" in accept else 303
                gone = removed if path.endswith("/remove") else 404
                allowed = (gone, 404, 405, 200 if method == "OPTIONS" else 404)
                assert answers[0].status_code in allowed, (method, path)
    after = await every_row()
    assert {table: rows for table, rows in after.items() if table != "sign_in"} == {
        table: rows for table, rows in before.items() if table != "sign_in"
    }


async def test_every_page_of_ones_own_asks_a_stranger_to_sign_in(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    ours = (
        "/settings",
        "/my/",
        "/new",
        "/suggest",
        "/edit",
        "/going",
        "/follow",
        "/curate",
        "/contacts",
        "/promises",
        "/undo",
        "/today",
        "/capture",
        "/after",
        "/card",
        "/follow-ups",
        "/tags",
        "/feeds",
        "/outbox",
        "/sessions",
        "/mentorships",
        "/mentoring",
        "/applications",
        "/documents",
        "/settings/plan",
    )
    paths = walked(create_app(database).routes, {})
    private = [path for path in paths if any(part in path for part in ours)]
    private = [path for path in private if not path.endswith(".ics")]  # calendars have no cookie
    assert len(private) >= 55
    for path in private:
        for method in ("GET", "POST"):
            answer = await client.request(method, path)
            if answer.status_code != 405:
                assert answer.headers["location"].startswith("/sign-in"), (method, path)


async def test_no_shape_of_a_form_breaks_a_door(
    client: httpx2.AsyncClient, database: Settings, known: dict[str, str]
) -> None:
    """Every address that takes a form is posted what clumsy and hostile people fill in."""
    chance = Random(20261126)
    routes = create_app(database).routes
    doors = [one.path for one in routes if isinstance(one, Route) and "POST" in (one.methods or ())]
    token = await token_of(client)
    for path in sorted(set(doors)):
        if path in ENDS_THE_SIGN_IN:
            continue
        for _ in range(POSTS_A_DOOR):
            names = chance.sample(FIELDS, chance.randint(1, 12))
            form = {name: chance.choice(SHAPES) for name in names} | {"form_token": token}
            answer = await client.post(filled(path, known), data=form)
            shown = (200, 201) if path in (*SHOWS_A_SECRET, OPENED_BY_ADDRESS) else ()
            statuses = (303, 400, 403, 404, 409, 413, 422, 429, *shown)
            assert answer.status_code in statuses, (path, form)
            assert "Traceback" not in answer.text
            assert "<script>alert" not in answer.text, (path, form)


async def test_no_shape_of_an_address_breaks_a_door(
    client: httpx2.AsyncClient, database: Settings, known: dict[str, str]
) -> None:
    """Each part of each address is once what no database keeps, beside others that are known."""
    form = {"form_token": await token_of(client), "name": "x", "due_on": "2027-01-01"}
    for path in (one.path for one in create_app(database).routes if isinstance(one, Route)):
        for name in re.findall(r"{(\w+)", path):
            address = filled(path, {**known, name: "a%00b"})
            for method in ("GET", "POST"):
                answer = await client.request(method, address, data=form)
                assert answer.status_code < 500, (method, address)
