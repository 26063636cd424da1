"""Pages on which moderators do more than publish: edit, ask back, pass on, restore."""

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forum.desk import deed_forms, names, states
from forum.desk.blanking import blanked
from forum.desk.deed_forms import AskForm, EditForm, ForwardForm, MergeForm, RestoreForm
from forum.desk.forms import KnownForm
from forum.desk.history import name_of
from forum.desk.letters import example_of_edit, signature
from forum.desk.services import asked as asking
from forum.desk.services import deeds, items
from forum.desk.views.blueprint import bp
from forum.desk.views.deciding import back_to_it, done, on_to_the_next, opened, seen
from participation.access.actions import Action
from participation.access.guard import Actor, actor, require
from participation.contributions import merging
from participation.contributions import services as contributions
from participation.contributions.models import Contribution
from participation.contributions.wording import wording_of
from participation.core import once
from participation.moderation import services as moderation
from participation.moderation.rules import OPEN, Verdict
from participation.web import languages


@bp.get("/desk/moderation/asked")
def asked() -> ResponseReturnValue:
    """Show what waits for the answers of authors."""
    require(Action.MODERATE)
    return render_template("desk/asked.html", found=asking.asked(), names=names)


@bp.route("/desk/moderation/<string:reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> ResponseReturnValue:
    """Take personal data out of a text; `?blank=1` begins with the marked places taken out."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    begun = blanked(contribution) if "blank" in request.args else wording_of(contribution)
    form = EditForm(
        title=begun.title,
        text=begun.text,
        display_name=begun.display_name,
        place=begun.place,
        known=contribution.revision,
    )
    form.fit(contribution)
    if not form.validate_on_submit() or not (once.is_spent(form.once_key) or form.changes(contribution)):
        return _page("edit", contribution, form)
    edited = deeds.Edited(form.said(contribution), form.facts.data or "", signature(who), "publish" in request.form)
    if not done(form, lambda: deeds.edit(contribution, who, edited, form.known_revision)):
        return _page("edit", contribution, form, 409)
    return on_to_the_next(contribution)


@bp.route("/desk/moderation/<string:reference>/ask", methods=["GET", "POST"])
def ask(reference: str) -> ResponseReturnValue:
    """Ask the author something before deciding."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    form = AskForm(known=contribution.revision)

    def deed() -> None:
        deeds.ask_back(contribution, who, form.question.data or "", signature(who), form.known_revision)

    return _carried_out("ask", contribution, form, deed)


@bp.route("/desk/moderation/<string:reference>/forward", methods=["GET", "POST"])
def forward(reference: str) -> ResponseReturnValue:
    """Pass a contribution on to the office in charge; what still waits may become public with it."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    form = ForwardForm(known=contribution.revision)
    return _carried_out(
        "forward",
        contribution,
        form,
        lambda: deeds.forward(contribution, who, _whither(form, who), form.known_revision),
        lambda one: back_to_it(one) if one.visibility in OPEN else on_to_the_next(one),
    )


def _whither(form: ForwardForm, who: Actor) -> deeds.Forwarding:
    return deeds.Forwarding(
        office=form.office.data or "",
        note=form.note.data or "",
        with_text=form.what.data == deed_forms.WITH_TEXT,
        mail=form.mail.data or "",
        signed=signature(who),
        is_to_be_public="publish" in request.form,
    )


@bp.route("/desk/moderation/<string:reference>/restore", methods=["GET", "POST"])
def restore(reference: str) -> ResponseReturnValue:
    """Make public again what was hidden or rejected."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    form = RestoreForm(known=contribution.revision)

    def deed() -> None:
        deeds.restore(contribution, who, form.facts.data or "", form.known_revision)

    return _carried_out("restore", contribution, form, deed, back_to_it)


@bp.route("/desk/moderation/<string:reference>/merge", methods=["GET", "POST"])
def merge(reference: str) -> ResponseReturnValue:
    """Make an idea part of another one that says the same."""
    contribution = opened(reference)
    who = require(Action.MODERATE, contribution)
    form = MergeForm(known=contribution.revision)
    form.offer(deeds.targets(contribution, [one.contribution for one in items.similar_to(contribution)]))
    target = _target(contribution, form) if form.validate_on_submit() else None
    if target is None:
        return _page("merge", contribution, form)
    if not done(form, lambda: deeds.merge(contribution, who, target, signature(who), form.known_revision)):
        return _page("merge", contribution, form, 409)
    return on_to_the_next(contribution)


def _target(contribution: Contribution, form: MergeForm) -> Contribution | None:
    """Return what was chosen, or say in the form what is wrong with it."""
    target = merging.candidate(form.chosen) if form.chosen else None
    if target is None:
        form.refuse(gettext("Please choose a public idea, or type its number."))
    elif not once.is_spent(form.once_key) and not merging.mergeable(contribution, target):
        form.refuse(gettext("These two cannot become one: both have to be ideas of the same process."))
        return None
    return target


def _carried_out(
    name: str,
    contribution: Contribution,
    form: KnownForm,
    deed: Callable[[], None],
    then: Callable[[Contribution], ResponseReturnValue] = on_to_the_next,
) -> ResponseReturnValue:
    """Do what the form says and go on; show it again where something is missing or somebody else was faster."""
    if not form.validate_on_submit():
        return _page(name, contribution, form)
    if not done(form, deed):
        return _page(name, contribution, form, 409)
    return then(contribution)


VERDICTS = {
    "edit": Verdict.EDIT,
    "ask": Verdict.ASK_BACK,
    "forward": Verdict.FORWARD,
    "restore": Verdict.RESTORE,
    "merge": Verdict.MERGE,
}


def _page(name: str, contribution: Contribution, form: KnownForm, status: int = 200) -> ResponseReturnValue:
    shown = items.item(contribution)
    locale = contributions.authors_locale(contribution, shown.contact)
    page = render_template(
        f"desk/{name}.html",
        item=shown,
        form=form,
        is_free=items.can_be(contribution, VERDICTS[name]) and not shown.is_held_by_other(actor()),
        is_late=status == 409,
        seen=seen(shown, form) if status == 409 else None,
        waits=contribution.visibility in OPEN,
        offices=contributions.offices() if name == "forward" else [],
        example=example_of_edit(shown.line.marked, locale) if name == "edit" else "",
        authors_language=names.LANGUAGES[locale] if locale != languages.locale() else "",
        authors_locale=locale,
        names=names,
        states=states,
        name_of=name_of,
        rule_names=moderation.RULE_NAMES,
    )
    return page, 422 if form.errors and status == 200 else status
