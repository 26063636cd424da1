"""What the settings of boards add to the house."""

from forum.settings.views import bp
from participation.core.feature import Feature

FEATURE = Feature(name="board_settings", blueprints=(bp,))
