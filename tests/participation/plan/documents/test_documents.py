"""Documents of the plan: ordered at one press, made by the worker, numbered, frozen, in PDF/UA and DOCX alike."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from participation.core import jobs
from participation.core.database import db
from participation.moderation.rules import Visibility
from participation.plan import personal
from participation.plan.documents import services
from participation.plan.documents.models import PlanDocument, PlanFile
from participation.plan.documents.rules import FileFormat
from participation.plan.models import Measure
from participation.plan.money import services as money
from participation.plan.money.rules import FundingState
from participation.plan.sheet import services as sheets
from participation.web.papers import word
from tests import factories
from tests.client import Browser
from tests.participation.plan.conftest import draft, fresh, ideas, published

PAGE = "/en/desk/plan/documents"
WHOLE = {
    "need": "Abends fährt kein Bus.",
    "goals": ["Z1"],
    "target_groups": ["Jugendliche"],
    "contributors": ["Kämmerei"],
    "partners": ["Verkehrsverbund"],
    "starts_on": date(2027, 1, 1),
    "ends_on": date(2028, 6, 30),
    "risks": ["Niemand fährt mit."],
    "steps": ["Ausschreiben"],
    "charta": ["strategy"],
    "sdgs": [11],
    "levels": ["services"],
    "transfer": "Der Fahrplan ist frei.",
    "is_trial": True,
    "hypothesis": "Wer bestellen kann, fährt mit.",
    "stop_rule": "Weniger als zehn Fahrten im Monat.",
}


def press(planner: Browser, kind: str, measure: Measure | None = None) -> None:
    """Press the button of a document."""
    number = 2 if measure else 1
    fields = planner.get(PAGE).fields(f"main form:nth-of-type({number})")
    if measure:
        planner.post(f"{PAGE}/measure", {**fields, "kind": kind, "measure": measure.code})
    else:
        planner.post(PAGE, {**fields, "kind": kind})


def work() -> None:
    """Let the worker do what waits."""
    db.session.rollback()
    jobs.reconcile()


def documents() -> list[PlanDocument]:
    db.session.rollback()
    return list(db.session.scalars(db.select(PlanDocument).order_by(PlanDocument.id)))


def words_of(document: PlanDocument) -> str:
    """Return all that a document for word processors says."""
    content = services.file_of(document, FileFormat.DOCX)
    assert content is not None
    return word.words_of(content)


def whole(measure: Measure) -> None:
    """Let a measure say all that a fact sheet can hold, and what it costs."""

    def write() -> None:
        own = fresh(measure)
        sheets.write(own, WHOLE)
        money.set_money(own, 72_000, 5_000, [money.Post("Land", 46_800, FundingState.GRANTED)])

    factories.written(write)


def test_one_press_makes_a_numbered_plan_that_later_changes_do_not_reach(planner: Browser) -> None:
    measure = published(ideas(2))
    whole(measure)
    press(planner, "plan")
    page = planner.get(PAGE)
    assert "Implementation plan, version 1" in page.words("#main")
    assert "In a moment it begins" in page.words("[role=status]")
    press(planner, "plan")
    assert len(documents()) == 1, "one that waits is not ordered twice"
    work()
    first = documents()[0]
    kept = services.file_of(first, FileFormat.PDF)
    assert kept is not None
    assert kept.startswith(b"%PDF")
    assert b"pdfuaid" in kept
    factories.written(lambda: setattr(fresh(measure), "summary", "Ganz anders."))
    press(planner, "plan")
    work()
    assert [one.number for one in documents()] == [1, 2]
    assert services.file_of(documents()[0], FileFormat.PDF) == kept
    assert "Ganz anders." in words_of(documents()[1])
    assert "Ganz anders." not in words_of(documents()[0])
    sent = planner.get(f"/desk/plan/documents/{first.id}/pdf")
    assert 'filename="umsetzungsplan-v1.pdf"' in sent.response.headers["Content-Disposition"]


def test_the_plan_has_all_its_chapters_and_the_whole_sheet(planner: Browser) -> None:
    voices = ideas(2)
    measure = published(voices)
    whole(measure)
    press(planner, "plan")
    work()
    told = words_of(documents()[0])
    for words in [
        *("Summary", "Participation in figures", "Limits of these figures", "Goals and alternatives", "Timeline"),
        *("Costs and money", "What is not covered", "Responsibilities", "Smart City Charta", "Open points", "Annex"),
        *(
            "Abends fährt kein Bus.",
            "Verkehrsverbund",
            "Niemand fährt mit.",
            "Der Fahrplan ist frei.",
            "11 Sustainable",
        ),
        *("Wer bestellen kann, fährt mit.", "25,200", "Gap: no measure yet", voices[0].reference, voices[1].reference),
    ]:
        assert words in told


def test_neither_hidden_contributions_nor_words_of_people_nor_drafts_stand_in_it(planner: Browser) -> None:
    board = factories.board()
    shown, hidden = (factories.idea(board, title=f"Geheimes {one}") for one in (1, 2))
    measure = published([shown, hidden])
    draft(process=measure.process, title="Noch nicht beschlossen")
    factories.written(lambda: setattr(db.session.merge(hidden), "visibility", Visibility.HIDDEN))
    press(planner, "plan")
    press(planner, "sheet", measure)
    work()
    for one in documents():
        told = words_of(one)
        assert hidden.reference not in told
        assert "Geheimes" not in told
        assert shown.reference in told
        assert "Noch nicht beschlossen" not in told


@pytest.mark.parametrize("kind", ["sheet", "funding"])
def test_a_measure_has_documents_of_its_own(planner: Browser, kind: str) -> None:
    measure = published(ideas(1))
    whole(measure)
    press(planner, kind, measure)
    work()
    made = documents()[0]
    assert (made.code, made.number) == (measure.code, 1)
    assert "46,800" in words_of(made)
    assert "Abends fährt kein Bus." in words_of(made)
    assert services.file_of(made, FileFormat.PDF)


def test_the_paper_for_the_council_is_in_the_customary_order(planner: Browser) -> None:
    published(ideas(1))
    press(planner, "council")
    work()
    content = services.file_of(documents()[0], FileFormat.DOCX)
    assert content is not None
    made = Document(BytesIO(content))
    heads = [one.text for one in made.paragraphs if one.style and one.style.name == "Heading 1"]
    order = ["Sequence of committees", "Proposal for decision", "Facts and reasons", "Costs and money", "Annexes"]
    assert heads == order
    assert 'w:lang w:val="en-GB"' in ZipFile(BytesIO(content)).read("word/styles.xml").decode()


def test_what_a_killed_worker_left_another_makes_once(planner: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    published(ideas(1))
    press(planner, "plan")

    def die(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setitem(services.WRITERS, FileFormat.DOCX, die)
    with pytest.raises(KeyboardInterrupt):
        work()
    monkeypatch.undo()
    assert documents()[0].made_at is None
    assert not db.session.scalars(db.select(PlanFile)).all()
    factories.written(
        lambda: db.session.execute(db.update(jobs.Job).values(locked_until=datetime(2020, 1, 1, tzinfo=UTC)))
    )
    work()
    assert documents()[0].made_at
    assert len(db.session.scalars(db.select(PlanFile)).all()) == 2


def test_a_document_goes_when_words_in_a_measure_are_deleted(planner: Browser) -> None:
    author = factories.person()
    board = factories.board()
    idea = factories.idea(board, text="Bitte einen Bus, der auch nachts um elf noch fährt.")
    factories.written(lambda: setattr(db.session.merge(idea), "author_id", author.id))
    measure = published([idea], summary=idea.text)
    press(planner, "plan")
    work()
    factories.written(lambda: setattr(fresh(measure), "summary", "Ein Bus."))
    press(planner, "plan")
    work()
    factories.written(lambda: personal.erase(author.id, keep_texts=False))
    assert services.file_of(documents()[0], FileFormat.PDF) is None
    assert services.file_of(documents()[1], FileFormat.PDF), "what quotes nothing stays"
    assert "somebody had words deleted" in planner.get(PAGE).words("#main")
    planner.get(f"{PAGE}/{documents()[0].id}/pdf", 404)


def test_only_planners_have_them(planner: Browser, browser: Browser) -> None:
    published(ideas(1))
    press(planner, "plan")
    work()
    browser.get(f"{PAGE}/{documents()[0].id}/pdf", 303)
    planner.get(f"{PAGE}/{documents()[0].id}/exe", 404)
    planner.get(f"{PAGE}/999/pdf", 404)


def test_an_unknown_document_is_refused_in_a_sentence(planner: Browser) -> None:
    published(ideas(1))
    fields = planner.get(PAGE).fields("main form")
    planner.post(PAGE, {**fields, "kind": "novel"}, 422)
    assert not documents()
