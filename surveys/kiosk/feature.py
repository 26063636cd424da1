"""What the kiosk adds to the house."""

from participation.core.feature import Feature
from surveys.kiosk.views import bp

FEATURE = Feature(name="kiosk", blueprints=(bp,))
