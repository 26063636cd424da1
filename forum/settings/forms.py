"""What somebody types who sets up a board."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from forum.boards.forms import MOST_POINTS
from forum.desk.forms import Ticks
from forum.settings import services
from forum.settings.questions import MOST_QUESTIONS, QuestionForm, asked_beside
from forum.settings.questions import begun as rows
from participation.access.actions import Action
from participation.contributions.asking import SURE_ENOUGH, USUALLY_ASKED, Asked, Assurance, Rating
from participation.contributions.models import Board
from participation.contributions.votes import levels
from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.core.vocabulary import Language, Phase
from participation.process.models import Process
from participation.web import context
from participation.web.forms import Form, without_blanks

ASKED: Mapping[Asked, Lazy] = {
    Asked.TITLE: lazy_gettext("Title"),
    Asked.DISTRICT: lazy_gettext("Part of town"),
    Asked.PLACE: lazy_gettext("Place, in words or on the map"),
    Asked.TOPIC: lazy_gettext("Topic"),
    Asked.NAME: lazy_gettext("Name to be shown"),
    Asked.SECTOR: lazy_gettext("For whom somebody speaks: people who live here, clubs, business …"),
}
RATINGS: Mapping[Rating, Lazy] = {
    Rating.SUPPORT: lazy_gettext("Support: in favour, or nothing"),
    Rating.UP_DOWN: lazy_gettext("In favour or against"),
    Rating.POINTS: lazy_gettext("Points that everybody shares out over the board"),
    Rating.PAIRS: lazy_gettext("Comparisons: two ideas, which is more important?"),
}
REFUSALS: Mapping[Rating, Lazy] = {
    Rating.POINTS: lazy_gettext("Points need at least one browser for each person: nobody could count them otherwise."),
    Rating.PAIRS: lazy_gettext("Comparisons go with browsers, codes or accounts: for many pairs we know people again."),
}
DEEDS: Mapping[str, Action] = {
    "writing": Action.SUBMIT_IDEA,
    "supporting": Action.SUPPORT,
    "commenting": Action.COMMENT,
}
LANGUAGES = (Language.DE, Language.EN, Language.LS)
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


def _in_all(
    name: str, label: Callable[[Language], Lazy], longest: int, missing: Lazy, rows: int = 1
) -> dict[str, Field]:
    """Return a field for each language; German is needed where `missing` says so, and stands in for the others."""
    kind = TextAreaField if rows > 1 else StringField
    more: dict[str, Any] = {"maxlength": str(longest), **({"rows": str(rows)} if rows > 1 else {})}
    return {
        f"{name}_{code}": kind(
            label(code),
            [*([DataRequired(missing)] if missing and code is Language.DE else []), Length(max=longest)],
            filters=[without_blanks],
            render_kw=more,
        )
        for code in LANGUAGES
    }


def _phases(label: Lazy) -> Ticks:
    return Ticks(label, choices=[])


class Choice(RadioField):
    """One of several choices, each with a hint."""

    def __init__(self, *args: Any, hints: Mapping[str, Lazy], **values: Any) -> None:
        super().__init__(*args, **values)
        self.hints = hints


class _Settings(Form):
    """What every board has; the texts in all languages are added below."""

    purpose = "board-settings"

    slug = StringField(
        lazy_gettext("Name in the address"),
        [DataRequired(lazy_gettext("Please give the board a name for its address."))],
        filters=[without_blanks],
        description=lazy_gettext("Small letters, figures and hyphens. It cannot be changed later."),
        render_kw={"maxlength": "40", "spellcheck": "false"},
    )
    action_field = SelectField(lazy_gettext("For which topic?"))
    asked = Ticks(
        lazy_gettext("What does the form ask for beside the idea?"),
        choices=[SelectChoice(one.value, name) for one, name in ASKED.items()],
    )
    asks_stance = BooleanField(
        lazy_gettext("Ask for the side of a comment"),
        description=lazy_gettext("In favour, against, or a question; comments can then be read by side."),
    )
    questions = FieldList(FormField(QuestionForm), max_entries=MOST_QUESTIONS)
    rating = RadioField(
        lazy_gettext("How are ideas rated?"),
        choices=[SelectChoice(one.value, name) for one, name in RATINGS.items()],
        description=lazy_gettext("It stays as it is as soon as somebody has rated an idea."),
    )
    assurance = Choice(
        lazy_gettext("How sure must it be that one person counts once?"),
        choices=[SelectChoice(one.value, name) for one, name in levels.NAMES.items()],
        description=lazy_gettext("Everybody reads the sentence beside the numbers. It stays, too, once rated."),
        hints={one.value: words for one, words in levels.SENTENCES.items()},
    )
    points = IntegerField(
        lazy_gettext("Points for each person"),
        [InputRequired(lazy_gettext("Please give a number from 1 to 100.")), NumberRange(1, MOST_POINTS)],
        description=lazy_gettext("Only where ideas are rated by points: so many for the whole board."),
    )
    writing = _phases(lazy_gettext("Writing ideas is open in"))
    supporting = _phases(lazy_gettext("Supporting ideas is open in"))
    commenting = _phases(lazy_gettext("Commenting is open in"))

    def offer(self, process: Process, board: Board | None) -> "_Settings":
        """Fill the choices with the fields and phases of the process; a board that is there keeps its address."""
        fields = [(str(field.id), context.local_text(field.name)) for field in process.fields]
        self.action_field.choices = [("", gettext("All topics of the process")), *fields]
        phases = [SelectChoice(one.phase.value, context.local_text(one.name)) for one in process.phases]
        for field in (self.writing, self.supporting, self.commenting):
            field.choices = phases
        if board is not None:
            del self.slug
            if services.is_rated(board):
                del self.rating
                del self.assurance
        return self

    def validate_assurance(self, field: RadioField) -> None:
        """Refuse to share out points where nobody knows who has given how many."""
        rating = Rating(self.rating.data) if self.rating.data in RATINGS else Rating.SUPPORT
        if Assurance(field.data) not in SURE_ENOUGH[rating]:
            raise ValidationError(REFUSALS[rating])

    def validate_slug(self, field: StringField) -> None:
        """Ask for an address that is well formed and free."""
        if not SLUG.fullmatch(field.data or ""):
            raise ValidationError(gettext("Please use small letters, figures and hyphens only, such as: ideen-hafen."))
        if services.is_taken(field.data or ""):
            raise ValidationError(gettext("There is a board with this address already. Please choose another one."))

    def describe(self, board: Board) -> None:
        """Write what was typed into the board."""
        for name in services.TEXTS:
            typed = {code.value: self[f"{name}_{code}"].data for code in LANGUAGES}
            setattr(board, name, Texts({code: text for code, text in typed.items() if text}))
        board.action_field_id = int(self.action_field.data) if self.action_field.data else None
        board.asked = [one.value for one in Asked if one.value in (self.asked.data or [])]
        board.asks_stance = bool(self.asks_stance.data)
        board.asked_beside = asked_beside(self.questions)
        if self.rating is not None:
            board.rating = Rating(self.rating.data)
        if self.assurance is not None:
            board.assurance = Assurance(self.assurance.data)
        board.points = self.points.data or 1
        board.schedule = {
            action.name.lower(): [phase.value for phase in Phase if phase.value in (self[name].data or [])]
            for name, action in DEEDS.items()
        }


def _title(code: Language) -> Lazy:
    return {
        Language.DE: lazy_gettext("Title, German"),
        Language.EN: lazy_gettext("Title, English"),
        Language.LS: lazy_gettext("Title, easy language"),
    }[code]


def _question(code: Language) -> Lazy:
    return {
        Language.DE: lazy_gettext("Question, German"),
        Language.EN: lazy_gettext("Question, English"),
        Language.LS: lazy_gettext("Question, easy language"),
    }[code]


def _hint(code: Language) -> Lazy:
    return {
        Language.DE: lazy_gettext("Hint below the question, German"),
        Language.EN: lazy_gettext("Hint below the question, English"),
        Language.LS: lazy_gettext("Hint below the question, easy language"),
    }[code]


def _rules(code: Language) -> Lazy:
    return {
        Language.DE: lazy_gettext("Rules beside the form, German"),
        Language.EN: lazy_gettext("Rules beside the form, English"),
        Language.LS: lazy_gettext("Rules beside the form, easy language"),
    }[code]


BoardForm: type[_Settings] = type(
    "BoardForm",
    (_Settings,),
    {
        **_in_all("title", _title, 60, lazy_gettext("Please give the board a title.")),
        **_in_all("question", _question, 120, lazy_gettext("Please write the question the board asks.")),
        **_in_all("hint", _hint, 300, ""),
        **_in_all("rules", _rules, 1500, "", rows=3),
    },
)
"""The settings of one board, with its texts in all languages."""


def begun(board: Board | None) -> dict[str, Any]:
    """Return with what the form begins: the board as it is, or a new one as most are."""
    if board is None:
        some = {
            "asked": [*USUALLY_ASKED],
            "asks_stance": False,
            "rating": Rating.SUPPORT.value,
            "points": 10,
            "assurance": Assurance.BROWSER.value,
            "questions": rows([]),
        }
        return {**some, **{name: [Phase.IDEAS.value] for name in DEEDS}}
    texts = {f"{name}_{code}": getattr(board, name).get(code, "") for name in services.TEXTS for code in LANGUAGES}
    open_in = {name: sorted(services.phases(board, action)) for name, action in DEEDS.items()}
    return {
        **texts,
        **open_in,
        "action_field": str(board.action_field_id or ""),
        "asked": board.asked,
        "rating": board.rating.value,
        "assurance": board.assurance.value,
        "questions": rows(board.asked_beside),
        "points": board.points,
        "asks_stance": board.asks_stance,
    }
