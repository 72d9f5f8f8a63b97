"""My card: what I hand out of myself, on my own page and behind a link that I can turn off."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor.accounts.models import SignIn
from netmentor.contacts.cards import actions
from netmentor.contacts.cards.models import Card
from netmentor.contacts.cards.queries import card_behind, card_of
from netmentor.contacts.cards.vcards import scanned_vcard, whole_vcard
from netmentor.text import slug
from netmentor.web import personal, sessions
from netmentor.web.calendars import fits_a_code
from netmentor.web.forms import cards as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import not_kept, render, settings_of
from netmentor.web.qr import drawn

_TOLD_NOBODY = {"Referrer-Policy": "no-referrer"}  # the address is all it takes to see a card
_SAID = {
    "save": "Saved.",
    "begin": "Your card is saved, and its link works.",
    "on": "The link works.",
    "off": "The link is off. Nobody sees your card until you turn it on.",
    "link": "This is your new link. The one before leads nowhere any more.",
}


async def show(request: Request) -> Response:
    """The card with its two codes, and the form that writes it."""
    found = await sessions.needed(request)
    card = await card_of(found.user)
    return _page(request, found, card, forms.shown(card, found.user))


async def change(request: Request) -> Response:
    """Write the card, turn its link on or off, or draw another one."""
    found = await sessions.needed(request)
    told = await fields(request, forms.FIELDS)
    act = forms.deed_of(told)
    if act in ("save", "begin"):
        wanted = forms.on_a_card(told)
        if isinstance(wanted, Draft):
            return _page(request, found, await card_of(found.user), wanted, 422)
        await actions.write_card(found.user, wanted)
    if act in ("begin", "on"):
        await actions.turn_on(found.user)
    elif act == "off":
        await actions.turn_off(found.user)
    elif act == "link":
        await actions.draw_new_link(found.user)
    return personal.lead(request, _SAID[act], "my_card:show")


async def show_to_anybody(request: Request) -> Response:
    """The card behind a link: what stands on it, and nothing else of whose it is."""
    card = await card_behind(request.path_params["token"])
    page = not_kept(render(request, "card/show.html", card=card))
    page.headers.update(_TOLD_NOBODY)
    return page


async def download(request: Request) -> Response:
    """The card as a file that a phone adds to its contacts."""
    card = await card_behind(request.path_params["token"])
    name = slug(card.name) or "card"
    headers = _TOLD_NOBODY | {"Content-Disposition": f'attachment; filename="{name}.vcf"'}
    return not_kept(Response(whole_vcard(card), media_type="text/vcard", headers=headers))


def _page(
    request: Request, found: SignIn, card: Card | None, draft: Draft, status: int = 200
) -> Response:
    address = f"{settings_of(request).base_url}/c/{card.token}" if card else ""
    held = scanned_vcard(card) if card else ""
    return personal.render(
        request,
        "card/mine.html",
        found,
        status,
        card=card,
        draft=draft,
        address=address,
        link_code=drawn(address) if card and card.is_on else "",
        card_code=drawn(held) if held and fits_a_code(held) else "",
    )


routes = [
    Route("/card", show, name="my_card:show"),
    Route("/card", change, methods=["POST"]),
    # Before the page: its address would take the ending for a part of the token.
    Route("/c/{token}.vcf", download, name="my_card:download"),
    Route("/c/{token}", show_to_anybody, name="my_card:public"),
]
