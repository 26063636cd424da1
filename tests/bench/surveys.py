"""The survey everybody is measured with: twelve questions of the usual kinds, on three pages in the sketch.

And one of twenty questions of all kinds, which the sketch does not have; it stands beside the sketch's twelve.
"""

from participation.core.database import Texts
from participation.questions.storage import from_dict
from participation.questions.types import Option, Question, QuestionType
from tests.surveys import town

SLUG = "umfrage"
TEXT = Texts(
    de="Wie zufrieden sind Sie mit dem Angebot in Ihrem Ortsteil?", en="How content are you with what there is?"
)
OPTIONS = tuple(Option(f"A{number}", Texts(de=f"Antwort {number}", en=f"Answer {number}")) for number in range(5))
KINDS = (
    "single", "multiple", "single", "long_text", "single", "single", "multiple", "long_text", "single", "short_text",
    "single", "yes_no",
)  # fmt: skip

SECTIONS = 3
PAGES = SECTIONS + 1
"""Without scripts: one for each section, and one to look at all answers before they are sent."""
ANSWERS = {
    "q.q01": "A1", "q.q02": "A2", "q.q03": "A3", "q.q04": "Mehr Busse am Abend, bitte.", "q.q05": "A0", "q.q06": "A4",
    "q.q07": "A1", "q.q08": "Ein guter Radweg.", "q.q09": "A2", "q.q10": "Altstadt", "q.q11": "A3", "q.q12": "yes",
}  # fmt: skip


def questions() -> tuple[Question, ...]:
    """Return the twelve questions in three sections; those to choose from must be answered, as in the sketch."""
    found: list[Question] = []
    for number, kind in enumerate(KINDS):
        if number % (len(KINDS) // SECTIONS) == 0:
            found.append(Question(f"s{number:02}", QuestionType.SECTION, Texts(de="Ihr Ortsteil", en="Your district")))
        found.append(_question(f"q{number + 1:02}", QuestionType(kind)))
    return tuple(found)


def _question(key: str, kind: QuestionType) -> Question:
    options = OPTIONS if kind in {QuestionType.SINGLE, QuestionType.MULTIPLE} else ()
    return Question(key, kind, TEXT, options=options, required=kind in {QuestionType.SINGLE, QuestionType.YES_NO})


MIXED = "gemischt"
MIXED_KINDS = (
    "single", "matrix", "scale", "dropdown", "yes_no", "multiple", "ranking",
    "allocation", "number", "date", "short_text", "long_text", "matrix", "single",
    "scale", "place", "idea", "multiple", "calculated", "consent",
)  # fmt: skip
TO_SEND = {
    "single": {"": "A1"}, "matrix": {".A0": "A1", ".A1": "A2"}, "scale": {"": "7"}, "dropdown": {"": "A3"},
    "yes_no": {"": "yes"}, "multiple": {"": "A2"}, "ranking": {".1": "A2", ".2": "A0"}, "number": {"": "3"},
    "allocation": {".A0": "60", ".A1": "40"}, "date": {"": "2027-01-30"}, "short_text": {"": "Altstadt"},
    "long_text": {"": "Mehr Busse am Abend, bitte."}, "idea": {"": "Eine Bank am Markt.", ".consent": "yes"},
    "consent": {"": "yes"},
}  # fmt: skip
"""What somebody answers to a question of each kind."""
IN_MIXED = {
    f"q.m{number:02}{part}": value
    for number, kind in enumerate(MIXED_KINDS, 1)
    for part, value in TO_SEND.get(kind, {}).items()
}


def mixed() -> tuple[Question, ...]:
    """Return twenty questions of all kinds but photos, in three sections."""
    found: list[Question] = []
    for number, kind in enumerate(MIXED_KINDS, 1):
        if number % 7 == 1:
            found.append(Question(f"s{number:02}", QuestionType.SECTION, Texts(de="Ihr Ortsteil", en="Your district")))
        found.append(_of_kind(f"m{number:02}", QuestionType(kind)))
    return tuple(found)


def _of_kind(key: str, kind: QuestionType) -> Question:
    has_options = kind in {
        *(QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.DROPDOWN, QuestionType.RANKING),
        *(QuestionType.MATRIX, QuestionType.ALLOCATION),
    }
    choices = [{"key": one.key, "label": dict(one.label)} for one in OPTIONS]
    more = {
        **({"options": choices} if has_options else {}),
        **({"rows": choices} if kind is QuestionType.MATRIX else {}),
        **({"formula": "m09 + 1"} if kind is QuestionType.CALCULATED else {}),
        **({"limits": {"total": 100}} if kind is QuestionType.ALLOCATION else {}),
    }
    return from_dict({"key": key, "type": kind, "text": dict(TEXT), **more})


def furnish() -> None:
    """Publish both; call it inside an application."""
    town.survey(slug=SLUG, questions=questions())
    town.survey(slug=MIXED, questions=mixed())
