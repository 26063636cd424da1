"""What each type code of LimeSurvey becomes, and the choices that some types bring along."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.types import QuestionType, Scale

Fixed = tuple[tuple[str, Texts], ...]

SEX: Fixed = (("F", Texts(de="Weiblich", en="Female")), ("M", Texts(de="Männlich", en="Male")))
UNCERTAIN: Fixed = (
    ("Y", Texts(de="Ja", en="Yes")),
    ("U", Texts(de="Unsicher", en="Uncertain")),
    ("N", Texts(de="Nein", en="No")),
)
CHANGE: Fixed = (
    ("I", Texts(de="Mehr", en="Increase")),
    ("S", Texts(de="Gleich", en="Same")),
    ("D", Texts(de="Weniger", en="Decrease")),
)


@dataclass(frozen=True, slots=True)
class Becomes:
    """What a type code becomes.

    Attributes:
        shape: how its parts are put together: one question, one for each part, a table, a table of cells …
        reason: what changes with it.
    """

    shape: str
    type: QuestionType
    reason: Lazy = ""
    fixed: Fixed = ()
    scale: Scale | None = None


PARTS = lazy_gettext("Each of its lines is a question of its own.")
CELLS = lazy_gettext("Each of its cells is a question of its own.")
TWICE = lazy_gettext("Its two scales are two tables.")
COMMENT = lazy_gettext("The field for a comment is a question of its own.")
PICTURE = lazy_gettext("Pictures are taken, other files are not.")
OTHER = lazy_gettext("A type that is not known here is asked as a text.")

TYPES: Mapping[str, Becomes] = {
    "1": Becomes("dual", QuestionType.MATRIX, TWICE),
    "5": Becomes("one", QuestionType.SCALE, scale=Scale(1, 5)),
    "A": Becomes("table", QuestionType.MATRIX, scale=Scale(1, 5)),
    "B": Becomes("table", QuestionType.MATRIX, scale=Scale(1, 10)),
    "C": Becomes("table", QuestionType.MATRIX, fixed=UNCERTAIN),
    "D": Becomes("one", QuestionType.DATE),
    "E": Becomes("table", QuestionType.MATRIX, fixed=CHANGE),
    "F": Becomes("table", QuestionType.MATRIX),
    "G": Becomes("choice", QuestionType.SINGLE, fixed=SEX),
    "H": Becomes("table", QuestionType.MATRIX),
    "K": Becomes("parts", QuestionType.NUMBER, PARTS),
    "L": Becomes("choice", QuestionType.SINGLE),
    "M": Becomes("several", QuestionType.MULTIPLE),
    "N": Becomes("one", QuestionType.NUMBER),
    "O": Becomes("choice", QuestionType.SINGLE, COMMENT),
    "P": Becomes("several", QuestionType.MULTIPLE, COMMENT),
    "Q": Becomes("parts", QuestionType.SHORT_TEXT, PARTS),
    "R": Becomes("choice", QuestionType.RANKING),
    "S": Becomes("one", QuestionType.SHORT_TEXT),
    "T": Becomes("one", QuestionType.LONG_TEXT),
    "U": Becomes("one", QuestionType.LONG_TEXT),
    "W": Becomes("choice", QuestionType.DROPDOWN),
    "X": Becomes("read", QuestionType.INFORMATION),
    "Y": Becomes("one", QuestionType.YES_NO),
    "Z": Becomes("choice", QuestionType.SINGLE),
    "!": Becomes("choice", QuestionType.DROPDOWN),
    ":": Becomes("cells", QuestionType.NUMBER, CELLS),
    ";": Becomes("cells", QuestionType.SHORT_TEXT, CELLS),
    "|": Becomes("one", QuestionType.FILE, PICTURE),
    "*": Becomes("formula", QuestionType.CALCULATED),
    "^": Becomes("one", QuestionType.NUMBER, lazy_gettext("A slider is a number between its ends.")),
}
"""All type codes that LimeSurvey has had, but I: the switch of language, which every page here has anyway."""

UNKNOWN = Becomes("one", QuestionType.SHORT_TEXT, OTHER)
SWITCH = lazy_gettext("Every page has a switch of language already.")
