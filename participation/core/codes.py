"""Codes that people read, type and keep: receipts, references, hashes of secrets."""

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("OILU", "011V")
RECEIPT_LENGTH = 12
REFERENCE_LENGTH = 6


def derive(secret: str, purpose: str, value: str, length: int = RECEIPT_LENGTH) -> str:
    """Return the code that only the holder of the secret can make from this value; 5 bits a character."""
    digest = hmac.digest(secret.encode(), f"{purpose}:{value}".encode(), "sha256")
    return "".join(ALPHABET[byte & 31] for byte in digest[:length])


def random_code(length: int = REFERENCE_LENGTH) -> str:
    """Return a fresh random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def fingerprint(secret: str, purpose: str, value: str) -> str:
    """Return the keyed hash under which a secret value is stored, as 64 hexadecimal digits."""
    return hmac.new(secret.encode(), f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


def grouped(code: str, size: int = 4) -> str:
    """Return the code in groups that can be read aloud: `R4VN-8KWT-2HQX`."""
    return "-".join(code[i : i + size] for i in range(0, len(code), size))


def typed(text: str) -> str:
    """Return the code a person meant: capitals, without blanks and dashes, O as 0, I and L as 1."""
    return "".join(c for c in text.upper().translate(LOOKALIKES) if c in ALPHABET)
