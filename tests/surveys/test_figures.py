"""Figures beside counts, texts for the staff, and two waves of one survey."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from participation.access.guard import see_all
from participation.contributions.models import Idea
from participation.core.database import Texts, db
from participation.core.vocabulary import Channel, Role
from participation.moderation.rules import Visibility
from participation.questions.types import Limits, Option, Question, QuestionType, Scale
from surveys.interchange.out import report
from surveys.models import Survey
from surveys.results import rules
from surveys.results.services import Reading
from tests import factories
from tests.client import Browser, statements
from tests.surveys import town
from tests.surveys.test_results_at_desk import answered

THREE = tuple(Option(key, Texts(de=key.upper(), en=key.upper())) for key in ("bus", "rail", "bike"))


def question(key: str, kind: QuestionType, **values) -> Question:
    return Question(key, kind, Texts(de=f"Frage {key}?", en=f"Question {key}?"), **values)


QUESTIONS = (
    town.choice("way", "foot", "bike"),
    question("order", QuestionType.RANKING, options=THREE),
    question(
        "money", QuestionType.ALLOCATION, options=THREE, limits=Limits(total=100, unit=Texts(de="Euro", en="euros"))
    ),
    question("age", QuestionType.NUMBER, limits=Limits(min=0, max=120)),
    question("mood", QuestionType.SCALE, scale=Scale(1, 5)),
    question("wish", QuestionType.LONG_TEXT, offers_idea=True),
)


def answer(number: int) -> dict:
    """The answer of one of forty people: half come on foot, a quarter puts rail first."""
    return {
        "way": "foot" if number % 2 else "bike",
        "order": ["rail", "bus", "bike"] if number % 4 == 0 else ["bus", "rail"],
        "money": {"bus": 60, "rail": 40} if number % 2 else {"bus": 20, "rail": 30, "bike": 50},
        "age": 20 + number,
        "mood": 1 + number % 5,
        "wish": f"Mehr Bänke, bitte. Nummer {number}.",
    }


@pytest.fixture
def survey(app):
    made = town.survey(questions=QUESTIONS)
    answered(made, [(Channel.WEB, answer(number)) for number in range(40)])
    return made


def counted(survey, key: str, group: str = ""):
    reading = Reading(survey)
    found = reading.of_group(*reading.group(group)) if group else reading.everybody()
    return next(one for one in found if one.column.key == key)


# Figures


def test_a_ranking_has_mean_places(survey) -> None:
    shares = {share.key: share for share in counted(survey, "order").shares}
    assert shares["bus"].place == pytest.approx(1.25)
    assert shares["rail"].place == pytest.approx(1.75)
    assert (shares["bike"].count, shares["bike"].place) == (10, 3)


def test_an_allocation_has_mean_amounts_of_everybody_and_of_a_group(survey) -> None:
    given = [share.given for share in counted(survey, "money").shares]
    assert [one.mean for one in given] == [40, 35, 25]
    assert (given[0].quarters.lower, given[0].quarters.upper) == (20, 60)
    assert [share.given.mean for share in counted(survey, "money", "way:foot").shares] == [60, 40, 0]


def test_numbers_and_scales_have_a_median_and_quarters(survey) -> None:
    age = counted(survey, "age")
    assert (age.n, age.quarters.median) == (40, 39.5)
    assert (age.quarters.lower, age.quarters.upper) == (29.75, 49.25)
    assert counted(survey, "age", "way:foot").quarters.median == 40
    mood = counted(survey, "mood")
    assert (mood.mean, mood.quarters.median) == (3, 3)


def test_quarters_of_few_people_are_not_told(app) -> None:
    made = town.survey(questions=QUESTIONS)
    answered(made, [(Channel.WEB, answer(number)) for number in range(19)])
    assert counted(made, "age").quarters is None
    assert counted(made, "age").n == 19


def test_the_desk_shows_them(staff, survey) -> None:
    page = staff(Role.PLANNER).get(f"/en/desk/surveys/{survey.slug}/results")
    words = page.words("main")
    assert "Median: 39.5" in words
    assert "between 29.8 and 49.2" in words
    assert "mean place" in words
    assert "Of 100 euros that everybody gave away" in words
    assert "Nummer" not in words


# Texts


def test_texts_are_read_page_by_page_and_found_by_words(staff, survey) -> None:
    planner, address = staff(Role.PLANNER), f"/en/desk/surveys/{survey.slug}/results/texts?question=wish"
    page = planner.get(address)
    assert "40 texts" in page.text
    first = {line.text() for line in page.html.css(".kept")}
    second = {line.text() for line in planner.get(f"{address}&page=2").html.css(".kept")}
    assert (len(first), len(second), len(first | second)) == (25, 15, 40)
    found = planner.get(f"{address}&q=nummer 39")
    assert [line.text() for line in found.html.css(".kept")] == ["Mehr Bänke, bitte. Nummer 39."]
    assert "No text has these words" in planner.get(f"{address}&q=100%25").text
    with statements() as ran:
        planner.get(address)
    assert len(ran) <= 10


def test_texts_are_for_those_who_may_read_answers(staff, browser: Browser, survey) -> None:
    staff(Role.MODERATOR).get(f"/desk/surveys/{survey.slug}/results/texts", 403)
    assert "Bänke" not in browser.get(f"/surveys/{survey.slug}").text


def test_a_text_leads_to_the_idea_it_became_once_that_is_public(staff, app) -> None:
    process = factories.process()
    factories.board(process=process)
    survey = town.survey(process=process, questions=QUESTIONS)
    town.answer_all(
        survey, [{"wish": {"text": "Eine Bank am See", "idea": True}}] + [{"wish": f"Nur so {n}"} for n in range(24)]
    )
    town.open_all(survey)
    planner, address = staff(Role.PLANNER), f"/en/desk/surveys/{survey.slug}/results/texts?q=Bank"
    assert "it is not public" in planner.get(address).text
    with factories.writing():
        idea = db.session.scalars(see_all(select(Idea), "the test looks")).one()
        idea.visibility = Visibility.PUBLIC
        reference, origin = idea.reference, idea.origin
    assert f"became idea {reference}" in planner.get(address).text
    assert survey.title.in_("de") in origin


def test_few_answers_show_no_text(staff, app) -> None:
    survey = town.survey(questions=QUESTIONS)
    answered(survey, [(Channel.WEB, answer(number)) for number in range(4)])
    assert "No text yet" in staff(Role.PLANNER).get(f"/en/desk/surveys/{survey.slug}/results/texts").text


def test_a_survey_without_texts_says_so(staff, app) -> None:
    survey = town.survey(questions=QUESTIONS[:1])
    assert "asks for no texts" in staff(Role.PLANNER).get(f"/en/desk/surveys/{survey.slug}/results/texts").text


# Waves


@pytest.fixture
def waves(survey):
    later = (
        replace(QUESTIONS[0], text=Texts(de="Wie kommen Sie?", en="How do you come?")),
        replace(QUESTIONS[1], options=THREE[:2]),
        *QUESTIONS[2:5],
        town.choice("new", "yes", "no"),
    )
    made = town.survey(questions=later, series=survey.series, opens_on=town.day(-5))
    rows = [answer(number) | {"way": "foot" if number % 10 else "bike", "new": "yes"} for number in range(50)]
    answered(made, [(Channel.WEB, row) for row in rows])
    return survey, made


def test_two_waves_stand_beside_each_other(staff, waves) -> None:
    before, now = waves
    planner, address = staff(Role.PLANNER), f"/en/desk/surveys/{now.slug}/results/waves?with={before.slug}"
    page = planner.get(f"{address}&question=way")
    words = page.words("main")
    assert "n = 40" in words
    assert "n = 50" in words
    assert "Larger than chance would make it: Foot (+40 points), Bike (−40 points)" in words
    assert page.html.css_first("svg.chart title")
    rows = [row.text(separator=" ") for row in page.html.css("table tbody tr")]
    assert any("20" in row and "45" in row for row in rows)
    for named in (
        "other words: compare with care",
        "other answers to choose from",
        "new in the second wave",
        "only in the first wave",
    ):
        assert named in words
    assert 'value="order"' not in page.text, "its answers are not the same"


def test_the_order_of_waves_is_that_of_time(staff, waves) -> None:
    before, now = waves
    page = staff(Role.PLANNER).get(f"/en/desk/surveys/{before.slug}/results/waves?with={now.slug}&question=way")
    assert "Foot (+40 points)" in page.text


def test_differences_within_chance_are_called_so(staff, waves) -> None:
    before, now = waves
    page = staff(Role.PLANNER).get(f"/en/desk/surveys/{now.slug}/results/waves?with={before.slug}&question=mood")
    assert "All differences are so small that they can be chance" in page.text
    assert "Larger than chance" not in page.text


def test_nothing_is_said_about_chance_where_a_number_is_hidden(staff, survey) -> None:
    made = town.survey(questions=QUESTIONS, series=survey.series, opens_on=town.day(-5))
    answered(made, [(Channel.WEB, {"way": "bike" if number < 3 else "foot"}) for number in range(30)])
    page = staff(Role.PLANNER).get(f"/en/desk/surveys/{made.slug}/results/waves?question=way")
    assert "So nothing is said about chance." in page.text
    assert "points" not in page.words("table")
    assert "chance" not in page.words("table tbody")


def test_one_wave_says_what_will_be_here(staff, survey) -> None:
    assert "one wave so far" in staff(Role.PLANNER).get(f"/en/desk/surveys/{survey.slug}/results/waves").text


@pytest.mark.parametrize(
    ("first", "second", "comparisons", "is_chance"),
    [
        ((50, 100), (63, 100), 1, True),
        ((50, 100), (64, 100), 1, False),
        ((50, 100), (64, 100), 2, True),
        ((500, 1000), (560, 1000), 5, False),
        ((0, 30), (0, 40), 1, True),
    ],
)
def test_what_chance_makes_follows_from_how_many_answered(first, second, comparisons, is_chance) -> None:
    assert rules.is_within_chance(first, second, comparisons) is is_chance


# What was kept back


def test_the_report_tells_only_what_the_public_may_read(survey) -> None:
    with factories.writing():
        db.session.get_one(Survey, survey.id).kept_back = ["money", "mood"]
    told = [one["text"] for one in report.told(db.session.get_one(Survey, survey.id), "en")["questions"]]
    assert told == ["Question way?", "Question order?", "Question age?", "Question wish?"]
