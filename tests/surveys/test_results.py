"""What a survey found: counted, with its limits, and nothing that could point at a person."""

import csv
import io

import pytest

from participation.core.database import Texts
from participation.core.sheets import FORMULA_STARTS
from participation.core.vocabulary import Channel, Role
from participation.questions.types import Option, Question, QuestionType, Scale
from surveys import services, tally
from surveys.columns.column import of_part
from surveys.columns.encoding import encoded
from tests.surveys import town

WAYS = ("foot", "bike", "car", "bus")


def ways(**counts: int):
    """One answer for each, in a survey about ways."""
    return [{"way": way} for way, count in counts.items() for _ in range(count)]


def counted(answers, *questions: Question):
    """Return the results of these answers by the key of their question, as plain numbers."""
    table = encoded(questions, [Channel.WEB] * len(answers), answers)
    found = {one.key: of_part(one, table[one.key]).summary() for one in questions if one.key in table}
    return {one.question.key: one for one in tally.results(questions, found)}


def cells(result) -> dict[str, int | None]:
    return {cell.key: cell.count for cell in result.cells}


WAY = town.choice("way", *WAYS)


# Suppression


def test_counts_that_are_large_enough_are_shown_and_so_is_zero() -> None:
    result = counted(ways(foot=7, bike=5), WAY)["way"]
    assert cells(result) == {"foot": 7, "bike": 5, "car": 0, "bus": 0}
    assert (result.n, result.missing) == (12, 0)


def test_one_small_cell_hides_a_second_so_that_nobody_can_subtract() -> None:
    assert cells(counted(ways(foot=20, bike=3, car=9, bus=12), WAY)["way"]) == {
        "foot": 20, "bike": None, "car": None, "bus": 12,
    }  # fmt: skip


def test_two_small_cells_that_could_only_be_one_each_hide_a_third() -> None:
    assert cells(counted(ways(foot=20, bike=1, car=1, bus=12), WAY)["way"]) == {
        "foot": 20, "bike": None, "car": None, "bus": None,
    }  # fmt: skip


@pytest.mark.parametrize("counts", [[40, 3, 9], [4, 4, 30], [1, 1, 1, 30], [6, 2], [5, 5, 1], [0, 3, 5], [2, 2, 2]])
def test_whatever_is_hidden_has_more_than_one_solution(counts) -> None:
    shown = tally.suppressed(counts, sum(counts))
    assert all(not 0 < count < 5 for count in shown if count is not None)
    hidden = sum(counts) - sum(count or 0 for count in shown)
    number = shown.count(None)
    assert number == 0 or (number > 1 and hidden >= 5)


def test_of_several_answers_also_those_who_did_not_give_one_are_protected() -> None:
    question = Question("home", QuestionType.MULTIPLE, Texts(de="Was?"), options=WAY.options)
    answers = [{"home": ["foot", "bike"]}] * 18 + [{"home": ["bike"]}] * 2
    assert cells(counted(answers, question)["home"]) == {"foot": None, "bike": 20, "car": 0, "bus": 0}


def test_fewer_than_five_answers_show_neither_their_number_nor_who_is_missing() -> None:
    result = counted(ways(foot=4) + [{}] * 30, WAY)["way"]
    assert (result.n, result.missing, result.cells) == (None, None, ())


def test_the_mean_of_a_scale_is_shown_only_where_no_step_is_hidden() -> None:
    scale = Question("mood", QuestionType.SCALE, Texts(de="Wie?"), scale=Scale(1, 3))
    assert counted([{"mood": 3}] * 6 + [{"mood": 1}] * 6, scale)["mood"].mean == 2
    assert counted([{"mood": 3}] * 6 + [{"mood": 1}] * 2, scale)["mood"].mean is None


SAFE = town.choice("safe", "yes", "no", condition='way = "bike"')


def test_a_question_asked_of_a_hidden_group_only_is_hidden_too() -> None:
    riders = [{"way": "bike", "safe": "yes"}] * 7
    result = counted([*riders, *ways(foot=2, car=2)], WAY, SAFE)
    assert cells(result["way"])["bike"] is None
    assert (result["safe"].n, result["safe"].missing) == (None, None)


UNDER = Question("part", QuestionType.SECTION, Texts(de="Fahrrad"), condition='way = "bike"')
COUNTED = town.choice("safe", "yes", "no", condition='if(way = "bike", 1, 0) = 1')
LEVEL = Question("level", QuestionType.CALCULATED, Texts(de="Stufe"), formula='if(way = "bike", 1, 0)')
BEHIND = town.choice("safe", "yes", "no", condition="level = 1")
PLAIN = town.choice("safe", "yes", "no")


@pytest.mark.parametrize(
    "asked", [(UNDER, PLAIN), (COUNTED,), (LEVEL, BEHIND)], ids=["section", "worked out", "calculated"]
)
def test_no_other_way_to_ask_a_hidden_group_gives_its_number_away(asked) -> None:
    riders = [{"way": "bike", "safe": "yes"}] * 7
    result = counted([*riders, *ways(foot=2, car=2)], WAY, *asked)
    assert cells(result["way"])["bike"] is None
    assert (result["safe"].n, result["safe"].missing) == (None, None)


def test_rather_than_such_a_group_another_is_hidden() -> None:
    riders = [{"way": "bike", "safe": "yes"}] * 7
    result = counted([*riders, *ways(foot=20, car=12, bus=2)], WAY, SAFE)
    assert cells(result["way"]) == {"foot": 20, "bike": 7, "car": None, "bus": None}
    assert (result["safe"].n, result["safe"].missing) == (7, 0)


# The page


@pytest.fixture
def survey(app):
    questions = (WAY, town.text_question(), town.number("age", min=0, max=120))
    survey = town.survey(questions=questions)
    answers = ways(foot=20, bike=9, car=3) + [{"idea": "Mehr Bäume"}] * 2
    town.answer_all(survey, answers)
    town.open_all(survey)
    town.answer(survey, {"way": "bus"})
    return survey


def published(survey):
    town.close(survey)
    town.open_all(survey)
    town.move(survey, results_from=town.day(0))
    return f"/surveys/{survey.slug}/results"


def test_the_results_show_n_who_is_missing_and_their_limits(browser, survey) -> None:
    page = browser.get(published(survey))
    words = page.words("main")
    assert "n = 33" in words
    assert page.html.css_first("svg.chart title")
    assert len(page.html.css("table caption")) == 1
    assert "Mehr Bäume" not in page.text


def test_hidden_numbers_stand_nowhere_on_the_page(browser, survey) -> None:
    page = browser.get(published(survey))
    numbers = {cell.text().strip() for cell in page.html.css("table td, svg text.b")}
    assert "3" not in numbers
    assert "9" not in numbers
    assert "20" in numbers


def test_results_are_hidden_before_their_day_but_not_from_planners(browser, survey, staff) -> None:
    where = f"/surveys/{survey.slug}/results"
    assert browser.get(where, 302).location == f"/surveys/{survey.slug}"
    assert staff(Role.MODERATOR).get(where, 302)
    page = staff(Role.PLANNER).get(f"/en{where}")
    assert page.words(".lead") == "34 answers were counted. One more is still sealed."


def test_results_without_answers_say_so(browser, app) -> None:
    survey = town.survey(questions=(WAY,), opens_on=town.day(-9), closes_on=town.day(-2), results_from=town.day(-1))
    assert browser.get(f"/surveys/{survey.slug}/results").h1


def test_numbers_are_not_called_texts(browser, app) -> None:
    survey = town.survey(questions=(town.number("age", min=0, max=120), town.text_question()))
    town.answer_all(survey, [{"age": 30}] * 6)
    words = browser.get("/en" + published(survey)).words("main")
    assert "not drawn as a chart" in words
    assert "are texts" not in words


@pytest.mark.parametrize("language", ["/en", "/ls"])
def test_results_are_there_in_other_languages(browser, survey, language) -> None:
    assert browser.get(language + published(survey)).html.css_first("svg.chart")


def test_new_batches_show_at_once(browser, survey, staff) -> None:
    planner = staff(Role.PLANNER)
    where = f"/surveys/{survey.slug}/results"
    assert "34" in planner.get(where).words(".lead")
    town.answer_all(survey, ways(foot=24))
    town.open_all(survey)
    assert "59" in planner.get(where).words(".lead")


# The table


def read(page) -> list[list[str]]:
    assert page.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(page.text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.parametrize(("role", "status"), [(Role.MODERATOR, 403), (Role.PARTNER, 403)])
def test_the_table_is_refused_to_those_who_do_not_plan(staff, survey, role, status) -> None:
    staff(role).get(f"/surveys/{survey.slug}/answers.csv", status)


def test_the_table_is_refused_to_guests(browser, survey) -> None:
    assert browser.client.get(f"/surveys/{survey.slug}/answers.csv").status_code in {302, 303, 401}


def test_the_table_has_a_row_for_every_answer_and_as_many_cells_in_each(staff, app) -> None:
    survey = town.survey()
    many = [{"Q01": "ALT", "Q03": ["MO", "BI"], "Q08": {"text": 'Am Markt; Ecke "Nord"'}}, {}, {"Q04": ["moving"]}]
    town.answer_all(survey, many * 9)
    town.open_all(survey)
    head, *rows = read(staff(Role.PLANNER).get(f"/surveys/{survey.slug}/answers.csv"))
    assert len(rows) == 27
    assert {len(row) for row in rows} == {len(head)}
    assert len(set(head)) == len(head)


HOSTILE = (
    "=1+1", "+49 3834 12345", "-5 Grad im Bus", "@SUM(A1:A9)", '=HYPERLINK("http://x.example";"hier")',
    '"; DROP TABLE survey; --', "Zeile eins\nZeile zwei", "a;b;c", "'einfach'", "<script>alert(1)</script>",
    "{{ 7 * 7 }}", "%(count)s", "Ümläute ß € 😀", "＝1+1", "\u202eumgekehrt\u202c links",
)  # fmt: skip


def test_hostile_texts_reach_the_table_harmless_and_unchanged_in_meaning(browser, staff, app) -> None:
    survey = town.survey(questions=(town.text_question(),))
    where = f"/surveys/{survey.slug}/answer"
    for words in HOSTILE:
        browser.post(where, {"token": browser.get(where).fields()["token"], "q.idea": words})
    town.close(survey)
    town.open_all(survey)
    _, *rows = read(staff(Role.PLANNER).get(f"/surveys/{survey.slug}/answers.csv"))
    found = [row[1] for row in rows]
    assert sorted(one.removeprefix("'") for one in found) == sorted(_as_typed(one).removeprefix("'") for one in HOSTILE)
    assert not [one for one in found if one.startswith(FORMULA_STARTS)]


def _as_typed(words: str) -> str:
    """Marks that turn the direction of writing around are dropped with the other signs that no keyboard makes."""
    return "".join(sign for sign in words if sign.isprintable() or sign == "\n")


def test_a_negative_number_stays_a_number(staff, app) -> None:
    survey = town.survey(questions=(town.number("cold", min=-50, max=50),))
    town.answer(survey, {"cold": -5})
    town.close(survey)
    town.open_all(survey)
    assert read(staff(Role.PLANNER).get(f"/surveys/{survey.slug}/answers.csv"))[1] == ["web", "-5"]


def test_options_with_their_own_words_stay_harmless_too(app) -> None:
    other = Option("other", Texts(de="anders"), other=True)
    question = Question("way", QuestionType.SINGLE, Texts(de="Wie?"), options=(*WAY.options, other))
    survey = town.survey(questions=(question,))
    town.answer(survey, {"way": {"key": "other", "text": "=cmd()"}})
    town.close(survey)
    town.open_all(survey)
    assert "'=cmd()" in services.table(survey)
