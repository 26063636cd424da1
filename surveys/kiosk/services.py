"""Verbs of the kiosk: open one, find it by its address, take in an answer, close it."""

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import delete, select

from participation.core import codes
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Channel
from participation.questions.types import Question, QuestionType
from surveys import answering
from surveys.kiosk.models import Kiosk
from surveys.models import Survey
from surveys.rules import Access
from surveys.ways.services import Comer

SECRET_LENGTH = 20
PIN_LENGTH = 6
IDLE_S = 90
FITTING = frozenset({Access.OPEN, Access.BROWSER})
"""Surveys for everybody; codes and accounts belong to people's own devices."""


def asked_at_kiosk(survey: Survey) -> tuple[Question, ...]:
    """Return what a device asks: no picture, as its own gallery would be open to everybody."""
    return tuple(question for question in survey.questions if question.type is not QuestionType.FILE)


def fits(survey: Survey) -> bool:
    """Return whether a survey can be answered at a kiosk."""
    return survey.access in FITTING


def open_kiosk(survey: Survey, place: str, idle_s: int, seed: str) -> Kiosk:
    """Let a device take answers to a survey until somebody closes it."""
    kiosk = Kiosk(survey_id=survey.id, place=place, seed=seed, hash="", idle_s=idle_s, opened_on=today())
    kiosk.hash = _hash(secret_of(kiosk))
    db.session.add(kiosk)
    db.session.flush()
    return kiosk


def kiosks(survey: Survey) -> Sequence[Kiosk]:
    """Return the devices that are open for a survey, newest first."""
    return db.session.scalars(select(Kiosk).where(Kiosk.survey_id == survey.id).order_by(Kiosk.id.desc())).all()


def by_secret(secret: str) -> Kiosk | None:
    """Return the device behind this address."""
    return db.session.scalars(select(Kiosk).where(Kiosk.hash == _hash(secret))).one_or_none()


def close(survey: Survey, number: int) -> None:
    """Close a device; its address leads nowhere from now on."""
    db.session.execute(delete(Kiosk).where(Kiosk.survey_id == survey.id, Kiosk.id == number))


def secret_of(kiosk: Kiosk) -> str:
    """Return the secret in the address of a device."""
    return codes.derive(_secret(), "survey-kiosk", kiosk.seed, SECRET_LENGTH).lower()


def pin_of(kiosk: Kiosk) -> str:
    """Return the number with which the staff leaves the kiosk on the device."""
    return str(int(codes.fingerprint(_secret(), "survey-kiosk-pin", kiosk.seed), 16) % 10**PIN_LENGTH).zfill(PIN_LENGTH)


def is_pin(kiosk: Kiosk, typed: str) -> bool:
    """Return whether this is the number for leaving."""
    return hmac.compare_digest(pin_of(kiosk), "".join(one for one in typed if one in "0123456789"))


def take_in(survey: Survey, values: Mapping[str, Any], once_key: str) -> None:
    """Store an answer from the device; no browser is marked, as the next person uses the same one."""
    receipt = answering.receipt_code(once_key)
    answering.take_in(survey, values, receipt, Channel.KIOSK, Comer(is_shared=True))


def _hash(secret: str) -> str:
    return codes.fingerprint(_secret(), "survey-kiosk", secret)


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return secret
