"""What the settings of boards add to the house."""

from forum.settings import code_views
from forum.settings.views import bp
from participation.core.feature import Feature

PAGES = (code_views,)
"""The modules whose pages stand on the blueprint."""

FEATURE = Feature(name="board_settings", blueprints=(bp,))
