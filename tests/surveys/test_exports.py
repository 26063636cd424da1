"""Files with very many answers: ordered, made by the worker, found again, fetched, gone."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import insert, text

from participation.core import jobs
from participation.core.apart import apart
from participation.core.clock import today
from participation.core.database import db, is_sqlite
from participation.core.vocabulary import Channel, Role
from surveys import services
from surveys.exports import services as exports
from surveys.interchange.out import tables
from surveys.interchange.out.formats import Format
from surveys.models import SurveyAnswer
from surveys.receipts import services as receipts
from tests import factories
from tests.bench import many
from tests.client import Browser, statements
from tests.surveys import town

COUNT = 30


@pytest.fixture
def survey(app, monkeypatch):
    monkeypatch.setattr(services, "MOST_AT_ONCE", 10)
    monkeypatch.setattr(exports, "TOLD_EVERY", 10)
    made = town.survey(questions=many.questions())
    with factories.writing():
        db.session.execute(
            insert(SurveyAnswer),
            [{"key": f"{number:032x}", "survey_id": made.id, "channel": Channel.WEB, "values": values, "salt": "0" * 32}
             for number, values in enumerate(many.answers(COUNT))],
        )  # fmt: skip
    return made


def test_no_file_is_sorted_in_memory(app, survey) -> None:
    if not is_sqlite():
        pytest.skip("PostgreSQL sorts on its disk")
    with statements() as ran:
        assert len(list(tables.rows(survey))) == COUNT
    asked = next(one for one in ran if "FROM survey_answer" in one)
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", (survey.id,)).all()
    assert "TEMP" not in str(plan), plan


def work() -> None:
    factories.written(jobs.reconcile)


def ordered(planner: Browser, survey, name: str):
    page = planner.get(f"/en/desk/surveys/{survey.slug}/exports")
    planner.post(f"/en/desk/surveys/{survey.slug}/exports", {"token": page.fields()["token"], "file": name}, 303)
    return planner.get(f"/en/desk/surveys/{survey.slug}/exports")


def test_a_file_is_ordered_made_and_fetched(staff, survey) -> None:
    planner = staff(Role.PLANNER)
    assert "No file yet" in planner.get(f"/en/desk/surveys/{survey.slug}/exports").text
    page = ordered(planner, survey, "csv")
    assert "In a moment it begins." in page.text
    work()
    page = planner.get(f"/en/desk/surveys/{survey.slug}/exports")
    (link,) = [one.attributes["href"] for one in page.html.css("ul.lines a.tap")]
    fetched = planner.get(link)
    rows = list(csv.reader(io.StringIO(fetched.text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == COUNT + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert fetched.response.headers["Content-Disposition"] == f'attachment; filename="{survey.slug}.csv"'
    assert exports._folder().stat().st_mode & 0o077 == 0


def test_the_page_shows_how_far_it_is(staff, survey) -> None:
    planner = staff(Role.PLANNER)
    ordered(planner, survey, "xlsx")
    with factories.writing():
        (job,) = [one for one in jobs.unfinished().rows if one.kind == exports.EXPORT_JOB]
        job.done, job.total = 10, COUNT
    page = planner.get(f"/en/desk/surveys/{survey.slug}/exports")
    assert "10 of 30 answers are written." in page.text
    assert page.html.css_first("progress").attributes["value"] == "10"


def test_two_orders_of_one_file_are_one(staff, survey) -> None:
    planner = staff(Role.PLANNER)
    ordered(planner, survey, "csv")
    ordered(planner, survey, "csv")
    assert len(exports.standing(survey)) == 1
    work()
    ordered(planner, survey, "csv")
    work()
    assert len(exports.standing(survey)) == 1, "a newer file takes the place of the older one"


@pytest.mark.parametrize("goes", ["before", "while"])
def test_a_file_is_gone_when_an_answer_in_it_is_and_says_why(staff, survey, monkeypatch, goes) -> None:
    planner = staff(Role.PLANNER)
    ordered(planner, survey, "csv")
    if goes == "while":
        monkeypatch.setattr(services, "counted", counted_while(survey))
    work()
    page = planner.get(f"/en/desk/surveys/{survey.slug}/exports")
    if goes == "before":
        (link,) = [one.attributes["href"] for one in page.html.css("ul.lines a.tap")]
        factories.written(receipts.note_removal, survey.id)
        planner.get(link, 404)
    work()
    (one,) = exports.standing(db.session.merge(survey))
    assert exports.file_of(one.export) is None
    assert "an answer that was in it" in planner.get(f"/en/desk/surveys/{survey.slug}/exports").text
    ordered(planner, survey, "csv")
    work()
    assert "MB, made on" in planner.get(f"/en/desk/surveys/{survey.slug}/exports").text


def counted_while(survey):
    """Return how many answers there are, and let one go in this moment."""
    count = services.counted
    is_first: list[bool] = []

    def counted(one) -> int:
        if not is_first:
            is_first.append(True)
            apart(lambda connection: connection.execute(text("UPDATE survey SET removals = removals + 1")))
        return count(one)

    return counted


def test_a_file_that_cannot_be_made_says_so(staff, survey) -> None:
    planner = staff(Role.PLANNER)
    ordered(planner, survey, "sav")
    with factories.writing():
        (job,) = [one for one in jobs.unfinished().rows if one.kind == exports.EXPORT_JOB]
        job.failed_at = job.created_at
    assert "could not be made" in planner.get(f"/en/desk/surveys/{survey.slug}/exports").text
    ordered(planner, survey, "sav")
    work()
    assert "MB, made on" in planner.get(f"/en/desk/surveys/{survey.slug}/exports").text


def test_the_workbook_holds_every_answer_and_what_columns_mean(survey) -> None:
    with factories.writing():
        exports.order(survey, Format.XLSX)
    work()
    (one,) = exports.standing(survey)
    path = exports.file_of(one.export)
    assert path is not None
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True)
        rows = list(book["Antworten"].iter_rows(values_only=True))
        assert len(rows) == COUNT + 1
        place = rows[0].index("q13")
        stored = sorted(values["q13"] for values in many.answers(COUNT) if "q13" in values)
        assert sorted(int(str(row[place])) for row in rows[1:] if row[place] is not None) == stored
        assert next(book["Codebuch"].iter_rows(min_row=2, values_only=True))[0] == "channel"


def test_large_surveys_lead_to_this_page_small_ones_do_not(staff, survey, monkeypatch) -> None:
    planner, here = staff(Role.PLANNER), f"/desk/surveys/{survey.slug}/exports"
    assert planner.get(f"/desk/survey-files/{survey.slug}/csv", 302).location == here
    assert planner.get(f"/surveys/{survey.slug}/answers.csv", 302).location == here
    planner.get(f"/desk/survey-files/{survey.slug}/codebook")
    monkeypatch.setattr(services, "MOST_AT_ONCE", 1000)
    planner.get(f"/desk/survey-files/{survey.slug}/csv")


def test_files_are_gone_on_the_day_after_next_and_nobody_else_fetches_them(staff, browser, survey) -> None:
    with factories.writing():
        exports.order(survey, Format.CSV)
    work()
    (one,) = exports.standing(survey)
    address = f"/desk/surveys/{survey.slug}/exports/{one.export.key}"
    staff(Role.MODERATOR).get(address, 403)
    other = town.survey(questions=many.questions())
    staff(Role.PLANNER).get(address.replace(survey.slug, other.slug), 404)
    for days, left in ((1, 1), (2, 0)):
        factories.written(exports.forget_old, today() + timedelta(days=days))
        assert len(list(exports._folder().glob("*"))) == left
    staff(Role.PLANNER).get(address, 404)
