"""What results add to the house."""

from participation.core.feature import Feature
from surveys.results.views import bp

FEATURE = Feature(name="results", blueprints=(bp,))
