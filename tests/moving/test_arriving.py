"""What left comes in again, the same, and into an account that has nothing."""

from __future__ import annotations

import contextlib
import json
from io import BytesIO
from uuid import uuid4

import httpx2
import pytest

from netmentor import keeping
from netmentor.accounts.models import Memento, User
from netmentor.contacts.books.models import ContactImport, ContactImportRow
from netmentor.contacts.models import Contact, FollowUp
from netmentor.contacts.queries import contacts_of
from netmentor.db.bulk import insert
from netmentor.demo import filling
from netmentor.events.models import Event, Published
from netmentor.internships.applying.models import Application
from netmentor.mentoring.models import Mentor
from netmentor.moving.arriving import Arrived, NotEmpty, take_in
from netmentor.moving.opening import Unreadable, opened
from netmentor.moving.rooms import CARRIED
from netmentor.moving.sorting import rows_of
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.contacts.people import make_contact
from tests.db.rows import every_row
from tests.factories import NOON
from tests.moving.living import MEMBER, live_everywhere
from tests.taken_along import changed, lines, taken_along, unzipped, zipped
from tests.web.visiting import come_in as signed_in

pytestmark = pytest.mark.usefixtures("database")

_OF_EACH = {"account.json"}  # says when it was made, and of what account


_PAGES = (
    "/today /contacts /contacts/duplicates /contacts.vcf /applications /documents /feeds /settings"
    " /settings/export /reminders /settings/reminders /settings/follow-ups /mentoring"
    " /mentoring/hours /my/calendar /my/events /card"
).split()


class Torn(BytesIO):
    """A file on a disk that breaks after some reads."""

    def __init__(self, body: bytes, after: int) -> None:
        super().__init__(body)
        self.after, self.reads = after, 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads > self.after:
            raise OSError("torn")
        return super().read(size)


async def come_in(user: User, body: bytes) -> Arrived:
    return await take_in(user, BytesIO(body), now=NOON)


async def test_out_erased_in_and_out_again_is_the_same_in_every_room(database: Settings) -> None:
    user = await live_everywhere(database)
    before, body = await taken_along(user), await zipped(user)
    unused = [one.name for one in CARRIED if not before[f"data/{one.name}.jsonl"]]
    assert unused == []
    await keeping.erase(database, user, now=NOON)

    arrived = await come_in(await make_user(MEMBER), body)

    after = await taken_along(await User.get(email=MEMBER))
    assert arrived.lacking.total() == 0
    assert arrived.count == sum(len(lines(before, f"data/{one.name}")) for one in CARRIED)
    assert list(after) == list(before)
    for name in sorted(set(before) - _OF_EACH):
        assert after[name] == before[name], name
    was, now = (json.loads(told["account.json"])["account"] for told in (before, after))
    assert now | {"created_at": ""} == was | {"created_at": ""}


async def test_a_mentor_comes_back_as_a_draft_that_curators_have_not_seen(
    database: Settings,
) -> None:
    await filling.fill(database, now=NOON)
    user = await User.get(email="mentor@example.org")
    before, body = await taken_along(user), await zipped(user)
    await keeping.erase(database, user, now=NOON)
    user = await make_user("mentor@example.org", role="member")

    await come_in(user, body)

    mentor = await Mentor.get(user=user)
    assert (mentor.listing, mentor.link_token_hash, mentor.openings_stale) == ("draft", None, True)
    assert (await User.get(id=user.id)).role == "member"
    after = await taken_along(user)
    assert lines(after, "records/sessions") == lines(before, "records/sessions")
    assert lines(after, "records/listing") == lines(before, "records/listing")


async def test_beside_the_account_it_left_it_draws_names_that_nobody_has(
    database: Settings,
) -> None:
    user = await live_everywhere(database)
    first, body = await taken_along(user), await zipped(user)
    other = await make_user(OWNER)
    await come_in(other, body)

    assert await taken_along(user) == first
    for table in (Application, FollowUp):
        rows = [await table.filter(user=one).count() for one in (user, other)]
        assert rows[0] == rows[1] > 0
    mine = {one.uid for one in await Event.filter(owner=other)}
    assert not mine & {one.uid for one in await Event.filter(owner=user)}
    for row in await Published.filter(event__owner=other):
        assert row.uid.rpartition(".")[2] in mine
        assert f"UID:{row.uid}" in row.text.replace("\r\n ", "")
    keys = [one.key for one in await contacts_of(user).order_by("id")]
    assert [one.key for one in await contacts_of(other).order_by("id")] == keys


async def test_an_account_that_has_anything_takes_nothing_in(database: Settings) -> None:
    user = await make_user(OWNER)
    await make_contact(user, "Sample Person", promise="x")
    body, other = await zipped(user), await make_user(STRANGER)
    await come_in(other, body)
    before = await every_row()
    for one in (user, other):
        with pytest.raises(NotEmpty, match="has something in it already"):
            await come_in(one, body)
    assert await every_row() == before


async def test_a_disk_that_breaks_while_it_is_read_leaves_nothing(database: Settings) -> None:
    body, other = await zipped(await live_everywhere(database)), await make_user(OWNER)
    whole = Torn(body, after=10**9)
    with contextlib.suppress(NotEmpty):
        await take_in(await User.get(email=MEMBER), whole, now=NOON)
    before = await every_row()
    for share in (0.6, 0.8, 0.99):  # all of it is read twice: looked through, and put in
        with pytest.raises(OSError, match="torn"):
            await take_in(other, Torn(body, after=int(whole.reads * share)), now=NOON)
        assert await every_row() == before


async def test_people_who_came_in_are_found_and_stand_in_lists(database: Settings) -> None:
    user = await make_user(OWNER)
    await make_contact(user, "Élan Sample", note="Kayaks", promise="x")
    body, other = await zipped(user), await make_user(STRANGER)
    await come_in(other, body)
    mine, theirs = await Contact.filter(user=user).get(), await Contact.filter(user=other).get()
    for column in ("searched", "folded_name", "owes_since"):
        assert getattr(mine, column) == getattr(theirs, column)


async def test_what_is_about_others_events_is_left_out_and_counted(database: Settings) -> None:
    user = await live_everywhere(database)
    body, other = await zipped(user), await make_user(OWNER)
    listed = await Event.filter(owner_id=None, watches__user=user).distinct()
    for event in listed:
        await Event.filter(id=event.id).update(slug=f"moved-{event.id}")
    arrived = await come_in(other, body)
    lacking = lines(await taken_along(user), "data/attendance")
    assert arrived.lacking["attendance"] == sum(1 for one in lacking if type(one["event"]) is str)
    assert await Contact.filter(user=other).count() == await Contact.filter(user=user).count()


async def test_nobody_elses_own_event_is_led_to(database: Settings) -> None:
    user = await live_everywhere(database)
    theirs = await Event.filter(owner=user).order_by("id").first()
    assert theirs
    other = await make_user(OWNER)
    await make_contact(other)
    body = await zipped(other)
    last = await make_user(STRANGER)
    told = lines(await taken_along(other), "data/contact")[0] | {"event": theirs.slug}
    await come_in(last, changed(body, "data/contact.jsonl", told))
    assert (await Contact.filter(user=last).get()).event_id is None


async def test_what_was_told_elsewhere_is_found_for_whom_it_names(database: Settings) -> None:
    user = await make_user(OWNER)
    await Memento.create(user=user, kind="sessions", told='{"with": "Ada@clinic.example"}')
    _, others = await keeping.what_is_kept_of("ada@clinic.example")
    assert [one.id for one in others] == [user.id]


async def test_its_pages_stand_as_those_of_the_account_it_left(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    body, other = await zipped(await live_everywhere(database)), await make_user(STRANGER)
    await come_in(other, body)
    await signed_in(client, STRANGER)
    paths = [f"/contacts/{one.key}" for one in await Contact.filter(user=other, gone_at=None)]
    paths += [f"/applications/{one.key}" for one in await Application.filter(user=other)]
    paths += [f"/events/{one.slug}" for one in await Event.filter(owner=other)]
    for path in (*_PAGES, *paths):
        answer = await client.get(path)
        assert answer.status_code == 200, path
    assert "Sample Priya" in (await client.get("/contacts")).text


async def test_what_waits_of_a_large_file_comes_in_again(database: Settings) -> None:
    user = await make_user(OWNER)
    of = await ContactImport.create(
        user=user, key=str(uuid4()), name="book.vcf", format="vcard", state="ready",
        created_at=NOON, changed_at=NOON,
    )  # fmt: skip
    told = json.dumps({"name": "Sample", "note": "x" * 500})
    columns = ("of_id", "line", "name", "told", "verdict", "reason", "made", "added")
    rows = [(of.id, n, f"Sample {n}", told, "new", "", False, "") for n in range(3_000)]
    await insert(ContactImportRow, columns, rows)
    before, body = await taken_along(user), await zipped(user)
    other = await make_user(STRANGER)
    await come_in(other, body)
    after = await taken_along(other)
    assert len(lines(after, "records/import_lines")) == 3_000
    for name in ("imports", "import_lines"):
        assert after[f"records/{name}.jsonl"] == before[f"records/{name}.jsonl"]


async def test_a_column_that_a_file_says_nothing_of_is_as_in_a_new_row(
    database: Settings,
) -> None:
    body = await zipped(await live_everywhere(database))
    for carried in CARRIED:
        name, asked = f"data/{carried.name}", carried.columns
        may = {one for one, column in asked.items() if column.null or column.default is not None}
        may -= {carried.body.column} if carried.body else set()
        rows = lines(unzipped(body), name)
        short = [{key: row[key] for key in row if key not in may} for row in rows]
        file = BytesIO(changed(body, f"{name}.jsonl", *short))
        with contextlib.suppress(Unreadable), opened(file) as archive:  # a sentence is well, too
            came = [carried.renamed(one.values, {}) for one in rows_of(archive, carried)]
            assert [set(one) for one in came] == [{*asked}] * len(rows)
