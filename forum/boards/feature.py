"""What the boards add to the house."""

from flask_babel import lazy_gettext

from forum.boards import services
from forum.boards.views import ideas, lists, pairs, sharing, vouching, writing
from forum.boards.views.blueprint import bp
from participation.contributions.models import Contribution, Kind
from participation.core.feature import Feature, NavigationItem, Source

PAGES = (lists, writing, ideas, sharing, vouching, pairs)
"""The modules whose pages stand on the blueprint."""

FEATURE = Feature(
    name="boards",
    blueprints=(bp,),
    navigation=(NavigationItem("boards.boards", lazy_gettext("Ideas"), 20),),
    open_formats=services.cards,
    onward=services.onward,
    places=services.places,
    sources=(
        Source(
            "ideas",
            lazy_gettext("Ideas: from the web, on paper, by letter, from tablets"),
            lambda: (Contribution.kind == Kind.IDEA) & ~Contribution.is_from_survey,
        ),
    ),
)
