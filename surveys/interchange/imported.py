"""What an import brings: a survey as plain values, with the report of what it lost; or a refusal in one sentence."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.types import Question
from surveys.interchange.report import LossReport


class FileKind(StrEnum):
    """The kinds of files that can be read, told apart by what is in them."""

    XLSFORM = "xlsform"
    LIMESURVEY = "limesurvey"
    SURVEYJS = "surveyjs"
    OWN = "stadtfaden"


NAMES = {
    FileKind.XLSFORM: "XLSForm",
    FileKind.LIMESURVEY: "LimeSurvey",
    FileKind.SURVEYJS: "SurveyJS",
    FileKind.OWN: "Stadtfaden",
}


class RefusedFileError(ValueError):
    """A file that cannot be imported; one sentence says why, and where in the file."""

    def __init__(self, sentence: Lazy) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return " ".join(str(self.sentence).split())


@dataclass(frozen=True, slots=True)
class Imported:
    """A survey that was read from a file (importierte Umfrage)."""

    kind: FileKind
    title: Texts
    lead: Texts
    questions: tuple[Question, ...]
    closing: Texts = field(default_factory=Texts)
    report: LossReport = field(default_factory=LossReport)

    def to_json(self) -> dict[str, Any]:
        """Return the loss report with what it is about, as plain JSON."""
        return {"kind": self.kind.value, "title": dict(self.title), **self.report.to_json()}
