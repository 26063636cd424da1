"""What planners do to topics. Each verb returns the deed, or None where somebody changed the topic since `known`."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from analysis.deeds import log
from analysis.deeds.models import DeedKind, TopicDeed
from analysis.models import Aside, Assignment, DecidedBy, Topic
from participation.core.clock import now
from participation.core.database import db


def rename(topic: Topic, name: str, known: int, person_id: int | None) -> TopicDeed | None:
    """Give a topic the name it keeps."""
    if (deed := log.begin(DeedKind.RENAME, topic, known, person_id)) is None:
        return None
    if topic.named_by is DecidedBy.PERSON:
        deed.name_before = topic.name  # the machine's own name is kept at the topic, and forgotten there with the words
    deed.name_after = topic.name = name
    topic.named_by, topic.confirmed_at = DecidedBy.PERSON, topic.confirmed_at or now()
    return log.finish(deed)


def confirm(topic: Topic, known: int, person_id: int | None) -> TopicDeed | None:
    """Say that a topic and what belongs to it is right; it is then shown to the authors, and no run undoes it."""
    if (deed := log.begin(DeedKind.CONFIRM, topic, known, person_id)) is None:
        return None
    topic.named_by, topic.confirmed_at = DecidedBy.PERSON, topic.confirmed_at or now()
    log.place(deed, members(topic), topic)
    return log.finish(deed)


def move(
    chosen: Sequence[int], topic: Topic, target: Topic | str, known: int, person_id: int | None
) -> TopicDeed | None:
    """Move contributions to another topic, or to a new one with this name; for good."""
    if (deed := log.begin(DeedKind.MOVE, topic, known, person_id)) is None:
        return None
    if isinstance(target, Topic):
        log.include(deed, target)
    place = target if isinstance(target, Topic) else log.begin_topic(deed, topic, target)
    log.place(deed, members(topic, chosen), place)
    return log.finish(deed)


def pin(chosen: Sequence[int], topic: Topic, known: int, person_id: int | None) -> TopicDeed | None:
    """Hold contributions where they are; no run moves them."""
    if (deed := log.begin(DeedKind.PIN, topic, known, person_id)) is None:
        return None
    log.place(deed, members(topic, chosen), topic)
    return log.finish(deed)


def merge(topic: Topic, target: Topic, known: int, person_id: int | None) -> TopicDeed | None:
    """Put all of a topic into another one, for good; the other one keeps its name."""
    if (deed := log.begin(DeedKind.MERGE, topic, known, person_id)) is None:
        return None
    log.include(deed, target)
    log.place(deed, members(topic), target)
    topic.aside = Aside.MERGED
    return log.finish(deed)


def split(topic: Topic, parts: Mapping[int, str], known: int, person_id: int | None) -> TopicDeed | None:
    """Make topics of their own of some parts the machine found in a topic, with these names; the rest stays."""
    if (deed := log.begin(DeedKind.SPLIT, topic, known, person_id)) is None:
        return None
    inside = members(topic)
    for part, name in parts.items():
        log.place(deed, [one for one in inside if one.part == part], log.begin_topic(deed, topic, name))
    log.place(deed, [one for one in inside if one.part not in parts], topic)
    deed.count = sum(one.topic_id != topic.id for one in inside)
    return log.finish(deed)


def park(topic: Topic, known: int, person_id: int | None) -> TopicDeed | None:
    """Set a topic aside with all that is in it; no run touches it, and nobody but planners reads it."""
    return _aside(DeedKind.PARK, topic, Aside.PARKED, known, person_id)


def resume(topic: Topic, known: int, person_id: int | None) -> TopicDeed | None:
    """Bring a parked topic back into the list."""
    return _aside(DeedKind.RESUME, topic, None, known, person_id)


def members(topic: Topic, chosen: Sequence[int] | None = None) -> Sequence[Assignment]:
    """Return what belongs to a topic, hidden ones too: they go along with the others; or those of them chosen."""
    statement = select(Assignment).where(Assignment.topic_id == topic.id).order_by(Assignment.contribution_id)
    if chosen is not None:
        statement = statement.where(Assignment.contribution_id.in_(chosen))
    return db.session.scalars(statement).all()


def _aside(kind: DeedKind, topic: Topic, aside: Aside | None, known: int, person_id: int | None) -> TopicDeed | None:
    if (deed := log.begin(kind, topic, known, person_id)) is None:
        return None
    topic.aside = aside
    return log.finish(deed)
