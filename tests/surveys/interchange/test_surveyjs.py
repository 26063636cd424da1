"""Surveys of SurveyJS become ours."""

import json

import pytest

from participation.questions import branching
from participation.questions.types import QuestionType as Type
from surveys.interchange import files
from surveys.interchange.imported import FileKind, RefusedFileError
from surveys.interchange.report import Verdict


def read(*elements, **survey):
    return files.imported(
        json.dumps({"title": "Wie fahren Sie in der Stadt?", "elements": elements, **survey}).encode()
    )


def by_key(found):
    return {question.key: question for question in found.questions}


def element(kind: str, name: str = "q", **values):
    return {"type": kind, "name": name, "title": f"Wie ist {name}?", **values}


CHOICES = {"choices": ["bus", {"value": 2, "text": {"default": "Rad", "en": "Bike"}}, "car"]}
TABLE = {"rows": ["bus", "road"], "columns": ["good", "bad"]}


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (element("text"), Type.SHORT_TEXT),
        (element("text", inputType="number", min=3), Type.NUMBER),
        (element("text", inputType="date"), Type.DATE),
        (element("comment"), Type.LONG_TEXT),
        (element("radiogroup", **CHOICES), Type.SINGLE),
        (element("dropdown", **CHOICES), Type.DROPDOWN),
        (element("checkbox", **CHOICES), Type.MULTIPLE),
        (element("tagbox", **CHOICES), Type.MULTIPLE),
        (element("imagepicker", **CHOICES), Type.SINGLE),
        (element("ranking", **CHOICES), Type.RANKING),
        (element("boolean"), Type.YES_NO),
        (element("boolean", labelTrue="Gern", labelFalse="Ungern"), Type.SINGLE),
        (element("rating", rateMin=0, rateMax=10), Type.SCALE),
        (element("rating", rateValues=["A", "B"]), Type.SINGLE),
        (element("matrix", **TABLE), Type.MATRIX),
        (element("html", html="<b>Hallo</b>"), Type.INFORMATION),
        (element("expression", expression="1 + 2"), Type.CALCULATED),
        (element("file"), Type.FILE),
        (element("signaturepad"), Type.FILE),
        (element("slider"), Type.NUMBER),
        (element("dropdown", choicesByUrl={"url": "https://example.org"}), Type.SHORT_TEXT),
        (element("dropdown", choicesMin=1, choicesMax=9), Type.DROPDOWN),
        (element("hologram"), Type.SHORT_TEXT),
    ],
)
def test_types_find_their_like(given, kind) -> None:
    found = read(given)
    assert found.kind is FileKind.SURVEYJS
    assert [one.type for one in found.questions] == [kind]
    assert found.report.questions[Verdict.LOST] == 0


@pytest.mark.parametrize(
    ("given", "count"),
    [
        (element("multipletext", items=[{"name": "a"}, {"name": "b"}]), 3),
        (element("matrixdropdown", rows=["x", "y"], columns=[{"name": "a", "cellType": "text"}, {"name": "b"}]), 5),
        (element("matrixdynamic", columns=[{"name": "a", "cellType": "boolean"}]), 2),
        (element("paneldynamic", templateElements=[element("text", "a"), element("text", "b")]), 3),
        (element("panel", elements=[element("text", "a"), element("panel", "p", elements=[element("text", "b")])]), 4),
    ],
)
def test_what_holds_several_questions_becomes_several(given, count) -> None:
    assert len(read(given).questions) == count


def test_choices_have_texts_in_both_languages_and_further_ones() -> None:
    found = read(element("checkbox", showOtherItem=True, showNoneItem=True, maxSelectedChoices=2, **CHOICES))
    options = found.questions[0].options
    assert [one.key for one in options] == ["bus", "2", "car", "other", "none"]
    assert [one.key for one in options if one.other] == ["other"]
    assert [one.key for one in options if one.exclusive] == ["none"]
    assert options[1].label == {"de": "Rad", "en": "Bike"}
    assert found.questions[0].limits.max_choices == 2


def test_pages_become_sections_and_conditions_ours() -> None:
    found = read(
        pages=[
            {"name": "one", "title": "Wege", "elements": [element("radiogroup", "way", **CHOICES)]},
            {
                "name": "two",
                "title": "Mehr",
                "visibleIf": "{way} anyof ['bus', 2]",
                "elements": [
                    element("matrix", "how", visibleIf="{way} = 2", **TABLE),
                    element("text", "why", visibleIf="{how.bus} = 'bad' and {calc} > 1"),
                    element("comment", "say", title="Warum {way}?"),
                ],
            },
        ],
        calculatedValues=[{"name": "calc", "expression": "1 + 1"}],
        completedHtml="<h3>Danke!</h3>",
    )
    questions = by_key(found)
    assert [one.type for one in found.questions] == [
        Type.SECTION, Type.SINGLE, Type.SECTION, Type.MATRIX, Type.SHORT_TEXT, Type.LONG_TEXT, Type.CALCULATED,
    ]  # fmt: skip
    assert questions["two"].condition == 'way any of ("bus", "2")'
    assert questions["how"].condition == 'way = "2"'
    assert questions["why"].condition == ""
    assert questions["say"].text == {"de": "Warum {way}?"}
    assert questions["calc"].formula == "1 + 1"
    assert found.closing == {"de": "Danke!"}
    assert [(line.item, line.verdict) for line in found.report.notable] == [("why", Verdict.LOST)]
    assert branching.check(found.questions) == []


def test_validators_become_limits_and_rules() -> None:
    found = read(
        element("text", "age", inputType="number", validators=[{"type": "numeric", "minValue": 14, "maxValue": 120}]),
        element(
            "text",
            "year",
            inputType="number",
            validators=[{"type": "expression", "expression": "{year} > {age}", "text": "Zu früh."}],
        ),
        element("text", "mail", validators=[{"type": "email"}], defaultValue="a"),
    )
    questions = by_key(found)
    assert (questions["age"].limits.min, questions["age"].limits.max) == (14, 120)
    assert (questions["year"].constraint, questions["year"].constraint_message) == ("year > age", {"de": "Zu früh."})
    assert {line.what for line in found.report.notable} == {"validator: email", "defaultValue: a"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": "package", "version": "1.0"}, "neither pages nor questions"),
        ({"pages": [3, None, {"elements": ["x", 7]}]}, "asks nothing"),
        ({"elements": [element("text", str(number)) for number in range(5001)]}, "5,000"),
    ],
)
def test_what_is_no_survey_is_refused(data, said) -> None:
    with pytest.raises(RefusedFileError) as refused:
        files.imported(json.dumps(data).encode())
    assert said in str(refused.value)
