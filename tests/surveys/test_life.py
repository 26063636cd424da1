"""A survey's life: opening and closing to the minute, frames on other sites, and the end of its answers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from participation.core import retention
from participation.core.clock import at
from participation.core.database import Texts, db
from participation.core.retention import RetentionRun
from participation.core.vocabulary import Role
from surveys import services
from surveys.feature import FEATURE
from surveys.rules import Access, SurveyState, state
from tests import factories
from tests.surveys import town

MINUTE = timedelta(minutes=1)
SITES = ("https://www.elderow.example", "https://blatt.example:8443")


# Opening and closing


@pytest.mark.parametrize(
    ("first", "last", "hours", "closes"),
    [
        (date(2026, 10, 24), date(2026, 10, 25), 49, datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
        (date(2027, 3, 27), date(2027, 3, 28), 47, datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),
        (date(2027, 6, 1), date(2027, 6, 2), 48, datetime(2027, 6, 2, 22, 0, tzinfo=UTC)),
    ],
)
def test_whole_days_end_at_midnight_on_the_towns_clock_also_when_it_changes(first, last, hours, closes) -> None:
    opens_at, closes_at = services.whole_days(first, last)
    assert (closes_at, (closes_at - opens_at) / timedelta(hours=1)) == (closes, hours)
    moments = (opens_at - MINUTE, opens_at, closes_at - MINUTE, closes_at)
    assert [state(opens_at, closes_at, moment) for moment in moments] == [
        SurveyState.TO_COME, SurveyState.OPEN, SurveyState.OPEN, SurveyState.CLOSED]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "utc"),
    [(date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
     (date(2027, 3, 28), datetime(2027, 3, 28, 1, 30, tzinfo=UTC))],
)  # fmt: skip
def test_half_past_two_is_one_moment_in_both_nights(browser, app, monkeypatch, day, utc) -> None:
    """In autumn it comes twice, and the first counts; in spring never, and half past three stands for it."""
    survey = town.survey()
    town.move(survey, opens_at=utc - timedelta(days=3), closes_at=at(day, 2, 30))
    where = f"/surveys/{survey.slug}/answer"
    for moment, status in ((utc - MINUTE, 200), (utc, 303), (utc + timedelta(hours=1), 303)):
        monkeypatch.setattr("surveys.models.now", lambda moment=moment: moment)
        browser.get(where, status)


def test_a_survey_that_closes_at_noon_says_the_hour_and_one_that_closes_at_midnight_the_day(browser, app) -> None:
    survey = town.survey()
    where = f"/surveys/{survey.slug}"
    assert "Uhr" not in browser.get(where).words("dl.facts")
    town.move(survey, closes_at=at(town.day(5), 12))
    assert "12.00" in browser.get(where).words("dl.facts").replace("\xa0", " ")


def test_the_closing_text_is_read_by_those_who_come_late(browser, app) -> None:
    survey = town.survey(closing_text=Texts(de="Der Rat berät am 3. Mai."))
    assert "Der Rat" not in browser.get(f"/surveys/{survey.slug}").text
    town.close(survey)
    assert "Der Rat berät am 3. Mai." in browser.get(f"/surveys/{survey.slug}").words("main")


# In a frame


def test_the_sites_it_names_may_frame_a_survey_and_nobody_else_and_no_other_page(browser, app) -> None:
    survey = town.survey(frame_sites=SITES, questions=(town.text_question(),))
    other = town.survey()
    page = browser.get(f"/surveys/{survey.slug}/embed")
    sent = browser.post(f"/surveys/{survey.slug}/answer", {**page.fields(), "q.idea": "Bäume"})
    for answer in (page, sent, browser.follow(sent)):
        headers = answer.response.headers
        assert f"frame-ancestors 'self' {' '.join(SITES)};" in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in headers
        assert not headers.getlist("Set-Cookie")
    for address in ("/", f"/surveys/{other.slug}", f"/surveys/{other.slug}/answer"):
        headers = browser.get(address).response.headers if address != "/" else browser.client.get(address).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
    browser.get(f"/surveys/{other.slug}/embed", 404)


@pytest.mark.parametrize(
    "values",
    [
        {"frame_sites": ("http://a.example",)},
        {"frame_sites": ("https://a.example/path",)},
        {"frame_sites": ("https://a.example; script-src *",)},
        {"frame_sites": SITES, "access": Access.BROWSER},
    ],
)
def test_a_frame_that_is_no_site_or_would_need_a_cookie_is_not_published(app, values) -> None:
    with pytest.raises(services.FaultyQuestionsError):
        town.survey(**values)


# The end


def test_answers_go_after_the_days_the_survey_says_and_a_line_proves_it_without_their_words(staff) -> None:
    short, long = (town.survey(kept_days=days, questions=(town.text_question(),)) for days in (30, 400))
    for survey in (short, long):
        town.answer_all(survey, [{"idea": "Geheimnis"}] * 25)
        town.open_all(survey)
        town.close(survey)
    rule = next(one for one in FEATURE.retention if "survey_answer" in one.tables)
    factories.written(retention.run, rule, town.day(100))
    assert (services.counted(short), services.counted(long)) == (0, 25)
    line = db.session.scalars(select(RetentionRun)).one()
    assert (line.rows, line.day, "Geheimnis" in line.name) == (25, town.day(100), False)
    page = staff(Role.PLANNER).get("/en/desk/deletions")
    assert page.words("[aria-labelledby=log] tbody tr").endswith("Answers to surveys, after they closed25")
    assert "Nothing was due yet" not in page.text
    assert [short.removals, long.removals] == [1, 0]
