"""What translations add to the house."""

from forum.translations.views import bp
from participation.core.feature import Feature

FEATURE = Feature(name="translations", blueprints=(bp,))
