"""The form of exports: which file is to be made."""

from wtforms import HiddenField
from wtforms.validators import AnyOf

from participation.web.forms import Form
from surveys.interchange.out.formats import TYPES

WITH_ANSWERS = {name: kind for name, kind in TYPES.items() if kind.holds_answers}


class OrderForm(Form):
    """Which of the files with all answers."""

    file = HiddenField(validators=[AnyOf([name.value for name in WITH_ANSWERS])])
