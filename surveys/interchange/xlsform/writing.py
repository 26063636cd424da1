"""A survey of ours as an XLSForm: every question in all its languages, with its conditions as XPath."""

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from participation.core.database import Texts
from participation.core.vocabulary import Language
from participation.questions.types import Option, Question, QuestionType
from surveys.interchange.marks import ALONE, NAME, mark_of
from surveys.interchange.out.formulas import as_xpath

NAMES = {Language.DE: "Deutsch (de)", Language.EN: "English (en)", Language.LS: "Leichte Sprache (ls)"}
TYPES: Mapping[QuestionType, str] = {
    QuestionType.SHORT_TEXT: "text",
    QuestionType.LONG_TEXT: "text",
    QuestionType.DATE: "date",
    QuestionType.PLACE: "geopoint",
    QuestionType.CONSENT: "acknowledge",
    QuestionType.INFORMATION: "note",
    QuestionType.FILE: "image",
    QuestionType.IDEA: "text",
    QuestionType.CALCULATED: "calculate",
}
SELECTS: Mapping[QuestionType, str] = {
    QuestionType.SINGLE: "select_one",
    QuestionType.DROPDOWN: "select_one",
    QuestionType.YES_NO: "select_one",
    QuestionType.MULTIPLE: "select_multiple",
    QuestionType.RANKING: "rank",
}
APPEARANCES = {
    QuestionType.LONG_TEXT: "multiline",
    QuestionType.IDEA: "multiline",
    QuestionType.DROPDOWN: "minimal",
}
PLAIN = ("type", "name", "required", "relevant", "constraint", "calculation", "appearance", "parameters", NAME)

GAP = re.compile(r"\{\s*([A-Za-z_]\w*(?:\.\w+)?)\s*\}")
SAID = ("label::", "hint::", "constraint_message::")

Row = dict[str, str]


@dataclass(slots=True)
class Sheets:
    """The rows of the two sheets of an XLSForm."""

    survey: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)


def workbook(title: str, questions: Sequence[Question]) -> bytes:
    """Return the survey as a workbook."""
    import openpyxl

    made = sheets(questions)
    book = openpyxl.Workbook(write_only=True)
    _fill(book.create_sheet("survey"), made.survey, PLAIN, ("label", "hint", "constraint_message"))
    marked = (NAME,) if any(row.get(NAME) for row in made.choices) else ()
    _fill(book.create_sheet("choices"), made.choices, ("list_name", "name", *marked), ("label",))
    settings = book.create_sheet("settings")
    settings.append(["form_title", "default_language"])
    settings.append([_harmless(_gapped(title, frozenset())), NAMES[Language.DE]])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(sheet: object, rows: Sequence[Row], plain: Sequence[str], said: Sequence[str]) -> None:
    translated = [f"{name}::{language}" for name in said for language in NAMES.values()]
    used = {name for row in rows for name in row}
    head = [*plain, *(name for name in translated if name in used)]
    sheet.append(head)  # type: ignore[attr-defined]  # a sheet of openpyxl
    for row in rows:
        sheet.append([_harmless(row.get(name, "")) for name in head])  # type: ignore[attr-defined]


def _harmless(words: str) -> str:
    """Return words that no spreadsheet takes for a formula."""
    return f" {words}" if words.startswith("=") else words


def sheets(questions: Sequence[Question]) -> Sheets:
    """Return the rows of the survey."""
    made = Sheets()
    is_open = False
    for question in questions:
        if question.type is QuestionType.SECTION:
            if is_open:
                made.survey.append({"type": "end_group"})
            is_open = True
            made.survey.append(_common(question) | {"type": "begin_group"})
        else:
            made.survey += _rows(question, made.choices)
    if is_open:
        made.survey.append({"type": "end_group"})
    _fill_gaps(made)
    return made


def _fill_gaps(made: Sheets) -> None:
    """Let texts name the answers of other questions as XLSForm does, and nothing else that looks like it."""
    names = frozenset(row["name"] for row in made.survey if "name" in row)
    for row in (*made.survey, *made.choices):
        for column in [one for one in row if one.startswith(SAID)]:
            row[column] = _gapped(row[column], names)


def _gapped(words: str, names: Collection[str]) -> str:
    def gap(hit: re.Match[str]) -> str:
        name = hit[1].replace(".", "_")
        return f"${{{name}}}" if name in names else hit[0]

    return GAP.sub(gap, words.replace("${", "$ {"))


def _rows(question: Question, choices: list[Row]) -> Iterator[Row]:
    row = _common(question)
    if question.type is QuestionType.MATRIX:
        yield from _table(question, row, choices)
    elif question.type is QuestionType.ALLOCATION:
        yield from _allocation(question, row)
    elif question.type is QuestionType.SCALE:
        yield row | _scale(question, choices)
    elif question.type is QuestionType.NUMBER:
        yield row | {"type": "integer" if question.limits.whole else "decimal"}
    elif question.type in SELECTS:
        yield row | _select(question, choices)
    else:
        yield row | {"type": TYPES[question.type], NAME: mark_of(question)}


def _common(question: Question) -> Row:
    found = {
        "name": question.key,
        "required": "yes" if question.required else "",
        "relevant": as_xpath(question.condition),
        "constraint": _constraint(question),
        "calculation": as_xpath(question.formula),
        "appearance": APPEARANCES.get(question.type, ""),
    }
    for name, texts in (
        ("label", _label(question.text, question.key)),
        ("hint", question.hint),
        ("constraint_message", question.constraint_message),
    ):
        found |= _said(name, texts)
    return found


def _label(texts: Texts, key: str) -> Texts:
    """Return a label; the key, where nobody has written one yet, for no form goes without."""
    return texts if any(words.strip() for words in texts.values()) else Texts(de=key)


def _said(name: str, texts: Texts) -> Row:
    return {f"{name}::{NAMES[one]}": texts[one.value] for one in NAMES if texts.get(one.value, "").strip()}


def _constraint(question: Question) -> str:
    """Return the limits of a question as a rule."""
    limits, subject = question.limits, "."
    if question.type is QuestionType.MULTIPLE:
        subject, ends = "count-selected(.)", (limits.min_choices, limits.max_choices)
    elif question.type in {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT}:
        subject, ends = "string-length(.)", (limits.min_length, limits.max_length)
    elif question.type is QuestionType.NUMBER:
        ends = (limits.min, limits.max)  # type: ignore[assignment]  # numbers all the same
    elif question.type is QuestionType.DATE:
        ends = tuple(f"date('{day}')" if day else None for day in (limits.earliest, limits.latest))  # type: ignore[assignment]
    else:
        ends = (None, None)
    parts = [f"{subject} {sign} {end}" for sign, end in zip((">=", "<="), ends, strict=True) if end is not None]
    own = as_xpath(question.constraint, question.key)
    return " and ".join([*parts, *([f"({own})" if " or " in own else own] if own else [])])


def _select(question: Question, choices: list[Row]) -> Row:
    kind, listed = SELECTS[question.type], question.choices
    other = next((one for one in listed if one.other), None)
    name = f"{question.key}_choices"
    choices += _choices(name, [one for one in listed if one is not other])
    return {"type": f"{kind} {name}{' or_other' if other and kind != 'rank' else ''}", NAME: mark_of(question)}


def _choices(name: str, options: Sequence[Option]) -> Iterator[Row]:
    for option in options:
        mark = {NAME: ALONE} if option.exclusive else {}
        yield {"list_name": name, "name": option.key, **mark, **_said("label", _label(option.label, option.key))}


def _scale(question: Question, choices: list[Row]) -> Row:
    """Return a scale as a range; the words beside its steps stand in a list, as XLSForm wants them."""
    steps = [step for step, _word in question.steps]
    worded = [Option(str(step), word) for step, word in question.steps if word]
    choices += _choices(f"{question.key}_choices", worded)
    beside = f" tick_labelset={question.key}_choices" if worded else ""
    return {"type": "range", "parameters": f"start={steps[0]} end={steps[-1]} step=1{beside}"}


def _table(question: Question, row: Row, choices: list[Row]) -> Iterator[Row]:
    """Return a matrix as a table of choices."""
    name = f"{question.key}_choices"
    columns = [Option(str(key), label or Texts(de=str(key))) for key, label in question.table_columns]
    choices += _choices(name, columns)
    yield row | {"type": "begin_group", "appearance": "table-list", "required": "", NAME: mark_of(question)}
    for one in question.rows:
        yield {
            "type": f"select_one {name}",
            "name": f"{question.key}_{one.key}",
            "required": "yes" if question.required else "",
            "relevant": as_xpath(one.condition),
            **_said("label", _label(one.label, one.key)),
        }
    yield {"type": "end_group"}


def _allocation(question: Question, row: Row) -> Iterator[Row]:
    """Return a sum to give away as a group of numbers."""
    yield row | {"type": "begin_group", "appearance": "field-list", NAME: mark_of(question)}
    for one in question.options:
        yield {"type": "integer", "name": f"{question.key}_{one.key}", **_said("label", _label(one.label, one.key))}
    yield {"type": "end_group"}
