"""What the house's own pages add to it."""

from participation.core.feature import Feature
from participation.web.pages import bp

FEATURE = Feature(name="web", blueprints=(bp,))
