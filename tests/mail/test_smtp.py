"""Letters reach a mail server, and whatever it does, the round goes on."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from netmentor.mail import smtp
from netmentor.mail.carriers import Away, BrokeOff, Hold, NoSuchMailbox, NotNow, Refused
from netmentor.mail.carrying import deliver_some
from netmentor.mail.conversation import LETTERS_A_CONNECTION
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState
from netmentor.mail.smtp import MailServer
from netmentor.settings import Settings
from tests.factories import NOON
from tests.fetching import servers
from tests.mail.hand import unopposed
from tests.mail.posting import READER, parsed, post_sample, text_of
from tests.mail.sink import DROP, HANG, Sink, mail_server

SENDER = "post@netmentor.example"
SHORT = timedelta(seconds=0.5)
LETTER = OutgoingMail(
    to=READER, message=b"Subject: Sample\r\nTo: reader@example.org\r\n\r\n.dot\r\n.\r\nlast\r\n"
)


def to(sink: Sink, scheme: str = "smtp", user: str = "", patience: timedelta = SHORT) -> MailServer:
    return MailServer(f"{scheme}://{user}127.0.0.1:{sink.port}", SENDER, patience)


async def test_a_letter_arrives_as_it_was_written(database: Settings) -> None:
    mail = await post_sample(database)
    async with mail_server() as sink:
        assert (await deliver_some(to(sink), now=NOON)).taken == 1
        assert (await deliver_some(to(sink), now=NOON)).claimed == 0

    [came] = sink.letters
    assert came == mail.message
    assert (parsed(came)["To"], parsed(came)["From"]) == (READER, "NetMentor <netmentor@localhost>")
    assert "another email address" in text_of(came)
    assert any(line.startswith(f"MAIL FROM:<{SENDER}>") for line in sink.commands)
    assert f"RCPT TO:<{READER}>" in sink.commands


async def test_lines_that_begin_with_a_dot_arrive_with_it() -> None:
    async with mail_server() as sink:
        assert await to(sink).carry(LETTER, Hold(60), unopposed) == MailState.SENT

    assert sink.letters == [LETTER.message]


async def test_user_and_password_are_told_as_they_were_written() -> None:
    async with mail_server() as sink:
        await to(sink, user="sample%40example.org:pass%2Fword@").carry(LETTER, Hold(60), unopposed)

    [auth] = [line for line in sink.commands if line.startswith("AUTH")]
    assert auth == "AUTH PLAIN AHNhbXBsZUBleGFtcGxlLm9yZwBwYXNzL3dvcmQ="


async def test_a_server_that_speaks_tls_is_spoken_to_in_tls() -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(Path(servers.__file__).with_name("calendar.example.pem"))
    async with mail_server(tls=tls) as sink:
        assert (
            await to(sink, "smtps", patience=timedelta(seconds=5)).carry(
                LETTER, Hold(60), unopposed
            )
            == "sent"
        )

    assert len(sink.letters) == 1


@pytest.mark.parametrize(
    ("says", "kind"),
    [
        ({"greeting": "421 busy"}, Away),
        ({"greeting": "554 not you"}, Away),
        ({"EHLO": "550 not you", "HELO": "550 not you"}, Away),
        ({"MAIL": "451 later"}, NotNow),
        ({"RCPT": "450 greylisted"}, NotNow),
        ({"RCPT": "550 no such mailbox"}, Refused),
        ({"RCPT": "550 5.1.1 no such mailbox"}, NoSuchMailbox),
        ({"RCPT": "550-5.1.10 no\r\n550 5.1.10 such mailbox"}, NoSuchMailbox),
        ({"RCPT": "550 5.1.8 the sender's domain is unknown"}, Refused),
        ({"RCPT": "550 5.7.1 not from you"}, Refused),
        ({"MAIL": "530 sign in first"}, Away),
        ({"DATA": "421 closing"}, Away),
        ({"DATA": "354 go on\r\n250 taken"}, Away),
        ({"letter": "354 go on"}, BrokeOff),
        ({"letter": "650 what"}, BrokeOff),
        ({"letter": "451 disk full"}, NotNow),
        ({"letter": "421 closing"}, Away),
        ({"letter": "552 too large"}, Refused),
        ({"letter": "554 spam"}, Refused),
        ({"greeting": DROP}, Away),
        ({"DATA": DROP}, Away),
        ({"letter": DROP}, BrokeOff),
        ({"greeting": HANG}, Away),
        ({"RCPT": HANG}, Away),
        ({"letter": HANG}, BrokeOff),
        ({"greeting": "rubbish"}, Away),
        ({"MAIL": "rubbish"}, Away),
    ],
)
@pytest.mark.parametrize("extension", ["HELP", "PIPELINING"])
async def test_a_server_that_does_not_take_a_letter_is_understood(
    says: dict[str, str], kind: type[Exception], extension: str
) -> None:
    async with mail_server({"EHLO": f"250-sample\r\n250 {extension}"} | says) as sink:
        with pytest.raises(kind) as raised:
            await to(sink).carry(LETTER, Hold(60), unopposed)
    assert type(raised.value) is kind


@pytest.mark.parametrize("says", [{"QUIT": DROP}, {"QUIT": "500 what"}])
async def test_what_happens_after_a_letter_was_taken_does_not_undo_it(says: dict[str, str]) -> None:
    async with mail_server(says) as sink:
        assert await to(sink).carry(LETTER, Hold(60), unopposed) == MailState.SENT


@pytest.mark.parametrize("said", ["200 fine", "251-forwarded\r\n251 indeed"])
async def test_any_answer_of_success_is_one(said: str) -> None:
    async with mail_server({"letter": said}) as sink:
        assert await to(sink).carry(LETTER, Hold(60), unopposed) == MailState.SENT


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("421 4.7.0 no more to reader@example.org", "421 4.7.0"),
        ("530-5.7.0 1234 5678\r\n530 sign in", "530 5.7.0"),
        ("421 4.7.0x 1234 5678", "421"),
    ],
)
@pytest.mark.parametrize("extension", ["HELP", "PIPELINING"])
@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA", "letter"])
async def test_what_is_said_of_every_letter_repeats_none(
    said: str, told: str, extension: str, at: str
) -> None:
    async with mail_server({"EHLO": f"250-sample\r\n250 {extension}", at: said}) as sink:
        with pytest.raises(Away) as raised:
            await to(sink).carry(LETTER, Hold(60), unopposed)
    assert raised.value.message == f"The mail server answered {told}."


async def test_a_server_that_talks_to_nobody_is_left_alone() -> None:
    async with mail_server() as sink:
        server = to(sink)
        await server.carry(LETTER, Hold(60), unopposed)
        [talker] = sink.open
        async with asyncio.timeout(20):
            while not talker.transport.is_closing():
                talker.write(b"250 ok\r\n" * 100)
                await asyncio.sleep(0.01)
        assert await server.carry(LETTER, Hold(60), unopposed) == MailState.SENT
        server.close()


async def test_a_server_that_leaves_before_the_last_word_surely_took_nothing() -> None:
    async def meanwhile() -> str:
        sink.hang_up("421 closing\r\n")
        await asyncio.sleep(0.05)
        return ""

    async with mail_server() as sink:
        with pytest.raises(Away):
            await to(sink).carry(LETTER, Hold(60), meanwhile)


@pytest.mark.parametrize("extension", ["HELP", "PIPELINING"])
async def test_one_connection_serves_letter_after_letter(extension: str) -> None:
    async with mail_server({"EHLO": f"250-sample\r\n250 {extension}"}) as sink:
        server = to(sink)
        for _ in range(LETTERS_A_CONNECTION + 1):
            await server.carry(LETTER, Hold(60), unopposed)
        server.close()

    words = Counter(line.split()[0] for line in sink.commands)
    assert (words["EHLO"], words["DATA"], words["MAIL"]) == (2, 101, 101)
    assert len(sink.letters) == LETTERS_A_CONNECTION + 1


async def test_letters_side_by_side_go_on_connections_of_their_own() -> None:
    async with mail_server() as sink:
        server = to(sink, patience=timedelta(seconds=5))
        for _ in range(2):
            await asyncio.gather(*(server.carry(LETTER, Hold(60), unopposed) for _ in range(3)))
        server.close()

    assert [line.split()[0] for line in sink.commands].count("EHLO") == 3


@pytest.mark.parametrize("farewell", ["", "421 closing\r\n"])
async def test_a_connection_that_the_server_closed_meanwhile_costs_no_letter(
    farewell: str,
) -> None:
    async with mail_server() as sink:
        server = to(sink)
        await server.carry(LETTER, Hold(60), unopposed)
        sink.hang_up(farewell)
        assert await server.carry(LETTER, Hold(60), unopposed) == MailState.SENT
        await asyncio.sleep(0)
        sink.hang_up(farewell)
        await asyncio.sleep(0.05)  # seen before the next letter, and not only by it
        assert await server.carry(LETTER, Hold(60), unopposed) == MailState.SENT
        server.close()

    assert len(sink.letters) == 3


async def test_a_connection_that_nobody_uses_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "KEPT_IDLE", 0.01)
    async with mail_server() as sink:
        server = to(sink)
        await server.carry(LETTER, Hold(60), unopposed)
        async with asyncio.timeout(20):
            while "QUIT" not in sink.commands:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


async def test_a_refusal_ends_its_connection_and_no_other_letter() -> None:
    async with mail_server({"RCPT": "550 no such mailbox"}) as sink:
        server = to(sink)
        with pytest.raises(Refused):
            await server.carry(LETTER, Hold(60), unopposed)
        sink.says = {}
        assert await server.carry(LETTER, Hold(60), unopposed) == MailState.SENT
        server.close()


async def test_no_byte_of_a_letter_goes_out_once_its_hold_is_over() -> None:
    async with mail_server() as sink:
        with pytest.raises(NotNow, match="held too long"):
            await to(sink).carry(LETTER, Hold(0), unopposed)

    assert sink.letters == []
    assert "DATA" in sink.commands


async def test_a_wrong_password_is_no_fault_of_the_letter() -> None:
    async with mail_server({"AUTH": "535 no"}) as sink:
        with pytest.raises(NotNow, match="535"):
            await to(sink, user="sample:wrong@").carry(LETTER, Hold(60), unopposed)


async def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    async with mail_server() as sink:
        pass
    with pytest.raises(NotNow):
        await to(sink).carry(LETTER, Hold(60), unopposed)


def test_a_password_never_travels_in_the_clear_to_another_machine() -> None:
    away = MailServer("smtp://sample:secret@mail.example", SENDER)
    here = MailServer("smtp://localhost", SENDER)

    assert (away._server["start_tls"], away._server["validate_certs"]) == (True, True)
    assert (here._server["start_tls"], here._server["validate_certs"]) == (None, False)
    assert (away._server["port"], here._server["port"]) == (587, 25)
