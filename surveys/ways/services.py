"""Verbs of the ways in: make codes, redeem one, let a browser or an account take part once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app
from flask_babel import lazy_gettext
from sqlalchemy import delete, func, select, update

from participation.core import codes
from participation.core.clock import at
from participation.core.database import db, insert_if_new
from participation.core.feature import Lazy
from surveys.models import Survey
from surveys.rules import Access, Anonymity
from surveys.ways.models import SurveyCode, SurveyPart

CODE_LENGTH = 8
"""Letters of five bits each, so 40 bits: nobody finds one of a thousand by trying thirty in ten minutes."""

CODES_KEPT_DAYS = 90
"""How long the list of who got a code is kept after the survey has closed."""

CODE_MISSING = lazy_gettext("Please type the code from your letter.")
CODE_UNKNOWN = lazy_gettext("We do not know this code. Please compare it letter by letter with your letter.")
CODE_USED = lazy_gettext("An answer was sent with this code already. Each code counts once.")
BROWSER_USED = lazy_gettext("An answer was sent from this browser already. Each browser counts once.")
ACCOUNT_USED = lazy_gettext("An answer was sent from your account already. Each account counts once.")
SIGN_IN = lazy_gettext("Only people with an account can take part. Please sign in first.")


class RefusedError(Exception):
    """Somebody cannot take part; `sentence` says why and what to do."""

    def __init__(self, sentence: Lazy) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


@dataclass(frozen=True, slots=True)
class Comer:
    """Whoever wants to take part: what they bring along to show that they may (Teilnehmende).

    Attributes:
        is_shared: comes by a device of the town that many use, or on paper, so that no browser is theirs.
    """

    code: str = ""
    browser: str | None = None
    person_id: int | None = None
    is_shared: bool = False


def make_codes(survey: Survey, recipients: Iterable[str]) -> list[str]:
    """Add a code for each recipient to the list of a survey and return the codes, in this order.

    Waves of one series have the same codes for the same places of their lists, so that pseudonyms can be joined.
    """
    last = db.session.scalar(select(func.max(SurveyCode.number)).where(SurveyCode.survey_id == survey.id)) or 0
    made = []
    for number, recipient in enumerate(recipients, last + 1):
        made.append(code_of(survey, number))
        known = _code_hash(survey, made[-1])
        db.session.add(SurveyCode(survey_id=survey.id, hash=known, number=number, recipient=recipient))
    db.session.flush()
    return made


def code_of(survey: Survey, number: int) -> str:
    """Return the code at this place of the list; only our secret makes it, so the list itself gives none away."""
    return codes.derive(_secret(), "survey-code", f"{survey.series}:{number}", CODE_LENGTH)


def unused(survey: Survey) -> Sequence[SurveyCode]:
    """Return the codes with which nobody answered yet, for reminders."""
    is_left = (SurveyCode.survey_id == survey.id, SurveyCode.is_used.is_(False))
    return db.session.scalars(select(SurveyCode).where(*is_left).order_by(SurveyCode.number)).all()


def check(survey: Survey, typed: str) -> None:
    """Say whether a code opens the survey now; changes nothing.

    Raises:
        RefusedError: where it does not.
    """
    code = codes.typed(typed)
    if not code:
        raise RefusedError(CODE_MISSING)
    found = db.session.get(SurveyCode, (survey.id, _code_hash(survey, code)))
    if found is None:
        raise RefusedError(CODE_UNKNOWN)
    if found.is_used:
        raise RefusedError(CODE_USED)


def redeem(survey: Survey, typed: str) -> None:
    """Use a code up, in the transaction that seals the answer; of two at once the second is refused.

    Raises:
        RefusedError: where the code does not open the survey.
    """
    is_this = (SurveyCode.survey_id == survey.id, SurveyCode.hash == _code_hash(survey, codes.typed(typed)))
    statement = update(SurveyCode).where(*is_this, SurveyCode.is_used.is_(False)).values(is_used=True)
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    if not result.rowcount:  # type: ignore[attr-defined]  # an UPDATE returns a CursorResult
        check(survey, typed)
        raise RefusedError(CODE_USED)


def admit(survey: Survey, comer: Comer) -> None:
    """Let somebody take part, once; in the transaction that takes the answer in. A personal answer may come again.

    Raises:
        RefusedError: where they may not.
    """
    if survey.access is Access.CODES:
        redeem(survey, comer.code)
    elif survey.access is Access.ACCOUNTS:
        if comer.person_id is None:
            raise RefusedError(SIGN_IN)
        if survey.anonymity is not Anonymity.PERSONAL and not _mark(survey, f"person:{comer.person_id}"):
            raise RefusedError(ACCOUNT_USED)
    elif survey.access is Access.BROWSER and not (comer.is_shared or _mark(survey, f"browser:{comer.browser}")):
        raise RefusedError(BROWSER_USED)


def refusal(survey: Survey, comer: Comer) -> Lazy | None:
    """Return why somebody cannot take part as far as is known before they begin; None where they can."""
    if survey.access is Access.ACCOUNTS:
        if comer.person_id is None:
            return SIGN_IN
        is_again = survey.anonymity is not Anonymity.PERSONAL and has_taken_part(survey, comer.person_id)
        return ACCOUNT_USED if is_again else None
    if survey.access is Access.BROWSER and comer.browser and _is_marked(survey, f"browser:{comer.browser}"):
        return BROWSER_USED
    return None


def has_taken_part(survey: Survey, person_id: int) -> bool:
    """Return whether this account has taken part."""
    return _is_marked(survey, f"person:{person_id}")


def identity(survey: Survey, comer: Comer) -> str:
    """Return from what the pseudonym is made; empty where the survey knows none."""
    if survey.anonymity is not Anonymity.PSEUDONYMOUS:
        return ""
    return f"code:{codes.typed(comer.code)}" if survey.access is Access.CODES else f"person:{comer.person_id}"


def parts_of(person_id: int) -> list[Survey]:
    """Return the surveys in which an account has taken part without its answers being known, for its own file."""
    surveys = db.session.scalars(select(Survey).where(Survey.access == Access.ACCOUNTS).order_by(Survey.id)).unique()
    return [survey for survey in surveys if has_taken_part(survey, person_id)]


def forget_parts_of(person_id: int) -> None:
    """Delete the marks of an account that is erased."""
    for survey in parts_of(person_id):
        known = _part_hash(survey, f"person:{person_id}")
        db.session.execute(delete(SurveyPart).where(SurveyPart.survey_id == survey.id, SurveyPart.hash == known))


def forget_codes(day: date) -> int:
    """Delete lists of codes and marks of surveys that closed some time ago; return how many codes."""
    closed = db.session.scalars(select(Survey).where(Survey.closes_at < at(day, 0))).unique()
    over = [survey.id for survey in closed if (day - survey.closes_on).days > CODES_KEPT_DAYS]
    db.session.execute(delete(SurveyPart).where(SurveyPart.survey_id.in_(over)))
    result = db.session.execute(delete(SurveyCode).where(SurveyCode.survey_id.in_(over)))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def _mark(survey: Survey, who: str) -> bool:
    table = SurveyPart.__table__
    return insert_if_new(table, survey_id=survey.id, hash=_part_hash(survey, who))  # type: ignore[arg-type]  # is a Table


def _is_marked(survey: Survey, who: str) -> bool:
    return db.session.get(SurveyPart, (survey.id, _part_hash(survey, who))) is not None


def _part_hash(survey: Survey, who: str) -> str:
    return codes.fingerprint(_secret(), f"survey-part:{survey.id}", who)


def _code_hash(survey: Survey, code: str) -> str:
    return codes.fingerprint(_secret(), f"survey-code:{survey.id}", code)


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return secret
