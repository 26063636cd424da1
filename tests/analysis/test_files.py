"""Planners take along what was said: as a table, a workbook and a document, with who placed it, and nothing hidden."""

import csv
from io import BytesIO, StringIO

import pytest
from docx import Document
from openpyxl import load_workbook

from analysis import runs
from analysis.finding import Finding, Group, Place
from analysis.review import services as review
from participation.contributions import services as contributions
from participation.contributions.models import OutcomeKind
from participation.contributions.services import Answer
from participation.core.vocabulary import Role
from tests import factories

FILES = "/desk/topics/contributions"


@pytest.fixture
def board(app):
    """A board whose topic holds two ideas, one of which looks like a formula and is answered."""
    board = factories.board()
    formula = factories.idea(board, title="=1+1", text="@SUM(A1)\x0bNachts fährt kein Bus.", action_field_id=None)
    other = factories.idea(board, title="Rufbus", text="Auch am Sonntag.")
    places = tuple(Place(one.id, 0.73, False, ()) for one in (formula, other))
    found = Finding({formula.id: "MO", other.id: "MO"}, (Group("Nachtbus", ("Nacht",), "MO", 0.9, places),))
    factories.written(runs.store, board.process_id, found)
    factories.written(_decided, board, formula.reference)
    answer = Answer(OutcomeKind.PARTLY, "Ein Bus fährt probeweise.", "Bauamt", "Weil er gebraucht wird.")
    factories.written(contributions.record_outcome, formula, answer, None)
    factories.idea(board, title="Verborgen", public=False)
    return board


def _decided(board, reference: str) -> None:
    contribution = review.by_reference(board.process, reference)
    assert review.decide(contribution, board.process.fields[1], review.stand(contribution), None)


def _content(staff, suffix: str) -> bytes:
    return staff(Role.PLANNER).get(f"{FILES}.{suffix}").response.data


def test_the_table_names_machine_and_person_and_holds_no_formula(board, staff) -> None:
    rows = list(csv.DictReader(StringIO(_content(staff, "csv").decode("utf-8-sig")), delimiter=";"))
    assert [row["Überschrift"] for row in rows] == ["Rufbus", "'=1+1"]
    answered = rows[1]
    assert answered["Text"].startswith("'@SUM")
    assert (answered["Handlungsfeld"], answered["Feld entschieden von"]) == ("Bildung", "ein Mensch")
    assert (answered["Thema"], answered["Thema entschieden von"], answered["Sicherheit"]) == (
        "Nachtbus", "die Maschine", "0.73"
    )  # fmt: skip
    assert answered["Antwort"] == "Ein Bus fährt probeweise."


def test_the_workbook_holds_contributions_topics_and_decisions(board, staff) -> None:
    book = load_workbook(BytesIO(_content(staff, "xlsx")))
    told, topics, decisions = ([[cell.value for cell in row] for row in sheet.rows] for sheet in book.worksheets)
    assert [row[1] for row in told[1:]] == ["Rufbus", "=1+1"]
    assert {cell.data_type for row in book.worksheets[0].rows for cell in row} <= {"s", "n"}
    assert topics[1][0] == "Nachtbus"
    assert topics[1][4] == 2
    assert decisions[1][1:3] == ["Mobilität", "Bildung"]


def test_the_document_tells_topics_with_what_people_said(board, staff) -> None:
    read = Document(BytesIO(_content(staff, "docx")))
    words = "\n".join(one.text for one in read.paragraphs)
    headings = [one.text for one in read.paragraphs if one.style.name.startswith("Heading")]
    assert headings == ["Mobilität", "Nachtbus", "Rufbus", "=1+1"]
    assert "Nachts fährt kein Bus." in words
    assert "von der Maschine zugeordnet am" in words
    assert "Ein Bus fährt probeweise." in words
    assert "Verborgen" not in words


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "docx"])
def test_hidden_contributions_are_in_no_file_and_files_are_for_planners(board, staff, suffix: str) -> None:
    lead = staff(Role.LEAD).get(f"{FILES}.{suffix}?channel=letter").response
    assert lead.headers["Content-Disposition"].endswith(f'.{suffix}"')
    assert "Verborgen" not in _content(staff, "csv").decode()
    staff(Role.MODERATOR).get(f"{FILES}.{suffix}", status=403)


def test_few_people_of_an_age_are_in_no_file(board, staff) -> None:
    factories.idea(board, answers={"age": "65+"}, title="Von früher")
    assert "Von früher" not in staff(Role.PLANNER).get(f"{FILES}.csv?age=65%2B").text
