"""Where a question stands in the hall, and what may be done with it there."""

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """Where a question stands in the hall (Stand der Frage)."""

    ASKED = "asked"
    LISTED = "listed"
    NOW = "now"
    ANSWERED = "answered"
    ASIDE = "aside"


class Deed(StrEnum):
    """What the moderators do with a question in the hall."""

    LIST = "list"
    CALL = "call"
    ANSWER = "answer"
    PUT_ASIDE = "put_aside"


LEADS_TO: Mapping[Deed, Stage] = {
    Deed.LIST: Stage.LISTED,
    Deed.CALL: Stage.NOW,
    Deed.ANSWER: Stage.ANSWERED,
    Deed.PUT_ASIDE: Stage.ASIDE,
}
_FROM: Mapping[Deed, frozenset[Stage]] = {
    Deed.LIST: frozenset({Stage.ASKED, Stage.ASIDE, Stage.NOW, Stage.ANSWERED}),
    Deed.CALL: frozenset({Stage.LISTED}),
    Deed.ANSWER: frozenset({Stage.NOW, Stage.LISTED}),
    Deed.PUT_ASIDE: frozenset({Stage.ASKED, Stage.LISTED, Stage.NOW}),
}


def may(deed: Deed, stage: Stage) -> bool:
    """Return whether a question that stands here can be brought on in this way."""
    return stage in _FROM[deed]


def deeds(stage: Stage) -> list[Deed]:
    """Return what can be done with a question that stands here."""
    return [deed for deed in Deed if may(deed, stage)]
