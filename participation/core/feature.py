"""The Feature object: one value says all that a feature adds to the house.

The composition root hands the tuple of features to `install`; everybody below asks `features()` and never needs
a feature's name. Callables return plain frozen values, never HTML, and work on whole batches, so that the number of
statements stays constant however many things are shown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

import click
from flask import Blueprint, Flask, current_app

Lazy: TypeAlias = Any
"""A text that is translated when it is shown (Flask-Babel's lazy string)."""
Number: TypeAlias = Any
"""A number that the database counts: a scalar select, so that many of them cost one statement."""


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A place in a navigation; shown only to those who may do `action`, to everyone where it is None.

    Attributes:
        is_rare: where there are many places, this one stands behind “More” at the desk, and at the foot for everybody.
    """

    endpoint: str
    label: Lazy
    position: int
    area: Literal["citizen", "desk", "legal"] = "citizen"
    action: Any = None
    count: Callable[[], int] | None = None
    is_rare: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Something people can do now, as a card on the page of the process."""

    position: int
    minutes: int
    title: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Step:
    """One knot of a thread: what happened, happens now, or is to come; `language` is that of text and quote."""

    state: Literal["done", "now", "next"]
    title: str
    when: str = ""
    text: str = ""
    quote: str = ""
    by: str = ""
    href: str = ""
    order: datetime | date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A contribution and its way so far, told on another feature's page."""

    title: str
    href: str
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a page leads on to more of what it shows in part."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thread of comments stands: the page of its subject."""

    title: str
    href: str
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with the words below it."""

    figure: str
    words: str


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that waits for a person of the staff."""

    title: str
    href: str
    count: int
    due: date | None = None
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that a feature hands into the moderators' one queue.

    Attributes:
        group: the heading under which it stands.
        position: the place of that heading; what the desk itself brings begins at 50.
        is_urgent: whether it is said in red before everything else.
    """

    group: Lazy
    position: int
    title: str
    href: str
    due: date
    details: Sequence[str] = ()
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class PersonalData:
    """How a feature hands out and erases what it keeps of a person.

    Attributes:
        tables: names of the tables with columns marked as personal that these functions cover.
        export: person id → plain values for the person's own file.
        erase: person id, whether to keep the texts without the author → nothing; flushes, never commits.
    """

    tables: frozenset[str]
    export: Callable[[int], Mapping[str, object]]
    erase: Callable[[int, bool], None]


@dataclass(frozen=True, slots=True)
class Source:
    """Free text of one kind that the analysis may read.

    Attributes:
        key: under which a process's choice is stored.
        condition: which contributions belong to it; what is hidden is left out by the reader.
        is_read: whether it is read before anybody has chosen.
    """

    key: str
    name: Lazy
    condition: Callable[[], Any]
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class Retention:
    """One class of data that is deleted by itself after a time.

    Attributes:
        tables: the tables it empties, for the test that every personal column is retained by somebody.
        run: deletes what is due and returns how many rows; called nightly by the worker, commits outside.
    """

    name: Lazy
    tables: frozenset[str]
    days: int
    run: Callable[[date], int]


@dataclass(frozen=True)
class Feature:
    """All that one feature adds to the house.

    Attributes:
        often: what the worker does every ten minutes; each quick, and nothing where there is nothing to do.
        why_sign_in: path of the page somebody wanted to see → why one signs in for it, in a sentence or two.
    """

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    navigation: tuple[NavigationItem, ...] = ()
    cli: tuple[click.Command, ...] = ()
    jobs: Mapping[str, Callable[..., None]] = field(default_factory=dict)
    nightly: tuple[Callable[[], object], ...] = ()
    often: tuple[Callable[[], object], ...] = ()
    open_formats: Callable[[Any], Iterable[Card]] | None = None
    panels: Mapping[type, Callable[[Any], Sequence[Story]]] = field(default_factory=dict)
    onward: Callable[[Any], Iterable[Onward]] | None = None
    sources: tuple[Source, ...] = ()
    standing: Callable[[Any], Iterable[Fact]] | None = None
    timeline: Callable[[Sequence[Any]], Mapping[int, Sequence[Step]]] | None = None
    places: Callable[[Sequence[int]], Mapping[int, Place]] | None = None
    duties: Callable[[], Iterable[Duty]] | None = None
    waiting: Callable[[], Iterable[Waiting]] | None = None
    waiting_count: Callable[[], Number | None] | None = None
    report_href: Callable[[str], str] | None = None
    address_of_code: Callable[[str], str | None] | None = None
    why_sign_in: Callable[[str], Lazy | None] | None = None
    personal_data: PersonalData | None = None
    retention: tuple[Retention, ...] = ()
    demo: Callable[[Any], None] | None = None
    erase_demo: Callable[[Any], None] | None = None
    setup: Callable[[Flask], None] | None = None


def install(app: Flask, features: Sequence[Feature]) -> None:
    """Make the features part of the application: pages, commands, and themselves for everybody who asks."""
    app.extensions["features"] = tuple(features)
    for feature in features:
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
        for command in feature.cli:
            app.cli.add_command(command)
        if feature.setup:
            feature.setup(app)


def features() -> tuple[Feature, ...]:
    """Return the features of the running application, in the order of the composition root."""
    found: tuple[Feature, ...] = current_app.extensions["features"]
    return found


def each(name: str) -> Iterator[Any]:
    """Yield what every feature that has something of this name says there."""
    for feature in features():
        value = getattr(feature, name)
        if value:
            yield value
