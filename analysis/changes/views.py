"""The page of what runs changed: only the differences, topic by topic, each to be kept, put back or just seen."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis import desk
from analysis.changes import services
from analysis.changes.forms import BACK, KEEP, ChangesForm
from analysis.deeds import services as deeds
from analysis.models import Topic
from participation.access.actions import Action
from participation.access.guard import require
from participation.core import once
from participation.core.database import db
from participation.process import services as processes
from participation.process.models import Process
from participation.web.forms import UNSENT
from participation.web.paging import page_number, page_of

bp = Blueprint("changes", __name__)


@bp.get("/desk/topics/changes")
def page() -> ResponseReturnValue:
    """Show what the runs changed and nobody has looked at."""
    process = processes.current() or abort(404)
    require(Action.SORT_TOPICS, process)
    return _page(process)


@bp.post("/desk/topics/<int:topic_id>/changes")
def settle(topic_id: int) -> ResponseReturnValue:
    """Keep some changes of a topic for good, put them back, or leave them to the machine."""
    found = desk.topic_of(topic_id)
    actor = require(Action.SORT_TOPICS, found)
    form = ChangesForm().offer(services.of_topic(found))
    if not form.validate_on_submit():
        return _page(found.process, said=form.chosen.errors or form.deed.errors or form.form_errors), 422
    if not once.first_arrival(form.once_key):
        return redirect(url_for(".page"), 303)
    is_done = _settle(found, form, actor.person_id)
    db.session.commit()
    if not is_done:
        return _page(found.process, is_overtaken=True), 409
    return redirect(url_for(".page"), 303)


def _settle(found: Topic, form: ChangesForm, person_id: int | None) -> bool:
    """Do what was pressed; False where somebody changed the topic meanwhile."""
    chosen = form.chosen.data or []
    if form.deed.data == KEEP:
        return deeds.pin(chosen, found, form.version, person_id) is not None
    if form.deed.data == BACK:
        return _put_back(found, chosen, form.version, person_id)
    services.looked_at(chosen)
    return True


def _put_back(found: Topic, chosen: list[int], known: int, person_id: int | None) -> bool:
    """Move contributions where they were, for good; what was nowhere, or where no topic is any more, stays."""
    of_topic: dict[Topic, list[int]] = {}
    for change in services.of_topic(found):
        if change.contribution_id in chosen and change.before and change.before.aside is None:
            of_topic.setdefault(change.before, []).append(change.contribution_id)
    for target, own in of_topic.items():
        if deeds.move(own, found, target, known, person_id) is None:
            return False
        known = found.version
    return True


def _page(process: Process, *, said: object = (), is_overtaken: bool = False) -> str:
    total, number = services.count(process), page_number()
    return render_template(
        "analysis/changes/changes.html",
        changed=services.changed(process, number),
        pages=page_of(number, total, services.PER_PAGE, lambda one: url_for(".page", page=one)),
        total=total,
        form=lambda topic: ChangesForm(UNSENT, data={"known": str(topic.version)}),
        said=said,
        is_overtaken=is_overtaken,
    )
