"""What the topics keep of people's words: it goes when the words go."""

from collections.abc import Mapping
from datetime import date

from flask_babel import lazy_gettext
from sqlalchemy import delete, or_, select

from analysis.core.text import fold, stem, tokens
from analysis.deeds import log as deeds
from analysis.models import Assignment, DecidedBy, FieldGuess, Topic
from analysis.snapshots import services as snapshots
from analysis.snapshots.models import Snapshot, SnapshotPlace
from analysis.trays.models import NearPair
from participation.access.guard import see_all
from participation.contributions.models import Contribution
from participation.core.database import db
from participation.core.feature import PersonalData, Retention
from participation.moderation.rules import Visibility

TABLES = frozenset({"assignment", "topic", "field_guess", "topic_deed", "near_pair", "snapshot", "snapshot_topic"})


def export(person_id: int) -> Mapping[str, object]:
    """Return in which topics a person's contributions stand."""
    rows = db.session.execute(
        see_all(
            select(Contribution.reference, Topic.name, Assignment.words)
            .join(Assignment, Assignment.contribution_id == Contribution.id)
            .join(Topic, Topic.id == Assignment.topic_id)
            .where(Contribution.author_id == person_id),
            "a person's own contributions",
        )
    )
    guesses = db.session.execute(
        see_all(
            select(Contribution.reference, FieldGuess.words_for, FieldGuess.words_against)
            .join(FieldGuess, FieldGuess.contribution_id == Contribution.id)
            .where(Contribution.author_id == person_id),
            "a person's own contributions",
        )
    )
    pairs = db.session.execute(
        see_all(
            select(Contribution.reference, NearPair.words)
            .join(NearPair, NearPair.first_id == Contribution.id)
            .where(Contribution.author_id == person_id),
            "a person's own contributions",
        )
    )
    kept = db.session.execute(
        see_all(
            select(Contribution.reference, Snapshot.taken_at)
            .join(SnapshotPlace, SnapshotPlace.contribution_id == Contribution.id)
            .join(Snapshot, Snapshot.id == SnapshotPlace.snapshot_id)
            .where(Contribution.author_id == person_id),
            "a person's own contributions",
        )
    )
    return {
        "kept_states": [{"contribution": row.reference, "of": row.taken_at.isoformat()} for row in kept],
        "pairs": [{"contribution": row.reference, "words": row.words} for row in pairs],
        "topics": [{"contribution": row.reference, "topic": row.name, "words": row.words} for row in rows],
        "doubtful_fields": [
            {"contribution": row.reference, "words_for": row.words_for, "words_against": row.words_against}
            for row in guesses
        ],
    }


def erase(person_id: int, keep_texts: bool) -> None:
    """Where the texts go, take them out of their topics, and out of the topics' words."""
    if not keep_texts:
        own = see_all(select(Contribution.id).where(Contribution.author_id == person_id), "erasure reaches hidden ones")
        _leave(list(db.session.scalars(own)))


def forget_hidden(_day: date) -> int:
    """Take contributions that are public no more out of their topics; return how many."""
    places = (Assignment.contribution_id, FieldGuess.contribution_id, SnapshotPlace.contribution_id)
    everywhere = (*places, NearPair.first_id, NearPair.second_id)
    known = or_(*(Contribution.id.in_(select(column)) for column in everywhere))
    hidden = see_all(
        select(Contribution.id).where(known, Contribution.visibility != Visibility.PUBLIC),
        "what is hidden leaves its topic",
    )
    return _leave(list(db.session.scalars(hidden)))


def _leave(contribution_ids: list[int]) -> int:
    leaving = Assignment.contribution_id.in_(contribution_ids)
    topics = set(db.session.scalars(select(Assignment.topic_id).where(leaving)))
    db.session.execute(delete(Assignment).where(leaving).execution_options(synchronize_session="fetch"))
    guessed = delete(FieldGuess).where(FieldGuess.contribution_id.in_(contribution_ids))
    db.session.execute(guessed.execution_options(synchronize_session="fetch"))
    paired = NearPair.first_id.in_(contribution_ids) | NearPair.second_id.in_(contribution_ids)
    db.session.execute(delete(NearPair).where(paired).execution_options(synchronize_session="fetch"))
    deeds.forget_names(topics)
    snapshots.forget(contribution_ids)
    for topic in db.session.scalars(select(Topic).where(Topic.id.in_(topics))):
        _forget_words(topic)
    db.session.flush()
    return len(contribution_ids)


def _forget_words(topic: Topic) -> None:
    """Keep only words that some remaining contribution has; a machine's name is made of these."""
    texts = db.session.execute(
        see_all(
            select(Contribution.title, Contribution.text)
            .join(Assignment, Assignment.contribution_id == Contribution.id)
            .where(Assignment.topic_id == topic.id),
            "the words of those that stay",
        )
    )
    said = {stem(fold(word)) for row in texts for word in tokens(f"{row.title} {row.text}")}
    topic.words = [word for word in topic.words if stem(fold(word)) in said]
    topic.parts, topic.machine_name = [], ", ".join(topic.words[:2]) or "–"
    if topic.named_by is DecidedBy.MACHINE:
        topic.name = topic.machine_name


PERSONAL_DATA = PersonalData(tables=TABLES, export=export, erase=erase)
RETENTION = (Retention(lazy_gettext("Topics of contributions that are hidden"), TABLES, 1, forget_hidden),)
