"""What planners do to topics: merge, split, rename, move, pin, park, confirm, undo."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis import desk
from analysis import services as topics
from analysis.deeds import log, services
from analysis.deeds.forms import MergeForm, PinForm, SplitForm, UndoForm
from analysis.deeds.models import TopicDeed
from analysis.forms import NEW, DeedForm, MoveForm, RenameForm
from analysis.models import Topic
from analysis.review.views import log_page
from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.web.forms import UNSENT

bp = Blueprint("deeds", __name__)


@bp.post("/desk/topics/<int:topic_id>/rename")
def rename(topic_id: int) -> ResponseReturnValue:
    """Give a topic its name."""
    found = desk.topic_of(topic_id)
    actor, form = require(Action.SORT_TOPICS, found), RenameForm()
    return _do(found, form, lambda: services.rename(found, form.name.data or "", form.version, actor.person_id))


@bp.post("/desk/topics/<int:topic_id>/confirm")
def confirm(topic_id: int) -> ResponseReturnValue:
    """Say that a topic is right as it is."""
    found = desk.topic_of(topic_id)
    actor, form = require(Action.SORT_TOPICS, found), DeedForm()
    return _do(found, form, lambda: services.confirm(found, form.version, actor.person_id))


@bp.post("/desk/topics/<int:topic_id>/move")
def move(topic_id: int) -> ResponseReturnValue:
    """Move contributions to another topic, or to a new one."""
    found = desk.topic_of(topic_id)
    actor = require(Action.SORT_TOPICS, found)
    form = MoveForm().offer(topics.members(found), topics.topics_by_field(found.process), topic_id)

    def deed() -> TopicDeed | None:
        target = (form.new_name.data or "") if form.target.data == NEW else desk.topic_of(int(form.target.data))
        return services.move(form.chosen.data or [], found, target, form.version, actor.person_id)

    return _do(found, form, deed)


@bp.post("/desk/topics/<int:topic_id>/pin")
def pin(topic_id: int) -> ResponseReturnValue:
    """Hold contributions where they are."""
    found = desk.topic_of(topic_id)
    actor = require(Action.SORT_TOPICS, found)
    form = PinForm().offer(topics.members(found), topics.topics_by_field(found.process), topic_id)
    return _do(found, form, lambda: services.pin(form.chosen.data or [], found, form.version, actor.person_id))


@bp.post("/desk/topics/<int:topic_id>/merge")
def merge(topic_id: int) -> ResponseReturnValue:
    """Put all of a topic into another one."""
    found = desk.topic_of(topic_id)
    actor = require(Action.SORT_TOPICS, found)
    form = MergeForm().offer(topics.topics_by_field(found.process), found)

    def deed() -> TopicDeed | None:
        return services.merge(found, desk.topic_of(int(form.into.data)), form.version, actor.person_id)

    return _do(found, form, deed)


@bp.get("/desk/topics/<int:topic_id>/split")
def split(topic_id: int) -> ResponseReturnValue:
    """Show into which parts the machine would split a topic."""
    found = desk.topic_of(topic_id)
    require(Action.SORT_TOPICS, found)
    return _split_page(found, SplitForm(data={"known": str(found.version)}))


@bp.post("/desk/topics/<int:topic_id>/split")
def do_split(topic_id: int) -> ResponseReturnValue:
    """Make topics of their own of the chosen parts."""
    found = desk.topic_of(topic_id)
    actor = require(Action.SORT_TOPICS, found)
    form = SplitForm().offer(_names(found), request.form)
    if not form.validate_on_submit():
        return _split_page(found, form), 422
    if not once.first_arrival(form.once_key):
        return redirect(url_for("analysis.topic", topic_id=topic_id), 303)
    chosen = {part: form.names[part] for part in form.own.data or []}
    made = services.split(found, chosen, form.version, actor.person_id)
    db.session.commit()
    if made is None:
        again = SplitForm(UNSENT, data=form.data | {"known": str(found.version)})
        return _split_page(found, again, is_overtaken=True), 409
    return redirect(url_for("analysis.topic", topic_id=topic_id, done=made.id), 303)


@bp.post("/desk/topics/<int:topic_id>/park")
def park(topic_id: int) -> ResponseReturnValue:
    """Set a topic aside."""
    found = desk.topic_of(topic_id)
    actor, form = require(Action.SORT_TOPICS, found), DeedForm()
    return _do(found, form, lambda: services.park(found, form.version, actor.person_id))


@bp.post("/desk/topics/<int:topic_id>/resume")
def resume(topic_id: int) -> ResponseReturnValue:
    """Bring a parked topic back."""
    found = desk.topic_of(topic_id)
    actor, form = require(Action.SORT_TOPICS, found), DeedForm()
    return _do(found, form, lambda: services.resume(found, form.version, actor.person_id))


@bp.post("/desk/topics/undo")
def undo() -> ResponseReturnValue:
    """Take a deed back."""
    form = UndoForm()
    found = log.by_number(form.deed.data or 0) or abort(404)
    require(Action.SORT_TOPICS, found.process)
    if not form.validate_on_submit():
        return log_page(found.process, missed=True), 422
    if once.first_arrival(form.once_key) and not log.undo(found):
        db.session.rollback()
        return log_page(found.process, missed=True), 409
    db.session.commit()
    return redirect(
        url_for("analysis.topic", topic_id=found.topic_id) if found.topic_id else url_for("review.log"), 303
    )


def _do(found: Topic, form: DeedForm, deed: Callable[[], TopicDeed | None]) -> ResponseReturnValue:
    """Do what a form asks, once; where it does not hold, or the topic changed meanwhile, show it again, filled."""
    if not form.validate_on_submit():
        return desk.page(found, typed=form), 422
    if not once.first_arrival(form.once_key):
        return redirect(url_for("analysis.topic", topic_id=found.id), 303)
    made = deed()
    db.session.commit()
    if made is None:
        again = type(form)(UNSENT, data=form.data | {"known": str(found.version)})
        return desk.page(found, typed=again, is_overtaken=True), 409
    return redirect(url_for("analysis.topic", topic_id=made.page_id, done=made.id), 303)


def _names(found: Topic) -> dict[int, str]:
    return dict(enumerate(found.parts))


def _split_page(found: Topic, form: SplitForm, is_overtaken: bool = False) -> str:
    form.offer(_names(found), request.form)
    inside = topics.members(found)
    return render_template(
        "analysis/deeds/split.html",
        topic=found,
        process=found.process,
        form=form,
        parts=[(part, name, [one for one in inside if one.part == part]) for part, name in form.names.items()],
        is_overtaken=is_overtaken,
    )
