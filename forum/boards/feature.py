"""What the boards add to the house."""

from flask_babel import lazy_gettext

from forum.boards import services
from forum.boards.views import bp
from participation.core.feature import Feature, NavigationItem

FEATURE = Feature(
    name="boards",
    blueprints=(bp,),
    navigation=(NavigationItem("boards.boards", lazy_gettext("Ideas"), 20),),
    open_formats=services.cards,
)
