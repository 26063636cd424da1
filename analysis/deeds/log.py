"""The log of topics: begins a deed only where nobody changed the topic meanwhile, and takes deeds back."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import joinedload

from analysis.deeds.models import DeedKind, DeedPlace, TopicDeed
from analysis.models import Aside, Assignment, DecidedBy, Topic, TopicMeasure
from participation.core.clock import now
from participation.core.database import db
from participation.process.models import Process

LOGGED = 100
LOADED = (joinedload(TopicDeed.topic), joinedload(TopicDeed.target))
State = Mapping[str, str | None]


def begin(kind: DeedKind, topic: Topic, known: int, person_id: int | None) -> TopicDeed | None:
    """Begin a deed on a topic; None where somebody changed it since this version was read."""
    if topic.aside is not (Aside.PARKED if kind is DeedKind.RESUME else None) or not _still(topic, known):
        return None
    made = TopicDeed(
        process_id=topic.process_id,
        kind=kind,
        topic_id=topic.id,
        before={str(topic.id): _state(topic)},
        after={},
        made=[],
        count=0,
        person_id=person_id,
        done_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def include(deed: TopicDeed, target: Topic) -> None:
    """Note that a deed reaches another topic, too."""
    deed.target_id, deed.before = target.id, {**deed.before, str(target.id): _state(target)}
    _touch([target.id])


def begin_topic(deed: TopicDeed, like: Topic, name: str) -> Topic:
    """Begin a topic that a person found, in the field of the topic its first contributions come from."""
    made = Topic(
        process_id=like.process_id,
        action_field_id=like.action_field_id,
        name=name,
        named_by=DecidedBy.PERSON,
        words=[],
        parts=[],
        confirmed_at=deed.done_at,
    )
    db.session.add(made)
    db.session.flush()
    deed.made, deed.target_id = [*deed.made, made.id], made.id
    return made


def place(deed: TopicDeed, assignments: Sequence[Assignment], topic: Topic) -> None:
    """Put contributions into a topic for good, and note where they stood."""
    for one in assignments:
        db.session.add(
            DeedPlace(
                deed_id=deed.id,
                contribution_id=one.contribution_id,
                before_id=one.topic_id,
                before_by=one.decided_by,
                before_confidence=one.confidence,
                before_person_id=one.person_id,
                before_at=one.decided_at,
                after_id=topic.id,
            )
        )
        one.topic_id, one.decided_by = topic.id, DecidedBy.PERSON
        one.decided_at, one.person_id, one.confidence = deed.done_at, deed.person_id, 1.0
    deed.count += len(assignments)


def finish(deed: TopicDeed) -> TopicDeed:
    """Keep of the topics' states what this deed changed."""
    db.session.flush()
    before, after = dict(deed.before), {}
    for topic in _topics(before):
        key, has = str(topic.id), _state(topic)
        after[key] = {name: value for name, value in has.items() if value != before[key][name]}
        before[key] = {name: before[key][name] for name in after[key]}
    deed.before, deed.after = before, after
    db.session.flush()
    return deed


def undo(deed: TopicDeed) -> bool:
    """Put everything back as it stood; False where this was undone, or somebody decided otherwise since."""
    topics = _topics(deed.before)
    places = db.session.scalars(select(DeedPlace).where(DeedPlace.deed_id == deed.id)).all()
    standing = _assignments(places)
    if not _stands(deed, topics, places, standing) or not _take(deed):
        return False
    for topic in topics:
        _give_back(deed, topic)
    for one in places:
        if one.contribution_id in standing:
            _return(standing[one.contribution_id], one)
    db.session.flush()
    _touch([topic.id for topic in topics])
    db.session.execute(delete(Topic).where(Topic.id.in_(deed.made)).execution_options(synchronize_session="fetch"))
    return True


def latest(process: Process) -> Sequence[TopicDeed]:
    """Return the last deeds on topics, the newest first."""
    return db.session.scalars(_deeds(process).order_by(TopicDeed.id.desc()).limit(LOGGED)).all()


def by_number(deed_id: int) -> TopicDeed | None:
    """Return the deed with this number."""
    return db.session.get(TopicDeed, deed_id, options=LOADED)


def forget_names(topic_ids: Collection[int]) -> None:
    """Forget what topics were called: words may be in it that are gone."""
    db.session.execute(
        update(TopicDeed)
        .where(TopicDeed.topic_id.in_(topic_ids))
        .values(name_before=None, name_after=None)
        .execution_options(synchronize_session="fetch")
    )


def _deeds(process: Process) -> Select[TopicDeed]:
    return select(TopicDeed).where(TopicDeed.process_id == process.id).options(*LOADED)


def _still(topic: Topic, known: int) -> bool:
    """Count the version up only where it still is the one that was read, so that of two at once one is told."""
    changed = db.session.scalars(
        update(Topic)
        .where(Topic.id == topic.id, Topic.version == known)
        .values(version=Topic.version + 1)
        .returning(Topic.id)
        .execution_options(synchronize_session=False)
    ).first()
    db.session.refresh(topic, ["version"])
    return changed is not None


def _touch(topic_ids: Sequence[int]) -> None:
    db.session.execute(
        update(Topic)
        .where(Topic.id.in_(topic_ids))
        .values(version=Topic.version + 1)
        .execution_options(synchronize_session="fetch")
    )


def _state(topic: Topic) -> State:
    moment = topic.confirmed_at.isoformat() if topic.confirmed_at else None
    aside = topic.aside.value if topic.aside else None
    return {"named_by": topic.named_by.value, "confirmed_at": moment, "aside": aside}


def _topics(states: Mapping[str, object]) -> Sequence[Topic]:
    ids = [int(number) for number in states]
    return db.session.scalars(select(Topic).where(Topic.id.in_(ids)).order_by(Topic.id)).all()


def _assignments(places: Sequence[DeedPlace]) -> dict[int, Assignment]:
    ids = [one.contribution_id for one in places]
    found = db.session.scalars(select(Assignment).where(Assignment.contribution_id.in_(ids)))
    return {one.contribution_id: one for one in found}


def _stands(
    deed: TopicDeed, topics: Sequence[Topic], places: Sequence[DeedPlace], standing: Mapping[int, Assignment]
) -> bool:
    """Return whether all is still as the deed left it; what left its topic because it was hidden does not matter."""
    if len(topics) < len(deed.before) or not _is_called(deed):
        return False
    if any(_state(topic)[name] != value for topic in topics for name, value in deed.after[str(topic.id)].items()):
        return False
    for one in places:
        has = standing.get(one.contribution_id)
        was_dropped = one.before_id is None
        if has and (was_dropped or (has.topic_id, has.decided_by) != (one.after_id, DecidedBy.PERSON)):
            return False
    return not _strangers(deed, {one.contribution_id for one in places})


def _is_called(deed: TopicDeed) -> bool:
    """Return whether a topic still has the name that the deed gave it; a name that was erased is not asked about."""
    return deed.kind is not DeedKind.RENAME or not deed.topic or deed.name_after in {None, deed.topic.name}


def _strangers(deed: TopicDeed, own: AbstractSet[int]) -> bool:
    """Return whether something else stands in a topic that the deed began, or a measure came from it."""
    inside = set(db.session.scalars(select(Assignment.contribution_id).where(Assignment.topic_id.in_(deed.made))))
    used = db.session.scalar(select(TopicMeasure.id).where(TopicMeasure.topic_id.in_(deed.made)).limit(1))
    return bool(inside - own) or used is not None


def _take(deed: TopicDeed) -> bool:
    """Mark a deed as undone, once only."""
    taken = db.session.scalars(
        update(TopicDeed)
        .where(TopicDeed.id == deed.id, TopicDeed.undone_at.is_(None))
        .values(undone_at=now())
        .returning(TopicDeed.id)
        .execution_options(synchronize_session=False)
    ).first()
    db.session.refresh(deed)
    return taken is not None


def _give_back(deed: TopicDeed, topic: Topic) -> None:
    was = deed.before[str(topic.id)]
    if moment := was.get("confirmed_at"):
        topic.confirmed_at = datetime.fromisoformat(moment)
    elif "confirmed_at" in was:
        topic.confirmed_at = None
    if "aside" in was:
        topic.aside = Aside(was["aside"]) if was["aside"] else None
    if named_by := was.get("named_by"):
        topic.named_by = DecidedBy(named_by)
    if deed.kind is DeedKind.RENAME:
        topic.name = deed.name_before or topic.machine_name or topic.name


def _return(assignment: Assignment, place: DeedPlace) -> None:
    assignment.topic_id = place.before_id or assignment.topic_id
    assignment.decided_by, assignment.confidence = place.before_by, place.before_confidence
    assignment.person_id, assignment.decided_at = place.before_person_id, place.before_at
