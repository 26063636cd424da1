"""Surveys and answers as files for other programs: complete, labelled, and coming back as they were."""

import io
import json
import sys
from dataclasses import replace

import openpyxl
import pikepdf
import pytest

from participation.core.database import Texts
from participation.core.vocabulary import Role
from participation.questions import services as asking
from participation.questions.types import Limits, Option, Question, Scale
from participation.questions.types import QuestionType as Type
from surveys.interchange import files, own
from surveys.interchange.out import report
from surveys.interchange.out.formats import Format
from surveys.interchange.out.variables import Form, variables
from surveys.interchange.surveyjs import writing as surveyjs
from surveys.interchange.xlsform import writing as xlsform
from tests.surveys import town


def said(words: str) -> Texts:
    return Texts(de=f"{words} auf Deutsch", en=f"{words} in English")


THREE = tuple(Option(key, said(key)) for key in ("a", "b", "c"))
OTHER = Option("other", Texts(de="Anderes", en="Other"), other=True)
NONE = Option("none", said("nichts"), exclusive=True)
ROWS = tuple(Option(key, said(key)) for key in ("r1", "r2"))
ALL = (
    Question("one", Type.SECTION, said("Teil 1")),
    Question("short", Type.SHORT_TEXT, said("kurz"), limits=Limits(max_length=100)),
    Question("long", Type.LONG_TEXT, said("lang"), Texts(de="Hinweis")),
    Question("age", Type.NUMBER, said("Alter"), required=True, limits=Limits(min=0, max=120, whole=True)),
    Question("single", Type.SINGLE, said("eins"), options=(*THREE, OTHER)),
    Question("multi", Type.MULTIPLE, said("viele"), options=THREE, limits=Limits(max_choices=2)),
    Question("sure", Type.YES_NO, said("sicher")),
    Question("mood", Type.SCALE, said("Stimmung"), scale=Scale(0, 10)),
    Question("ends", Type.SCALE, said("Enden"), scale=Scale(1, 5, said("schlecht"), said("gut"))),
    Question("word", Type.SCALE, said("Wort"), scale=Scale(-1, 1, words=(said("nein"), said("egal"), said("ja")))),
    Question("alone", Type.MULTIPLE, said("allein"), options=(*THREE, NONE)),
    Question("drop", Type.DROPDOWN, said("Liste"), options=THREE, condition='single = "a" and age >= 18'),
    Question("day", Type.DATE, said("Tag"), limits=Limits(earliest="2020-01-01")),
    Question("rank", Type.RANKING, said("Rang"), options=THREE),
    Question("best", Type.RANKING, said("Beste"), options=THREE, limits=Limits(max_rank=2)),
    Question("two", Type.SECTION, said("Teil 2"), condition='multi contains "a" or multi contains "b"'),
    Question("place", Type.PLACE, said("Ort")),
    Question("consent", Type.CONSENT, said("Einverstanden")),
    Question("info", Type.INFORMATION, said("Hinweis")),
    Question("rate", Type.MATRIX, said("Tabelle"), options=THREE, rows=ROWS),
    Question("steps", Type.MATRIX, said("Stufen"), scale=Scale(1, 4), rows=ROWS),
    Question("points", Type.ALLOCATION, said("Punkte"), options=THREE, limits=Limits(total=50)),
    Question("photo", Type.FILE, said("Bild"), condition='rate.r1 = "a" and count(multi) >= 2'),
    Question("idea", Type.IDEA, said("Idee")),
    Question("sum", Type.CALCULATED, said("Summe"), formula="age * 2 + 1"),
    Question("why", Type.SHORT_TEXT, Texts(de="Sie sind {age}. Warum?"), condition='age > 3 or sure != "yes"'),
)  # fmt: skip


@pytest.mark.parametrize("kind", ["xlsform", "surveyjs", "own"])
def test_every_question_comes_back_as_it_was(kind) -> None:
    made = {
        "xlsform": lambda: xlsform.workbook("Alles", ALL),
        "surveyjs": lambda: json.dumps(surveyjs.survey(said("Alles"), Texts(), Texts(), ALL)).encode(),
        "own": lambda: json.dumps(own.exported(said("Alles"), Texts(), Texts(), ALL)).encode(),
    }[kind]()
    found = files.imported(made)
    back = {question.key: question for question in found.questions}
    assert list(back) == [question.key for question in ALL]
    changed = [one.key for one in ALL if back[one.key] != one]
    # A choice of "other" in an XLSForm has the English word that its converter gives it.
    assert changed == (["single"] if kind == "xlsform" and back["single"].options[-1].label != OTHER.label else [])
    assert {one.type for one in back.values()} == set(Type)


def test_an_export_for_excel_has_no_formula() -> None:
    question = Question("q", Type.SHORT_TEXT, Texts(de='=HYPERLINK("https://example.org")'))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsform.workbook("=1+1", (question,))))["survey"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_variables_have_names_labels_and_codes(app) -> None:
    with app.test_request_context():
        found = {one.column: one for one in variables(ALL, "de")}
    assert found["single"].labels == {1: "a auf Deutsch", 2: "b auf Deutsch", 3: "c auf Deutsch", 4: "Anderes"}
    assert found["single"].value("b") == 2
    assert found["multi.a"].label == "viele auf Deutsch – a auf Deutsch"
    assert found["multi.a"].value("0") == 0
    assert found["steps.r1"].value("3") == 3
    assert found["sure"].labels == {1: "Ja", 2: "Nein"}
    assert found["short"].value("") is None
    assert len({one.name.lower() for one in found.values()}) == len(found)


# Files with answers

WAY = town.choice("way", "foot", "bike")
MOOD = Question(
    "mood", Type.SCALE, said("Stimmung"), scale=Scale(1, 5), options=(Option("unsure", said("weiß nicht")),)
)


@pytest.fixture
def survey(app):
    survey = town.survey(slug="wege", questions=(WAY, town.text_question("say"), town.number("age"), MOOD))
    answers = [{"way": "bike", "say": "=1+1", "age": 44, "mood": 4}] * 20 + [{"way": "foot", "mood": "unsure"}] * 6
    town.answer_all(survey, answers)
    town.open_all(survey)
    return survey


def fetched(staff, name: str) -> bytes:
    response = staff(Role.PLANNER).client.get(f"/desk/survey-files/wege/{name}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    return response.data


def test_a_workbook_holds_answers_and_codebook_and_no_formula(survey, staff) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fetched(staff, "xlsx")))
    rows = list(book["Antworten"].values)
    assert rows[0] == ("channel", "way", "say", "age", "mood")
    assert rows.count(("web", "bike", "=1+1", 44, 4)) == 20
    assert all(cell.data_type != "f" for row in book["Antworten"].iter_rows() for cell in row)
    assert "foot = Foot; bike = Bike" in {row[3] for row in book["Codebuch"].values}


def test_an_spss_file_holds_labels_and_what_is_no_measurement(survey, staff, tmp_path) -> None:
    import pyreadstat

    (tmp_path / "a.sav").write_bytes(fetched(staff, "sav"))
    columns, meta = pyreadstat.read_sav(str(tmp_path / "a.sav"), output_format="dict", user_missing=True)
    assert meta.column_names_to_labels["age"] == "Wie viel?"
    assert meta.variable_value_labels["way"] == {1.0: "Foot", 2.0: "Bike"}
    assert meta.variable_measure["mood"] == "ordinal"
    assert sorted(columns["mood"]) == [4.0] * 20 + [91.0] * 6
    assert meta.missing_ranges["mood"] == [{"lo": 91.0, "hi": 91.0}]


GIVEN = {
    "short": "Grüße", "long": "Straße „am See“ – übermäßig öde 🚲", "age": 44, "single": "a", "multi": ["a", "b"],
    "sure": "yes", "mood": 7, "ends": 2, "word": -1, "alone": ["none"], "drop": "b", "day": "2026-03-04",
    "rank": ["c", "a", "b"], "best": ["b"], "place": {"text": "Bäckerei Öhlschläger"}, "consent": "yes",
    "rate": {"r1": "a", "r2": "c"}, "steps": {"r1": 3}, "points": {"a": 40, "b": 10}, "sum": 89,
    "idea": {"title": "Bänke", "text": "Für müde Füße", "consent": True}, "why": "Weil’s schön ist",
}  # fmt: skip


def with_umlauts(question: Question) -> Question:
    def named(options: tuple[Option, ...]) -> tuple[Option, ...]:
        return tuple(replace(one, label=Texts(de=f"Größe {one.key}, süß")) for one in options)

    text = Texts(de=f"Wäre {question.key} schön?")
    return replace(question, text=text, condition="", options=named(question.options), rows=named(question.rows))


def test_an_spss_file_of_every_kind_of_question_reads_back_with_umlauts(app, staff, tmp_path) -> None:
    import pyreadstat

    questions = tuple(map(with_umlauts, ALL))
    assert {one.type for one in questions} == set(Type)
    survey = town.survey(slug="wege", questions=questions)
    town.answer_all(survey, [GIVEN] * 25)
    town.open_all(survey)
    (tmp_path / "a.sav").write_bytes(fetched(staff, "sav"))
    columns, meta = pyreadstat.read_sav(str(tmp_path / "a.sav"), output_format="dict", user_missing=True)
    with app.test_request_context():
        told = variables(questions, "de")
    cells = ["web", *(cell for one in questions for cell in asking.cells(one, GIVEN.get(one.key)))]
    assert [one.name for one in told] == meta.column_names
    for one, cell in zip(told, cells, strict=True):
        value = one.value(cell)
        empty = "" if one.form is Form.TEXT else None
        assert columns[one.name][0] == (empty if value is None else value), one.name
        assert meta.column_names_to_labels[one.name] == one.label
        assert meta.variable_value_labels.get(one.name, {}) == {float(code): said for code, said in one.labels.items()}
    answered = {one.column.partition(".")[0] for one, cell in zip(told, cells, strict=True) if cell}
    assert answered == {"channel", *GIVEN}


def test_without_the_packages_a_sentence_says_what_to_install(survey, staff, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    page = staff(Role.PLANNER).get("/desk/survey-files/wege/sav", status=503)
    assert "pip install stadtfaden[spss]" in page.text


def test_the_report_is_read_aloud_and_points_at_nobody(survey, staff) -> None:
    with pikepdf.open(io.BytesIO(fetched(staff, "report"))) as paper:
        assert paper.Root.MarkInfo.Marked
        assert str(paper.Root.Lang).startswith("de")
        assert paper.open_metadata().get("pdfuaid:part") == "1"
    rows = report.told(survey, "de")["questions"][0]["rows"]
    assert [(row["label"], row["count"], row["share"]) for row in rows] == [
        ("Foot", "6", "23 %"),
        ("Bike", "20", "77 %"),
    ]


@pytest.mark.parametrize("name", ["csv", "codebook", "surveyjs", "json"])
def test_the_other_files_name_each_question(survey, staff, name) -> None:
    content = fetched(staff, name)
    assert all(key.encode() in content for key in ("way", "say", "age", "mood"))


def test_only_planners_take_files_along(survey, staff) -> None:
    staff(Role.MODERATOR).get("/desk/survey-files/wege/csv", status=403)
    planner = staff(Role.PLANNER)
    assert len(planner.get("/desk/survey-files/wege").html.css("main .card li a")) == len(Format)
    planner.get("/desk/survey-files/wege/docx", status=404)


def test_the_command_writes_files(survey, app, tmp_path) -> None:
    def run(*arguments: str):
        return app.test_cli_runner().invoke(args=["surveys", "export", *arguments])

    assert run("wege", "--format", "codebook", "--language", "en", "--out", str(tmp_path / "a.html")).exit_code == 0
    assert "How the answer came in" in (tmp_path / "a.html").read_text("utf-8")
    assert run("wege", "--format", "csv").stdout.count("bike") == 20
    assert run("gone").exit_code == 1
