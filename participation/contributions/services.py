"""Verbs of the hub: take in, decide, answer, and tell what became of it.

What the moderators decide is written in `deciding`, what authors are told in `telling`; both are reached from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import current_app, url_for
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from participation.access.guard import see_all
from participation.contributions import checking, merging, placing, screening, supporters, telling
from participation.contributions.asking import Rating
from participation.contributions.attachments import services as attachments
from participation.contributions.attachments.rules import Kept
from participation.contributions.deciding import (
    block,
    confirm,
    hide,
    publish,
    reject,
    remove,
    restore,
    statement_of_reasons,
    strip,
    take_back,
)
from participation.contributions.finding import SEARCH_KIND, WITH_PLACE
from participation.contributions.models import (
    SUBJECT,
    AssignedBy,
    Board,
    Contact,
    Contribution,
    Idea,
    Outcome,
    OutcomeKind,
    Question,
    Thread,
)
from participation.contributions.reworking import answer_back, ask_back, edit, forward, offices, question_to
from participation.contributions.rules import days_between, joined, thread_of, title_from
from participation.contributions.telling import authors_locale, contact_of, public_href, tell
from participation.contributions.votes.rules import SCALE
from participation.core import codes, search
from participation.core.clock import local, now
from participation.core.database import db
from participation.core.feature import Step, each
from participation.core.vocabulary import Channel, Language, Sector
from participation.moderation.detectors import language_of
from participation.moderation.rules import Visibility
from participation.web import languages

__all__ = [
    "SUBJECT",
    "Answer",
    "Draft",
    "acknowledge",
    "answer_back",
    "ask_back",
    "authors_locale",
    "block",
    "by_receipt",
    "confirm",
    "contact_of",
    "edit",
    "forward",
    "hide",
    "import_ideas",
    "note_answered",
    "offices",
    "public_href",
    "publish",
    "question_to",
    "receipt_code",
    "receipt_hash",
    "record_outcome",
    "record_outcomes",
    "references",
    "reject",
    "remove",
    "restore",
    "statement_of_reasons",
    "strip",
    "submit_idea",
    "submit_question",
    "take_back",
    "take_over",
    "tell",
    "ways",
]


@dataclass(frozen=True, slots=True)
class Draft:
    """An idea as somebody wrote it, before it becomes a contribution."""

    text: str
    title: str = ""
    place: str = ""
    display_name: str = ""
    mail: str = ""
    language: str = "de"
    district_id: int | None = None
    action_field_id: int | None = None
    channel: Channel = Channel.WEB
    answers: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""
    origin_on: date | None = None
    is_from_survey: bool = False
    sector: Sector = Sector.CITIZENS
    author_id: int | None = None
    organisation_id: int | None = None
    created_at: datetime | None = None
    import_key: str | None = None
    files: Sequence[Kept] = ()
    latitude: float | None = None
    longitude: float | None = None

    @property
    def written_in(self) -> str:
        """The language of the text: what its words say, else that of the page; one that somebody named stays."""
        if self.language not in set(Language):
            return self.language
        return language_of(f"{self.title}\n{self.text}") or languages.locale_of(self.language)


@dataclass(frozen=True, slots=True)
class Answer:
    """An official answer as an office gives it."""

    kind: OutcomeKind
    answer: str
    office: str
    reason: str = ""
    next_on: date | None = None
    decided_at: datetime | None = None


# Receipts: secret links that only their holder has; the database knows a keyed hash.


def receipt_code(once_key: str) -> str:
    """Return the receipt that belongs to one sending; the same for every arrival of the same form."""
    return codes.derive(_secret(), "receipt", once_key)


def by_receipt(code: str) -> Contribution | None:
    """Return the contribution whose holder shows this receipt."""
    statement = select(Contribution).where(Contribution.receipt_hash == receipt_hash(codes.typed(code)))
    return db.session.scalars(
        see_all(statement, "its author sees it in every state").options(
            *WITH_PLACE, selectinload(Contribution.outcomes), selectinload(Contribution.attachments)
        )
    ).first()


def receipt_hash(code: str) -> str:
    """Return under what a receipt is stored."""
    return codes.fingerprint(_secret(), "receipt", code)


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return secret


# Taking in


def submit_idea(board: Board, draft: Draft, receipt: str | None = None) -> Idea:
    """Take in an idea; it waits for the moderators. The author is told by mail where one was left.

    Args:
        receipt: the code from `receipt_code`, for contributions whose author gets a private status link.
    """
    idea = _idea_from(board, placing.placed(draft), receipt, *references(1))
    screening.arrive(idea, draft.files)
    checking.settle(idea, board, has_files=bool(draft.files))
    db.session.add(idea)
    db.session.flush()
    attachments.attach(idea, draft.files)
    search.index(SEARCH_KIND, idea.id, idea.title, idea.text, idea.place)
    acknowledge(idea, draft, receipt)
    return idea


def acknowledge(contribution: Contribution, draft: Draft, receipt: str | None) -> None:
    """Keep the mail address that the author left, and tell the author that the contribution has arrived."""
    if not draft.mail:
        return
    contact = Contact(contribution_id=contribution.id, mail=draft.mail, language=draft.language)
    db.session.add(contact)
    if receipt:
        path = url_for("contributions.status", code=codes.grouped(receipt).lower())
        telling.write(contribution, contact, "received", languages.full_address(path))


def submit_question(process_id: int, draft: Draft, receipt: str) -> Question:
    """Take in a question asked at a meeting; it waits for the moderators."""
    question = Question(
        process_id=process_id,
        channel=draft.channel,
        reference=references(1)[0],
        receipt_hash=receipt_hash(receipt),
        title=title_from(draft.text),
        text=draft.text,
        language=draft.written_in,
        display_name=draft.display_name,
        created_at=draft.created_at or now(),
        visibility=Visibility.WAITING,
    )
    screening.arrive(question)
    db.session.add(question)
    db.session.flush()
    search.index(SEARCH_KIND, question.id, question.title, question.text)
    return question


def _idea_from(board: Board, draft: Draft, receipt: str | None, reference: str) -> Idea:
    return Idea(
        board_id=board.id,
        process_id=board.process_id,
        thread=Thread(process_id=board.process_id, board_id=board.id),
        channel=draft.channel,
        answers=dict(draft.answers),
        origin=draft.origin,
        origin_on=draft.origin_on,
        is_from_survey=draft.is_from_survey,
        reference=reference,
        receipt_hash=receipt_hash(receipt) if receipt else None,
        import_key=draft.import_key,
        title=draft.title or title_from(draft.text),
        text=draft.text,
        language=draft.written_in,
        display_name=draft.display_name,
        place=draft.place,
        latitude=draft.latitude,
        longitude=draft.longitude,
        sector=draft.sector,
        author_id=draft.author_id,
        organisation_id=draft.organisation_id,
        district_id=draft.district_id,
        action_field_id=draft.action_field_id,
        field_by=AssignedBy.AUTHOR if draft.action_field_id else None,
        created_at=draft.created_at or now(),
        visibility=Visibility.WAITING,
        score=SCALE // 2 if board.rating is Rating.PAIRS else 0,
    )


def references(count: int) -> list[str]:
    """Return references that nobody has yet.

    They are short enough to be read out on the phone, so of ten thousand two would be alike once in twenty times.
    """
    found: set[str] = set()
    while len(found) < count:
        drawn = {codes.random_code() for _ in range(count - len(found))}
        taken = select(Contribution.reference).where(Contribution.reference.in_(drawn))
        found |= drawn - set(db.session.scalars(see_all(taken, "a reference is nobody's secret")))
    return list(found)


def take_over(contribution: Contribution, person_id: int) -> None:
    """Make a contribution that nobody has signed one of the person's own; whoever was first stays its author."""
    statement = update(Contribution).where(Contribution.id == contribution.id, Contribution.author_id.is_(None))
    db.session.execute(statement.values(author_id=person_id).execution_options(synchronize_session=False))
    db.session.refresh(contribution)


def import_ideas(board: Board, drafts: Sequence[Draft]) -> int:
    """Take in ideas collected elsewhere, as published; return how many were new.

    An idea whose import key is known already is passed over, so importing a file twice adds nothing.
    """
    keys = [draft.import_key for draft in drafts]
    known = set(
        db.session.scalars(
            see_all(
                select(Contribution.import_key).where(Contribution.import_key.in_(keys)), "keys only, for the import"
            )
        )
    )
    fresh = {draft.import_key: draft for draft in drafts if draft.import_key not in known}
    numbers = references(len(fresh))
    ideas = [
        _idea_from(board, draft, None, reference) for draft, reference in zip(fresh.values(), numbers, strict=True)
    ]
    for idea in ideas:
        idea.visibility = Visibility.PUBLIC
        idea.published_at = idea.created_at
    db.session.add_all(ideas)
    db.session.flush()
    search.index_many(SEARCH_KIND, [(idea.id, "\n".join((idea.title, idea.text, idea.place))) for idea in ideas])
    return len(ideas)


# Answering


def record_outcome(contribution: Contribution, given: Answer, person_id: int | None) -> Outcome:
    """Add the official answer; earlier ones stay readable, the latest counts. The author is told."""
    return record_outcomes([(contribution, given)], person_id)[0]


def record_outcomes(answers: Sequence[tuple[Contribution, Answer]], person_id: int | None) -> list[Outcome]:
    """Add official answers to many contributions, in as few statements as to one; their authors are told.

    Supporters are told of what is answered now; an answer of an earlier day is no news to them.
    """
    outcomes = [_outcome(contribution, given, person_id) for contribution, given in answers]
    db.session.add_all(outcomes)
    for (contribution, _), outcome in zip(answers, outcomes, strict=True):
        note_answered(contribution, outcome.decided_at)
    db.session.flush()
    for contribution, _ in answers:
        db.session.expire(contribution, ["outcomes"])
    ids = [contribution.id for contribution, _ in answers]
    telling.tell_all(ids, "answered")
    supporters.tell_supporters([contribution.id for contribution, given in answers if given.decided_at is None])
    return outcomes


def note_answered(contribution: Contribution, moment: datetime) -> None:
    """Note that the town has answered; how long that took is that of the first answer."""
    contribution.answered_at = moment
    if contribution.days_to_answer is None:
        contribution.days_to_answer = days_between(local(contribution.created_at), local(moment))


def _outcome(contribution: Contribution, given: Answer, person_id: int | None) -> Outcome:
    return Outcome(
        contribution_id=contribution.id,
        kind=given.kind,
        answer=given.answer,
        reason=given.reason,
        office=given.office,
        next_on=given.next_on,
        person_id=person_id,
        decided_at=given.decided_at or now(),
    )


# What became of it


def ways(contributions: Sequence[Contribution]) -> Mapping[int, list[Step]]:
    """Return the thread of each contribution: what all features know of it, in order."""
    steps: dict[int, list[Step]] = {contribution.id: [] for contribution in contributions}
    for timeline in each("timeline"):
        for contribution_id, known in timeline(contributions).items():
            steps[contribution_id].extend(known)
    threads = {contribution_id: thread_of(known) for contribution_id, known in steps.items()}
    for contribution in contributions:
        if contribution.visibility is Visibility.MERGED and (target := merging.followed(contribution)):
            threads[contribution.id] = joined(threads[contribution.id], ways([target])[target.id])
    return threads
