"""Links and advertising: an address on the web, and texts that want to sell."""

import re
from collections.abc import Iterator

from participation.moderation.detectors.marks import Mark, MarkKind

_ENDINGS = "de|com|org|net|info|eu|shop|online|at|ch|io|biz|ru|app|example|xyz|top|club"
_LINK = re.compile(
    rf"https?://[^\s<>\"]+[\w/]|\bwww\.[^\s<>\"]+[\w/]|(?<![@\w.-])(?:[a-z0-9](?:[\w-]{{0,61}}\w)?\.)+(?:{_ENDINGS})\b(?!-)"
    r"(?:/[^\s<>\"]*[\w/])?",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"\bhxxps?://\S+|\b[\w-]{3,63}\s?(?:\[\.\]|\(\.\)|\[dot\]|\(dot\))\s?(?:com|de|org|net|info|shop|top|xyz)\b\S*"
    r"|\b[\w-]{4,63}\s(?:punkt|dot)\s(?:de|com|org|net|info)\b",
    re.IGNORECASE,
)
_SALE = re.compile(
    r"\d{1,3}\s?(?:%|Prozent)\s(?:Rabatt|Nachlass|günstiger|reduziert|auf alles)|\bjetzt\b(?:\s\w+){0,4}\s(?:bestellen"
    r"|kaufen|buchen|anmelden|sichern|zugreifen)|\b(?:bestellen|kaufen|buchen|sichern)\sSie\s(?:\w+\s)?jetzt"
    r"|\b(?:nur|noch)\s(?:diese\swoche|heute|kurze\szeit|solange\sder\svorrat)|\b(?:günstigste|beste|billigste)n?r?\s\w+"
    r"\s(?:der|in\sder|im|aus\sder)\s(?:region|stadt|umgebung|netz|internet)|\b(?:gutschein|rabatt)code\b|\bsonderangebot"
    r"|\b(?:kostenlos|gratis|unverbindlich)\s(?:testen|anfordern|beraten)|\bkaufen\ssie\sjetzt\b|\bklicken\ssie\shier\b"
    r"|\b(?:geld|euro)\sverdienen\b|\bverdienen\ssie\b|\bohne\sschufa\b|\b(?:bitcoin|krypto|casino|viagra)\w*|\bversandkosten"
    r"|\bbesuchen\ssie\sunseren\s(?:\w+\s)?(?:shop|laden|online)|\b(?:angebot|aktion)\sgilt\b|\bzum\sbest(?:en\s)?preis\b"
    r"|\brufen\ssie\suns\s(?:\w+\s)?an\b|\bwir\sbieten\sihnen\b|\bunsere?\s(?:kunden|produkte|firma\sbietet)\b",
    re.IGNORECASE,
)
_ONE_IS_NO_SALE = 2


def links(text: str) -> Iterator[Mark]:
    """Yield addresses on the web, also those written so that no machine should know them."""
    for pattern in (_LINK, _HIDDEN):
        for hit in pattern.finditer(text):
            yield Mark(hit.start(), hit.end(), MarkKind.LINK)


def advertising(text: str) -> Iterator[Mark]:
    """Yield what sounds like a sale, where a text does so twice at least; once everybody may."""
    hits = list(_SALE.finditer(text))
    if len({hit[0].casefold() for hit in hits}) >= _ONE_IS_NO_SALE:
        for hit in hits:
            yield Mark(hit.start(), hit.end(), MarkKind.ADVERTISING)
