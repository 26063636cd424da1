"""What the process adds to the house."""

from flask_babel import lazy_gettext

from participation.core.feature import Feature, NavigationItem
from participation.process import demo
from participation.process.cli import demo_command, process, streets
from participation.process.views import bp

FEATURE = Feature(
    name="process",
    blueprints=(bp,),
    navigation=(NavigationItem("process.start", lazy_gettext("Take part"), 10),),
    cli=(demo_command, process, streets),
    demo=demo.load_process,
    erase_demo=demo.erase_process,
)
