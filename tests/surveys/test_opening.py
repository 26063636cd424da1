"""Sealed answers: when they are opened, what keeps them shut, and that nothing stays half done."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import delete, event, func, select

from participation.access.guard import see_all
from participation.contributions import deciding
from participation.contributions.models import Idea
from participation.core import clock, jobs
from participation.core.database import Texts, db, read_only
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from participation.process.models import Process
from participation.questions.types import Question, QuestionType
from surveys import answering, opening, sealing, services
from surveys.keys import key_folder
from surveys.models import SealedAnswer, SurveyAnswer, SurveyReceipt
from surveys.rules import Access, Anonymity
from surveys.ways.services import Comer
from tests import factories
from tests.reliability.races import at_once
from tests.surveys import town

MANY = [{"idea": f"Satz {number}"} for number in range(25)]


def counts() -> tuple[int, int, int]:
    """How many answers are sealed, opened, and known by receipt."""
    db.session.rollback()
    sealed, opened, known = (
        db.session.scalar(select(func.count()).select_from(one)) or 0
        for one in (SealedAnswer, SurveyAnswer, SurveyReceipt)
    )
    return sealed, opened, known


@pytest.fixture
def survey(app):
    return town.survey(questions=(town.text_question(),))


def test_twenty_four_stay_sealed_and_the_twenty_fifth_opens_them_all(survey) -> None:
    town.answer_all(survey, MANY[:24])
    assert town.open_all(survey) == 0
    assert counts() == (24, 0, 0)
    town.answer(survey, MANY[24])
    assert town.open_all(survey) == 25
    assert counts() == (0, 25, 25)
    assert sorted(row.values["idea"] for row in services.answers(survey)) == sorted(one["idea"] for one in MANY)


def test_closing_opens_all_that_are_left(survey) -> None:
    town.answer_all(survey, MANY[:3])
    town.close(survey)
    assert town.open_all(survey) == 3
    assert counts() == (0, 3, 3)


def test_very_many_are_opened_in_several_batches_none_of_them_small(survey, monkeypatch) -> None:
    monkeypatch.setattr("surveys.rules.LARGEST_BATCH", 40)
    sizes = []
    write = opening._write
    monkeypatch.setattr(opening, "_write", lambda batch: (sizes.append(len(batch.ids)), write(batch)))
    town.answer_all(survey, MANY + MANY)
    assert town.open_all(survey) == 50
    assert sizes == [25, 25]


def test_answers_of_another_survey_stay_where_they_are(survey) -> None:
    other = town.survey(questions=(town.text_question(),))
    town.answer_all(survey, MANY)
    town.answer_all(other, MANY[:3])
    town.open_all(survey)
    assert counts() == (3, 25, 25)


def test_receipts_of_an_opened_batch_are_all_counted(browser, survey) -> None:
    receipts = town.answer_all(survey, MANY)
    assert not any(answering.receipt(code).is_counted for code in receipts)
    town.open_all(survey)
    assert all(answering.receipt(code).is_counted for code in receipts)


def test_a_text_offered_as_an_idea_becomes_one_with_its_batch_and_waits_for_the_moderators(app) -> None:
    board = factories.board()
    survey = town.survey(process=board_process(board), questions=(town.text_question(offers_idea=True),))
    town.answer_all(survey, [{"idea": {"text": "Mehr Bänke", "idea": True}}, {"idea": {"text": "Nur für Sie"}}] * 13)
    assert ideas() == []
    town.open_all(survey)
    assert {(idea.text, idea.board_id, idea.visibility) for idea in ideas()} == {
        ("Mehr Bänke", board.id, Visibility.WAITING)
    }
    assert len(ideas()) == 13


def test_an_idea_that_was_asked_for_keeps_its_title_and_comes_only_with_consent(app) -> None:
    board = factories.board()
    asked = Question("idea", QuestionType.IDEA, Texts(de="Ihre Idee?"))
    survey = town.survey(process=board_process(board), questions=(asked,))
    agreed = {"title": "Bänke", "text": "Mehr Bänke am See", "consent": True}
    town.answer_all(survey, [{"idea": agreed}] * 20 + [{"idea": {**agreed, "consent": False}}] * 5)
    town.open_all(survey)
    assert {(idea.title, idea.text) for idea in ideas()} == {("Bänke", "Mehr Bänke am See")}
    assert len(ideas()) == 20


def test_an_idea_says_from_which_survey_and_question_it_comes_to_staff_and_once_public_to_all(browser, staff) -> None:
    survey = town.survey(process=board_process(factories.board()), questions=(town.text_question(offers_idea=True),))
    town.answer_all(survey, [{"idea": {"text": "Mehr Bänke", "idea": True}}, *MANY[:24]])
    town.open_all(survey)
    (idea,) = ideas()
    said = "aus der Umfrage „Elderow, wie willst du digital werden?“, Frage „Ihre Idee?“"
    assert said in staff(Role.MODERATOR).get(f"/desk/moderation/{idea.reference}").text
    with factories.writing():
        deciding.publish(db.session.merge(idea), None)
    assert said in browser.get(f"/ideas/{idea.reference}/way").text


def test_ideas_of_a_personal_survey_become_public_ones_once_at_closing_without_a_name(app) -> None:
    modes = {"anonymity": Anonymity.PERSONAL, "access": Access.ACCOUNTS}
    survey = town.survey(
        process=board_process(factories.board()), questions=(town.text_question(offers_idea=True),), **modes
    )
    person = factories.person()
    for words in ("Mehr Bänke", "Mehr Bäume"):
        town.answer(survey, {"idea": {"text": words, "idea": True}}, Comer(person_id=person.id))
    job = jobs.JobRun(id=1, kind=opening.OPEN_JOB, payload={"survey": survey.id}, lease=1, attempt=1)
    with factories.writing():
        opening.run(job)
    assert ideas() == []
    town.close(survey)
    for _twice in range(2):
        with factories.writing():
            opening.run(job)
    assert [(idea.text, idea.author_id, idea.display_name) for idea in ideas()] == [("Mehr Bäume", None, "")]
    town.move(survey, closes_on=town.day(3))
    same = {"idea": {"text": "Mehr Bäume", "idea": True}}
    for who in (person, factories.person()):
        town.answer(survey, same, Comer(person_id=who.id))
    town.close(survey)
    with factories.writing():
        opening.run(job)
    assert [idea.text for idea in ideas()] == ["Mehr Bäume"] * 2


def test_without_a_board_no_text_becomes_an_idea_and_all_are_counted(app) -> None:
    survey = town.survey(questions=(town.text_question(offers_idea=True),))
    town.answer_all(survey, [{"idea": {"text": "Mehr Bänke", "idea": True}}] * 25)
    assert town.open_all(survey) == 25
    assert ideas() == []


def ideas() -> list[Idea]:
    db.session.rollback()
    return list(db.session.scalars(see_all(select(Idea), "a test counts them")))


def board_process(board):
    return db.session.get_one(Process, board.process_id)


# The worker


def run_due(later: timedelta) -> None:
    """Do what is due after this time, as the worker does every minute."""
    moment = clock.now() + later
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "now", lambda: moment)
        jobs.reconcile()


def test_the_worker_opens_them_after_some_minutes_by_itself(survey) -> None:
    town.answer_all(survey, MANY)
    run_due(timedelta(minutes=1))
    assert counts()[0] == 25
    run_due(timedelta(minutes=11))
    assert counts() == (0, 25, 25)


def test_many_answers_call_the_worker_once(survey) -> None:
    town.answer_all(survey, MANY)
    waiting = [job for job in jobs.unfinished().rows if job.kind == opening.OPEN_JOB]
    assert len(waiting) == 2  # one for now, one for the day it closes
    assert not any(job.again for job in waiting)


def test_after_the_last_day_the_worker_opens_what_is_left(survey) -> None:
    town.answer_all(survey, MANY[:2])
    town.close(survey)
    run_due(timedelta(days=30))
    assert counts() == (0, 2, 2)


def test_the_night_finds_answers_whose_call_was_lost(survey) -> None:
    town.answer_all(survey, MANY)
    with factories.writing():
        db.session.execute(delete(jobs.Job))
        opening.call_for_all()
    run_due(timedelta(minutes=1))
    assert counts() == (0, 25, 25)


def test_a_missing_key_file_keeps_all_sealed_and_the_job_says_why(survey) -> None:
    town.answer_all(survey, MANY)
    town.hide_key(survey)
    run_due(timedelta(minutes=11))
    assert counts() == (25, 0, 0)
    (said,) = [job.last_error for job in jobs.unfinished().rows if job.last_error]
    assert f"the key file {survey.slug}.key is missing" in said
    db.session.rollback()
    town.bring_key_back(survey)
    run_due(timedelta(minutes=15))
    assert counts() == (0, 25, 25)


def test_a_survey_whose_key_is_missing_does_not_hold_up_another(survey) -> None:
    other = town.survey(questions=(town.text_question(),))
    town.hide_key(survey)
    for one in (survey, other):
        town.answer_all(one, MANY)
    run_due(timedelta(minutes=11))
    assert counts() == (25, 25, 25)
    assert len(services.answers(other)) == 25


@pytest.mark.parametrize(("content", "says"), [(b"", "cannot be read"), (bytes(range(32)), "of another survey")])
def test_a_wrong_key_file_keeps_all_sealed_and_says_so(survey, content, says) -> None:
    town.answer_all(survey, MANY)
    (key_folder() / f"{survey.slug}.key").write_bytes(content)
    with pytest.raises(sealing.KeyMissingError, match=says):
        town.open_all(survey)
    assert counts() == (25, 0, 0)


# Sudden death


@pytest.mark.parametrize(
    "deed", ["DELETE FROM sealed_answer", "INSERT INTO survey_answer", "INSERT INTO survey_receipt"]
)
def test_a_failure_in_the_middle_leaves_no_half_batch(survey, deed) -> None:
    receipts = town.answer_all(survey, MANY)

    def die(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith(deed):
            raise RuntimeError("power cut")

    event.listen(db.engine, "after_cursor_execute", die)
    try:
        with pytest.raises(RuntimeError, match="power cut"):
            town.open_all(survey)
    finally:
        event.remove(db.engine, "after_cursor_execute", die)
    assert counts() == (25, 0, 0)
    assert town.open_all(survey) == 25
    assert all(answering.receipt(code).is_counted for code in receipts)


def test_two_workers_at_once_open_every_answer_once(app, survey) -> None:
    town.answer_all(survey, MANY)
    slug = survey.slug
    db.session.rollback()

    def open_(_number: int) -> str:
        with app.app_context():
            read_only(False)
            try:
                return str(opening.open_all(slug))
            except opening.OvertakenError:
                return "overtaken"

    said = at_once(4, open_)
    assert said.count("25") == 1
    assert set(said) <= {"25", "0", "overtaken"}
    assert counts() == (0, 25, 25)


# What can be seen from outside the box


def test_all_boxes_of_a_survey_are_of_one_size(app) -> None:
    survey = town.survey()
    longest = {"Q01": "outside", "Q08": {"key": "ALT", "text": "😀" * 200}, "Q09": {"text": "😀" * 1000, "idea": True}}
    for values in ({}, {"Q09": {"text": "kurz"}}, longest):
        town.answer(survey, values)
    assert len(set(db.session.scalars(select(func.length(SealedAnswer.box))))) == 1


def test_nothing_that_was_said_stands_in_the_log(browser, survey, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    where = f"/surveys/{survey.slug}/answer"
    token = browser.get(where).fields()["token"]
    browser.post(where, {"token": token, "q.idea": "Ein Geheimnis"})
    town.close(survey)
    town.open_all(survey)
    assert "Geheimnis" not in caplog.text


def test_a_key_file_is_readable_for_its_owner_alone_and_made_once(app, survey) -> None:
    path = key_folder() / f"{survey.slug}.key"
    assert path.stat().st_mode & 0o077 == 0
    assert key_folder().stat().st_mode & 0o077 == 0
    assert sealing.make_key(key_folder(), survey.slug) == survey.public_key
    assert {one.suffix for one in key_folder().iterdir()} == {".key"}


def test_the_key_is_not_in_the_database(survey) -> None:
    secret = (key_folder() / f"{survey.slug}.key").read_bytes()
    rows = db.session.execute(select(survey.__table__)).all()
    assert not any(secret in (value if isinstance(value, bytes) else b"") for row in rows for value in row)
    assert sealing.fingerprint(survey.public_key) == sealing.fingerprint(survey.public_key)
