"""Verbs of the hub: take in, publish, reject, answer, and tell what became of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from participation.access.guard import GUEST, see_all, visible
from participation.accounts import services as accounts
from participation.contributions.finding import SEARCH_KIND, WITH_PLACE
from participation.contributions.models import (
    AssignedBy,
    Board,
    Contact,
    Contribution,
    Idea,
    Kind,
    Outcome,
    OutcomeKind,
    Question,
    Thread,
)
from participation.contributions.rules import thread_of, title_from
from participation.core import codes, jobs, mail, search
from participation.core.clock import now
from participation.core.database import db
from participation.core.feature import Step, each
from participation.core.vocabulary import Channel, Sector
from participation.moderation import services as moderation
from participation.moderation.rules import HouseRule, Verdict, Visibility
from participation.web import languages

SUBJECT = "contribution"


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
    sector: Sector = Sector.CITIZENS
    author_id: int | None = None
    organisation_id: int | None = None
    created_at: datetime | None = None
    import_key: str | None = None


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
            *WITH_PLACE, selectinload(Contribution.outcomes)
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
    idea = _idea_from(board, draft, receipt, *references(1))
    db.session.add(idea)
    db.session.flush()
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
        _write(contribution, contact, "received", languages.full_address(path))


def submit_question(process_id: int, draft: Draft, receipt: str) -> Question:
    """Take in a question asked at a meeting; it waits for the moderators."""
    question = Question(
        process_id=process_id,
        channel=draft.channel,
        reference=references(1)[0],
        receipt_hash=receipt_hash(receipt),
        title=title_from(draft.text),
        text=draft.text,
        language=draft.language,
        display_name=draft.display_name,
        created_at=draft.created_at or now(),
        visibility=Visibility.WAITING,
    )
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
        reference=reference,
        receipt_hash=receipt_hash(receipt) if receipt else None,
        import_key=draft.import_key,
        title=draft.title or title_from(draft.text),
        text=draft.text,
        language=draft.language,
        display_name=draft.display_name,
        place=draft.place,
        sector=draft.sector,
        author_id=draft.author_id,
        organisation_id=draft.organisation_id,
        district_id=draft.district_id,
        action_field_id=draft.action_field_id,
        field_by=AssignedBy.AUTHOR if draft.action_field_id else None,
        created_at=draft.created_at or now(),
        visibility=Visibility.WAITING,
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


# Deciding and answering


def publish(contribution: Contribution, person_id: int | None, *, decided_at: datetime | None = None) -> None:
    """Make the contribution public and tell its author."""
    decision = moderation.decide(
        contribution, SUBJECT, contribution.id, Verdict.PUBLISH, person_id=person_id, decided_at=decided_at
    )
    contribution.published_at = decision.decided_at
    _tell_all([contribution.id], "published")


def reject(
    contribution: Contribution,
    person_id: int | None,
    *,
    rules: Collection[HouseRule],
    facts: str,
    concern: str = "",
    signed: str = "",
    decided_at: datetime | None = None,
) -> None:
    """Keep the contribution from the public, with rule and reason, and send the author the statement of reasons."""
    contact = contact_of(contribution)
    letter = statement_of_reasons(contribution, contact, rules=rules, facts=facts, concern=concern, signed=signed)
    moderation.decide(
        contribution,
        SUBJECT,
        contribution.id,
        Verdict.REJECT,
        person_id=person_id,
        rules=rules,
        facts=facts,
        letter=letter,
        decided_at=decided_at,
    )
    if contact:
        with force_locale(authors_locale(contribution, contact)):
            subject = gettext(
                "Your contribution %(reference)s: why we do not publish it", reference=contribution.reference
            )
        mail.send(contact.mail, subject, letter)


def statement_of_reasons(
    contribution: Contribution,
    contact: Contact | None,
    *,
    rules: Collection[HouseRule],
    facts: str,
    concern: str = "",
    signed: str = "",
) -> str:
    """Return the letter that the author of a rejected contribution reads, in the author's language."""
    with force_locale(authors_locale(contribution, contact)):
        return moderation.reasons_letter(
            received_on=contribution.created_at,
            reference=contribution.reference,
            rules=rules,
            facts=facts,
            concern=concern,
            signed=signed,
        )


def authors_locale(contribution: Contribution, contact: Contact | None) -> str:
    """Return the locale in which to write to the author."""
    return languages.locale_of(contact.language if contact else contribution.language)


def record_outcome(contribution: Contribution, given: Answer, person_id: int | None) -> Outcome:
    """Add the official answer; earlier ones stay readable, the latest counts. The author is told."""
    return record_outcomes([(contribution, given)], person_id)[0]


def record_outcomes(answers: Sequence[tuple[Contribution, Answer]], person_id: int | None) -> list[Outcome]:
    """Add official answers to many contributions, in as few statements as to one; their authors are told."""
    outcomes = [_outcome(contribution, given, person_id) for contribution, given in answers]
    db.session.add_all(outcomes)
    for (contribution, _), outcome in zip(answers, outcomes, strict=True):
        contribution.answered_at = outcome.decided_at
    db.session.flush()
    for contribution, _ in answers:
        db.session.expire(contribution, ["outcomes"])
    _tell_all([contribution.id for contribution, _ in answers], "answered")
    return outcomes


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


def contact_of(contribution: Contribution) -> Contact | None:
    """Return where the author wants to be told, if anywhere."""
    return db.session.scalars(select(Contact).where(Contact.contribution_id == contribution.id)).first()


def _tell_all(contribution_ids: Sequence[int], event: str) -> None:
    """Have the authors written to who left a contact."""
    reached = select(Contact.contribution_id).where(Contact.contribution_id.in_(contribution_ids))
    wishes = [{"contribution": number, "event": event} for number in db.session.scalars(reached)]
    jobs.enqueue_many("contributions.tell", wishes)


def tell(job: jobs.JobRun) -> None:
    """Write to the author of a contribution, if it is still there, still public, and a contact is still known."""
    statement = select(Contribution).where(Contribution.id == job.payload["contribution"])
    contribution = db.session.scalars(visible(statement, GUEST).options(selectinload(Contribution.outcomes))).first()
    contact = contact_of(contribution) if contribution else None
    if contribution and contact:
        with current_app.test_request_context(base_url=languages.base_address(contact.language)):
            _write(contribution, contact, job.payload["event"])


def _write(contribution: Contribution, contact: Contact, event: str, link: str = "") -> None:
    with force_locale(languages.locale_of(contact.language)):
        link = link or languages.full_address(public_href(contribution))
        name = "comment" if contribution.kind is Kind.COMMENT else "mail"
        body = render_template(f"contributions/{name}_{event}.txt", contribution=contribution, link=link)
        mail.send(_address_of(contribution, contact), _subject(contribution, event), body)


def _subject(contribution: Contribution, event: str) -> str:
    subjects = {
        (Kind.IDEA, "received"): gettext("Your idea has arrived: %(title)s", title=contribution.title),
        (Kind.IDEA, "published"): gettext("Your idea is public: %(title)s", title=contribution.title),
        (Kind.IDEA, "answered"): gettext("An answer to your idea: %(title)s", title=contribution.title),
        (Kind.COMMENT, "received"): gettext("Your comment has arrived: %(title)s", title=contribution.title),
        (Kind.COMMENT, "published"): gettext("Your comment is public: %(title)s", title=contribution.title),
    }
    return subjects[contribution.kind, event]


def public_href(contribution: Contribution) -> str:
    """Return where everybody reads a contribution that is public."""
    endpoint = "contributions.comment" if contribution.kind is Kind.COMMENT else "contributions.way"
    return url_for(endpoint, reference=contribution.reference)


def _address_of(contribution: Contribution, contact: Contact) -> str:
    """Return where the author reads mail today: somebody with an account may have moved since."""
    author = accounts.person(contribution.author_id) if contribution.author_id else None
    return author.mail if author and contact.mail in accounts.addresses(author) else contact.mail


# What became of it


def ways(contributions: Sequence[Contribution]) -> Mapping[int, list[Step]]:
    """Return the thread of each contribution: what all features know of it, in order."""
    steps: dict[int, list[Step]] = {contribution.id: [] for contribution in contributions}
    for timeline in each("timeline"):
        for contribution_id, known in timeline(contributions).items():
            steps[contribution_id].extend(known)
    return {contribution_id: thread_of(known) for contribution_id, known in steps.items()}
