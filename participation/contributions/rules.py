"""Decisions about contributions on plain values: titles, references, and where the thread stands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from participation.core.feature import Step

LONGEST_TITLE = 70


def title_from(text: str) -> str:
    """Return the first words of a text as its title, cut at a word's end.

    >>> title_from("Bitte eine Bank. Mit Dach!")
    'Bitte eine Bank'
    """
    first = text.strip().split("\n")[0]
    for stop in (". ", "! ", "? "):
        first = first.split(stop)[0]
    first = first.rstrip(" .").strip()
    if len(first) <= LONGEST_TITLE:
        return first
    return first[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"


def thread_of(steps: Sequence[Step]) -> list[Step]:
    """Bring the steps of all features into order and say where the thread stands.

    What has happened comes first, by its date, then what is expected. The latest thing that happened is *now* while
    something is still to come; when nothing is, the thread has reached its end and every knot is done.
    """
    done = sorted((step for step in steps if step.state != "next"), key=_order)
    to_come = sorted((step for step in steps if step.state == "next"), key=_order)
    done = [replace(step, state="done") for step in done]
    if done and to_come:
        done[-1] = replace(done[-1], state="now")
    return done + to_come


def _order(step: Step) -> tuple[str, str]:
    moment = step.order
    if isinstance(moment, datetime):
        return moment.date().isoformat(), moment.isoformat()
    return (moment.isoformat() if isinstance(moment, date) else "9999"), ""
