"""What letters add to the house."""

from flask_babel import lazy_gettext

from participation.core.feature import Feature, Retention
from surveys.letters import demo, services
from surveys.letters.views import bp

FEATURE = Feature(
    name="letters",
    blueprints=(bp,),
    jobs={services.MAKE_JOB: services.make},
    retention=(
        Retention(
            lazy_gettext("Letters with codes that nobody fetched"),
            frozenset({"letter_run"}),
            services.KEPT.days,
            services.forget_old,
        ),
    ),
    demo=demo.load,
    erase_demo=demo.erase,
)
