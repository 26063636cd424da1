"""Decisions about what comes after an event, on plain values."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from participation.core.feature import Step

SURVEY = re.compile(r"(?:/en)?(/surveys/[a-z0-9-]+)/?")


class Document(NamedTuple):
    """A document that lies elsewhere, with the words of its link."""

    words: str
    address: str


def survey_in(address: str) -> str | None:
    """Return the way to a survey of ours in what somebody has copied from the browser; None where it is none.

    >>> survey_in("https://mitreden.example/en/surveys/abend?x=1")
    '/surveys/abend'
    """
    found = SURVEY.fullmatch(urlsplit(address.strip()).path)
    return found[1] if found else None


def documents_in(lines: str) -> Iterator[Document | None]:
    """Yield a document for every line that ends with an address of the web, and None for every other one.

    >>> list(documents_in("Folien https://stadt.example/folien.pdf"))
    [Document(words='Folien', address='https://stadt.example/folien.pdf')]
    """
    for line in filter(None, map(str.strip, lines.splitlines())):
        words, _blank, address = line.rpartition(" ")
        is_address = address.startswith("https://") and len(address) > len("https://")
        yield Document(words.strip().rstrip(":") or address, address) if is_address else None


def latest(steps: Sequence[Step]) -> Step | None:
    """Return what has become of a voice so far; None where it has only been taken in and checked."""
    happened = [step for step in steps if step.state != "next"]
    return happened[-1] if len(happened) > ARRIVALS else None


ARRIVALS = 2
"""So many steps every public voice has: it came, and it was checked."""
