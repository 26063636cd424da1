"""What the choice of sources adds to the house: the page of the runs."""

from analysis.sources.views import bp
from participation.core.feature import Feature

FEATURE = Feature(name="analysis_sources", blueprints=(bp,))
