"""What a board asks for, and how it has ideas rated."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.access.actions import Action
from participation.core.database import JsonType, Texts, personal
from participation.core.vocabulary import Phase
from participation.questions import services, storage
from participation.questions.types import Question


class Rating(StrEnum):
    """How ideas on a board are rated (Bewertung)."""

    SUPPORT = "support"
    UP_DOWN = "up_down"
    POINTS = "points"
    PAIRS = "pairs"


class Assurance(StrEnum):
    """How sure it is that one person counts once, the least sure first (Verlässlichkeit)."""

    OPEN = "open"
    BROWSER = "browser"
    CODE = "code"
    MAIL = "mail"
    ACCOUNT = "account"


SURE_ENOUGH: Mapping[Rating, frozenset[Assurance]] = {
    Rating.SUPPORT: frozenset(Assurance),
    Rating.UP_DOWN: frozenset(Assurance),
    Rating.POINTS: frozenset(Assurance) - {Assurance.OPEN},
    Rating.PAIRS: frozenset({Assurance.BROWSER, Assurance.CODE, Assurance.ACCOUNT}),
}
"""Which levels go with which rule: who shares out points, or compares many pairs, has to be known again."""


class Asked(StrEnum):
    """What the form of a board asks for beside the words of the idea (Feld)."""

    TITLE = "title"
    DISTRICT = "district"
    PLACE = "place"
    TOPIC = "topic"
    NAME = "name"
    SECTOR = "sector"


USUALLY_ASKED = tuple(one for one in Asked if one is not Asked.SECTOR)
"""What a new board asks for; for whom somebody speaks it asks only where the town wants to know."""


class Arranged:
    """The columns of whatever is set up as a board is, and what they say.

    `schedule` names the phases in which something is open here, by the name of the deed; what it does not name is open
    as the table of permissions says. `asked` is what the form asks for beside the idea itself. `points` is how many
    each may give away on the whole board, where ideas are rated by points. `assurance` is how sure it has to be that
    one person counts once. `asked_beside` holds questions of the
    board's own, and whether everybody sees their answers.
    """

    rating: Mapped[Rating] = mapped_column(default=Rating.SUPPORT, server_default=Rating.SUPPORT.value)
    points: Mapped[int] = mapped_column(default=10, server_default="10")
    assurance: Mapped[Assurance] = mapped_column(default=Assurance.BROWSER, server_default=Assurance.BROWSER.value)
    rules: Mapped[Texts] = mapped_column(default=Texts, server_default="{}", info=personal("none"))
    action_field_id: Mapped[int | None] = mapped_column(ForeignKey("action_field.id", ondelete="SET NULL"))
    asked: Mapped[list[str]] = mapped_column(
        JsonType, default=lambda: [*USUALLY_ASKED], server_default=json.dumps([*USUALLY_ASKED]), info=personal("none")
    )
    schedule: Mapped[dict[str, list[str]]] = mapped_column(
        JsonType, default=dict, server_default="{}", info=personal("none")
    )

    asked_beside: Mapped[list[dict[str, Any]]] = mapped_column(
        JsonType, default=list, server_default="[]", info=personal("none")
    )

    def questions(self) -> tuple[Question, ...]:
        """Return what the form asks beside the idea."""
        return storage.from_list([one["question"] for one in self.asked_beside])

    def told(self, answers: Mapping[str, Any], language: str, *, everything: bool) -> list[tuple[str, str]]:
        """Return questions and answers in words: those that everybody may see, or all."""
        public = {one["question"]["key"] for one in self.asked_beside if one["public"]}
        said = (
            (question.text.in_(language), services.shown(question, answers.get(question.key), language))
            for question in self.questions()
            if everything or question.key in public
        )
        return [(question, answer) for question, answer in said if answer]

    def phases_for(self, action: Action) -> frozenset[Phase] | None:
        """Return in which phases this is open on the board; None where the board says nothing of its own."""
        named = self.schedule.get(action.name.lower())
        return None if named is None else frozenset(map(Phase, named))

    def asks(self, what: str) -> bool:
        """Return whether the form asks for this beside the idea itself."""
        return what in self.asked
