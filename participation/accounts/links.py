"""Links that come by mail: sealed, so that an address read in a log tells nothing, and open for a time only."""

import base64
import binascii
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from participation.core import clock

LONGEST = 2000


def seal(purpose: str, values: Mapping[str, object]) -> str:
    """Return the token of a link, which only we can make and read.

    Args:
        purpose: what the link is for; a token of one purpose opens nothing of another.
        values: what it brings back.
    """
    said = json.dumps({**values, "at": int(clock.now().timestamp())}, ensure_ascii=False)
    sealed = _box(purpose).encrypt(said.encode())
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def unseal(purpose: str, token: str, lasts: timedelta) -> Mapping[str, Any] | None:
    """Return what a token brings back; None where it is too old, incomplete or not ours."""
    try:
        sealed = base64.urlsafe_b64decode(f"{token[:LONGEST]}==".encode("ascii"))
        values: dict[str, Any] = json.loads(_box(purpose).decrypt(sealed))
    except (CryptoError, ValueError, binascii.Error):
        return None
    made_at = datetime.fromtimestamp(values["at"], UTC)
    return values if clock.now() < made_at + lasts else None


def _box(purpose: str) -> SecretBox:
    secret: str = current_app.extensions["settings"].secret_key
    return SecretBox(hmac.digest(secret.encode(), f"link:{purpose}".encode(), "sha256"))
