"""The attributes of LimeSurvey's questions that do not come along, each told: with its question, or once for all."""

import re
from collections import Counter
from collections.abc import Mapping

from flask_babel import lazy_gettext

from participation.core.feature import Lazy
from participation.questions.kind import day_in, number_in
from surveys.interchange.lss.reading import Thing
from surveys.interchange.report import Kind, LossReport

ORDER = lazy_gettext("The choices keep their order.")
RULE = lazy_gettext("Our conditions cannot say this. Every answer is taken.")
TIME = lazy_gettext("Nobody is hurried here.")
SOFT = lazy_gettext("A reminder is not given. The answer is not needed.")
LOOKS = lazy_gettext("How a question looks follows the device.")
UNLIKE = lazy_gettext("Stadtfaden has nothing like it.")

LOST: Mapping[str, Lazy] = {
    **dict.fromkeys(("random_order", "random_group", "answer_order", "alphasort"), ORDER),
    **dict.fromkeys(("em_validation_sq", "min_num_value", "max_num_value", "max_num_value_sgqa"), RULE),
    **dict.fromkeys(("min_num_value_sgqa", "num_value_equals_sgqa", "max_subquestions", "numbers_only"), RULE),
    **dict.fromkeys(("other_numbers_only", "other_comment_mandatory"), RULE),
    "time_limit": TIME,
    "prefix": LOOKS,
}
"""Attributes that mean something and do not come along, when they are set to something."""

TAKEN = frozenset(
    {
        "array_filter", "array_filter_exclude", "date_max", "date_min", "dualscale_headerA", "dualscale_headerB",
        "em_validation_q", "em_validation_q_tip", "equals_num_value", "exclude_all_others", "hidden",
        "location_mapservice", "max_answers", "max_num_value_n", "maximum_chars", "min_answers", "min_num_value_n",
        "multiflexible_checkbox", "multiflexible_max", "multiflexible_min", "num_value_int_only", "other_replace_text",
        "relevance", "slider_max", "slider_min", "suffix",
    }
)  # fmt: skip
"""Attributes that come along."""

UNSET = frozenset({"", "0", "no", "n", "false", "normal", "default", "none", "end"})
"""What says that an attribute is not set."""

ONLY_LOOKS = re.compile(
    r"display_.*|hide_.*|show_?.*|.*_(?:width|height|columns|bycolumn|size|style|title|zoom|tip)|.*class|page_break|"
    r"statistics_.*|public_statistics|scale_export|slider_.*|dropdown_.*|location_.*|time_limit_.*|visualize|"
    r"repeat_headings|same.*height|.*separators?|placeholder|use_dropdown|input_boxes|only_pull|reverse|printable_help|"
    r"fix_.*|keep_aspect|horizontal_scroll|add.*icon|auto.*|crop_or_resize|image_.*|button_.*|category_.*"
)
NUMBERS = ("min_num_value_n", "max_num_value_n", "min_answers", "max_answers", "date_min", "date_max", "maximum_chars")


class Attributes:
    """Tells what does not come along of the questions of a file."""

    def __init__(self, report: LossReport) -> None:
        self.report = report
        self.others: Counter[str] = Counter()

    def tell(self, thing: Thing) -> None:
        """Say which parts of a question do not come along."""
        name, lose = thing["title"], self.report.lost
        for attribute, value in thing.attributes.items():
            if value.strip().lower() in UNSET or attribute in TAKEN:
                continue
            if attribute in LOST:
                lose(Kind.DETAIL, name, f"{attribute}: {value}", LOST[attribute])
            else:
                self.others[attribute] += 1
        for attribute in NUMBERS:
            value = thing.attribute(attribute)
            if value and number_in(value) is None and day_in(value[:10]) is None:
                lose(Kind.DETAIL, name, f"{attribute}: {value}", RULE)
        if thing["preg"]:
            lose(Kind.DETAIL, name, f"preg: {thing['preg']}", RULE)
        if thing["mandatory"] == "S":
            self.report.changed(Kind.DETAIL, name, "mandatory: S", SOFT)
        for script in ("script", "javascript"):
            if thing[script]:
                lose(Kind.DETAIL, name, script, UNLIKE)

    def tell_others(self) -> None:
        """Say once for all questions which further attributes have no meaning here."""
        for attribute, count in sorted(self.others.items()):
            if ONLY_LOOKS.fullmatch(attribute):
                self.report.changed(Kind.SETTING, attribute, f"{attribute}: {count}", LOOKS)
            else:
                self.report.lost(Kind.SETTING, attribute, f"{attribute}: {count}", UNLIKE)
