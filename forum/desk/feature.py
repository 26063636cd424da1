"""What the desk adds to the house."""

from flask_babel import lazy_gettext

from forum.desk import demo, learning
from forum.desk.services import votes as services_votes
from forum.desk.services.queue import waiting_count
from forum.desk.tasks import own_duties
from forum.desk.views import answers, boards, deeds, folding, moderation, restricting, tasks, votes
from forum.desk.views.blueprint import bp
from participation.access.actions import Action
from participation.core.feature import Feature, NavigationItem

PAGES = (tasks, moderation, restricting, deeds, boards, votes, answers, folding)
"""The modules whose pages stand on the blueprint."""

FEATURE = Feature(
    name="desk",
    blueprints=(bp,),
    navigation=(
        NavigationItem("desk.start", lazy_gettext("Tasks"), 10, "desk", Action.USE_DESK),
        NavigationItem("desk.queue", lazy_gettext("Moderation"), 20, "desk", Action.MODERATE, count=waiting_count),
        NavigationItem("desk.answers", lazy_gettext("Answers"), 30, "desk", Action.ANSWER),
        NavigationItem("desk.jobs", lazy_gettext("Background work"), 90, "desk", Action.SEE_JOBS, is_rare=True),
    ),
    demo=demo.load,
    duties=own_duties,
    waiting=services_votes.waiting,
    waiting_count=services_votes.waiting_count,
    nightly=(learning.learn_all,),
)
