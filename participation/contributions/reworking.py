"""What moderators do with a text beside publishing and rejecting it, and what its author answers."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from flask_babel import force_locale, gettext
from sqlalchemy import func, select

from participation.contributions import telling, translations
from participation.contributions.models import SUBJECT, Contact, Contribution
from participation.contributions.rules import title_from
from participation.contributions.versioned import Version
from participation.contributions.wording import Wording, change
from participation.core import mail
from participation.core.database import db
from participation.moderation import services as moderation
from participation.moderation.models import Decision
from participation.moderation.rules import Verdict, Visibility

OFFICES_OFFERED = 30


def edit(
    contribution: Contribution,
    person_id: int | None,
    said: Wording,
    *,
    facts: str,
    signed: str = "",
    publish: bool = False,
    decided_at: datetime | None = None,
) -> None:
    """Take personal data out of a contribution, keep the version before, and tell its author what was taken out.

    Args:
        said: what it says from now on.
        facts: what was taken out, in a sentence that repeats none of it.
        publish: whether it becomes public like this.
    """
    contact = telling.contact_of(contribution)
    translations.erase([contribution.id])
    change(contribution, said, person_id=person_id, changed_at=decided_at)
    is_public = publish or contribution.visibility is Visibility.PUBLIC
    letter = edited_letter(contribution, contact, facts=facts, signed=signed, is_public=is_public)
    decision = moderation.decide(
        contribution,
        SUBJECT,
        contribution.id,
        Verdict.EDIT,
        person_id=person_id,
        facts=facts,
        letter=letter,
        decided_at=decided_at,
    )
    contribution.redacted_at, contribution.is_unread = decision.decided_at, False
    if publish:
        moderation.decide(
            contribution, SUBJECT, contribution.id, Verdict.PUBLISH, person_id=person_id, decided_at=decided_at
        )
        contribution.published_at = decision.decided_at
    _send(contribution, contact, Verdict.EDIT, letter)


def ask_back(
    contribution: Contribution,
    person_id: int | None,
    question: str,
    *,
    signed: str = "",
    decided_at: datetime | None = None,
) -> None:
    """Ask the author something; the contribution waits for the answer on the author's status page."""
    contact = telling.contact_of(contribution)
    letter = _letter("asked", contribution, contact, question=question, signed=signed)
    moderation.decide(
        contribution,
        SUBJECT,
        contribution.id,
        Verdict.ASK_BACK,
        person_id=person_id,
        facts=question,
        letter=letter,
        decided_at=decided_at,
    )
    _send(contribution, contact, Verdict.ASK_BACK, letter)


def answer_back(contribution: Contribution, text: str, note: str) -> None:
    """Let the author answer a question of the moderators, by changing the text or in words; it waits again.

    A title that was made of the text is made of the new one.
    """
    was_made = contribution.title == title_from(contribution.text)
    title = title_from(text) if was_made else contribution.title
    said = Wording(title, text, contribution.display_name, contribution.place)
    translations.erase([contribution.id])
    change(contribution, said, note=note, by_author=True)
    contribution.visibility = Visibility.WAITING
    db.session.flush()


def question_to(contribution: Contribution) -> str:
    """Return the question that its author has still to answer; empty where there is none."""
    if contribution.visibility is not Visibility.ASKED:
        return ""
    decisions = moderation.decisions_on(SUBJECT, [contribution.id])[contribution.id]
    return next((one.facts for one in reversed(decisions) if one.verdict is Verdict.ASK_BACK), "")


def forward(
    contribution: Contribution,
    person_id: int | None,
    office: str,
    *,
    note: str,
    with_text: bool,
    office_mail: str = "",
    signed: str = "",
    decided_at: datetime | None = None,
) -> None:
    """Pass a contribution on to another office and tell its author.

    Args:
        note: what the office should know or do.
        with_text: whether the office gets the text; otherwise only the note, without anything about a person.
        office_mail: where to send it; without one somebody hands it over.
    """
    contact = telling.contact_of(contribution)
    letter = _letter("forwarded", contribution, contact, office=office, with_text=with_text, signed=signed)
    moderation.decide(
        contribution,
        SUBJECT,
        contribution.id,
        Verdict.FORWARD,
        person_id=person_id,
        facts=note,
        letter=letter,
        office=office,
        decided_at=decided_at,
    )
    if office_mail:
        body = render_template(
            "contributions/letter_to_office.txt",
            contribution=contribution,
            note=note,
            with_text=with_text,
            signed=signed,
        )
        subject = gettext("Contribution %(reference)s, passed on to you", reference=contribution.reference)
        mail.send(office_mail, subject, body)
    _send(contribution, contact, Verdict.FORWARD, letter)


def offices() -> Sequence[str]:
    """Return the offices to which something was passed on before, the most frequent first."""
    statement = select(Decision.office).where(Decision.office != "").group_by(Decision.office)
    return db.session.scalars(statement.order_by(func.count().desc(), Decision.office).limit(OFFICES_OFFERED)).all()


# Letters


def edited_letter(
    contribution: Contribution, contact: Contact | None, *, facts: str, signed: str, is_public: bool
) -> str:
    """Return the letter that the author of an edited contribution reads."""
    return _letter("edited", contribution, contact, facts=facts, signed=signed, is_public=is_public)


def _letter(name: str, contribution: Contribution, contact: Contact | None, **values: object) -> str:
    with force_locale(telling.authors_locale(contribution, contact)):
        return render_template(
            f"contributions/letter_{name}.txt",
            contribution=contribution,
            months=moderation.APPEAL_MONTHS,
            has_account=contribution.author_id is not None,
            **values,
        ).strip()


def _send(contribution: Contribution, contact: Contact | None, verdict: Verdict, letter: str) -> None:
    if contact is None:
        return
    number = contribution.reference
    with force_locale(telling.authors_locale(contribution, contact)):
        subjects = {
            Verdict.EDIT: gettext("Your contribution %(reference)s: we have edited it", reference=number),
            Verdict.ASK_BACK: gettext("Your contribution %(reference)s: a question", reference=number),
            Verdict.FORWARD: gettext("Your contribution %(reference)s: passed on", reference=number),
        }
    telling.send_letter(contribution, contact, subjects[verdict], letter)


def last_changed(versions: Sequence[Version]) -> Version | None:
    """Return the version before the moderators edited it the last time, if they did."""
    return next((version for version in reversed(versions) if not version.by_author), None)
