"""What the analysis adds to the house."""

from flask_babel import lazy_gettext

from analysis import demo, personal, runs, timeline
from analysis.changes.views import bp as changes
from analysis.cli import analyse
from analysis.coding.views import bp as coding
from analysis.deeds.views import bp as deeds
from analysis.figures.views import bp as figures
from analysis.files.views import bp as files
from analysis.review.views import bp as review
from analysis.snapshots.views import bp as snapshots
from analysis.told import sentences
from analysis.told import services as telling
from analysis.told.views import bp as told
from analysis.trays.views import bp as trays
from analysis.views import bp
from participation.access.actions import Action
from participation.core.feature import Feature, NavigationItem

FEATURE = Feature(
    name="analysis",
    blueprints=(bp, deeds, changes, review, trays, figures, files, told, coding, snapshots),
    navigation=(NavigationItem("analysis.topics", lazy_gettext("Topics"), 40, area="desk", action=Action.SORT_TOPICS),),
    cli=(analyse,),
    jobs={runs.JOB: runs.run, sentences.JOB: sentences.find},
    nightly=(sentences.order_all,),
    onward=telling.onward,
    timeline=timeline.steps,
    personal_data=personal.PERSONAL_DATA,
    retention=personal.RETENTION,
    demo=demo.load,
    erase_demo=demo.erase,
)
