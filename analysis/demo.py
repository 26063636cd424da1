"""The topics of the demo town: found by the machine, named by the people of the fixture."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import delete, select

from analysis import runs, services
from analysis.deeds import services as deeds
from analysis.deeds.models import TopicDeed
from analysis.models import AnalysisRun, Assignment, Topic
from analysis.snapshots.models import Snapshot
from analysis.told import sentences
from analysis.told.models import TopicsRelease
from participation.access.guard import see_all
from participation.contributions.models import Contribution
from participation.core.clock import now
from participation.core.database import db
from participation.process import services as processes
from participation.process.demo import SLUG, DemoTown

NAMED = 4
SORTED_AFTER = timedelta(days=2)


def load(town: DemoTown) -> None:
    """Run the analysis once, and let a planner name the topics that fit the fixture's own best."""
    process = town.process
    if services.latest_run(process):
        return
    runs.analyse(process, lambda _step: None)
    told = {idea["title"]: idea["gold"]["topic"] for idea in town.fixture["ideas"]}
    process = town.process
    lines = [line for group in services.topics_by_field(process) for line in group.lines]
    _date(process.id)
    used: set[str] = set()
    for line in sorted(lines, key=lambda line: -line.size)[:NAMED]:
        name = _best_name(line.topic, told, town.fixture["topics_gold"], used)
        if name:
            used.add(name)
            deeds.rename(line.topic, name, line.topic.version, None)
            line.topic.confirmed_at = min(one.decided_at for one in services.members(line.topic))
    db.session.add(TopicsRelease(process_id=process.id, released_at=now()))
    db.session.flush()
    sentences.store(process.id, sentences.chosen(sentences.read(process.id)))


def _date(process_id: int) -> None:
    """Let each contribution have found its topic two days after it became public, before anybody answered it."""
    rows = db.session.execute(
        see_all(
            select(Assignment, Contribution.published_at)
            .join(Contribution, Contribution.id == Assignment.contribution_id)
            .where(Contribution.process_id == process_id),
            "the demo town's own",
        )
    )
    for assignment, published_at in rows:
        if published_at:
            assignment.decided_at = min(now(), published_at + SORTED_AFTER)
    db.session.flush()


def _best_name(topic: Topic, told: dict[str, str], names: dict[str, str], used: set[str]) -> str | None:
    found = Counter(told[one.contribution.title] for one in services.members(topic) if one.contribution.title in told)
    for key, _count in found.most_common(1):
        return names[key] if names[key] not in used else None
    return None


def erase(_town: object) -> None:
    """Remove what the machine and people said about the demo town's contributions."""
    process = processes.by_slug(SLUG)
    if process is not None:
        db.session.execute(delete(TopicsRelease).where(TopicsRelease.process_id == process.id))
        db.session.execute(delete(TopicDeed).where(TopicDeed.process_id == process.id))
        db.session.execute(delete(Snapshot).where(Snapshot.process_id == process.id))
        db.session.execute(delete(Topic).where(Topic.process_id == process.id))
        db.session.execute(delete(AnalysisRun).where(AnalysisRun.process_id == process.id))
