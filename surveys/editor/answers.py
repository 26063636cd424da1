"""Pages of the editor for single answers and groups: when an answer is offered, and of what there are only so many."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from participation.access.actions import Action
from participation.access.guard import require
from participation.core.database import db
from participation.core.feature import Lazy
from participation.questions import condition_rows
from participation.questions.condition_rows import Rows, Subject
from participation.questions.sent import Sent
from participation.questions.types import Option, Question
from surveys.editor import limits, rules, services
from surveys.editor.forms import ButtonForm, mark
from surveys.editor.question_form import fingerprint
from surveys.editor.services import UnreadableError
from surveys.editor.views import bp, survey_to_edit
from surveys.models import Survey
from surveys.scarce import Quota

MOST_QUOTAS = 12
MOST_PLACES = 1_000_000
WRONG_NUMBER = lazy_gettext("Please write a whole number from 1 on, or leave the field empty.")
NO_PLACES = lazy_gettext("Please write how many answers of this group are wanted.")
NO_GROUP = lazy_gettext("Please say who belongs to this group.")


@dataclass(slots=True)
class Part:
    """A part of such a page: an answer or a group, its condition in rows, its places as they were typed.

    Attributes:
        is_group: whether it is a group, which needs both.
    """

    name: str
    title: str
    rows: Rows
    places: str = ""
    can_be_limited: bool = True
    can_have_rows: bool = True
    taken: int = 0
    key: str = ""
    is_group: bool = False
    errors: list[Lazy] = field(default_factory=list)
    row_errors: list[Lazy] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said here."""
        return not (self.places or self.rows.rows or self.rows.text)

    @property
    def count(self) -> int | None:
        """How many places there are; None where there is no limit."""
        return int(self.places) if self.places else None

    def sent(self, known: Mapping[str, Subject]) -> "Part":
        """Return the part as it was typed, with what has to be mended."""
        rows = condition_rows.read(request.form, self.name, known)
        typed = Sent(request.form).one(f"{self.name}.places")[:20]
        is_number = typed.isdecimal() and typed.isascii() and 1 <= int(typed) <= MOST_PLACES
        errors = [WRONG_NUMBER] if typed and not is_number else []
        typed_in = replace(
            self, rows=rows, places=typed, errors=errors, row_errors=condition_rows.complaints(rows, known)
        )
        return _complete(typed_in) if self.is_group else typed_in


def _unfinished(parts: list[Part]) -> list[Part]:
    """Return the parts without complaints about rows, where somebody asked for their answers and is still at it."""
    return [replace(part, row_errors=[]) for part in parts] if _asked_for_more(parts) else parts


def _asked_for_more(parts: Sequence[Part]) -> bool:
    return any(condition_rows.pressed(request.form, part.name) for part in parts)


@bp.route("/desk/surveys/<string:slug>/questions/<string:key>/answers", methods=["GET", "POST"])
def answers(slug: str, key: str) -> ResponseReturnValue:
    """Say of each answer when it is offered, and how many people can choose it."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    question = services.at(survey, key) or abort(404)
    known = condition_rows.subjects(survey.questions[: survey.questions.index(question)])
    stored = mark([fingerprint(question), limits.places_of(survey, question)])
    return _turn(
        _Sheet(survey, known, _lines(survey, question, known), stored),
        lambda parts: _store(survey, question, parts, known),
        url_for(".question", slug=slug, key=key),
        "editor/answers.html",
        question=question,
        number=[one.key for one in survey.questions].index(key) + 1,
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What such a page asks about: its parts, and a mark of what was stored when they were shown."""

    survey: Survey
    known: Mapping[str, Subject]
    parts: list[Part]
    stored: str


def _turn(
    sheet: _Sheet, store: Callable[[Sequence[Part]], None], target: str, template: str, **more: object
) -> ResponseReturnValue:
    """Show the parts, or store them as they were typed and lead on; what cannot be stored stays in its fields."""
    survey, parts, form = sheet.survey, sheet.parts, ButtonForm()
    reasons: Sequence[Lazy] = []
    is_overtaken = request.method == "POST" and request.form.get("was") != sheet.stored
    if request.method == "POST":
        parts = _unfinished([part.sent(sheet.known) for part in parts])
        is_good = form.validate() and not any(part.errors or part.row_errors for part in parts)
        if is_good and not is_overtaken and not _asked_for_more(parts):
            try:
                store(parts)
                db.session.commit()
                return redirect(target, 303)
            except UnreadableError as error:
                db.session.rollback()
                survey, reasons = survey_to_edit(survey.slug), error.sentences
        form.renew()
    page = render_template(
        template,
        survey=survey,
        parts=parts,
        known=sheet.known,
        formulas=_formulas(parts, sheet.known),
        form=form,
        was=sheet.stored,
        is_overtaken=is_overtaken,
        reasons=reasons,
        **more,
    )
    return page, _status(parts, form, is_conflict=is_overtaken or bool(reasons))


def _status(parts: Sequence[Part], form: ButtonForm, *, is_conflict: bool) -> int:
    if is_conflict:
        return 409
    return 422 if any(part.errors or part.row_errors for part in parts) else form.status


def _formulas(parts: Sequence[Part], known: Mapping[str, Subject]) -> dict[str, str]:
    return {part.name: condition_rows.to_condition(part.rows, known) for part in parts}


def _lines(survey: Survey, question: Question, known: Mapping[str, Subject]) -> list[Part]:
    """Return the answers to choose from and the rows of a question; a yes or a no can only be limited."""
    places, is_taken = limits.places_of(survey, question), limits.taken(survey)
    taken = {
        what.option: n for what, n in is_taken.items() if not isinstance(what, Quota) and what.question == question.key
    }
    can_be_limited = limits.limitable(question)
    chosen = question.choices if can_be_limited else question.options
    return [
        Part(
            f"line{number}",
            one.label.in_("de"),
            condition_rows.from_condition(one.condition, known),
            str(places.get(one.key, "")) if is_choice else "",
            can_be_limited=can_be_limited and is_choice,
            can_have_rows=one in (*question.options, *question.rows),
            taken=taken.get(one.key, 0) if is_choice else 0,
            key=one.key,
        )
        for number, (one, is_choice) in enumerate(
            [*((one, True) for one in chosen), *((one, False) for one in question.rows)]
        )
    ]


def _store(survey: Survey, question: Question, parts: Sequence[Part], known: Mapping[str, Subject]) -> None:
    said = _formulas(parts, known)
    chosen = parts[: len(parts) - len(question.rows)]
    whens = {part.key: said[part.name] for part in chosen}
    rows = {part.key: said[part.name] for part in parts[len(chosen) :]}
    changed = replace(question, options=_offered(question.options, whens), rows=_offered(question.rows, rows))
    services.put(survey, changed)
    if limits.limitable(question):
        limits.limit_answers(survey, changed, {part.key: part.count for part in chosen if part.count})


def _offered(lines: Sequence[Option], whens: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(replace(one, condition=whens.get(one.key, one.condition)) for one in lines)


@bp.route("/desk/surveys/<string:slug>/quotas", methods=["GET", "POST"])
def quotas(slug: str) -> ResponseReturnValue:
    """Say of which groups only so many answers are wanted; who belongs to one is said in rows."""
    survey = survey_to_edit(slug)
    require(Action.EDIT_SURVEY, survey.process)
    known = condition_rows.subjects(survey.questions)
    return _turn(
        _Sheet(survey, known, _groups(survey, known), mark(survey.limits)),
        lambda parts: limits.set_quotas(survey, _quotas(parts, known)),
        url_for(".edit", slug=slug),
        "editor/quotas.html",
    )


def _groups(survey: Survey, known: Mapping[str, Subject]) -> list[Part]:
    """Return the quotas and one empty group; the numbers of what stays never move while somebody types."""
    found, taken = survey.scarce.quotas, limits.taken(survey)
    parts = [
        Part(
            f"group{number}",
            "",
            condition_rows.from_condition(one.condition, known),
            str(one.places),
            taken=taken.get(one, 0),
            key=one.key,
            is_group=True,
        )
        for number, one in enumerate(found)
    ]
    if len(parts) < MOST_QUOTAS:
        key = rules.new_key("Q", [one.key for one in found])
        parts.append(Part(f"group{len(parts)}", "", Rows(), key=key, is_group=True))
    return parts


def _complete(part: Part) -> Part:
    """Return the group with what it lacks; one that says nothing is none."""
    if part.is_empty or condition_rows.pressed(request.form, part.name):
        return part
    if not part.places:
        return replace(part, errors=[NO_PLACES])
    if not (part.rows.rows or part.rows.text):
        return replace(part, row_errors=[NO_GROUP])
    return part


def _quotas(parts: Sequence[Part], known: Mapping[str, Subject]) -> list[Quota]:
    said = _formulas(parts, known)
    return [Quota(part.key, said[part.name], part.count) for part in parts if part.count and said[part.name]]
