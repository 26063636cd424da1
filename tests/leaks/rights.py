"""THE table of this test: who may read the text of which column, and when it is everybody's.

A column that does not stand here is nobody's: whoever shows it adds its line, and says so where others read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from participation.contributions.models import SUBJECT
from participation.core.vocabulary import Role
from participation.events.rules import Audience
from participation.moderation.rules import Visibility
from participation.plan.rules import BindingState
from surveys.rules import SurveyStatus
from tests.leaks.town import Planted

Row = tuple[str, int]

OF_AUTHORS = frozenset(
    {
        *("contribution", "version", "attachment", "translation", "outcome", "decision", "contact"),
        *("assignment", "field_guess"),
    }
)
"""What an author reads of the own contribution; never who reported it, nor whom we told of a danger."""
MODERATORS = frozenset({Role.MODERATOR, Role.LEAD})
PLANNERS = frozenset({Role.PLANNER, Role.LEAD})
DESK = MODERATORS | PLANNERS | {Role.PARTNER}
LEADS = frozenset({Role.LEAD})
NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who walks: under this name, with these roles, as this person."""

    name: str
    role: Role
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """Who reads a column of a row that is not public, and whether everybody reads it once the row is."""

    staff: frozenset[Role] = NOBODY
    when_public: bool = False


OF_CONTRIBUTIONS = Right(MODERATORS, when_public=True)
RIGHTS: Mapping[str, Right] = {
    "contribution.title": OF_CONTRIBUTIONS,
    "contribution.text": OF_CONTRIBUTIONS,
    "contribution.display_name": OF_CONTRIBUTIONS,
    "contribution.place": OF_CONTRIBUTIONS,
    "attachment.title": OF_CONTRIBUTIONS,
    "attachment.words": OF_CONTRIBUTIONS,
    "translation.title": Right(DESK, when_public=True),
    "translation.text": Right(DESK, when_public=True),
    "translation.translated_by": Right(DESK, when_public=True),
    "outcome.answer": Right(DESK, when_public=True),
    "outcome.reason": Right(DESK, when_public=True),
    "measure.title": Right(PLANNERS, when_public=True),
    "measure.summary": Right(PLANNERS, when_public=True),
    "measure.benefit": Right(PLANNERS, when_public=True),
    "measure.next_step": Right(PLANNERS, when_public=True),
    "event.title": Right(DESK - {Role.PARTNER}, when_public=True),
    "event.text": Right(DESK - {Role.PARTNER}, when_public=True),
    "event.place": Right(DESK - {Role.PARTNER}, when_public=True),
    "event.agenda": Right(DESK - {Role.PARTNER}, when_public=True),
    "minutes.text": Right(DESK - {Role.PARTNER}, when_public=True),
    "event.online_link": Right(DESK - {Role.PARTNER}),
    "registration.name": Right(DESK - {Role.PARTNER}),
    "registration.contact": Right(DESK - {Role.PARTNER}),
    "access_need.words": Right(DESK - {Role.PARTNER}),
    "arrival.name": Right(DESK - {Role.PARTNER}),
    "arrival.reason": Right(DESK - {Role.PARTNER}),
    "topic.name": Right(PLANNERS, when_public=True),
    "topic.words": Right(PLANNERS),
    "topic.machine_name": Right(PLANNERS),
    "topic.parts": Right(PLANNERS),
    "snapshot.name": Right(PLANNERS),
    "snapshot_topic.name": Right(PLANNERS),
    "topic_deed.name_before": Right(PLANNERS),
    "topic_deed.name_after": Right(PLANNERS),
    "assignment.words": Right(PLANNERS),
    "near_pair.words": Right(PLANNERS),
    "field_guess.words_for": Right(PLANNERS),
    "field_guess.words_against": Right(PLANNERS),
    "alarm.informed": Right(MODERATORS),
    "alarm.note": Right(MODERATORS),
    "appeal.text": Right(MODERATORS),
    "version.title": Right(MODERATORS),
    "version.text": Right(MODERATORS),
    "version.display_name": Right(MODERATORS),
    "version.place": Right(MODERATORS),
    "version.note": Right(MODERATORS),
    "block.why_ended": Right(MODERATORS),
    "decision.facts": Right(MODERATORS),
    "notice.explanation": Right(MODERATORS),
    "notice.mail": Right(MODERATORS),
    "notice.name": Right(MODERATORS),
    "barrier_report.mail": Right(DESK - {Role.PARTNER}),
    "barrier_report.page": Right(DESK - {Role.PARTNER}),
    "barrier_report.text": Right(DESK - {Role.PARTNER}),
    "job.last_error": Right(LEADS),
    "job.note": Right(LEADS),
    "organisation.name": Right(PLANNERS),
    "person.name": Right(MODERATORS),
    "survey.title": Right(DESK - {Role.PARTNER}, when_public=True),
    "survey.lead": Right(DESK - {Role.PARTNER}, when_public=True),
    "survey.closing_text": Right(DESK - {Role.PARTNER}, when_public=True),
    "survey_answer.values": Right(PLANNERS),
}


def may_see(planted: Planted, reader: Reader, place: str, row: Row) -> bool:
    """Return whether this reader may find what stands in this column of this row."""
    right = RIGHTS.get(place, Right())
    if reader.role in right.staff or _is_own(planted, reader, row):
        return True
    return right.when_public and _is_public(planted, row)


@cache
def hidden_references(planted: Planted, reader: Reader) -> dict[str, Row]:
    """Return the references of all contributions of which this reader may not even know that they are there."""
    return {
        str(values["reference"]): row
        for row, values in planted.rows.items()
        if row[0] == "contribution" and not may_see(planted, reader, "contribution.text", row)
    }


def _is_own(planted: Planted, reader: Reader, row: Row) -> bool:
    if reader.person is None:
        return False
    if row == ("person", reader.person):
        return True
    about = contribution_of(planted, row) if row[0] in OF_AUTHORS else None
    return about is not None and planted.rows["contribution", about]["author_id"] == reader.person


def contribution_of(planted: Planted, row: Row) -> int | None:
    """Return which contribution a row is, or tells of."""
    values = planted.rows[row]
    if row[0] == "contribution":
        return row[1]
    if values.get("subject_kind") == SUBJECT:
        return int(values["subject_id"])
    found = values.get("contribution_id")
    return int(found) if found else None


def _is_public(planted: Planted, row: Row) -> bool:
    values = planted.rows[row]
    if row[0] == "topic":
        return any(
            other["topic_id"] == row[1] and _is_public(planted, ("contribution", other["contribution_id"]))
            for (table, _), other in planted.rows.items()
            if table == "assignment"
        )
    if row[0] == "measure":
        return values["state"] != BindingState.DRAFT
    if row[0] == "event":
        return values["audience"] == Audience.PUBLIC
    if row[0] == "minutes":
        return values["published_at"] is not None and _is_public(planted, ("event", values["event_id"]))
    if row[0] == "survey":
        return values["status"] == SurveyStatus.PUBLISHED
    if "visibility" in values:
        return values["visibility"] == Visibility.PUBLIC
    above = _above(values)
    return above is None or _is_public(planted, above)


def _above(values: Mapping[str, Any]) -> Row | None:
    """Return the row that a row hangs on."""
    for table in ("contribution", "measure"):
        if values.get(f"{table}_id"):
            return table, values[f"{table}_id"]
    return None
