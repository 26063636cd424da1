"""One contribution at the desk: what belongs to it, who is at work on it, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, select, union_all

from analysis.core.text import is_stop_word, tokens
from forum.desk import rules
from forum.desk.rules import Piece
from forum.desk.services.queue import Line, line_of
from participation.access.guard import Actor, visible
from participation.accounts.models import Person
from participation.contributions import services as contributions
from participation.contributions import translations, wording
from participation.contributions.finding import SEARCH_KIND
from participation.contributions.models import Comment, Contact, Contribution
from participation.contributions.services import SUBJECT
from participation.contributions.threads import reading
from participation.contributions.translated import LanguageChange
from participation.contributions.versioned import Version
from participation.contributions.wording import Wording
from participation.core import search
from participation.core.database import db
from participation.core.feature import Place
from participation.moderation import services as moderation
from participation.moderation.detectors import Mark, Part
from participation.moderation.models import Decision
from participation.moderation.rules import FROM, Verdict, Visibility

WORDS_COMPARED, SHORTEST_WORD = 6, 5
FEWEST_SHARED, MOST_SIMILAR = 2, 3


@dataclass(frozen=True, slots=True)
class Item:
    """One contribution as the moderators see it."""

    line: Line
    title: Sequence[Piece]
    paragraphs: Sequence[Sequence[Piece]]
    decisions: Sequence[Decision]
    contact: Contact | None
    similar: Sequence["Similar"]
    versions: Sequence[Version]
    languages: Sequence[LanguageChange] = ()
    place: Place | None = None
    reply_to: Contribution | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it still can be decided."""
        return self.line.contribution.visibility is Visibility.WAITING

    def may(self, name: str) -> bool:
        """Whether the verdict of this name is possible in the present state."""
        return can_be(self.line.contribution, Verdict(name))

    def seen(self, known: int | None) -> Wording | None:
        """What somebody read who opened it at this revision, if it says something else by now."""
        contribution = self.line.contribution
        was = wording.as_of(contribution, self.versions, contribution.revision if known is None else known)
        return None if was == wording.wording_of(contribution) else was

    def is_held_by_other(self, who: Actor) -> bool:
        """Whether somebody else is at work on it."""
        return self.line.claim is not None and self.line.claim.person_id != who.person_id


def find(reference: str) -> Contribution | None:
    """Return the contribution with this reference, if the present actor may see it."""
    return db.session.scalars(visible(select(Contribution).where(Contribution.reference == reference))).first()


def find_for_decision(reference: str) -> Contribution | None:
    """Return the contribution and keep everybody else from deciding on it until this transaction ends."""
    statement = visible(select(Contribution).where(Contribution.reference == reference))
    return db.session.scalars(
        statement.with_for_update(of=Contribution).execution_options(populate_existing=True)
    ).first()


def person(who: Actor) -> Person | None:
    """Return who stands behind the request, with the office that signs letters and answers."""
    return db.session.get(Person, who.person_id) if who.person_id else None


def item(contribution: Contribution, line: Line | None = None) -> Item:
    """Return the contribution with marks, claim, decisions and what resembles it; its line where it is known."""
    line = line or line_of(contribution, moderation.claims_on(SUBJECT, [contribution.id]).get(contribution.id))
    pieces = rules.paragraphs(contribution.title, _in(line, Part.TITLE))
    return Item(
        line=line,
        title=pieces[0] if pieces else [],
        paragraphs=rules.paragraphs(contribution.text, _in(line, Part.TEXT)),
        decisions=moderation.decisions_on(SUBJECT, [contribution.id])[contribution.id],
        contact=contributions.contact_of(contribution),
        similar=similar_to(contribution),
        versions=wording.versions_of(contribution),
        languages=translations.corrections(contribution),
        **_said_to(contribution),
    )


def _said_to(contribution: Contribution) -> dict[str, Any]:
    """Return what a comment is about, and the comment it replies to."""
    if not isinstance(contribution, Comment):
        return {}
    replied = visible(select(Comment).where(Comment.id == contribution.reply_to_id))
    return {
        "place": reading.places([contribution.thread.id]).get(contribution.thread.id),
        "reply_to": db.session.scalars(replied).first() if contribution.reply_to_id else None,
    }


def _in(line: Line, part: Part) -> list[Mark]:
    return [mark for mark in line.marks if mark.part is part]


@dataclass(frozen=True, slots=True)
class Similar:
    """A contribution that shares words with another one."""

    contribution: Contribution
    words: Sequence[str]


def similar_to(contribution: Contribution) -> list[Similar]:
    """Return the contributions that share most of the long words of this one; one statement finds them."""
    words = _telling_words(f"{contribution.title} {contribution.text}")
    hits = [(1 << place, search.matches(SEARCH_KIND, word)) for place, word in enumerate(words)]
    found = [hit.add_columns(literal(bit).label("bit")) for bit, hit in hits if hit is not None]
    if len(found) < FEWEST_SHARED:
        return []
    every = union_all(*found).subquery()
    shared = (
        select(every.c.subject_id, func.sum(every.c.bit).label("bits"), func.count().label("score"))
        .group_by(every.c.subject_id)
        .having(func.count() >= FEWEST_SHARED)
        .subquery()
    )
    statement = select(Contribution, shared.c.bits).join(shared, shared.c.subject_id == Contribution.id)
    statement = statement.where(Contribution.id != contribution.id)
    nearest = statement.order_by(shared.c.score.desc(), Contribution.id.desc()).limit(MOST_SIMILAR)
    return [
        Similar(other, [word for place, word in enumerate(words) if bits >> place & 1])
        for other, bits in db.session.execute(visible(nearest))
    ]


def _telling_words(text: str) -> list[str]:
    """Return the longest words: in German they say most."""
    words = dict.fromkeys(word for word in tokens(text) if len(word) >= SHORTEST_WORD and not is_stop_word(word))
    return sorted(words, key=len, reverse=True)[:WORDS_COMPARED]


# Deciding


class NotFreeError(Exception):
    """Somebody else has decided on the contribution, has changed it, or is about to."""


def claim(contribution: Contribution, who: Actor) -> bool:
    """Keep the contribution for this person for a while; return False where somebody else has it."""
    if who.person_id is None:
        return False
    return moderation.claim(SUBJECT, contribution.id, who.person_id).person_id == who.person_id


def release(contribution: Contribution, who: Actor) -> None:
    """Give the contribution back to everybody."""
    if who.person_id is not None:
        moderation.release(SUBJECT, contribution.id, who.person_id)


def can_be(contribution: Contribution, verdict: Verdict) -> bool:
    """Return whether the contribution is in a state in which this can be decided."""
    return contribution.visibility in FROM[verdict]


def demand_free(contribution: Contribution, who: Actor, verdict: Verdict, known: int | None) -> None:
    """Stop whoever decides on what is no longer as it was, or what somebody else is at work on.

    Args:
        known: the revision that whoever decides has read.

    Raises:
        NotFreeError: where it is so.
    """
    held = moderation.claims_on(SUBJECT, [contribution.id]).get(contribution.id)
    is_held = held is not None and held.person_id != who.person_id
    is_changed = known is not None and known != contribution.revision
    if is_held or is_changed or not can_be(contribution, verdict):
        raise NotFreeError
