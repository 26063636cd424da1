"""Surveys of LimeSurvey become ours, whatever the type of their questions."""

import pytest

from participation.questions import branching
from participation.questions.types import QuestionType as Type
from surveys.interchange import files
from surveys.interchange.imported import FileKind, RefusedFileError
from surveys.interchange.lss.types import TYPES
from surveys.interchange.report import Kind, Verdict
from tests.surveys.interchange.lss import answer, attribute, dump, part, question

PARTS = [part(90, 9, "A1"), part(91, 9, "A2"), part(92, 9, "C1", scale_id=1), part(93, 9, "C2", scale_id=1)]
ANSWERS = [answer(9, "X", "gut"), answer(9, "Y", "schlecht"), answer(9, "X", "oft", 1), answer(9, "Y", "nie", 1)]


def read(*questions, **tables):
    return files.imported(dump(questions=questions, **tables))


def by_key(found):
    return {question.key: question for question in found.questions}


@pytest.mark.parametrize("code", [*TYPES, "J"])
def test_every_type_becomes_questions_that_can_be_asked(code) -> None:
    found = read(question(9, code, "Q"), subquestions=PARTS, answers=ANSWERS)
    assert found.kind is FileKind.LIMESURVEY
    assert found.questions[0].type is Type.SECTION
    assert len(found.questions) > 1
    assert found.report.questions[Verdict.LOST] == 0


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("L", [Type.SINGLE]),
        ("!", [Type.DROPDOWN]),
        ("O", [Type.SINGLE, Type.LONG_TEXT]),
        ("M", [Type.MULTIPLE]),
        ("5", [Type.SCALE]),
        ("A", [Type.MATRIX]),
        ("F", [Type.MATRIX]),
        ("1", [Type.MATRIX, Type.MATRIX]),
        ("R", [Type.RANKING]),
        ("Y", [Type.YES_NO]),
        ("K", [Type.INFORMATION, *[Type.NUMBER] * 4]),
        (";", [Type.INFORMATION, *[Type.SHORT_TEXT] * 4]),
        ("|", [Type.FILE]),
    ],
)
def test_types_find_their_like(code, kinds) -> None:
    found = read(question(9, code, "Q"), subquestions=PARTS, answers=ANSWERS)
    assert [one.type for one in found.questions[1:]] == kinds


def test_texts_stand_beside_their_rows_or_in_tables_of_their_own() -> None:
    found = read(
        {**question(9, "S", "Q"), "question": "", "language": ""},
        question_l10ns=[
            {"qid": 9, "language": "de-informal", "question": "Wo wohnst du?<br/>Straße"},
            {"qid": 9, "language": "en", "question": "Where do you live?"},
            {"qid": 9, "language": "fr", "question": "Où habites-tu ?"},
        ],
    )
    assert by_key(found)["Q"].text == {"de": "Wo wohnst du?\nStraße", "en": "Where do you live?"}
    assert [line.item for line in found.report.notable] == ["fr"]


def test_relevance_asks_for_options_parts_and_old_names() -> None:
    found = read(
        question(1, "L", "way"),
        question(2, "M", "why", relevance='((way.NAOK == "A2"))'),
        question(3, "F", "how", relevance='1X5X1.NAOK != "A1" and why_S1.NAOK == "Y"'),
        question(4, "S", "end", relevance='how_S3 == "B1"'),
        question(5, "S", "odd", relevance="sum(that.why) > 2"),
        answers=[answer(1, "A1", "Rad"), answer(1, "A2", "Bus"), answer(3, "B1", "gut"), answer(3, "B2", "schlecht")],
        subquestions=[part(20, 2, "S1"), part(21, 2, "S2"), part(30, 3, "S3"), part(31, 3, "S4")],
    )
    questions = by_key(found)
    assert questions["why"].condition == 'way = "A2"'
    assert questions["how"].condition == 'way != "A1" and why contains "S1"'
    assert questions["end"].condition == 'how.S3 = "B1"'
    assert questions["odd"].condition == ""
    assert [line.item for line in found.report.notable] == ["odd"]
    assert branching.check(found.questions) == []


def test_old_files_keep_conditions_in_a_table() -> None:
    rows = [("1X5X1", "A1", 1), ("1X5X1", "A2", 1), ("1X5X2", "Y", 1)]
    found = read(
        question(1, "L", "way"),
        question(2, "Y", "sure"),
        question(3, "S", "why"),
        answers=[answer(1, "A1", "Rad"), answer(1, "A2", "Bus")],
        conditions=[
            {"qid": 3, "cqid": field[-1], "cfieldname": field, "method": "==", "value": value, "scenario": scenario}
            for field, value, scenario in rows
        ],
    )
    assert by_key(found)["why"].condition == '(way = "A1" or way = "A2") and sure = "yes"'


def test_attributes_become_limits_or_are_named() -> None:
    found = read(
        question(1, "N", "age", mandatory="Y"),
        question(2, "M", "ways", other="Y"),
        question(3, "K", "sum"),
        question(4, "S", "code", preg="/^[0-9]+$/"),
        subquestions=[part(20, 2, "S1"), part(21, 2, "S2"), part(30, 3, "P1"), part(31, 3, "P2")],
        question_attributes=[
            attribute(1, "min_num_value_n", 14),
            attribute(1, "num_value_int_only", 1),
            attribute(1, "suffix", "Jahre"),
            attribute(2, "max_answers", 2),
            attribute(2, "exclude_all_others", "S2"),
            attribute(3, "equals_num_value", 100),
        ],
    )
    questions = by_key(found)
    limits = questions["age"].limits
    assert (limits.min, limits.whole, limits.unit, questions["age"].required) == (14, True, {"de": "Jahre"}, True)
    assert questions["ways"].limits.max_choices == 2
    assert [(one.exclusive, one.other) for one in questions["ways"].options] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    assert (questions["sum"].type, questions["sum"].limits.total) == (Type.ALLOCATION, 100)
    assert [(line.item, line.what) for line in found.report.notable if line.verdict is Verdict.LOST] == [
        ("code", "preg: /^[0-9]+$/")
    ]


def test_earlier_answers_stand_in_later_texts() -> None:
    found = read(
        question(1, "S", "name"),
        {**question(2, "S", "why"), "question": "Warum, {name.shown}? {TOKEN:FIRSTNAME}"},
    )
    assert by_key(found)["why"].text == {"de": "Warum, {name}? {TOKEN:FIRSTNAME}"}
    assert [line.what for line in found.report.notable] == ["text: {TOKEN:FIRSTNAME}"]


def test_what_the_file_never_shows_stays_hidden_and_is_named() -> None:
    found = read(question(1, "S", "gone", relevance="0"), question(2, "S", "here"))
    assert branching.visible_questions(found.questions, {}) == [found.questions[0], found.questions[2]]
    assert [line.item for line in found.report.notable] == ["gone"]


def test_parts_whose_question_is_missing_are_named() -> None:
    found = read(question(1, "S", "here"), question(2, "F", "circle", parent_qid=3), subquestions=[part(9, 7, "lost")])
    assert [(line.item, line.verdict) for line in found.report.of(Kind.QUESTION)] == [
        ("here", Verdict.KEPT), ("lost", Verdict.LOST), ("circle", Verdict.LOST),
    ]  # fmt: skip


def test_a_document_type_alone_declares_nothing() -> None:
    content = dump(questions=[question(1, "S", "who")]).replace(b"<document>", b"<!DOCTYPE document><document>")
    assert len(files.imported(content).questions) == 2


BOMB = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><document>&c;</document>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "entities"),
        (b"<html><body>Hallo</body></html>", "no LimeSurvey"),
        (b"<document><LimeSurveyDocType>Question</LimeSurveyDocType></document>", "a part of"),
        (b"<document><LimeSurveyDocType>Survey</LimeSurveyDocType></document>", "a part of"),
        (dump()[:-30], "damaged"),
        (b"<a>" * 5000, "no LimeSurvey"),
    ],
)
def test_what_is_no_survey_is_refused(content, said) -> None:
    with pytest.raises(RefusedFileError) as refused:
        files.imported(content)
    assert said in str(refused.value)
