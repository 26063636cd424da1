"""What the discussions add to the house."""

from flask_babel import lazy_gettext

from forum.discussions import demo, services
from forum.discussions.views import bp
from participation.contributions.models import TALK, Contribution
from participation.core.feature import Feature, NavigationItem, Source

FEATURE = Feature(
    name="discussions",
    blueprints=(bp,),
    navigation=(NavigationItem("discussions.discussions", lazy_gettext("Discussion"), 25),),
    open_formats=services.cards,
    places=services.places,
    sources=(
        Source("talk", lazy_gettext("Comments and discussions"), lambda: Contribution.kind.in_(TALK), is_read=False),
    ),
    demo=demo.load,
)
