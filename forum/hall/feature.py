"""What the hall adds to the house."""

from flask_babel import lazy_gettext

from forum.hall import demo, services
from forum.hall.views import desk, phones, screen
from forum.hall.views.blueprint import bp
from participation.contributions.models import Contribution, Kind
from participation.core.feature import Feature, Source

PAGES = (phones, screen, desk)
"""The modules whose pages stand on the blueprint."""

FEATURE = Feature(
    name="hall",
    blueprints=(bp,),
    open_formats=services.cards,
    timeline=services.steps,
    sources=(Source("questions", lazy_gettext("Questions from meetings"), lambda: Contribution.kind == Kind.QUESTION),),
    demo=demo.load,
    erase_demo=demo.erase,
)
