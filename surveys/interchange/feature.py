"""What survey files add to the house."""

from participation.core.feature import Feature
from surveys.interchange.views import bp

FEATURE = Feature(name="survey_files", blueprints=(bp,))
