"""Where an event is: the parts of a place written in one line, and whether it is one at all."""

from __future__ import annotations

import re

from netmentor.events.importing.plaintext import cut
from netmentor.events.rules import STATES, Modality
from netmentor.text import clean, one_line

_LOOKED_AT = 2_000  # characters
LONGEST_VENUE = 200
LONGEST_CITY = 100

_STATE_NAMES = {
    name: code
    for code, name in (
        pair.split(" ", 1)
        for pair in (
            "AL alabama/AK alaska/AZ arizona/AR arkansas/CA california/CO colorado/CT connecticut"
            "/DE delaware/DC district of columbia/FL florida/GA georgia/HI hawaii/ID idaho"
            "/IL illinois/IN indiana/IA iowa/KS kansas/KY kentucky/LA louisiana/ME maine"
            "/MD maryland/MA massachusetts/MI michigan/MN minnesota/MS mississippi/MO missouri"
            "/MT montana/NE nebraska/NV nevada/NH new hampshire/NJ new jersey/NM new mexico"
            "/NY new york/NC north carolina/ND north dakota/OH ohio/OK oklahoma/OR oregon"
            "/PA pennsylvania/RI rhode island/SC south carolina/SD south dakota/TN tennessee"
            "/TX texas/UT utah/VT vermont/VA virginia/WA washington/WV west virginia"
            "/WI wisconsin/WY wyoming/AS american samoa/GU guam"
            "/MP northern mariana islands/PR puerto rico/VI us virgin islands"
        ).split("/")
    )
}
_COUNTRIES = {
    name: code
    for code, *names in (
        line.split("/")
        for line in (
            "US/usa/us/united states/united states of america/estados unidos",
            "CA/canada",
            "MX/mexico",
            "GB/united kingdom/uk/great britain/england/scotland/wales/gb",
            "IE/ireland",
            "DE/germany/deutschland",
            "FR/france/fr",
            "ES/spain/es",
            "IT/italy/it",
            "NL/netherlands/the netherlands/nl",
            "BE/belgium/be",
            "CH/switzerland/ch",
            "AT/austria/at",
            "PT/portugal/pt",
            "SE/sweden/se",
            "DK/denmark/dk",
            "NO/norway/no",
            "AU/australia/au",
            "NZ/new zealand/nz",
            "JP/japan/jp",
            "SG/singapore/sg",
            "IN/india",
            "AE/united arab emirates/uae/ae",
            "BR/brazil/br",
            "BS/bahamas/the bahamas/bs",
        )
    )
    for name in names
}
_PROVINCES = frozenset(
    "on/qc/bc/ab/mb/sk/ns/nb/pe/nl/ontario/quebec/québec/british columbia/alberta/manitoba"
    "/saskatchewan/nova scotia/new brunswick/newfoundland and labrador".split("/")
)
_CITIES_TOO = frozenset({"new york", "washington", "georgia"})  # or a country
_BUILDING = re.compile(
    r"\b(?:hospital|cent(?:er|re)|hotel|hall|room|university|college|clinic|building|auditorium"
    r"|campus|suite|floor|hilton|marriott|hyatt|restaurant|library|office|club|street|avenue)\b",
    re.IGNORECASE,
)
_ZIP = re.compile(r"(?P<before>.*?)\s*\b\d{5}(?:-\d{4})?")
_CANADIAN_POSTCODE = re.compile(r"(?P<before>.*?)\s*\b[A-Z]\d[A-Z] ?\d[A-Z]\d", re.IGNORECASE)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s,;|]+", re.IGNORECASE)
_ONLINE = re.compile(
    r"\b(?:zoom(?:\.us)?|(?:microsoft|ms) teams|teams meeting|webex|google meet|go ?to ?meeting"
    r"|go ?to ?webinar|webinar|webcast|virtual(?:ly)?|on-?line|livestream(?:ed)?|internet)\b"
    r"|^\s*(?:teams|web|remote)\s*$",
    re.IGNORECASE,
)
_SAYS_HOW = re.compile(
    r"\b(?:links?|registration|regist\w+|sent|pass(?:word|code)|meeting id|dial|phone|call|details"
    r"|tb[ad]|provided|only|events?)\b|^\W*\d[\d\s]*$",
    re.IGNORECASE,
)
_EVENT_WORD = r"(?:event|meeting|conference|congress|webinar|session|format|program|workshop|option"
_EVENT_WORD += (
    r"|course|symposium|summit|attendance|participation|networking|class|gathering|series)s?"
)
# One of these stands in all that the rules below find; looking for them takes far less time.
_HINTS_OF_BOTH = ("hybrid", "person")
_HINTS_OF_ONLINE = (
    "zoom team web virtual online on-line livestream google http www remote internet goto".split()
)
_HYBRID = re.compile(
    rf"\bhybrid\s+{_EVENT_WORD}\b|[\[(]\s*hybrid\b|^hybrid\s*[:|–—-]|[-–—|]\s*hybrid\s*$"
    r"|\bin[- ]?person\s*(?:and|or|&|/|\+)\s*(?:on-?line|virtual|via zoom|zoom|livestream)"
    r"|\b(?:on-?line|virtual(?:ly)?|zoom)\s*(?:and|or|&|/|\+)\s*in[- ]?person",
    re.IGNORECASE,
)
_ONLINE_TITLE = re.compile(
    r"\bwebinars?\b|\bwebcasts?\b|\b(?:via|on) (?:zoom|teams|webex)\b|[\[(]\s*(?:zoom|on-?line)\b"
    r"|\bvirtual(?:ly)?\b(?!\s+(?:care|reality|health|healthcare|nurs\w+|visits?|hospitals?|work"
    r"|medicine|assistants?|teams?|clinics?|patients?))"
    rf"|^on-?line\s*[:|–—-]|\bon-?line\s+{_EVENT_WORD}\b|[-–—|]\s*on-?line\s*$",
    re.IGNORECASE,
)
_ONLINE_TEXT = re.compile(
    rf"\b(?:virtual|on-?line)\s+{_EVENT_WORD}\b|\b(?:zoom|webex|teams)\s+(?:link|meeting|webinar)\b"
    r"|\b(?:via|on|by|over|using|through) (?:zoom|webex|(?:microsoft |ms )?teams|google meet)\b"
    r"|https?://(?:[\w-]+\.)*(?:zoom\.us/|teams\.microsoft\.com/|webex\.com/|meet\.google\.com/"
    r"|gotomeeting\.com/|gotowebinar\.com/)|\bthis (?:is a )?(?:live )?webinar\b",
    re.IGNORECASE,
)


def modality_of(title: str, location: str, description: str) -> str:
    """Return whether people meet in person, online, or both, as far as the words tell.

    >>> modality_of("Finance webinar", "", ""), modality_of("Mixer", "https://zoom.us/j/1", "")
    ('online', 'online')
    >>> modality_of("Congress", "Microsoft Teams Meeting; Conference Room 4", "")
    'hybrid'
    >>> modality_of("Leading hybrid teams", "Hyatt, Columbus, OH", "The virtual care event.")
    'in_person'
    """
    title, location = one_line(title[:_LOOKED_AT]), location[:_LOOKED_AT]
    words = "\n".join((title, location, description)).lower().replace("go to", "goto")
    if any(hint in words for hint in _HINTS_OF_BOTH):
        if _HYBRID.search(title) or re.search(r"\bhybrid\b", location, re.IGNORECASE):
            return Modality.HYBRID.value
        if _HYBRID.search(description) or _HYBRID.search(location):
            return Modality.HYBRID.value
    if not any(hint in words for hint in _HINTS_OF_ONLINE):
        return Modality.IN_PERSON.value
    places = _places_in(location)
    if places and _is_online(location):
        return Modality.HYBRID.value
    if _is_online(location) or _ONLINE_TITLE.search(title):
        return Modality.ONLINE.value
    if not places and _ONLINE_TEXT.search(description):
        return Modality.ONLINE.value
    return Modality.IN_PERSON.value


def place_of(location: str) -> tuple[str, str, str, str]:
    """Return venue, city, state and country of a place as people in the United States write it.

    The street stays with the venue. States are those of the United States, by their two
    letters; a country is its two letters too, "" where none can be told. Online is no venue.

    >>> place_of("Columbus Convention Center, 400 N High St, Columbus, OH 43215, USA")
    ('Columbus Convention Center, 400 N High St', 'Columbus', 'OH', 'US')
    >>> place_of("Nashville, Tennessee"), place_of("Room 4, Memorial Hospital")
    (('', 'Nashville', 'TN', 'US'), ('Room 4, Memorial Hospital', '', '', ''))
    >>> place_of("Toronto, ON, Canada"), place_of("https://zoom.us/j/1")
    (('', 'Toronto', '', 'CA'), ('', '', '', ''))
    """
    location = clean(location[:_LOOKED_AT])
    parts = [part.strip() for place in _places_in(location) for part in place.split(",")]
    parts = [part for part in parts if part]
    state, country = _taken_state_and_country(parts)
    if country == "CA":
        _take_province(parts)
    city = _taken_city(parts) if state or country else ""
    return cut(", ".join(parts), LONGEST_VENUE), cut(city, LONGEST_CITY), state, country


def region_of(region: str, country: str) -> tuple[str, str]:
    """Return state and country where both are told apart.

    >>> region_of("Ohio", ""), region_of("", "DE"), region_of("Ontario", "Canada")
    (('OH', 'US'), ('', 'DE'), ('', 'CA'))
    """
    if re.fullmatch(r"[A-Za-z]{2}", country):
        known = country.upper()
        return (place_of(f"Anywhere, {region}")[2] if known == "US" else "", known)
    return place_of(f"Anywhere, {region}, {country}")[2:]


def _is_online(location: str) -> bool:
    return bool(_ONLINE.search(location) or _URL.search(location))


def _places_in(location: str) -> list[str]:
    """The pieces of a location that are neither a link, nor online, nor how to get there."""
    lines = ", ".join(filter(None, map(str.strip, location[:_LOOKED_AT].splitlines())))
    if not _is_online(location):
        return [" ".join(lines.split())] if re.search(r"\w", lines) else []
    pieces = re.split(r"[;|]|\s(?:and|or|&|\+|/)\s", " ".join(_URL.sub(" ", lines).split()))
    return [
        piece.strip(" ,:-–")
        for piece in pieces
        if re.search(r"\w", piece) and not _ONLINE.search(piece) and not _SAYS_HOW.search(piece)
    ]


def _taken_state_and_country(parts: list[str]) -> tuple[str, str]:
    """Take both off the end of `parts`, and the postal code between them."""
    country = _COUNTRIES.get(_bare(parts[-1]), "") if len(parts) > 1 else ""
    if not country and len(parts) > 2 and _bare(parts[-1]) == "ca" and _is_province(parts[-2]):
        country = "CA"  # not California
    if country:
        parts.pop()
    if parts and country in ("", "US"):
        state = _taken_state(parts)
        if state or country:
            return state, "US"
    if not country and len(parts) > 1 and _is_province(parts[-1]):
        return "", "CA"
    return "", country


def _taken_state(parts: list[str]) -> str:
    """Take a state off the end of `parts` with the postal code behind it; "" takes nothing."""
    before, zipped = list(parts), _ZIP.fullmatch(parts[-1])
    if zipped:
        parts[-1:] = [zipped["before"]] if zipped["before"] else []
    state, rest = _state_at_the_end(parts[-1] if parts else "", sure=bool(zipped))
    parts[-1:] = [rest] if rest else []
    if not state or (len(before) == 1 and before[0].casefold() in _CITIES_TOO):
        parts[:] = before
        return ""
    return state


def _state_at_the_end(part: str, *, sure: bool) -> tuple[str, str]:
    """Return the state that `part` is or ends in, and what stands before it."""
    bare = _bare(part)
    if bare.upper() in STATES:
        return bare.upper(), ""
    if bare in _STATE_NAMES:
        return _STATE_NAMES[bare], ""
    ends = re.fullmatch(r"(.*[^\s.])[\s.]+([A-Z]{2})", part)
    if ends and ends[2] in STATES and (sure or not re.search(r"\d", ends[1])):
        return ends[2], ends[1]
    return "", part


def _is_province(part: str) -> bool:
    found = _CANADIAN_POSTCODE.fullmatch(part)
    return _bare(found["before"] if found else part) in _PROVINCES


def _take_province(parts: list[str]) -> None:
    if parts and _CANADIAN_POSTCODE.fullmatch(parts[-1]) and not _is_province(parts[-1]):
        parts.pop()
    if len(parts) > 1 and _is_province(parts[-1]):
        parts.pop()


def _taken_city(parts: list[str]) -> str:
    """Take the city off the end of `parts`; a street has a number, a building its word."""
    if not parts:
        return ""
    city = re.sub(r"^\d{4,6}\s+|\s+\d{4,6}$", "", parts[-1])
    if re.search(r"\d", city) or _BUILDING.search(city):
        return ""
    parts.pop()
    return city


def _bare(part: str) -> str:
    return re.sub(r"\s+", " ", part.replace(".", "").casefold()).strip()
