"""What the ways into a survey add to the house."""

from participation.core.feature import Feature
from surveys.ways.views import bp

FEATURE = Feature(name="ways", blueprints=(bp,))
