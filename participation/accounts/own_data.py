"""A person's own data across the whole house: handed out as a file, and erased on wish.

Every feature says for itself what it keeps of a person; here nobody needs to know which features there are.
"""

import json
from collections.abc import Mapping
from datetime import date

from participation.core import clock, jobs
from participation.core.feature import features


def export(person_id: int) -> dict[str, Mapping[str, object]]:
    """Return everything that the house keeps of a person, by feature; features that keep nothing stay out."""
    said = {one.name: one.personal_data.export(person_id) for one in features() if one.personal_data}
    return {name: found for name, found in said.items() if _has_something(found)}


def as_file(person_id: int, town: str) -> str:
    """Return the person's own file: JSON with instants in UTC."""
    found = {"town": town, "made_at": clock.now(), **export(person_id)}
    return json.dumps(found, ensure_ascii=False, indent=2, default=_plain) + "\n"


def erase(person_id: int, *, keep_texts: bool) -> None:
    """Take the person out of everything; what stands above goes first, the account last.

    Args:
        keep_texts: whether what the person wrote stays, without name and address.
    """
    for feature in reversed(features()):
        if feature.personal_data:
            feature.personal_data.erase(person_id, keep_texts)
    jobs.enqueue("search.tidy", {}, key="search.tidy")


def _has_something(found: object) -> bool:
    if isinstance(found, Mapping):
        return any(_has_something(value) for value in found.values())
    return bool(found)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
