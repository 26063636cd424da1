"""Going on later, on another device: a short code that leads to a draft.

Eight characters can be tried by a machine, so they are worth nothing to whoever has the database alone: a slow function
and our own secret lie between the code and both the name under which it is stored and the key of the box beside it. In
the box is the long secret of the draft's address, which opens the draft itself.
"""

from dataclasses import dataclass

from flask import current_app
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from participation.core import codes
from participation.core.database import db, insert_if_new
from surveys.answering import draft_hash
from surveys.models import Survey, SurveyResume

CODE_LENGTH = 8
MEMORY, ROUNDS = 19 * 1024 * 1024, 2
"""What one try costs, as OWASP advises for Argon2id: 19 MiB, twice over."""

SALT_LENGTH, HALF = 16, 32


@dataclass(frozen=True, slots=True)
class Found:
    """Where a code leads: the survey and the secret in the address of the draft."""

    survey: Survey
    secret: str


def code_of(secret: str) -> str:
    """Return the code of a draft; the same whenever it is asked for."""
    return codes.derive(_secret(), "survey-resume", secret, CODE_LENGTH)


def offer(survey: Survey, secret: str) -> None:
    """Let the code of a draft lead to it; it goes with the draft."""
    name, key = _stretched(code_of(secret))
    box = bytes(SecretBox(key).encrypt(secret.encode()))
    table = SurveyResume.__table__
    insert_if_new(table, hash=name, draft_hash=draft_hash(secret), survey_id=survey.id, box=box)  # type: ignore[arg-type]  # is a Table


def find(typed: str) -> Found | None:
    """Return where a code leads, however it was typed; None where it leads nowhere any more."""
    code = codes.typed(typed)
    if len(code) != CODE_LENGTH:
        return None
    name, key = _stretched(code)
    found = db.session.get(SurveyResume, name)
    try:
        secret = SecretBox(key).decrypt(found.box).decode() if found else ""
    except CryptoError:
        return None
    return Found(db.session.get_one(Survey, found.survey_id), secret) if found else None


def _stretched(code: str) -> tuple[str, bytes]:
    """Return the name under which a code is stored, and the key of its box."""
    salt = bytes.fromhex(codes.fingerprint(_secret(), "survey-resume", "salt"))[:SALT_LENGTH]
    both = argon2id.kdf(2 * HALF, code.encode(), salt, opslimit=ROUNDS, memlimit=MEMORY)
    return both[:HALF].hex(), both[HALF:]


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key
    return secret
