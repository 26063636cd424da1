"""Which of our questions each type of an XLSForm becomes, and what changes with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.types import Limits, Question, QuestionType, Scale
from surveys.interchange.report import Verdict

MOST_STEPS = 21


@dataclass(frozen=True, slots=True)
class Becomes:
    """A type of ours, with a reason where it is not quite the same."""

    type: QuestionType
    reason: Lazy = ""
    limits: Limits = field(default_factory=Limits)

    @property
    def verdict(self) -> Verdict:
        """Whether the question stays what it was."""
        return Verdict.CHANGED if self.reason else Verdict.KEPT


TEXT = Becomes(QuestionType.SHORT_TEXT)
WHOLE = Becomes(QuestionType.NUMBER, limits=Limits(whole=True))
DAY = Becomes(QuestionType.DATE)
PLACE = Becomes(QuestionType.PLACE)
PHOTO = Becomes(QuestionType.FILE)
CLOCK = Becomes(QuestionType.SHORT_TEXT, lazy_gettext("Times of day are written as text."))
DAY_ONLY = Becomes(QuestionType.DATE, lazy_gettext("The day is asked, the time of day is not."))
CODE = Becomes(QuestionType.SHORT_TEXT, lazy_gettext("Codes are typed in; nothing is scanned."))
LINE = Becomes(QuestionType.PLACE, lazy_gettext("One point is asked instead of a line or an area."))
SOUND = Becomes(QuestionType.LONG_TEXT, lazy_gettext("Sound and film are not taken. People tell it in words instead."))
PICTURE = Becomes(QuestionType.FILE, lazy_gettext("Pictures are taken, other files are not."))
TICK = Becomes(QuestionType.CONSENT)

TYPES: Mapping[str, Becomes] = {
    **dict.fromkeys(("text", "string", "q string", "add text prompt"), TEXT),
    **dict.fromkeys(("phone number",), TEXT),
    **dict.fromkeys(("integer", "int", "q int", "add integer prompt"), WHOLE),
    **dict.fromkeys(("decimal", "q decimal", "add decimal prompt"), Becomes(QuestionType.NUMBER)),
    **dict.fromkeys(("date", "q date", "add date prompt"), DAY),
    **dict.fromkeys(
        (
            "datetime",
            "dateTime",
            "date time",
            "q dateTime",
            "q date time",
            "add dateTime prompt",
            "add date time prompt",
        ),
        DAY_ONLY,
    ),
    "time": CLOCK,
    **dict.fromkeys(("geopoint", "gps", "location", "q geopoint", "q location", "add location prompt"), PLACE),
    **dict.fromkeys(("geotrace", "geoshape", "q geotrace", "q geoshape", "osm"), LINE),
    **dict.fromkeys(("image", "photo", "q image", "q picture", "add image prompt"), PHOTO),
    **dict.fromkeys(("file", "add file prompt"), PICTURE),
    **dict.fromkeys(("audio", "video", "q audio", "q video", "add audio prompt", "add video prompt"), SOUND),
    **dict.fromkeys(("barcode", "q barcode", "add barcode prompt"), CODE),
    **dict.fromkeys(("acknowledge", "trigger", "q acknowledge", "add acknowledge prompt"), TICK),
    **dict.fromkeys(("note", "q note", "add note prompt"), Becomes(QuestionType.INFORMATION)),
    "percentage": Becomes(QuestionType.NUMBER, limits=Limits(whole=True, min=0, max=100)),
    "number of days in last month": Becomes(QuestionType.NUMBER, limits=Limits(whole=True, min=0, max=31)),
    "number of days in last six months": Becomes(QuestionType.NUMBER, limits=Limits(whole=True, min=0, max=183)),
    "number of days in last year": Becomes(QuestionType.NUMBER, limits=Limits(whole=True, min=0, max=366)),
}
"""What people answer or read; selects, ranges and calculations are told apart by more than their name."""

CALCULATED = frozenset({"calculate", "q calculate", "add calculate prompt", "hidden"})

UNSEEN = frozenset(
    {
        "start", "end", "today", "deviceid", "device id", "username", "phonenumber", "email", "simserial", "imei",
        "subscriberid", "subscriber id", "get start time", "start time", "end time", "get end time", "get today",
        "get sim id", "sim id", "get phone number", "get subscriber id", "get device id", "uri:subscriberid",
        "uri:phonenumber", "uri:simserial", "uri:deviceid", "uri:username", "uri:email", "audit", "start-geopoint",
        "background-audio", "background-geopoint", "xml-external", "csv-external", "attribute", "entity",
    }
)  # fmt: skip
"""What the file notes about people and devices without asking; our answers are to be anonymous."""


def scaled(question: Question, parameters: Mapping[str, Any], words: Mapping[str, Texts]) -> tuple[Question, Lazy]:
    """Return a range as a scale where it has few whole steps, else as a number; with the reason of a change.

    Args:
        words: what stands beside the steps.
    """
    start, end, step = (_number(parameters, name, usual) for name, usual in (("start", 1), ("end", 10), ("step", 1)))
    low, high = min(start, end), max(start, end)
    whole = all(float(one).is_integer() for one in (low, high, step))
    if whole and abs(step) == 1 and 1 <= high - low < MOST_STEPS:
        scale = _worded(Scale(int(low), int(high)), words)
        return replace(question, type=QuestionType.SCALE, scale=scale), ""
    limits = Limits(min=_plain(low), max=_plain(high), whole=whole)
    reason = lazy_gettext("A slider with these steps is a number between its ends.")
    return replace(question, type=QuestionType.NUMBER, limits=limits), reason


def _worded(scale: Scale, words: Mapping[str, Texts]) -> Scale:
    """Return a scale with its words: one beside each step, or those beside its ends."""
    beside = [words.get(str(step), Texts()) for step, _word in scale.steps]
    if all(beside):
        return replace(scale, words=tuple(beside))
    return replace(scale, min_label=beside[0], max_label=beside[-1])


def _plain(number: float) -> float:
    return int(number) if float(number).is_integer() else number


def _number(parameters: Mapping[str, Any], name: str, usual: float) -> float:
    try:
        return float(parameters.get(name, usual))
    except (TypeError, ValueError):
        return usual
