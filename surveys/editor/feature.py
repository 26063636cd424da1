"""What the editor of surveys adds to the house."""

from flask_babel import lazy_gettext

from participation.access.actions import Action
from participation.core.feature import Feature, NavigationItem
from surveys.editor import answers, around, asked, deeds, deletions, demo
from surveys.editor.trial import bp as trial
from surveys.editor.views import bp

PAGES = (answers, around, asked, deeds, deletions)
"""The modules whose pages stand on the blueprint."""

FEATURE = Feature(
    name="editor",
    blueprints=(bp, trial),
    navigation=(NavigationItem("editor.surveys", lazy_gettext("Surveys"), 45, "desk", Action.EDIT_SURVEY),),
    demo=demo.load,
    erase_demo=demo.erase,
)
