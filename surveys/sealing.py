"""Sealed boxes: everybody can put an answer in, only the holder of the key file can take it out.

Boxes are libsodium's sealed boxes (X25519 and XSalsa20-Poly1305, by PyNaCl). The public key stands in the database; the
private key lies in a file of its own, outside the database and outside its backups.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from surveys.rules import BOX_SIZE, padded, unpadded

FINGERPRINT_LENGTH = 16
PSEUDONYMS = ".pseudonyms"
PSEUDONYM_KEY_LENGTH = 32
PSEUDONYM_LENGTH = 32


class KeyMissingError(Exception):
    """The key file of a survey is not there, or is not its own; its answers stay sealed until it is back."""


def make_key(folder: Path, name: str) -> bytes:
    """Make the key file of a survey, unless it is there, and return the public key, 32 bytes.

    The file is on the disk, whole, before this returns: an answer may be sealed from the next moment on.
    """
    _make(folder, name, bytes(PrivateKey.generate()))
    return bytes(_private(folder, name).public_key)


def make_pseudonym_key(folder: Path, series: str) -> None:
    """Make the key file under which pseudonyms of a series are formed, unless it is there."""
    _make(folder, series + PSEUDONYMS, secrets.token_bytes(PSEUDONYM_KEY_LENGTH))


def pseudonym(folder: Path, series: str, who: str) -> str:
    """Return the pseudonym of somebody in the surveys of a series; without the key file nobody comes back from it.

    Raises:
        KeyMissingError: where the key file is not there.
    """
    try:
        key = _path(folder, series + PSEUDONYMS).read_bytes()
    except OSError:
        raise KeyMissingError(f"the key file {series}{PSEUDONYMS}.key is missing; put it back") from None
    if len(key) != PSEUDONYM_KEY_LENGTH:
        raise KeyMissingError(f"the key file {series}{PSEUDONYMS}.key cannot be read: it is of another length")
    return hmac.digest(key, who.encode(), "sha256").hex()[:PSEUDONYM_LENGTH]


def fingerprint(public_key: bytes) -> str:
    """Return a short name of a key that people can compare."""
    digits = hashlib.sha256(public_key).hexdigest()[:FINGERPRINT_LENGTH]
    return " ".join(digits[start : start + 4] for start in range(0, FINGERPRINT_LENGTH, 4))


def seal(public_key: bytes, content: Mapping[str, Any], size: int = BOX_SIZE) -> bytes:
    """Put an answer into a box of this size, or a multiple of it, and 48 bytes of the seal."""
    return bytes(SealedBox(PublicKey(public_key)).encrypt(padded(_packed(content), size)))


class Opener:
    """Opens the boxes of one survey.

    Raises:
        KeyMissingError: where the key file is not there, or belongs to another survey.
    """

    def __init__(self, folder: Path, name: str, public_key: bytes) -> None:
        private = _private(folder, name)
        if bytes(private.public_key) != public_key:
            raise KeyMissingError(f"the key file {name}.key is of another survey; bring back the one it was made with")
        self._box = SealedBox(private)

    def open(self, box: bytes) -> dict[str, Any]:
        """Return the answer in the box."""
        return _unpacked(unpadded(self._box.decrypt(box)))


def lock(secret: str, content: Mapping[str, Any], size: int = BOX_SIZE) -> bytes:
    """Lock a draft with the secret in its address."""
    return bytes(SecretBox(_key_of(secret)).encrypt(padded(_packed(content), size)))


def unlock(secret: str, box: bytes) -> dict[str, Any] | None:
    """Return the draft, or None where the secret is not its own."""
    try:
        return _unpacked(unpadded(SecretBox(_key_of(secret)).decrypt(box)))
    except CryptoError:
        return None


def _make(folder: Path, name: str, content: bytes) -> None:
    path = _path(folder, name)
    if path.exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = folder / f".{name}.{secrets.token_hex(4)}"
    _write(half, content)
    with suppress(FileExistsError):  # somebody made it in the same moment, and theirs stays
        path.hardlink_to(half)
    half.unlink()
    _sync(folder)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.key"


def _private(folder: Path, name: str) -> PrivateKey:
    try:
        return PrivateKey(_path(folder, name).read_bytes())
    except FileNotFoundError:
        raise KeyMissingError(f"the key file {name}.key is missing; put it back into the folder for keys") from None
    except (OSError, TypeError, ValueError) as error:
        raise KeyMissingError(f"the key file {name}.key cannot be read: {type(error).__name__}") from None


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)


def _sync(folder: Path) -> None:
    """Make the names in a folder durable, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _key_of(secret: str) -> bytes:
    return hashlib.sha256(b"draft:" + secret.encode()).digest()


def _packed(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _unpacked(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content)
    return found
