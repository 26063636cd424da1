"""The point that somebody shows on the map while writing; the page's script fills it in."""

from typing import Any

from flask_babel import gettext
from wtforms import HiddenField, ValidationError

from participation.process import geo, places
from participation.web.forms import Form


class WithPin(Form):
    """A form with a point on the map; without a script it stays empty, and street and part of town say where."""

    latitude = HiddenField()
    longitude = HiddenField()

    @property
    def pin(self) -> tuple[float, float] | None:
        """Where the point lies, rounded to a metre; nothing where none was shown."""
        try:
            latitude, longitude = (round(float(typed or ""), 5) for typed in (self.latitude.data, self.longitude.data))
        except (TypeError, ValueError):
            return None
        return (latitude, longitude) if geo.is_on_earth(latitude, longitude) else None

    def validate_place(self, _field: Any) -> None:
        """Refuse a point that lies far from the town, and forget it."""
        box = places.places(places.all_districts()).box() if self.pin else None
        if self.pin and box and not box.is_near(*self.pin):
            self.latitude.data = self.longitude.data = ""
            raise ValidationError(
                gettext("The point lies outside of the town. Please set it again, or describe the place in words.")
            )
