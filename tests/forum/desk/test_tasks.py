"""The first page of the desk, and the work of the worker."""

from datetime import timedelta

from participation.core import jobs
from participation.core.clock import now, today
from participation.core.database import db
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser


def _failed_job() -> int:
    with factories.writing():
        job = jobs.enqueue("mail", {"mail": 1})
        job.failed_at, job.attempts, job.last_error = now(), 5, "the mail server does not answer"
    return job.id


def test_late_tasks_come_first(staff) -> None:
    board = factories.board()
    factories.idea(board, public=False, created_at=factories.days_ago(9))
    factories.idea(board)
    page = staff(Role.LEAD).get("/en/desk")
    assert page.all_words("#tasks ~ *, .lines a")[-2:] == ["Read 1 contribution", "Answer 1 contribution"]
    assert "overdue" in page.words(".lines .bad")


def test_an_answer_past_its_promised_day_is_a_late_task(staff) -> None:
    process = factories.process(answers_by=today() - timedelta(days=2))
    factories.idea(factories.board(process_id=process.id))
    assert "2 days overdue" in staff(Role.PLANNER).get("/en/desk").words(".lines .bad")


def test_who_has_nothing_to_do_is_told_so(staff) -> None:
    assert "Nothing waits for you" in staff(Role.MODERATOR).get("/en/desk").text


def test_everybody_sees_only_the_own_tasks(staff) -> None:
    factories.idea(public=False)
    _failed_job()
    page = staff(Role.PLANNER).get("/en/desk")
    assert "Nothing waits for you" in page.text
    assert page.all_words("nav.nav a")[:2] == ["Tasks", "Answers"]
    assert not staff(Role.MODERATOR).get("/en/desk").html.css("nav.nav details")


def test_a_failed_job_can_be_started_again(staff) -> None:
    job_id = _failed_job()
    lead = staff(Role.LEAD)
    assert "piece of work that failed" in lead.get("/en/desk").text
    rare = lead.get("/en/desk").all_words("nav.nav details a")
    assert (rare[0], rare[-1]) == ("Register", "Background work")
    page = lead.get("/en/desk/jobs")
    assert "the mail server does not answer" in page.text
    again = page.html.css_first("button[formaction]")
    assert again is not None
    address = again.attributes["formaction"] or ""
    for _ in range(2):
        lead.post(address, page.fields("form#again"))
    job = db.session.get(jobs.Job, job_id)
    assert job is not None
    assert job.failed_at is None
    assert "Start again" not in lead.get("/en/desk/jobs").text


def test_progress_is_said_in_words_and_drawn(staff) -> None:
    with factories.writing():
        job = jobs.enqueue("mail", {"mail": 1})
        job.done, job.total = 12, 40
    page = staff(Role.LEAD).get("/en/desk/jobs")
    assert "12 of 40 done" in page.text
    bar = page.html.css_first("progress")
    assert bar is not None
    assert (bar.attributes["value"], bar.attributes["max"]) == ("12", "40")


def test_moderators_do_not_see_the_work_of_the_worker(moderator: Browser) -> None:
    job_id = _failed_job()
    moderator.get("/desk/jobs", 403)
    moderator.post(f"/desk/jobs/{job_id}/start-again", status=403)
