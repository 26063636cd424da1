"""What the discussions add to the house."""

from flask_babel import lazy_gettext

from forum.discussions import demo, services
from forum.discussions.views import bp
from participation.core.feature import Feature, NavigationItem

FEATURE = Feature(
    name="discussions",
    blueprints=(bp,),
    navigation=(NavigationItem("discussions.discussions", lazy_gettext("Discussion"), 25),),
    open_formats=services.cards,
    places=services.places,
    demo=demo.load,
)
