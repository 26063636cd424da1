"""What the hub adds to the house."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import lazy_gettext

from participation.accounts.models import Person
from participation.contributions import (
    answering,
    blocking,
    demo,
    finding,
    folding,
    objection_views,
    personal,
    screening,
    services,
    supporters,
    timeline,
)
from participation.contributions.attachments import services as attachments
from participation.contributions.cli import contributions
from participation.contributions.news import views as news
from participation.contributions.threads import calling, edit_views, follow_views, following, keeping, steering_views
from participation.contributions.threads import views as threads
from participation.contributions.views import bp
from participation.contributions.votes import watching
from participation.core.feature import Feature, NavigationItem, Story
from participation.process.models import Process

STORIES = 3
PAGES = (objection_views, threads, follow_views, steering_views, edit_views, news)
LISTENERS = (keeping, folding)
"""The modules whose pages stand on the blueprint, and those that listen to the session."""


def stories(process: Process) -> Sequence[Story]:
    """Return how the last answered contributions of a process came along."""
    latest = finding.latest_answered(process.id, STORIES)
    ways = services.ways(latest)
    return [
        Story(contribution.title, url_for("contributions.way", reference=contribution.reference), ways[contribution.id])
        for contribution in latest
    ]


def own_stories(person: Person) -> Sequence[Story]:
    """Return how the contributions of a person came along, newest first."""
    written = finding.of_author(person.id)
    ways = services.ways(written)
    return [
        Story(contribution.title, url_for("contributions.own", reference=contribution.reference), ways[contribution.id])
        for contribution in written
    ]


FEATURE = Feature(
    name="contributions",
    blueprints=(bp,),
    navigation=(NavigationItem("contributions.find", lazy_gettext("What became of my idea?"), 90, is_rare=True),),
    cli=(contributions,),
    jobs={
        "contributions.tell": services.tell,
        supporters.JOB: supporters.write_to_supporters,
        "contributions.thread_news": following.tell,
        calling.JOB: calling.tell,
        attachments.FORGET: attachments.forget,
    },
    nightly=(attachments.sweep, screening.look_again),
    panels={Process: stories, Person: own_stories},
    standing=answering.facts,
    timeline=timeline.steps,
    personal_data=personal.PERSONAL_DATA,
    retention=(*personal.RETENTION, *watching.RETENTION),
    demo=demo.load_ideas,
    erase_demo=demo.erase_ideas,
    setup=blocking.setup,
)
