"""What the hall adds to the house."""

from forum.hall import demo, services
from forum.hall.views import desk, phones, screen
from forum.hall.views.blueprint import bp
from participation.core.feature import Feature

PAGES = (phones, screen, desk)
"""The modules whose pages stand on the blueprint."""

FEATURE = Feature(
    name="hall",
    blueprints=(bp,),
    open_formats=services.cards,
    timeline=services.steps,
    demo=demo.load,
    erase_demo=demo.erase,
)
