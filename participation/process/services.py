"""Queries of the process: which one it is, where it stands, what people can do now, and what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from flask_babel import format_date, gettext
from sqlalchemy import select

from participation.core.clock import today
from participation.core.database import Texts, db
from participation.core.feature import Card, Fact, Onward, Step, Story, each
from participation.process.models import Process, ProcessPhase
from participation.process.rules import phase_state
from participation.web.context import day, local_text


def current() -> Process | None:
    """Return the process the start page shows: the newest."""
    return db.session.scalars(select(Process).order_by(Process.id.desc()).limit(1)).first()


def by_slug(slug: str) -> Process | None:
    """Return the process with this name in its address."""
    return db.session.scalars(select(Process).where(Process.slug == slug)).first()


def by_short_code(code: str) -> Process | None:
    """Return the process with this code in its printed address."""
    return db.session.scalars(select(Process).where(Process.short_code == code.lower())).first()


def phase_steps(process: Process) -> list[Step]:
    """Return the phases as steps of a thread; the dates say where each stands."""
    return [_phase_step(phase, is_last=phase is process.phases[-1]) for phase in process.phases]


def _phase_step(phase: ProcessPhase, *, is_last: bool) -> Step:
    state = phase_state(phase.starts_on, phase.ends_on, today())
    summary = local_text(phase.summary)
    when = {
        "done": _stretch(phase.starts_on, phase.ends_on),
        "now": gettext("until %(day)s", day=day(phase.ends_on)),
        "next": _to_come(phase, is_last=is_last),
    }
    return Step(
        state=state,
        title=local_text(phase.name),
        when=when[state],
        text=" ".join([summary, *_closed(phase, state)]),
        order=phase.starts_on,
    )


def _closed(phase: ProcessPhase, state: str) -> Iterator[str]:
    """Yield what everybody reads of a phase that is over: that it is, and who decided so."""
    if state == "done":
        yield gettext("Finished.")
    if phase.decided_on and phase.decided_by:
        yield gettext("Decided on %(day)s, %(who)s.", day=day(phase.decided_on), who=phase.decided_by)
        yield from filter(None, (phase.decision, phase.left_open))


def close(phase: ProcessPhase, decided_on: date, decided_by: str, decision: str, left_open: str = "") -> None:
    """Record the decision at the end of a phase: by whom, what, and why voices without an outcome stay open."""
    phase.decided_on, phase.decided_by = decided_on, decided_by
    phase.decision, phase.left_open = decision, left_open
    db.session.flush()


def _stretch(first: date, last: date) -> str:
    start = _month(first) if first.year != last.year else format_date(first, "LLLL")
    return str(gettext("%(start)s to %(end)s", start=start, end=_month(last)))


def _to_come(phase: ProcessPhase, *, is_last: bool) -> str:
    if is_last:
        return str(gettext("from %(day)s", day=day(phase.starts_on)))
    return str(gettext("%(start)s to %(end)s", start=_month(phase.starts_on), end=day(phase.ends_on)))


def _month(moment: date) -> str:
    return str(format_date(moment, "LLLL y"))


def cards(process: Process) -> list[Card]:
    """Return what people can do in this process now: what all features offer, the most welcome first."""
    found = [card for open_formats in each("open_formats") for card in open_formats(process)]
    return sorted(found, key=lambda card: card.position)


def stories(process: Process) -> list[Story]:
    """Return how contributions came along, as all features tell it, in few words."""
    told: list[Story] = [story for panels in each("panels") if Process in panels for story in panels[Process](process)]
    return [replace(story, steps=_in_short(story.steps)) for story in told]


def onward(process: Process) -> list[Onward]:
    """Return where all contributions can be read, as all features tell it."""
    return [found for lead in each("onward") for found in lead(process)]


def standing(process: Process) -> list[Fact]:
    """Return how the town keeps its word, in figures, as all features tell it."""
    return [fact for tell in each("standing") for fact in tell(process)]


def _in_short(steps: Sequence[Step]) -> list[Step]:
    """Keep day and title; an answer's title is its first sentence."""
    return [
        replace(step, title=step.quote.split(". ")[0].rstrip(".") or step.title, text="", quote="", by="", href="")
        for step in steps
    ]


def missing(process: Process, language: str) -> list[str]:
    """Return which parts of the page are not written in this language."""
    return [name for name, texts in _parts(process) if any(text.get("de") and not text.get(language) for text in texts)]


def _parts(process: Process) -> Iterator[tuple[str, list[Texts]]]:
    yield gettext("What it is about"), [process.title, process.lead]
    yield gettext("Phases"), [text for phase in process.phases for text in (phase.name, phase.summary)]
    yield gettext("Open to change"), [process.is_open]
    yield gettext("Already fixed"), [process.is_fixed]
    yield gettext("Who decides"), [process.who_decides]
