"""The closing report of an evening as a document: figures, minutes, documents, the voices and what becomes of them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from flask import current_app
from flask_babel import gettext

from participation.core.clock import today
from participation.events import names
from participation.events.evening.models import Minutes
from participation.events.evening.rules import documents_in
from participation.events.evening.services import Figures, Heard
from participation.web.context import day, number
from participation.web.papers.blocks import Block, Facts, Grid, Heading, Paper, Points, Text


def paper_of(minutes: Minutes, figures: Figures, heard: Sequence[Heard]) -> Paper:
    """Return the report with all that the page says today."""
    event = minutes.event
    lead = gettext(
        "%(when)s. As of %(day)s; what becomes of the voices goes on.", when=_when(minutes), day=day(today())
    )
    blocks = [*_figures(figures), *_minutes(minutes), *_documents(minutes), *_voices(heard)]
    town = current_app.extensions["settings"].town.name
    return Paper(gettext("What was said: %(title)s", title=event.title), town, lead, blocks)


def _when(minutes: Minutes) -> str:
    return ", ".join(filter(None, (names.when(minutes.event), minutes.event.place)))


def _figures(found: Figures) -> Iterator[Block]:
    yield Heading(1, gettext("The evening in figures"))
    rows = [(gettext("Places reserved"), number(found.registered))]
    if found.came is not None:
        rows.append((gettext("People who came"), number(found.came)))
    if found.tables:
        rows += [(gettext("Tables"), number(found.tables)), (gettext("Notes that are public"), number(found.notes))]
    yield Facts(rows)


def _minutes(minutes: Minutes) -> Iterator[Block]:
    if minutes.text:
        yield Heading(1, gettext("Minutes"))
        yield Text(minutes.text)


def _documents(minutes: Minutes) -> Iterator[Block]:
    found = [f"{one.words}: {one.address}" for one in documents_in(minutes.documents) if one]
    if found:
        yield Heading(1, gettext("Documents"))
        yield Points(found)


def _voices(heard: Sequence[Heard]) -> Iterator[Block]:
    if heard:
        yield Heading(1, gettext("Voices of the evening"))
    for table, group in groupby(heard, lambda one: one.table):
        yield Heading(2, gettext("Table %(number)s", number=table))
        voices = list(group)
        has_points = any(one.points for one in voices)
        heads = [gettext("Note"), gettext("What became of it")]
        heads += [gettext("Points by phone"), gettext("Points on paper")] if has_points else []
        yield Grid(heads, [_row(one, has_points=has_points) for one in voices], (2, 3) if has_points else ())


def _row(one: Heard, *, has_points: bool) -> list[str]:
    became = (
        ", ".join(filter(None, (one.step.title, one.step.when)))
        if one.step
        else gettext("Checked and public; the answer is still to come.")
    )
    words = f"{one.idea.text} ({gettext('Number %(reference)s', reference=one.idea.reference)})"
    points = [number(one.points.by_phone), number(one.points.on_paper)] if one.points else ["", ""]
    return [words, became, *(points if has_points else [])]
