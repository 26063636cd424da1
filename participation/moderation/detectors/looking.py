"""All detectors over one text, and over all parts of a contribution."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from participation.moderation.detectors import hints, links, personal, words
from participation.moderation.detectors.marks import Mark, MarkKind, Part

LONGEST_LOOKED_AT = 6000
_HARMLESS_IN: Mapping[Part, frozenset[MarkKind]] = {
    Part.NAME: frozenset({MarkKind.PERSON, MarkKind.ADDRESS, MarkKind.PLATE}),
    Part.PLACE: frozenset({MarkKind.ADDRESS}),
}
"""What belongs into a part: the author's own name, and the place that an idea is about."""


def marks(text: str) -> tuple[Mark, ...]:
    """Return the places of one text that deserve a second look, from left to right.

    >>> [mark.kind.value for mark in marks("Herr Muster, Tel. 0123 456789, parkt im Weg.")]
    ['person', 'phone']
    >>> marks("Seit dem 12.03.2027 zahlt Frau Bürgermeisterin 1.200.000 Euro. Unfug!")
    ()
    """
    text = text[:LONGEST_LOOKED_AT]
    certain = _apart(_certain(text))
    is_about_people = any(mark.kind in {MarkKind.PERSON, MarkKind.PHONE} for mark in certain)
    return _apart([*certain, *personal.addresses(text, is_about_people=is_about_people)])


def _certain(text: str) -> Iterator[Mark]:
    """Yield from all detectors, those first that are right where two see something in the same place."""
    yield from personal.ibans(text)
    yield from personal.mails(text)
    yield from links.links(text)
    yield from personal.plates(text)
    yield from personal.phones(text)
    yield from words.threats(text)
    yield from words.insults(text)
    yield from personal.people(text)
    yield from links.advertising(text)


def _apart(found: Iterable[Mark]) -> tuple[Mark, ...]:
    """Keep of marks that overlap the one that came first."""
    kept: list[Mark] = []
    for mark in found:
        if not any(mark.start < other.end and other.start < mark.end for other in kept):
            kept.append(mark)
    return tuple(sorted(kept))


def look(parts: Iterable[tuple[Part, str]], language: str) -> tuple[Mark, ...]:
    """Return the marks of all parts of a contribution, part by part.

    Args:
        parts: title, text, name, place and names of files, as the author wrote them.
        language: that of the page it was written on.
    """
    given = [(part, written) for part, written in parts if written]
    found = [
        replace(mark, part=part)
        for part, written in given
        for mark in marks(_readable(part, written))
        if mark.kind not in _HARMLESS_IN.get(part, ())
    ]
    said = "\n".join(written for part, written in given if part in {Part.TITLE, Part.TEXT})
    found += hints.language(said, language)
    found += [replace(mark, start=0, end=0) for mark in list(hints.defects(said))[:1]]
    return tuple(found)


def _readable(part: Part, written: str) -> str:
    """Return the words of a file's name as words; letter for letter, so that places stay."""
    return written.replace("_", " ") if part is Part.FILE else written
