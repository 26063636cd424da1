"""Planners choose which free text is read, find a run again, and stop it; what is hidden is never read."""

import pytest
from sqlalchemy import func, select

from analysis import finding, runs
from analysis.models import AnalysisRun, ReadSource
from participation.access.guard import see_all
from participation.contributions import deciding
from participation.contributions.models import Idea
from participation.core import jobs
from participation.core.database import db
from participation.core.jobs import Job
from participation.core.vocabulary import Channel, Role
from tests import factories
from tests.surveys import town

ADDRESS = "/desk/topics/run"


@pytest.fixture
def board(app):
    """A board of the newest process, which is the one the desk shows."""
    return factories.board()


def _read(board) -> set[int]:
    return {voice.id for voice in runs.read(board.process_id).voices}


def test_comments_are_read_where_wanted_and_hidden_ones_never(board, staff) -> None:
    idea = factories.idea(board, channel=Channel.PAPER, origin="Brief")
    comment = factories.comment(idea, text="Der Bus soll auch am Sonntag fahren.")
    factories.comment(idea, text="Geheimer Bus.", public=False)
    factories.idea(board, public=False)
    assert _read(board) == {idea.id}
    planner = staff(Role.PLANNER)
    page = planner.fill(ADDRESS, form="#sources-form", read=["ideas", "talk"])
    assert "Gespeichert" in planner.follow(page).text
    assert _read(board) == {idea.id, comment.id}
    planner.fill(ADDRESS, form="#sources-form", read=["talk"])
    assert _read(board) == {comment.id}
    fields = planner.get(ADDRESS).fields("#sources-form") | {"read": []}
    assert "mindestens" in planner.post(f"{ADDRESS}/sources", fields, status=422).words("[role=alert]")
    assert db.session.scalar(select(func.count()).select_from(ReadSource)) == 4


def test_texts_of_surveys_are_read_with_consent_alone_and_apart_from_other_ideas(board, staff) -> None:
    factories.idea(board)
    said = {"text": "Mehr Bänke am See, bitte.", "idea": True}
    survey = town.survey(process=board.process, questions=(town.text_question(offers_idea=True),))
    town.answer_all(survey, [{"idea": said}, *[{"idea": {"text": "Nur für das Rathaus."}}] * 24])
    town.open_all(survey)
    (answer,) = db.session.scalars(see_all(select(Idea).where(Idea.is_from_survey), "the test looks"))
    with factories.writing():
        deciding.publish(db.session.merge(answer), None)
    assert len(_read(board)) == 2
    staff(Role.PLANNER).fill(ADDRESS, form="#sources-form", read=["surveys"])
    (voice,) = runs.read(board.process_id).voices
    assert (voice.id, "Bänke" in voice.text, "Ihre Idee?" in answer.origin) == (answer.id, True, True)
    staff(Role.PLANNER).fill(ADDRESS, form="#sources-form", read=["ideas"])
    assert answer.id not in _read(board)


def test_a_run_is_found_again_and_stopped_and_the_result_of_before_stays(board, staff) -> None:
    factories.idea(board)
    planner = staff(Role.PLANNER)
    assert "Noch kein Lauf" in planner.get(ADDRESS).text
    planner.fill(ADDRESS, form="#analyse")
    assert "Schritt 0 von 3" in planner.get(ADDRESS).text
    fields = planner.get(ADDRESS).fields("#cancel")
    assert "gestoppt" in planner.follow(planner.post(f"{ADDRESS}/cancel", fields)).words("[role=status]")
    assert jobs.unfinished().total == 0
    assert "kein Lauf mehr" in planner.follow(planner.post(f"{ADDRESS}/cancel", fields)).words("[role=status]")


def test_a_run_that_is_stopped_in_the_middle_stores_nothing(board, monkeypatch) -> None:
    factories.idea(board)
    process = board.process
    job_id = factories.written(runs.order, process).id
    found = finding.find

    def stopped_meanwhile(*arguments):
        factories.written(runs.cancel, process)
        return found(*arguments)

    monkeypatch.setattr(runs, "find", stopped_meanwhile)
    assert not jobs.run(job_id)
    db.session.rollback()
    assert db.session.get_one(Job, job_id, populate_existing=True).finished_at is not None
    assert db.session.scalar(select(func.count()).select_from(AnalysisRun)) == 0
    assert jobs.failed().total == 0
