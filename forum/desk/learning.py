"""Hints learned from the moderators' own decisions: every night from scratch, for each process that wants them.

The table of a process lies as a file in the instance folder. What was erased is not among the texts of the next night,
so it is forgotten with it. A hint changes the order of what waits and nothing else.
"""

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from analysis.core import decisions
from analysis.core.decisions import DecisionHint, DecisionModel
from participation.access.guard import see_all
from participation.contributions.models import Contribution
from participation.contributions.wiping import ERASED
from participation.core.database import db
from participation.moderation.rules import Visibility
from participation.process.models import Process

PUBLISHED, KEPT_BACK = frozenset({Visibility.PUBLIC}), frozenset({Visibility.REJECTED, Visibility.HIDDEN})
MOST_DECISIONS = 5000
NOT_ERASED = (Contribution.text != ERASED, Contribution.is_unread.is_(False))


def learn_all() -> int:
    """Learn anew for every process; delete the table of one that wants none. Return how many learned something."""
    return sum(_learn(process) for process in db.session.scalars(select(Process)).all())


def _learn(process: Process) -> bool:
    path = _path(process.id)
    model = None
    if process.learns:
        rows = _decided(process.id)
        model = decisions.learn([text for text, _ in rows], [is_kept_back for _, is_kept_back in rows])
    if model is None:
        path.unlink(missing_ok=True)
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(model), ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)
    return True


def _decided(process_id: int) -> list[tuple[str, bool]]:
    """Return what was decided last, with whether it was kept from the public."""
    statement = (
        select(Contribution.title, Contribution.text, Contribution.visibility)
        .where(
            Contribution.process_id == process_id,
            Contribution.visibility.in_(PUBLISHED | KEPT_BACK),
            *NOT_ERASED,
        )
        .order_by(Contribution.id.desc())
        .limit(MOST_DECISIONS)
    )
    rows = db.session.execute(see_all(statement, "rejected texts teach, and nobody reads them here"))
    return [(f"{row.title}\n{row.text}", row.visibility in KEPT_BACK) for row in rows]


def hint_for(contribution: Contribution) -> DecisionHint | None:
    """Return why a contribution is like rejected ones, if its process wants hints and knows enough."""
    path = _path(contribution.process_id)
    if not path.exists():
        return None
    return decisions.hint(_read(path, path.stat().st_mtime_ns), f"{contribution.title}\n{contribution.text}")


@lru_cache(8)
def _read(path: Path, _written: int) -> DecisionModel:
    plain = json.loads(path.read_text(encoding="utf-8"))
    return DecisionModel(**{**plain, "words": {word: tuple(values) for word, values in plain["words"].items()}})


def _path(process_id: int) -> Path:
    folder: Path = current_app.extensions["settings"].instance
    return folder / "learned" / f"process-{process_id}.json"


def switch(process: Process, *, is_on: bool) -> None:
    """Switch hints on from the next night on, or off; then what was learned is deleted at once."""
    process.learns = is_on
    if not is_on:
        _path(process.id).unlink(missing_ok=True)
    db.session.flush()


def known(process: Process) -> DecisionModel | None:
    """Return what was learned for a process, for the page that switches it."""
    path = _path(process.id)
    return _read(path, path.stat().st_mtime_ns) if path.exists() else None
