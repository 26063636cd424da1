"""What the editor says in words, not formulas: constraints, sums, offers to some, places, quotas, the library."""

from typing import Any

import pytest

from participation.core.database import Texts
from participation.questions import condition_rows
from participation.questions.types import Level, Limits, Option, Question, QuestionType
from surveys import scarce
from surveys.editor import formula_rows, stock
from surveys.editor.formula_rows import Deed
from surveys.models import Survey
from surveys.scarce import OptionLimit, Quota
from tests.client import Browser
from tests.surveys import town
from tests.surveys.test_editor import desk, draft, now, planner

__all__ = ["planner"]


def number(key: str, **values: Any) -> Question:
    """Return a question for a number."""
    return Question(key, QuestionType.NUMBER, Texts(de=f"Zahl {key}?"), **values)


def asked(survey: Survey, place: int) -> Question:
    """Return one question as it is stored now."""
    return now(survey).questions[place]


def test_what_an_answer_has_to_be_is_said_in_rows_with_its_own_sentence(planner: Browser) -> None:
    """The own answer comes first among what can be looked at; a text that says more stays a text."""
    survey = draft(number("Q1"), number("Q2"))
    address = desk(survey, "questions", "Q2")
    page = planner.fill(address, 200, **{"must.0.key": "Q2", "must.show": "1"})
    assert "Diese Antwort" in page.words("#must")
    told = {"must.0.key": "Q2", "must.0.verb": "at_least", "must.0.word": "3", "message_de": "Mindestens drei."}
    planner.fill(address, **told)
    assert (asked(survey, 1).constraint, asked(survey, 1).constraint_message["de"]) == ("Q2 >= 3", "Mindestens drei.")
    assert planner.get(address).fields()["must.0.word"] == "3"
    planner.fill(address, **{"must.text": "Q2 != Q1"})
    assert asked(survey, 1).constraint == "Q2 != Q1"
    planner.fill(address, text_de="Anders?")
    assert asked(survey, 1).constraint == "Q2 != Q1"
    page = planner.fill(address, 422, **{"must.text": "Q2 !="})
    assert page.fields()["must.text"] == "Q2 !="


def test_a_value_is_worked_out_by_choosing_deed_and_answers(planner: Browser) -> None:
    """Nobody has to write a formula; what is not finished says what to do, and a text of one's own stays."""
    survey = draft(number("Q1"), number("Q2"), Question("Q3", QuestionType.CALCULATED, Texts(de="Zusammen")))
    address = desk(survey, "questions", "Q3")
    page = planner.fill(address, 422, **{"worked.deed": "mean", "worked.key": "Q1"})
    assert "zwei Fragen" in page.words("#worked-error")
    planner.fill(address, **{"worked.deed": "sum", "worked.key": ["Q1", "Q2"], "worked.times": "12"})
    assert asked(survey, 2).formula == "sum(Q1, Q2) * 12"
    assert "checked" in (planner.get(address).html.css_first("#worked-key-1") or page.html.root).attributes
    planner.fill(address, **{"worked.text": "Q1 - Q2 / 2"})
    planner.fill(address, text_en="Together")
    assert asked(survey, 2).formula == "Q1 - Q2 / 2"


DAY, MANY = QuestionType.DATE, QuestionType.MULTIPLE
ABOUT = [
    number("a"),
    number("b"),
    Question("c", DAY, Texts(de="Wann?")),
    Question("d", MANY, Texts(de="Was?"), options=(Option("x", Texts(de="X")),)),
]


@pytest.mark.parametrize(
    ("formula", "deed"),
    [
        ("sum(a, b)", Deed.SUM),
        ("round((a + b) / 2, 1)", Deed.MEAN),
        ("a - b", Deed.DIFFERENCE),
        ("a * b", Deed.PRODUCT),
        ("a * b * 2.5", Deed.PRODUCT),
        ("sum(a) * 12", Deed.SUM),
        ("count(d)", Deed.COUNT),
        ("years_between(c, today())", Deed.YEARS),
        ("a - b * 2", None),
        ("sum(a, c)", None),
        ("sum(a, a)", None),
        ("if(a > 1, a, b)", None),
        ("a +", None),
    ],
)
def test_a_formula_is_a_choice_and_back_or_stays_a_text(formula: str, deed: Deed | None) -> None:
    """Whatever a choice cannot say exactly stays as it was written."""
    found = formula_rows.from_formula(formula, condition_rows.subjects(ABOUT))
    assert (found.deed, found.text == formula) == (deed, deed is None)
    assert formula_rows.to_formula(found) == formula


def test_single_answers_have_places_and_are_offered_to_some(planner: Browser) -> None:
    """One page for all answers of a question; a limit goes with its answer."""
    survey = draft(number("Q1"), town.choice("way", "bus", "rad"))
    address = desk(survey, "questions", "way", "answers")
    page = planner.fill(address, 422, **{"line0.places": "viele", "line1.0.key": "Q1", "line1.show": "1"})
    assert page.fields()["line0.places"] == "viele"
    assert not page.html.css_first("#line1-error")
    told = {"line0.places": "20", "line1.0.key": "Q1", "line1.0.verb": "more", "line1.0.word": "17"}
    planner.fill(address, **told)
    assert [one.condition for one in asked(survey, 1).options] == ["", "Q1 > 17"]
    assert now(survey).scarce.options == (OptionLimit("way", "bus", 20),)
    first = planner.get(address).fields()
    planner.fill(address, **{"line0.places": "30"})
    refused = planner.post(address, {**first, "line0.places": "40"}, 409)
    assert refused.fields()["line0.places"] == "40"
    assert now(survey).scarce.options == (OptionLimit("way", "bus", 30),)
    planner.fill(desk(survey, "questions", "way"), options_de="Rad\nZug")
    assert not now(survey).scarce.options
    planner.get(desk(survey, "questions", "Q1", "answers"))


def test_quotas_are_groups_in_rows_with_a_number(planner: Browser) -> None:
    """A group needs both; one that is emptied is gone; the number counts from the first answer on."""
    survey = town.survey(questions=(town.choice("way", "bus", "rad"),))
    address = desk(survey, "quotas")
    refused = planner.fill(address, 422, **{"group0.places": "50"})
    assert "Gruppe" in refused.words("#group0-error")
    told = {"group0.0.key": "way", "group0.0.verb": "is", "group0.0.word": "bus"}
    assert "gewünscht" in planner.fill(address, 422, **told).words("main")
    planner.fill(address, **told, **{"group0.places": "2"})
    assert now(survey).scarce.quotas == (Quota("Q1", 'way = "bus"', 2),)
    town.answer_all(survey, [{"way": "bus"}] * 2)
    assert scarce.full(survey.id, now(survey).scarce)
    page = planner.fill(address, 409, **{"group0.places": "1"})
    assert ("2" in page.words(".field .hint"), page.fields()["group0.places"]) == (True, "1")
    planner.fill(address, 409, **{"group1.places": "9", "group1.0.key": "way", "group1.0.verb": "answered"})
    planner.fill(address, **{"group0.places": "3"})
    assert not scarce.full(survey.id, now(survey).scarce)
    planner.fill(address, **{"group0.places": "", "group0.0.key": ""})
    assert not now(survey).scarce


def test_the_town_keeps_questions_of_its_own_with_their_translations(planner: Browser) -> None:
    """Kept once, without conditions about others, under a free key elsewhere; the constraint follows the key."""
    survey = draft(town.choice("way", "bus", "rad"), number("Q2", condition='way = "bus"', constraint="Q2 > 3"))
    for _ in range(2):
        planner.fill(desk(survey, "questions", "Q2"), text_en="How many?", keep="1")
    page = planner.get(desk(survey, "library"))
    assert page.text.count("Zahl Q2?") == 2
    (one,) = stock.kept()
    other = draft(number("Q2"))
    planner.fill(desk(other, "library"), ready=f"own-{one.id}")
    found = asked(other, 1)
    assert (found.key, found.text["en"], found.condition, found.constraint) == ("Q22", "How many?", "", "Q22 > 3")
    planner.fill(desk(other, "library"), drop=str(one.id))
    assert not stock.kept()
    assert len(now(other).questions) == 2


def test_the_level_and_the_length_are_said_with_the_question(planner: Browser) -> None:
    """The level of measurement can be chosen; points and a warning stand beside the question; photos are counted."""
    photos = [Question(f"P{n}", QuestionType.FILE, Texts(de="Foto?")) for n in range(3)]
    survey = draft(number("Q1", limits=Limits(min=1)), *photos)
    planner.fill(desk(survey, "questions", "Q1"), level="ordinal", points="40")
    assert asked(survey, 0).level is Level.ORDINAL
    page = planner.get(desk(survey, "questions", "Q1"))
    assert "40" in page.words("[data-points]")
    assert "Fotos" in planner.get(desk(survey)).words("main")
    planner.fill(desk(survey, "questions", "Q1"), level="")
    assert asked(survey, 0).level is None
