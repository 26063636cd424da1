"""What a question of SurveyJS became."""

from dataclasses import dataclass, field

from participation.core.feature import Lazy
from participation.questions.types import Question

Values = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Found:
    """A question of ours, what the file calls its answers, and a reason where it is not quite the same."""

    question: Question
    values: Values = field(default_factory=dict)
    reason: Lazy = ""
