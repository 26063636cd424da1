"""What the boards add to the house."""

from flask_babel import lazy_gettext

from forum.boards import services
from forum.boards.views import ideas, lists, pairs, sharing, vouching, writing
from forum.boards.views.blueprint import bp
from participation.core.feature import Feature, NavigationItem

PAGES = (lists, writing, ideas, sharing, vouching, pairs)
"""The modules whose pages stand on the blueprint."""

FEATURE = Feature(
    name="boards",
    blueprints=(bp,),
    navigation=(NavigationItem("boards.boards", lazy_gettext("Ideas"), 20),),
    open_formats=services.cards,
    onward=services.onward,
    places=services.places,
)
