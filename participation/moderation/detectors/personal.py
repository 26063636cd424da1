"""Places that look like data about people: names, addresses, numbers to call, accounts and cars.

The patterns know what is written about towns all day: dates, sums, roads with numbers, speeds, offices.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from participation.moderation.detectors.marks import Mark, MarkKind

_CAPITAL = r"[A-ZÄÖÜ]"
_NAME = rf"{_CAPITAL}[a-zäöüßéèçıłńšž]+(?:-{_CAPITAL}[a-zäöüßéèçıłńšž]+)?"
_TITLES = r"(?:(?:Dr|Prof|Ing|Dipl)\.?(?:-Ing\.?)?\s+)*"

# Mail and telephone

_DOT = r"(?:\.|\s?(?:\[dot\]|\(dot\)|\[punkt\]|\(punkt\))\s?)"
_MAIL = re.compile(rf"[\w.+-]{{1,64}}\s?(?:@|\(at\)|\[at\])\s?[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}})+", re.IGNORECASE)
_MAIL_SPOKEN = re.compile(
    r"[\w.+-]{1,64}\s(?:at|ät)\s[\w-]{2,63}\s(?:punkt|dot)\s(?:de|org|com|net|info|eu)\b", re.IGNORECASE
)
_GAP = r"[ \u00a0/().-]{0,3}"
_PHONE = re.compile(rf"(?<![\d.,€/-])(?:\+|\b00?)[1-9](?:{_GAP}\d){{5,13}}(?![\d€%])(?![.,]\d)")
_CALL = re.compile(
    rf"\b(?:Tel(?:efon(?:nummer)?)?|Handy(?:nummer)?|Mobil(?:nummer)?|Phone|Fax|Rufnummer|WhatsApp)\b\.?:?"
    rf"\s{{0,3}}(?:ist\s|lautet\s)?\+?\d(?:{_GAP}\d){{3,14}}",
    re.IGNORECASE,
)
_DATES = re.compile(r"\d{1,4}([-./])\d{1,2}\1\d{1,4}|\d{1,2}[-.]\d{1,2}\.?|0\d\.\d{4}|0?\d/\d{4}")
_SHORTEST_NUMBER = 7


def mails(text: str) -> Iterator[Mark]:
    """Yield addresses for mail, also those written with (at)."""
    for pattern in (_MAIL, _MAIL_SPOKEN):
        for hit in pattern.finditer(text):
            yield Mark(hit.start(), hit.end(), MarkKind.MAIL)


def phones(text: str) -> Iterator[Mark]:
    """Yield numbers that somebody can be called under; dates, sums and counts are none."""
    for hit in _CALL.finditer(text):
        yield Mark(hit.start(), hit.end(), MarkKind.PHONE)
    for hit in _PHONE.finditer(text):
        digits = sum(letter.isdigit() for letter in hit[0])
        if digits >= _SHORTEST_NUMBER and not _holds_a_date(hit[0]):
            yield Mark(hit.start(), hit.end(), MarkKind.PHONE)


def _holds_a_date(number: str) -> bool:
    return any(_DATES.fullmatch(part) for part in re.split(r"\s+|\s?[-–]\s", number)) or bool(_DATES.fullmatch(number))


# Bank account

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[\dA-Z]{4}){2,7}(?:[ \u00a0]?[\dA-Z]{1,3})?\b")


def ibans(text: str) -> Iterator[Mark]:
    """Yield bank accounts whose check digits are right."""
    for hit in _IBAN.finditer(text):
        if is_iban(hit[0]):
            yield Mark(hit.start(), hit.end(), MarkKind.IBAN)


def is_iban(written: str) -> bool:
    """Return whether the check digits belong to the account, as ISO 13616 has it.

    >>> is_iban("DE89 3704 0044 0532 0130 00"), is_iban("DE88 3704 0044 0532 0130 00")
    (True, False)
    """
    plain = "".join(written.split())
    if plain.startswith("DE") and len(plain) != 22:
        return False
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1


# Cars

_PLATE = re.compile(r"\b([A-ZÄÖÜ]{1,3})(-| - |[ \u00a0])([A-Z]{1,2})[ \u00a0-]?([1-9]\d{0,3})([EH])?\b")
_NO_PLATES = frozenset(
    {
        "DIN", "EN", "ISO", "TÜV", "EU", "USA", "CO", "PM", "IC", "RE", "RB", "ICE", "EC", "BUS", "KM", "UM", "AM",
        "IM", "AN", "ZU", "DB", "VO", "TOP", "NR", "ART", "ABS", "SGB", "BGB", "BAB",
    }
)  # fmt: skip
_CAR_WORDS = re.compile(r"kennzeichen|nummernschild|\b(?:autos?|pkw|wagen|lkw|fahrzeug|transporter)\b", re.IGNORECASE)
_CAR_NEAR = 60


def plates(text: str) -> Iterator[Mark]:
    """Yield number plates: with a hyphen as they are written, with a blank only where a car is spoken of."""
    for hit in _PLATE.finditer(text):
        near = text[max(0, hit.start() - _CAR_NEAR) : hit.end() + _CAR_NEAR]
        if hit[1] in _NO_PLATES or (len(hit[4]) == 1 and not _CAR_WORDS.search(near)):
            continue
        if hit[2].strip() or _CAR_WORDS.search(near):
            yield Mark(hit.start(), hit.end(), MarkKind.PLATE)


# Addresses

_KIND_OF_STREET = (
    r"(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|platz|ring|damm|ufer|chaussee|stieg|steig|kamp|pfad|twiete|graben|markt"
    r"|hof|berg|wall|winkel|siedlung|promenade|redder|brink|garten|gärten|wiese|feld)"
)
_NO_START = r"(?!(?:Bei|Beim|Die|Der|Das|Dem|Den|Des|Ein|Eine|Haus|Hauses|Einfahrt|Einfahrten|Von|Vor|Hinter|Neben)\b)"
_WHOLE_STREET = rf"{_CAPITAL}[\w.-]{{0,40}}?{_KIND_OF_STREET}"
_STREET_OF_WORDS = rf"{_NO_START}(?:{_CAPITAL}[\w.]{{1,25}}[ -]){{1,3}}(?i:{_KIND_OF_STREET})"
_STREET = rf"(?<![\w-])(?:{_WHOLE_STREET}|{_STREET_OF_WORDS})"
_AT = (
    r"(?:Am|An der|An den|Im(?! Haus)|In der|Zum|Zur|Unter den|Auf dem|Auf der|Hinter dem|Alte[rn]?|Neue[rn]?)\s"
    rf"{_CAPITAL}\w+"
)
_NUMBER = r"(?:Nr\.\s?|Hausnummer\s)?(?P<number>[1-9]\d{0,2})\s?(?P<letter>[a-hA-H]\b)?"
_ADDRESS = re.compile(
    rf"\b(?:{_STREET}|{_AT})\s+{_NUMBER}(?![\w%€])(?![.,:/]\d)(?!\.\s?(?:{_CAPITAL}\w+(?:ar|är|er|il|ai|ni|li|st)\b))"
)
_ROADS = re.compile(
    r"\b(?:Bundes|Landes|Kreis|Land|Staats|Europa|Fern|Haupt|Gemeinde|Neben|Einbahn|Spiel|Wohn|Fahrrad|Rad|Geh|Fuß|Schul"
    r"|Feld|Wander|Ufer|Rundwander|Rund|Wald)(?:-\s?und\s\w+)?(?:stra(?:ß|ss)e|str\.|weg|ring|platz)\s+\d"
    r"|\b(?:Parkplatz|Bahnhof|Spielplatz|Sportplatz|Stellplatz|Friedhof|Schulhof|Bauhof|Wochenmarkt|Umweg|Weg|Platz|Hof)\s"
)
_IN_A_SERIES = re.compile(r"(?:Jahr|Tempo|Zone|Linie|Anfang|Ende|Mitte)$")
_COUNTED = re.compile(
    rf"\s?(?:m|km|cm|qm|m²|ha|kg|t|h|min|Uhr|Euro|EUR|€|%|Prozent|Grad|mal|Mal|bis|oder|und|von|aus|neue|weitere|"
    rf"große|kleine|von)\b|\s?[-–x×]\s?\d|\.\s?(?:{_CAPITAL}|bis)|\s{_CAPITAL}\w+|er\b"
)
_POSTCODE = re.compile(r",?\s*\(?(?:D-)?\d{5}\s")
_LIVES = re.compile(r"\b(?:wohn(?:t|en|haft|e)|lebt|leben)\b[^.!?]{0,25}$")
_BESIDE = re.compile(
    r"(?:\b[Vv]or|[Gg]egenüber|[Hh]öhe|\b[Zz]wischen|Ecke|\b[Nn]eben|\b[Hh]inter|\bbis|\bab|\bKreuzung|[Hh]aus(?:es)?|Kita"
    r"|Schule|Institut|Laden|Geschäft|Einfahrt(?:en)?)(?:\s(?:der|dem|des|von|zur|zum|bei))?[\s(]*$"
)


def addresses(text: str, *, is_about_people: bool = False) -> Iterator[Mark]:
    """Yield streets with a number where somebody may live; what lies in front of or across from one is a place.

    Args:
        is_about_people: other places of the text name a person, so that no address in it is taken for a mere place.
    """
    for hit in _ADDRESS.finditer(text):
        if _ROADS.search(hit[0]) or _IN_A_SERIES.search(hit[0][: hit.start("number") - hit.start()].rstrip()):
            continue
        after = text[hit.end() :]
        if not _POSTCODE.match(after) and not _LIVES.search(text[: hit.start()]):
            if _COUNTED.match(after) and not hit["letter"]:
                continue
            if not is_about_people and _BESIDE.search(text[: hit.start()]):
                continue
        yield Mark(hit.start(), hit.end(), MarkKind.ADDRESS)


# Names

_FIRST_NAMES = frozenset(
    line.strip()
    for line in (Path(__file__).parent / "first_names.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
)
_PREFIX = r"(?:(?:von|van|zu|de|da|el|al)\s(?:der\s|den\s|dem\s)?)?"
_ADDRESSED = re.compile(
    rf"\b(?:Herrn?|Hr\.|Frau|Fr\.|Familie|Fam\.|Eheleute|Mr\.?|Mrs\.?|Ms\.?)\s+{_TITLES}{_PREFIX}"
    rf"(?P<name>{_CAPITAL}[\wäöüß-]+)(?:\s+(?P<second>{_CAPITAL}[\wäöüß-]+))?"
)
_INTRODUCED = re.compile(
    rf"\b(?:[Nn]amens|heißt|[Nn]achbar(?:in|n)?|[Kk]olleg(?:e|in|en)|[Cc]hef(?:in)?|[Vv]ermieter(?:in)?|[Ee]igentümer(?:in)?"
    rf"|[Ll]ehrer(?:in)?|[Aa]rzt|[Ää]rztin|[Bb]esitzer(?:in)?|[Hh]ausmeister(?:in)?|[Ss]achbearbeiter(?:in)?)"
    rf",?\s+(?P<name>{_NAME})\s+(?P<second>{_NAME})\b"
)
_TWO_NAMES = re.compile(rf"(?<![-\w])(?P<name>{_NAME})\s+{_PREFIX}(?P<second>{_NAME})(?![-\w])")
_OFFICES = re.compile(
    r"(?:meister|präsident|rat|rät|leiter|minister|vorsteher|kanzler|direktor|dezernent|amtfrau|beauftragte?|chef"
    r"|doktor|professor|lehrer|pfarrer|pastor|vorsitzende?|senator|verkehrsminister|abgeordnete)(?:in|r|n)?$",
    re.IGNORECASE,
)
_NO_SURNAMES = re.compile(
    rf"(?:{_KIND_OF_STREET}|schule|gymnasium|kirche|haus|heim|halle|park|bad|brücke|tunnel|institut|stiftung|universität"
    rf"|bibliothek|str|viertel|preis|tor|stadion|ufer|denkmal|center|verein|werk)$",
    re.IGNORECASE,
)
_NOT_AFTER_HERR = frozenset(
    {
        "Und", "Oder", "Die", "Der", "Das", "Sie", "Er", "Mann", "Kind", "Mutter", "Tochter", "Familie", "Muss", "Kann",
        "Wirklich", "Gott", "Als", "Holle", "Mit", "Am", "Im",
    }
)  # fmt: skip


def people(text: str) -> Iterator[Mark]:
    """Yield names of people: after “Herr” or “Frau”, after “mein Nachbar”, or a first name and another name."""
    for hit in _ADDRESSED.finditer(text):
        if _OFFICES.search(hit["name"]) or hit["name"] in _NOT_AFTER_HERR:
            continue
        is_name = hit["second"] and not _NO_SURNAMES.search(hit["second"]) and hit["second"] not in _NOT_AFTER_HERR
        yield Mark(hit.start(), hit.end() if is_name or not hit["second"] else hit.end("name"), MarkKind.PERSON)
    for hit in _INTRODUCED.finditer(text):
        if hit["name"] in _FIRST_NAMES:
            yield Mark(hit.start("name"), hit.end(), MarkKind.PERSON)
    for hit in _TWO_NAMES.finditer(text):
        if hit["name"] in _FIRST_NAMES and _is_surname(hit["second"], text[hit.end() :]):
            yield Mark(hit.start(), hit.end(), MarkKind.PERSON)


def _is_surname(word: str, after: str) -> bool:
    following = re.match(rf"[\s-]+({_CAPITAL}[\wäöüß.]+)", after)
    return not (
        _NO_SURNAMES.search(word)
        or _OFFICES.search(word)
        or word in _NOT_AFTER_HERR
        or (following and _NO_SURNAMES.search(following[1]))
    )
