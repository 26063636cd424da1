"""What fast entry adds to the house."""

from forum.entry.views import bp
from participation.core.feature import Feature

FEATURE = Feature(name="entry", blueprints=(bp,))
