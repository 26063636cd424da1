"""The form by which a survey file comes in; what was read goes along with it, so that nothing is kept too soon."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import FileField, HiddenField, SelectField

from participation.process.models import Process
from participation.web.context import local_text
from participation.web.forms import Form
from surveys.interchange import own
from surveys.interchange.imported import Imported, RefusedFileError

SALT = "survey-file"


class FileForm(Form):
    """A survey file, and the process to which the survey shall belong."""

    file = FileField(
        lazy_gettext("Survey file"),
        description=lazy_gettext("From XLSForm (.xlsx, .xls), LimeSurvey (.lss), SurveyJS or Stadtfaden; up to 10 MB."),
        render_kw={"accept": ".xlsx,.xls,.lss,.json,.csv,.md"},
    )
    belongs_to = SelectField(lazy_gettext("Process"), validate_choice=True)
    read = HiddenField()

    def offer(self, processes: Sequence[Process]) -> None:
        """Let one of these processes be chosen."""
        self.belongs_to.choices = [(one.slug, local_text(one.title)) for one in processes]

    def carry(self, found: Imported) -> None:
        """Take along what was read."""
        data = own.exported(found.title, found.lead, found.closing, found.questions)
        self.read.data = _serializer().dumps(data)

    def carried(self) -> Imported | None:
        """Return what was read when the file came; None where nothing came along, or something else."""
        try:
            data: Any = _serializer().loads(self.read.data or "")
            return own.imported(data)
        except (BadSignature, RefusedFileError):
            return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.extensions["settings"].secret_key, salt=SALT)
