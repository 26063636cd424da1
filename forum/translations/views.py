"""The page on which a contribution is translated, with the original beside it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.desk.services import items
from forum.translations.forms import TranslationForm
from participation.access.actions import Action
from participation.access.guard import Actor, require
from participation.contributions import translations
from participation.contributions.models import Contribution
from participation.core import once
from participation.core.database import db
from participation.core.vocabulary import Language

bp = Blueprint("translations", __name__)


@bp.route("/desk/translations/<string:reference>", methods=["GET", "POST"])
def translate(reference: str) -> ResponseReturnValue:
    """Put a translation beside the original, change it, or take it away."""
    contribution = items.find(reference)
    who = require(Action.TRANSLATE, contribution)
    if contribution is None:
        abort(404)
    form = _form(contribution, who)
    if not form.validate_on_submit():
        page = render_template("translations/translate.html", contribution=contribution, form=form)
        return page, form.status
    if once.first_arrival(form.once_key):
        _store(contribution, form, who.person_id)
    db.session.commit()
    return redirect(url_for(".translate", reference=reference, done=form.language.data), 303)


def _form(contribution: Contribution, who: Actor) -> TranslationForm:
    """Return the form, filled with the translation that the address names, if there is one."""
    wanted = request.args.get("language", "")
    found = translations.of(contribution, wanted)
    person = items.person(who)
    unit = person.unit if person else ""
    first = Language.EN if contribution.language == Language.DE else Language.DE
    return TranslationForm(
        written_in=contribution.language,
        language=found.language if found else wanted or first.value,
        title=found.title if found else "",
        text=found.text if found else "",
        by=found.translated_by if found else unit,
    ).offer(contribution.language, *([found.language] if found else []))


def _store(contribution: Contribution, form: TranslationForm, person_id: int | None) -> None:
    if "delete" in request.form:
        translations.take_away(contribution, form.language.data)
        return
    translations.correct(contribution, form.written_in.data, person_id)
    translations.put(
        contribution,
        form.language.data,
        title=form.title.data or "",
        text=form.text.data or "",
        by=form.by.data or "",
    )
