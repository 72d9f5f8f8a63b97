"""netmentor user and netmentor erase: accounts, as the operator makes, lists and erases them."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from netmentor import clock, keeping, settings
from netmentor.accounts import actions, invitations, queries
from netmentor.accounts.joining import DEFAULT_ZONE, Joining, complaints_of
from netmentor.accounts.rules import INVITED_FOR, Role, normal_email
from netmentor.cli.ready import carry_out
from netmentor.db import wiping
from netmentor.errors import Invalid
from netmentor.settings import Settings
from netmentor.text import one_line

Deed = Callable[[Settings, argparse.Namespace], Awaitable[None]]


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("user", help="accounts: make one, change its role, list them")
    deeds = command.add_subparsers(required=True, metavar="DEED")
    add = deeds.add_parser("add", help="make an account; its password is made up and printed")
    add.add_argument("email", metavar="EMAIL")
    add.add_argument("--name", required=True)
    add.add_argument("--role", type=Role, choices=list(Role), default=Role.MEMBER)
    add.add_argument("--timezone", default=DEFAULT_ZONE, metavar="ZONE", help=f"({DEFAULT_ZONE})")
    add.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    role = deeds.add_parser("role", help="give an account another role; it must sign in again")
    role.add_argument("email", metavar="EMAIL")
    role.add_argument("role", type=Role, choices=list(Role), metavar="ROLE")
    link = deeds.add_parser("reset-link", help="print a link to a new password, good once")
    link.add_argument("email", metavar="EMAIL")
    invited = deeds.add_parser("invite", help="print a link that makes one account, once")
    invited.add_argument("--role", type=Role, choices=list(Role), default=Role.MEMBER)
    gone = commands.add_parser("erase", help="erase an account and all that is kept of it")
    gone.add_argument("email", metavar="EMAIL")
    asked = commands.add_parser(
        "person-request", help="what is kept of somebody who asks, whoever wrote it down"
    )
    asked.add_argument("email", metavar="EMAIL")
    listing = deeds.add_parser("list", help="every account, its role and since when it is")
    listing.add_argument("--json", action="store_true", help="for programs")
    for parser, deed in (
        (add, _add),
        (role, _role),
        (listing, _list),
        (link, _link),
        (invited, _invite),
        (gone, _erase),
        (asked, _person_request),
    ):
        parser.set_defaults(run=run, deed=deed)


def run(arguments: argparse.Namespace) -> int:
    deed: Deed = arguments.deed
    carry_out(settings.load(), lambda found: deed(found, arguments))
    return 0


async def _add(found: Settings, arguments: argparse.Namespace) -> None:
    given = arguments.password_stdin
    who = Joining(
        name=one_line(arguments.name),
        email=normal_email(one_line(arguments.email)),
        password=sys.stdin.readline().rstrip("\r\n") if given else secrets.token_urlsafe(18),
        timezone=arguments.timezone,
        role=arguments.role,
    )
    if complaints := complaints_of(who):
        raise Invalid(" ".join(complaints.values()))
    await actions.join(who, now=clock.now())
    print(f"{who.email} has an account as {who.role}.")
    if not given:
        print(f"Password, shown this once: {who.password}")


async def _role(found: Settings, arguments: argparse.Namespace) -> None:
    user = await queries.user_by_email(one_line(arguments.email))
    await actions.give_role(user, arguments.role)
    print(f"{user.email} is {arguments.role} now, and must sign in again.")


async def _link(found: Settings, arguments: argparse.Namespace) -> None:
    user = await queries.user_by_email(one_line(arguments.email))
    token = await actions.make_reset_link(user, now=clock.now())
    print(f"For {user.email}, good once, for a day. Hand it over where nobody else reads it:")
    print(f"{found.base_url}/reset?{urlencode({'code': token})}")


async def _invite(found: Settings, arguments: argparse.Namespace) -> None:
    if found.signup == "closed":
        raise Invalid("NETMENTOR_SIGNUP is closed, so no link makes accounts; set it to invite.")
    token = await invitations.invite(arguments.role, now=clock.now())
    print(f"For one account as {arguments.role}, good once, for {INVITED_FOR.days} days:")
    print(f"{found.base_url}/sign-up?{urlencode({'invite': token})}")


async def _erase(found: Settings, arguments: argparse.Namespace) -> None:
    user = await queries.anybody_by_email(one_line(arguments.email))
    await keeping.erase(found, user, now=clock.now())
    print(f"{user.email} is erased. Backups made before still hold the account.")
    if not await wiping.wipe(now=clock.now()):
        print("Bytes of it are in the database’s files until a worker has wiped them out.")


async def _person_request(found: Settings, arguments: argparse.Namespace) -> None:
    """Say who keeps something of a person, and nothing of what that is."""
    email = one_line(arguments.email)
    own, owners = await keeping.what_is_kept_of(email)
    print(f"{email} has {'an' if own and not own.is_guest else 'no'} account here.")
    if own and own.is_guest:
        print("They had a session with a mentor as a guest; netmentor erase erases it.")
    elif own:
        print("They can take all of it along, and erase it, under Account.")
    if not owners:
        print("Nobody else’s notes mention this address.")
        return
    print("The notes of these members mention it; ask them to tell it or to take it out:")
    for owner in owners:
        print(owner.email)


async def _list(found: Settings, arguments: argparse.Namespace) -> None:
    users = await queries.users()
    if arguments.json:
        told = [
            {
                "email": user.email,
                "name": user.name,
                "role": user.role,
                "timezone": user.timezone,
                "created_at": user.created_at.isoformat(),
            }
            for user in users
        ]
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for user in users:
        print(f"{user.email}  {user.role}  {user.name}  since {user.created_at:%Y-%m-%d}")
    if not users:
        print("There is no account yet.")
