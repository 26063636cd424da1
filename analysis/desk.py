"""The desk of topics as a page: the list, one topic with its contributions, and what can be done to it."""

from typing import TypeVar

from flask import abort, render_template, request

from analysis import runs, services, why
from analysis.changes import services as changes
from analysis.deeds import log
from analysis.deeds.forms import MergeForm, UndoForm
from analysis.deeds.models import TopicDeed
from analysis.forms import DeedForm, MoveForm, RenameForm, StepForm
from analysis.models import Topic
from analysis.rules import STABLE, SURE, VERY_STABLE, VERY_SURE, level
from participation.core import jobs
from participation.plan import finding as plan
from participation.process.models import Process
from participation.web.forms import UNSENT

F = TypeVar("F", bound=DeedForm)
OPENED = frozenset({"rename", "merge"})
"""Deeds that ask for a word before they are done."""


def topic_of(topic_id: int) -> Topic:
    """Return the topic with this number, or end with “not found”."""
    return services.topic(topic_id) or abort(404)


def page(found: Topic, *, typed: DeedForm | None = None, is_overtaken: bool = False) -> str:
    """Show a topic; `typed` is a form that comes back with what was typed."""
    members = services.members(found)
    groups = services.topics_by_field(found.process)
    wanted, done = request.args.get("item", ""), request.args.get("done", type=int)
    item = next((one for one in members if one.contribution.reference == wanted), members[0] if members else None)
    topics = [line.topic for group in groups for line in group.lines]
    return render_template(
        "analysis/topic.html",
        topic=found,
        members=members,
        item=item,
        neighbours=why.neighbours(item, members) if item else (),
        against=why.against(item, found, topics) if item else (),
        measures=services.measures_of(found),
        address=plan.addresses(),
        rename_form=_form(RenameForm, typed, found, name=found.name),
        move_form=_form(MoveForm, typed, found).offer(members, groups, found.id),
        merge_form=_form(MergeForm, typed, found).offer(groups, found),
        deed_form=_form(DeedForm, None, found),
        undo_form=UndoForm(UNSENT),
        form=StepForm(UNSENT),
        opened=_opened(typed),
        is_overtaken=is_overtaken,
        done=_shown_deed(found, done),
        stability=level(found.stability, VERY_STABLE, STABLE),
        sure=lambda value: level(value, VERY_SURE, SURE),
        **around(found.process, groups),
    )


def around(process: Process, groups: list[services.FieldTopics] | None = None) -> dict[str, object]:
    """Return what every page of the desk shows beside: the list of topics, the last run and the one at work."""
    return {
        "process": process,
        "groups": services.topics_by_field(process) if groups is None else groups,
        "parked": services.parked(process),
        "run": services.latest_run(process),
        "job": jobs.open_with(runs.key_of(process.id)),
        "waiting": changes.waiting(process),
        "changed": changes.count(process),
    }


def _form(kind: type[F], typed: DeedForm | None, found: Topic, **values: str) -> F:
    """Return the form that came back, if it is of this kind, else a new one."""
    if isinstance(typed, kind):
        return typed
    return kind(UNSENT, data={"known": str(found.version), **values})


def _shown_deed(found: Topic, number: int | None) -> TopicDeed | None:
    deed = log.by_number(number) if number else None
    return deed if deed and not deed.undone_at and deed.process_id == found.process_id else None


def _opened(typed: DeedForm | None) -> str:
    """Return which deed asks for a word on this page."""
    if isinstance(typed, RenameForm):
        return "rename"
    if isinstance(typed, MergeForm):
        return "merge"
    wanted = request.args.get("do", "")
    return wanted if wanted in OPENED else ""
