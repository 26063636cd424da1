"""What the hall adds to the house."""

from flask_babel import lazy_gettext

from forum.hall import demo, services
from forum.hall.views import desk, phones, screen
from forum.hall.views.blueprint import bp
from participation.access.actions import Action
from participation.core.feature import Feature, NavigationItem

PAGES = (phones, screen, desk)
"""The modules whose pages stand on the blueprint."""

FEATURE = Feature(
    name="hall",
    blueprints=(bp,),
    navigation=(NavigationItem("hall.halls", lazy_gettext("Hall"), 40, "desk", Action.RUN_HALL),),
    open_formats=services.cards,
    timeline=services.steps,
    demo=demo.load,
    erase_demo=demo.erase,
)
