"""Real letters of real rounds: answered by their links, opened by programs, with hostile words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

import httpx2
import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import promise_follow_up
from netmentor.contacts.models import FollowUp
from netmentor.events.attending.actions import answer
from netmentor.events.attending.rules import Answer
from netmentor.mail.carriers import Hold, LastWord
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact
from tests.db.rows import every_row
from tests.factories import NOON, make_event
from tests.mail.posting import parsed, text_of
from tests.reminders.rounds import Post, at, round_at, rounds
from tests.reminders.samples import HEADERS, INJECTIONS

HOUR = timedelta(hours=1)
DAY = date(2026, 12, 9)  # of the sample event, a Wednesday
KEPT = [words for words in INJECTIONS if "\x00" not in words]  # no database keeps the others


@dataclass
class Sink(Post):
    """A mail server that keeps messages as they are."""

    messages: list[bytes] = field(default_factory=list)

    async def carry(self, mail: OutgoingMail, hold: Hold, last_word: LastWord) -> MailState:
        state = await super().carry(mail, hold, last_word)
        self.messages.append(bytes(mail.message))
        return state


async def to_do(user: User, due_on: date = DAY, what: str = "Thank Marcus") -> FollowUp:
    contact = await make_contact(user, "Marcus Bell")
    return await promise_follow_up(user, contact=contact, what=what, due_on=due_on, now=NOON)


def link(message: bytes, words: str) -> str:
    """The address beside these words in the plain text of a letter."""
    found = re.search(rf"^ *{re.escape(words)}: (\S+)$", text_of(message), re.M)
    assert found
    return found[1]


async def every_letter(settings: Settings, post: Post) -> None:
    """The rounds in which something is told of what takes place on December 9."""
    await round_at(settings, post, at("2026-12-01 12:00"))
    for hour in ("02 08", "08 08", "09 08", "09 10", "09 11", "09 18", "09 19", "11 08"):
        await round_at(settings, post, at(f"2026-12-{hour}:00"))


@pytest.mark.parametrize(
    "words", ["Done", "Later", "Stop letters of this kind", "Stop all reminders"]
)
async def test_what_was_answered_is_not_sent_any_more(
    client: httpx2.AsyncClient, database: Settings, words: str
) -> None:
    user, post = await make_user(), Post(is_away=True)
    row = await to_do(user)
    await round_at(database, post, at("2026-12-08 12:00"))
    await round_at(database, post, at("2026-12-09 08:00"))
    [mail] = await OutgoingMail.all()

    with time_machine.travel(at("2026-12-09 08:01"), tick=False):
        answered = await client.post(link(mail.message, words))
    assert answered.status_code == 200
    post.is_away = False
    await rounds(database, post, at("2026-12-09 08:02"), at("2026-12-09 20:00"), HOUR / 4)

    assert post.subjects() == []
    assert (await OutgoingMail.get(id=mail.id)).state == MailState.SUPPRESSED
    await row.refresh_from_db()
    assert row.state == ("done" if words == "Done" else "open")


async def test_what_comes_later_is_told_on_its_new_day(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    user, post = await make_user(), Sink()
    await to_do(user)
    await rounds(database, post, at("2026-12-08 12:00"), at("2026-12-09 09:00"), HOUR)
    with time_machine.travel(at("2026-12-09 09:30"), tick=False):
        await client.post(link(post.messages[0], "Later"))

    await rounds(database, post, at("2026-12-09 10:00"), at("2026-12-10 20:00"), HOUR)

    assert [f"{one.at:%m-%d %H:%M}" for one in post.came] == ["12-09 08:00", "12-10 08:00"]
    before = (await every_row())["follow_up"]
    with time_machine.travel(at("2026-12-10 09:00"), tick=False):
        again = await client.post(link(post.messages[0], "Later"))
    assert "It was moved already." in again.text
    assert (await every_row())["follow_up"] == before


async def test_programs_that_open_the_links_of_real_letters_change_nothing(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    user, post = await make_user(), Sink()
    event = await make_event()
    await answer(user, event, Answer.GOING, now=NOON)
    await make_contact(user, event=event)
    await to_do(user)
    await every_letter(database, post)
    assert {"morning", "urgent", "evening"} <= {one.kind for one in post.came}
    bodies = [text_of(one, form) for one in post.messages for form in ("plain", "html")]
    links = sorted({*re.findall(r"http://test\.example[^\s\"<>]*", "\n".join(bodies))})
    before = await every_row()

    with time_machine.travel(at("2026-12-09 12:00"), tick=False):
        statuses = {
            (await client.request(method, address)).status_code
            for address in links
            for method in ("GET", "HEAD", "OPTIONS")
        }

    assert await every_row() == before
    assert len(links) > 10
    assert statuses <= {200, 303, 405}


@pytest.mark.parametrize("words", KEPT)
async def test_no_words_of_events_or_people_become_a_header(database: Settings, words: str) -> None:
    user, post = await make_user(name=words[:100]), Sink()
    short = words[:40]
    event = await make_event(title=words[:200], venue=short, city=short, modality="in_person")
    await answer(user, event, Answer.GOING, now=NOON)
    contact = await make_contact(
        user, words[:100], event=event, promise=words[:200], note=words, met_where=short
    )
    for due_time in ("", "11:00"):
        await promise_follow_up(
            user, contact=contact, what=words[:200], due_on=DAY, due_time=due_time, now=NOON
        )

    await every_letter(database, post)

    assert {"morning", "urgent", "evening"} <= {one.kind for one in post.came}
    for message in post.messages:
        head = message.partition(b"\r\n\r\n")[0].decode("ascii")
        assert [name for name, _ in parsed(message).items()] == HEADERS
        assert [line.partition(":")[0] for line in re.split(r"\r\n(?! )", head)] == HEADERS
        assert len(list(parsed(message).walk())) == 3
        assert "evil@example.org" not in (parsed(message)["To"], parsed(message)["From"])
        html = text_of(message, "html").lower()
        assert not re.search(r"<(script|img|iframe)|href=\"(?!http://test\.example)", html)
