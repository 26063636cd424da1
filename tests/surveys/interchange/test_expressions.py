"""Formulas of XLSForm, LimeSurvey and SurveyJS in our language: what means the same, and what is refused."""

import pytest

from participation.core.database import Texts
from participation.questions.types import Limits, Question, QuestionType
from surveys.interchange.expressions import limits, reading, writing
from surveys.interchange.expressions.reading import LIMESURVEY, SURVEYJS, XPATH
from surveys.interchange.expressions.targets import Target
from surveys.interchange.expressions.tree import NeverError, UnreadableError

TARGETS = {
    "age": Target("age", QuestionType.NUMBER),
    "Alter-1": Target("Alter_1", QuestionType.NUMBER),
    "name": Target("name"),
    "way": Target("way", QuestionType.SINGLE, values={"1": "foot", "bike": "bike", "A2": "car"}),
    "ways": Target("ways", QuestionType.MULTIPLE, values={"bus": "bus", "bike": "bike"}),
    "ways_SQ1": Target("ways", QuestionType.MULTIPLE, option="bus"),
    "sure": Target("sure", QuestionType.YES_NO, values={"Y": "yes", "N": "no", "true": "yes", "false": "no"}),
    "mood": Target("mood", QuestionType.SCALE),
    "day": Target("day", QuestionType.DATE),
}


def said(source: str, dialect) -> str:
    return writing.condition(reading.read(source, dialect), TARGETS.get, "age")


@pytest.mark.parametrize(
    ("source", "condition"),
    [
        ("${age} > 18", "age > 18"),
        ("18 <= ${age}", "age >= 18"),
        ("${age} >= '18' and ${way} = '1'", 'age >= 18 and way = "foot"'),
        ("${way} = 'bike' or ${way} = 'A2' and ${age} < 3", 'way = "bike" or (way = "car" and age < 3)'),
        ("selected(${ways}, 'bus')", 'ways contains "bus"'),
        ("selected(${way}, 'bike')", 'way = "bike"'),
        ("not(selected(${ways}, 'bus'))", 'not (ways contains "bus")'),
        ("not(${way} = 'bike')", 'way != "bike"'),
        ("${name} != ''", "name not empty"),
        ("string-length(${name}) > 0", "name not empty"),
        ("count-selected(${ways}) = 0", "ways empty"),
        ("${age}", "age not empty"),
        (". > 5", "age > 5"),
        ("/data/group/age > 5", "age > 5"),
        ("${Alter-1} = 3", "Alter_1 = 3"),
        ("${day} > date('2027-01-31')", 'day > "2027-01-31"'),
        ("true() and ${age} = 1", "age = 1"),
        ("true()", ""),
        ("count-selected(${ways}) > 2", "count(ways) > 2"),
        ("${day} <= today()", "day <= today()"),
        ("int((today() - ${day}) div 365.25) >= 18", "years_between(day, today()) >= 18"),
        ("today() - ${day} > 30", "days_between(day, today()) > 30"),
        ("${age} * 2 - (3 + ${age}) = 7", "age * 2 - (3 + age) = 7"),
        ("if(${age} > 3, 1, 2) = 1", "if(age > 3, 1, 2) = 1"),
    ],
)
def test_what_xlsform_says(source, condition) -> None:
    assert said(source, XPATH) == condition


@pytest.mark.parametrize(
    ("source", "condition"),
    [
        ('((way.NAOK == "A2"))', 'way = "car"'),
        ('age.NAOK ge 18 && sure == "Y"', 'age >= 18 and sure = "yes"'),
        ("!is_empty(name) || is_empty(age.NAOK)", "name not empty or age empty"),
        ('ways_SQ1.NAOK == "Y"', 'ways contains "bus"'),
        ('ways_SQ1 != "Y"', 'ways not contains "bus"'),
        ("is_empty(ways_SQ1)", 'ways not contains "bus"'),
        ("count(name, age) > 0", "name not empty or age not empty"),
        ("count(name, age) == 2", "name not empty and age not empty"),
        ("1", ""),
    ],
)
def test_what_limesurvey_says(source, condition) -> None:
    assert said(source, LIMESURVEY) == condition


@pytest.mark.parametrize(
    ("source", "condition"),
    [
        ("{way} = 'bike'", 'way = "bike"'),
        ("{sure} = true", 'sure = "yes"'),
        ("{age} >= 18 and {name} notempty", "age >= 18 and name not empty"),
        ("{ways} anyof ['bus', 'bike']", 'ways any of ("bus", "bike")'),
        ("{ways} contains 'bus'", 'ways contains "bus"'),
        ("{ways} notcontains 'bus'", 'ways not contains "bus"'),
        ("!({age} = 3)", "age != 3"),
        ("{name} empty or {mood} < '4'", "name empty or mood < 4"),
    ],
)
def test_what_surveyjs_says(source, condition) -> None:
    assert said(source, SURVEYJS) == condition


@pytest.mark.parametrize(
    ("source", "dialect"),
    [
        ("regex(., '[0-9]+')", XPATH),
        ("${gone} = 1", XPATH),
        ("${way} = 'tram'", XPATH),
        ("pulldata('a', 'b', 'c', ${age})", XPATH),
        ("string-length(${name}) > 2", XPATH),
        ("${age} > ", XPATH),
        ("((((", LIMESURVEY),
        ("age.relevanceStatus == 1", LIMESURVEY),
        ("(" * 500 + "1" + ")" * 500, SURVEYJS),
        ("§", SURVEYJS),
    ],
)
def test_what_our_language_cannot_say_is_refused(source, dialect) -> None:
    with pytest.raises(UnreadableError):
        said(source, dialect)


def test_what_never_holds_is_told_apart() -> None:
    with pytest.raises(NeverError):
        said("${age} = 1 and false()", XPATH)


NUMBER = Question("age", QuestionType.NUMBER, Texts(de="Wie alt?"), limits=Limits(whole=True))
TEXT = Question("name", QuestionType.LONG_TEXT, Texts(de="Wer?"))
SEVERAL = Question("ways", QuestionType.MULTIPLE, Texts(de="Wie?"))
DAY = Question("day", QuestionType.DATE, Texts(de="Wann?"))


@pytest.mark.parametrize(
    ("question", "source", "expected", "rest"),
    [
        (NUMBER, ". >= 0 and . < 120", {"min": 0, "max": 119}, 0),
        (NUMBER, "${age} > 17 and . != 99", {"min": 18}, 1),
        (TEXT, "string-length(.) <= 300", {"max_length": 300}, 0),
        (SEVERAL, "count-selected(.) <= 3 and not(selected(., 'x') and count-selected(.) > 1)", {"max_choices": 3}, 1),
        (DAY, ". >= date('2027-01-31')", {"earliest": "2027-01-31"}, 0),
        (DAY, ". <= today()", {}, 1),
        (TEXT, "regex(., 'a+')", {}, 1),
    ],
)
def test_the_plain_part_of_a_rule_becomes_limits(question, source, expected, rest) -> None:
    found, parts = limits.limited(question, reading.read(source, XPATH), "age")
    assert {name: getattr(found.limits, name) for name in expected} == expected
    assert len(parts) == rest
