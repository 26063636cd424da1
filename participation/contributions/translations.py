"""Verbs of translations: put one beside the original, take it away, and find the contribution by its words."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from participation.contributions.finding import search_kind
from participation.contributions.models import Contribution
from participation.contributions.translated import LanguageChange, Translation
from participation.core import search
from participation.core.clock import now, today
from participation.core.database import db


def put(contribution: Contribution, language: str, *, title: str, text: str, by: str) -> Translation:
    """Put a translation beside the original; another one into the same language is replaced."""
    found = of(contribution, language)
    if found is None:
        found = Translation(contribution_id=contribution.id, language=language)
        db.session.add(found)
    found.title, found.text, found.translated_by, found.translated_on = title, text, by, today()
    db.session.flush()
    _changed(contribution)
    return found


def take_away(contribution: Contribution, language: str) -> None:
    """Take the translation into this language away, if there is one."""
    mine = Translation.contribution_id == contribution.id, Translation.language == language
    db.session.execute(delete(Translation).where(*mine).execution_options(synchronize_session=False))
    _changed(contribution)


def of(contribution: Contribution, language: str) -> Translation | None:
    """Return the translation into this language."""
    return next((one for one in contribution.translations if one.language == language), None)


def correct(contribution: Contribution, language: str, person_id: int | None) -> None:
    """Say in which language the original is, where that was mistaken; who said so stands in its history."""
    before = contribution.language
    if before == language:
        return
    contribution.language = language
    change = {"before": before, "after": language, "person_id": person_id, "changed_at": now()}
    db.session.add(LanguageChange(contribution_id=contribution.id, **change))
    db.session.flush()


def corrections(contribution: Contribution) -> Sequence[LanguageChange]:
    """Return how the language of a text was corrected, the first one first."""
    statement = select(LanguageChange).where(LanguageChange.contribution_id == contribution.id)
    statement = statement.options(joinedload(LanguageChange.person)).order_by(LanguageChange.id)
    return db.session.scalars(statement).all()


def index(contribution: Contribution) -> None:
    """Have the contribution found by its own words and by the translated ones."""
    translated = [words for one in contribution.translations for words in (one.title, one.text)]
    own = (contribution.title, contribution.text, contribution.place)
    search.index(search_kind(contribution), contribution.id, *own, *translated)


def _changed(contribution: Contribution) -> None:
    db.session.expire(contribution, ["translations"])
    index(contribution)


def erase(contribution_ids: Collection[int]) -> None:
    """Delete all translations of these contributions."""
    statement = delete(Translation).where(Translation.contribution_id.in_(contribution_ids))
    db.session.execute(statement.execution_options(synchronize_session=False))
