"""The arithmetic of the MDN HTTP Observatory, as far as it concerns headers we send, on one response.

Every site starts with 100 points. What is missing takes points away, what is more than usual adds some, and additions
count only from 90 points upwards.
"""

import re
from collections.abc import Iterable, Mapping

SIX_MONTHS_S = 15_768_000
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
FROM_HERE_ADDITIONS_COUNT = 90


def score(headers: Mapping[str, str], cookies: Iterable[str] = ()) -> int:
    """Return the points of a response with these headers (names in lower case) and cookies, reached through TLS."""
    points = dict(changes(headers, cookies))
    penalised = 100 + sum(value for value in points.values() if value < 0)
    if penalised < FROM_HERE_ADDITIONS_COUNT:
        return max(0, penalised)
    return penalised + sum(value for value in points.values() if value > 0)


def changes(headers: Mapping[str, str], cookies: Iterable[str] = ()) -> dict[str, int]:
    """Return what each rule adds or takes away."""
    policy = directives(headers.get("content-security-policy", ""))
    return {
        "content-security-policy": _policy(policy),
        "cookies": _cookies(list(cookies)),
        "cross-origin-sharing": -50 if headers.get("access-control-allow-origin") else 0,
        "referrer-policy": _referrer(headers.get("referrer-policy")),
        "transport-security": _transport(headers.get("strict-transport-security", "")),
        "content-type-options": 0 if headers.get("x-content-type-options") == "nosniff" else -5,
        "frames": _frames(policy, headers.get("x-frame-options", "")),
        "resource-policy": _resources(headers.get("cross-origin-resource-policy")),
    }


def directives(policy: str) -> dict[str, list[str]]:
    """Return a Content-Security-Policy by its directives."""
    parts = [part.split() for part in policy.lower().split(";") if part.strip()]
    return {name: values for name, *values in parts}


def _policy(policy: Mapping[str, list[str]]) -> int:
    if not policy:
        return -25
    scripts = policy.get("script-src", policy.get("default-src", ["*"]))
    styles = policy.get("style-src", policy.get("default-src", ["*"]))
    if set(scripts) & {"'unsafe-inline'", "*", "data:", "http:", "https:"}:
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if set(styles) & {"'unsafe-inline'", "data:", "*"}:
        return 0
    return 10 if policy.get("default-src") == ["'none'"] else 5


def _cookies(cookies: list[str]) -> int:
    flags = [{part.strip().lower() for part in cookie.split(";")[1:]} for cookie in cookies]
    if any("secure" not in flag for flag in flags):
        return -40
    if any("httponly" not in flag for flag in flags):
        return -30
    return 5 if flags and all(flag & {"samesite=lax", "samesite=strict"} for flag in flags) else 0


def _referrer(value: str | None) -> int:
    if value is None:
        return 0
    return 5 if value in PRIVATE_REFERRERS else -5


def _transport(value: str) -> int:
    found = re.search(r"max-age=(\d+)", value)
    if not found:
        return -20
    return 0 if int(found[1]) >= SIX_MONTHS_S else -10


def _frames(policy: Mapping[str, list[str]], options: str) -> int:
    if policy.get("frame-ancestors"):
        return 5
    return 0 if options.upper() in {"DENY", "SAMEORIGIN"} else -20


def _resources(value: str | None) -> int:
    if value is None:
        return 0
    return 10 if value in {"same-origin", "same-site"} else -5
