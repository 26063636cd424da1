"""The form of documents: which one is to be made, and about which measure."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3, the stubs know 3.2
from wtforms.validators import AnyOf

from participation.plan.documents.rules import OF_MEASURES, DocumentKind
from participation.plan.models import Measure
from participation.web.forms import Form


class DocumentForm(Form):
    """Which document of the whole plan."""

    kind = HiddenField(validators=[AnyOf([one.value for one in DocumentKind if one not in OF_MEASURES])])


class MeasureDocumentForm(Form):
    """Which document about which measure."""

    measure = SelectField(lazy_gettext("Measure"))
    kind = HiddenField(validators=[AnyOf([one.value for one in OF_MEASURES])])

    def offer(self, measures: Iterable[Measure]) -> "MeasureDocumentForm":
        """Let people choose among these measures."""
        self.measure.choices = [SelectChoice(one.code, f"{one.code} {one.title}") for one in measures]
        return self
