"""How a board is moderated: what is read first in which phase, and how fast people may write."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Field, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import NumberRange, Optional

from participation.contributions.models import Board
from participation.core.feature import Lazy
from participation.core.vocabulary import Phase
from participation.moderation.rules import Checks
from participation.web import context
from participation.web.forms import Form

SLOWEST = 24 * 60
CHECKS: dict[Checks, Lazy] = {
    Checks.ALL: lazy_gettext("We read everything first"),
    Checks.FIRST_TIME: lazy_gettext("We read first what comes from guests and new accounts"),
    Checks.MARKED: lazy_gettext("We read first only what has marks or files"),
}


def _of_a_phase() -> SelectField:
    return SelectField("", choices=[SelectChoice(checks.value, words) for checks, words in CHECKS.items()])


def _minutes() -> IntegerField:
    return IntegerField(
        lazy_gettext("Slow mode: one contribution in how many minutes?"),
        [
            Optional(),
            NumberRange(0, SLOWEST, lazy_gettext("Please write a number of minutes from 0 to %(max)s.")),
        ],
        description=lazy_gettext(
            "For each account, else for each connection. A household or a school shares one. Empty or 0: no limit."
        ),
        render_kw={"inputmode": "numeric"},
    )


class DiscussionModerationForm(Form):
    """How fast people may write in the discussions of a process; what they write is read first in any case."""

    slow_minutes = _minutes()


class BoardModerationForm(Form):
    """One question for each phase of the process, and one about haste."""

    inventory = _of_a_phase()
    ideas = _of_a_phase()
    plan = _of_a_phase()
    monitoring = _of_a_phase()
    slow_minutes = _minutes()

    def of(self, board: Board) -> "BoardModerationForm":
        """Ask about the phases of the board's process, in their order, as they are named there."""
        names = {phase.phase: context.local_text(phase.name) for phase in board.process.phases}
        for phase in Phase:
            if phase in names:
                self[phase.value].label.text = names[phase]
            else:
                del self[phase.value]
        return self

    @classmethod
    def filled(cls, board: Board) -> "BoardModerationForm":
        """Return the form as the board is set."""
        known: dict[str, Any] = {phase.value: board.checks_in(phase).value for phase in Phase}
        return cls(slow_minutes=board.slow_minutes or None, **known).of(board)

    def phases(self) -> Iterator[Field]:
        """Yield the questions about phases."""
        yield from (self[phase.value] for phase in Phase if phase.value in self)

    def store(self, board: Board) -> None:
        """Set the board as it was asked for."""
        board.checks = {field.name: field.data for field in self.phases()}
        board.slow_minutes = self.slow_minutes.data or 0
