"""XLSForms become surveys of ours: the questions stay, and the report says what does not."""

import pytest

from participation.core.database import Texts
from participation.questions import branching
from participation.questions.types import Option, Question
from participation.questions.types import QuestionType as Type
from surveys.interchange import files
from surveys.interchange.imported import RefusedFileError
from surveys.interchange.report import Verdict
from surveys.interchange.xlsform import writing

FORM = """
| survey | | | | | | | |
| | type | name | label::Deutsch (de) | label::English (en) | required | relevant | constraint |
| | start | start | | | | | |
| | begin_group | you | Über Sie | About you | | | |
| | integer | age | Wie alt sind Sie? | How old are you? | yes | | . >= 14 and . < 120 |
| | select_one sides or_other | side | Wo wohnen Sie? | Where do you live? | | | |
| | end_group | | | | | | |
| | begin_group | ways | Wege | Ways | | ${age} >= 18 | |
| | select_multiple ways | way | Wie fahren Sie? | How do you go? | | | count-selected(.) <= 2 |
| | select_one streets | street | Welche Straße? | Which street? | | selected(${way}, 'bike') | |
| | text | note_1 | Noch etwas? | Anything else? | | regex(${side}, 'a') | |
| | end_group | | | | | | |
| | video | film | Ein Film? | A film? | | | |
| | range | mood | Wie ist es? | How is it? | | | |
| | calculate | twice | | | | | |
| choices | | | | | | | |
| | list_name | name | label::Deutsch (de) | label::English (en) | | | |
| | sides | north | Norden | North | | | |
| | sides | south | Süden | South | | | |
| | ways | bus | Bus | Bus | | | |
| | ways | bike | Rad | Bike | | | |
| | streets | a b | Am Bach | Brook Lane | | | |
| | streets | c | Auf dem Hügel | Hill Road | | | |
| settings | | | | | | | |
| | form_title | default_language | | | | | |
| | Wege in der Stadt | Deutsch (de) | | | | | |
"""


def read(words: str):
    return files.imported(words.encode())


@pytest.fixture(scope="module")
def found():
    return read(FORM.replace("| calculate | twice | |", "| date | day | Wann? |"))


def by_key(found):
    return {question.key: question for question in found.questions}


def test_every_question_becomes_one_of_ours_with_its_texts_in_both_languages(found) -> None:
    assert {key: one.type for key, one in by_key(found).items()} == {
        "you": Type.SECTION, "age": Type.NUMBER, "side": Type.SINGLE, "ways": Type.SECTION, "way": Type.MULTIPLE,
        "street": Type.SINGLE, "note_1": Type.SHORT_TEXT, "after_film": Type.SECTION, "film": Type.LONG_TEXT,
        "mood": Type.SCALE, "day": Type.DATE,
    }  # fmt: skip
    assert found.title == {"de": "Wege in der Stadt"}
    assert by_key(found)["age"].text == {"de": "Wie alt sind Sie?", "en": "How old are you?"}
    assert by_key(found)["age"].required


def test_rules_about_an_answer_become_limits(found) -> None:
    questions = by_key(found)
    assert (questions["age"].limits.min, questions["age"].limits.max) == (14, 119)
    assert questions["way"].limits.max_choices == 2


def test_the_condition_of_a_group_is_that_of_its_section(found) -> None:
    assert {key: one.condition for key, one in by_key(found).items() if one.condition} == {
        "ways": "age >= 18",
        "street": 'way contains "bike"',
    }
    assert branching.check(found.questions) == []


def test_other_is_an_option_with_a_field_of_its_own(found) -> None:
    assert [(one.key, one.other) for one in by_key(found)["side"].options] == [
        ("north", False), ("south", False), ("other", True),
    ]  # fmt: skip


def test_names_that_cannot_be_keys_are_changed(found) -> None:
    assert [one.key for one in by_key(found)["street"].options] == ["a_b", "c"]


def test_the_report_names_what_is_changed_and_lost(found) -> None:
    told = {(line.item, line.what): line.verdict for line in found.report.notable}
    assert told[("start", "start")] is Verdict.LOST
    assert told[("note_1", "condition: regex(${side}, 'a')")] is Verdict.LOST
    assert told[("film", "video")] is Verdict.CHANGED
    counts = found.report.questions
    assert (counts[Verdict.KEPT], counts[Verdict.CHANGED], counts[Verdict.LOST]) == (7, 2, 0)


def test_reasons_are_said_in_both_languages(app, found) -> None:
    line = next(line for line in found.report.notable if line.item == "film")
    reasons = line.to_json()["reason"]
    assert "Film" in reasons["de"]
    assert "film" in reasons["en"]


TABLE = """
| survey |                    |        |              |              |
|        | type               | name   | label        | appearance   |
|        | begin_group        | rate   | Bitte bewerten Sie | table-list |
|        | select_one grades  | bus    | Busse        |              |
|        | select_one grades  | road   | Straßen      |              |
|        | end_group          |        |              |              |
|        | select_one grades  | whole  | Und die Stadt? |            |
|        | text               | why    | Warum?       |              |
| choices |                   |        |              |              |
|        | list_name          | name   | label        |              |
|        | grades             | 1      | gut          |              |
|        | grades             | 2      | schlecht     |              |
"""


def test_a_table_of_ratings_becomes_a_matrix() -> None:
    found = read(TABLE)
    matrix = found.questions[0]
    assert (matrix.key, matrix.type, [row.key for row in matrix.rows]) == ("rate", Type.MATRIX, ["bus", "road"])
    assert matrix.text == {"de": "Bitte bewerten Sie"}
    assert [option.key for option in matrix.options] == ["1", "2"]
    assert found.report.questions[Verdict.KEPT] == 2 + 2


def test_choices_are_offered_when_the_filter_says_so() -> None:
    found = read("""
| survey  |                   |       |        |               |
|         | type              | name  | label  | choice_filter |
|         | select_one lands  | land  | Land?  |               |
|         | select_one towns  | town  | Stadt? | in = ${land}  |
| choices |                   |       |        |               |
|         | list_name         | name  | label  | in            |
|         | lands             | mv    | MV     |               |
|         | lands             | sh    | SH     |               |
|         | towns             | elde  | Elde   | mv            |
|         | towns             | trave | Trave  | sh            |
""")
    assert [one.condition for one in found.questions[1].options] == ['land = "mv"', 'land = "sh"']


@pytest.mark.parametrize(
    ("row", "cell", "reason"),
    [
        ("| tekst | a | Frage? |", "survey!A3", "tekst"),
        ("| text |  | Frage? |", "survey!B3", "name"),
        ("| select_one gone | a | Frage? |", "survey!A3", "choices sheet"),
        ("| text | a | ${gone}? |", "survey!C3", "gone"),
    ],
)
def test_a_form_with_a_mistake_is_refused_with_its_cell(row, cell, reason) -> None:
    with pytest.raises(RefusedFileError) as refused:
        read(f"| survey | | | |\n| | type | name | label |\n| | text | z | Eins? |\n| {row}\n")
    assert cell in str(refused.value)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_exported_form_is_accepted_whatever_its_texts_say() -> None:
    asked = (
        Question("who", Type.SHORT_TEXT, Texts(de="Preis {in Euro} und ${x} { }?")),
        Question("age", Type.NUMBER, Texts(de="Wie alt, {who} und {gone}?")),
        Question("way", Type.SINGLE, Texts(), options=(Option("a", Texts()), Option("b", Texts(de="{who}")))),
    )
    found = files.imported(writing.workbook("Preis ${x} {who}", asked))
    assert [one.key for one in found.questions] == ["who", "age", "way"]
    assert found.questions[1].text == {"de": "Wie alt, {who} und {gone}?"}
    assert found.questions[2].options[0].label == {"de": "a"}


def test_what_is_lost_is_said_in_words_not_in_code() -> None:
    found = read("""
        | survey   |           |                |         |         |
        |          | type      | name           | label   | save_to |
        |          | osm o     | b              | B       |         |
        |          | text      | a              | A       | tree    |
        | osm      |           |                |         |         |
        |          | list_name | name           | label   |         |
        |          | o         | building       | Gebäude |         |
        | entities |           |                |         |         |
        |          | list_name | label          |         |         |
        |          | trees     | concat(${a})   |         |         |
        """)
    said = [line.what for line in found.report.notable]
    assert "tags: building, Gebäude" in said
    assert not any("{'" in one or "EntityVersion" in one for one in said), said
