"""The first message to somebody: shown where one decides of them and on their page, and kept."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.contacts.drafting import mail_address
from netmentor.contacts.messages.wording import message_to, reword
from netmentor.contacts.models import Contact, Way
from netmentor.contacts.queries import contact_of
from netmentor.contacts.rules import LONGEST_NOTE, WayKind
from netmentor.web import saying, sessions
from netmentor.web.forms.accounts import place_of_ours
from netmentor.web.forms.reading import fields


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft as pages show it; `mail` is the link that opens it as mail, or ""."""

    text: str
    is_reworded: bool
    mail: str
    longest: int = LONGEST_NOTE


async def shown_to(user: User, contact: Contact) -> Shown:
    """The draft of a first message to `contact`."""
    message = await message_to(user, contact)
    ways = await Way.filter(contact=contact, kind=WayKind.EMAIL.value).order_by("id")
    links = (mail_address(one.value, message) for one in ways)
    return Shown(message.text, message.is_reworded, next(filter(None, links), ""))


async def keep(request: Request) -> Response:
    """Keep the draft as it was reworded; an empty one is begun anew from what was noted."""
    found = await sessions.needed(request)
    contact = await contact_of(found.user, request.path_params["key"])
    told = await fields(request, ("draft", "next"))
    await reword(found.user, contact, told["draft"], now=clock.now())
    place = place_of_ours(told["next"] or f"/contacts/{contact.key}")
    words = f"The draft to {contact.name} is kept. It is not sent."
    if not told["draft"].strip():
        words = f"The draft to {contact.name} begins anew."
    return saying.say(request, RedirectResponse(place, 303), words)


routes = [Route("/contacts/{key}/message", keep, methods=["POST"], name="messages:keep")]
