"""Nothing of a file disappears without a word: what does not come along stands in the report."""

import json

import pytest

from participation.questions.types import QuestionType as Type
from surveys.interchange import files
from surveys.interchange.report import Verdict
from tests.surveys.interchange.lss import answer, attribute, dump, part, question


def table(head: str, *rows: str, choices: str = "l | 1 | Bus", more: str = "l | 2 | Rad") -> bytes:
    """Return an XLSForm as a table of Markdown."""
    listed = ["| choices |", "| | list_name | name | label |", f"| | {choices} |", f"| | {more} |"]
    return "\n".join(["| survey |", *(f"| | {row} |" for row in (head, *rows)), *listed]).encode()


def form(column: str, value: str, kind: str = "text") -> bytes:
    """Return an XLSForm whose second question has a further column."""
    return table(f"type | name | label | {column}", "text | z | Wer? | ", f"{kind} | a | Wie? | {value}")


def js(*elements: object, **more: object) -> bytes:
    """Return a survey of SurveyJS."""
    return json.dumps({"elements": elements, **more}).encode()


def told(content: bytes) -> dict[tuple[str, str], Verdict]:
    """Return what the report says of each item by name and what it is."""
    return {(line.item, line.what): line.verdict for line in files.imported(content).report.lines}


LOST, CHANGED, KEPT = Verdict.LOST, Verdict.CHANGED, Verdict.KEPT
TEXT = {"type": "text", "name": "a", "title": "Wie?"}


@pytest.mark.parametrize(
    ("content", "line", "verdict"),
    [
        (form("guidance_hint", "Laut lesen"), ("a", "guidance_hint: Laut lesen"), LOST),
        (form("required_message", "Bitte!"), ("a", "jr:requiredMsg: Bitte!"), CHANGED),
        (form("calculation", "1 + 1"), ("a", "calculation: 1 + 1"), LOST),
        (form("trigger", "${z}"), ("a", "trigger: z"), LOST),
        (form("bind::foo", "bar"), ("a", "foo: bar"), LOST),
        (form("notes of ours", "intern"), ("notes of ours", "notes of ours: 1"), LOST),
        (form("parameters", "capture-accuracy=9", "geopoint"), ("a", "capture-accuracy=9"), CHANGED),
        (form("relevant", "${z} = '1'", "note"), ("a", "note"), KEPT),
        (b"Ein Entwurf\n\n" + form("hint", "So"), ("a", "text"), KEPT),
        (js(TEXT | {"colCount": 2}), ("colCount", "colCount: 1"), CHANGED),
        (js(TEXT | {"unheard": 2}), ("unheard", "unheard: 1"), LOST),
        (js(TEXT, cookieName="x"), ("cookieName", "cookieName"), LOST),
        (js(TEXT | {"type": "file"}), ("a", "file"), CHANGED),
        (js(TEXT | {"title": "Was? <img src='a.png'>"}), ("img", "<img>: 1"), LOST),
        (js(TEXT | {"type": "radiogroup", "choices": ["x"]}), ("a", "radiogroup"), CHANGED),
        (json.dumps([TEXT]).encode(), ("a", "text"), KEPT),
        (json.dumps({"json": {"elements": [TEXT]}}).encode(), ("a", "text"), KEPT),
        (dump(questions=[question(1, "S", "a", script="x()")]), ("a", "script"), LOST),
        (dump(questions=[question(1, "S", "a")], permissions=[{"id": 1}]), ("permissions", "permissions: 1"), LOST),
        (
            dump(questions=[question(1, "S", "a")], question_attributes=[attribute(1, "odd", "yes")]),
            ("odd", "odd: 1"),
            LOST,
        ),
        (
            dump(groups=[{"gid": 5, "group_name": "Leer", "language": "de"}], questions=[question(1, "S", "a", gid=6)]),
            ("Leer", "group"),
            LOST,
        ),
    ],
)
def test_what_does_not_come_along_is_told(content, line, verdict) -> None:
    assert told(content)[line] is verdict


COLUMNS = ["plain", {"name": "much", "cellType": "text"}]
DEEP: dict[str, object] = {**TEXT}
for number in range(60):
    DEEP = {"type": "panel", "name": f"p{number}", "elements": [DEEP]}


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (js(DEEP), [Type.SHORT_TEXT]),
        (
            js({"type": "matrixdropdown", "name": "m", "rows": ["r"], "columns": COLUMNS}),
            [Type.INFORMATION] + [Type.SHORT_TEXT] * 2,
        ),
        (
            js({"type": "matrixdropdown", "name": "m", "rows": [*range(30)], "columns": [*range(10)]}),
            [Type.INFORMATION, *[Type.LONG_TEXT] * 30],
        ),
        (js({"type": "rating", "name": "r", "rateMax": 50}), [Type.NUMBER]),
        (js({"type": "rating", "name": "r", "rateMin": 0, "rateMax": 100, "rateStep": 25}), [Type.SINGLE]),
        (
            table(
                "type | name | label | appearance",
                "begin group | t | Bitte | table-list",
                "select_one l or_other | r | R? | ",
                "select_one l or_other | s | S? | ",
                "end group | | | ",
            ),
            [Type.INFORMATION, Type.SINGLE, Type.SINGLE],
        ),
        (
            dump(
                questions=[question(1, "F", "a", lid=7)],
                answers=[answer(1, "r", "Zeile")],
                labels=[{"lid": 7, "code": code, "title": code, "language": "de"} for code in "xy"],
            ),
            [Type.SECTION, Type.MATRIX],
        ),
        (dump(questions=[question(1, "M", "a"), {**part(2, 1, "b")}]), [Type.SECTION, Type.MULTIPLE]),
        (
            dump(questions=[question(1, "S", "a")]).replace(b"Alltag", b"All\x02tag&#11;"),
            [Type.SECTION, Type.SHORT_TEXT],
        ),
    ],
)
def test_no_question_is_lost(content, kinds) -> None:
    found = files.imported(content)
    assert [one.type for one in found.questions] == kinds
    assert found.report.questions[Verdict.LOST] == 0


def test_the_head_of_a_table_becomes_its_hint() -> None:
    found = files.imported(
        table(
            "type | name | label | appearance",
            "begin group | t | Bitte | field-list",
            "select_one l | h | Wie gut? | label",
            "select_one l | r | Busse | list-nolabel",
            "select_one l | s | Wege | list-nolabel",
            "end group | | | ",
        )
    )
    (matrix,) = found.questions
    assert (matrix.text, matrix.hint, len(matrix.rows)) == ({"de": "Bitte"}, {"de": "Wie gut?"}, 2)


def test_words_beside_the_steps_of_a_range_come_along() -> None:
    scale = (
        files.imported(form("parameters", "start=1 end=2 step=1 tick_interval=1 tick_labelset=l", "range"))
        .questions[1]
        .scale
    )
    assert scale.words == ({"de": "Bus"}, {"de": "Rad"})


def test_old_conditions_compare_with_other_answers() -> None:
    rows = [{"qid": 3, "cqid": 1, "cfieldname": "1X5X1", "method": "a<b", "value": "@1X5X2@", "scenario": 1}]
    asked = [question(1, "N", "a"), question(2, "N", "b"), question(3, "S", "c")]
    assert files.imported(dump(questions=asked, conditions=rows)).questions[3].condition == "a < b"


def test_characters_that_no_database_takes_are_left_out() -> None:
    content = b'{"elements": [{"type": "text", "name": "a", "title": "A\\ud800b\\u0000c\\u0001"}]}'
    assert files.imported(content).questions[0].text == {"de": "Abc"}
