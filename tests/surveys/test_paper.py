"""Surveys on paper: the sheet, typing in with number keys, the second look, and where the way from a number ends."""

import io

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from sqlalchemy import select

from participation.core.database import Texts, db
from participation.core.vocabulary import Channel, Role
from participation.questions.demo import samples, town_questions
from participation.questions.types import Limits, Option, Question, QuestionType, Scale
from surveys import services as surveys
from surveys.paper import entering, services
from surveys.paper.models import PaperSheet, PaperStack
from surveys.rules import Access
from surveys.ways import services as ways
from tests import factories
from tests.surveys import town
from tests.surveys.test_ways import count

CHOICE = town.choice("way", "foot", "bike")
QUESTIONS = (CHOICE, town.text_question())


TEN = ("2", "4", "2 1 3", "13", "2", "3", "1", "4", "Mehr Bänke am Markt und am See, mit Schatten und Lehnen.", "3")
"""What stands on a sheet with ten questions, as it is typed: figures, and a whole sentence."""

SECONDS_A_KEY = 0.25


@pytest.fixture
def survey(app):
    return town.survey(questions=QUESTIONS)


@pytest.fixture
def clerk(staff):
    return staff(Role.MODERATOR)


def here(survey, path="") -> str:
    return f"/desk/ways/{survey.slug}/paper{path}"


def begin(clerk, survey, sample=0) -> str:
    clerk.fill(here(survey), form="#new-stack", sample=sample)
    db.session.rollback()
    return here(survey, f"/{db.session.scalar(select(PaperStack.id).order_by(PaperStack.id.desc()))}")


def type_in(clerk, stack, sheets=5, **typed):
    for _sheet in range(sheets):
        clerk.fill(f"{stack}/sheet", **{"t.way": "2", "t.idea": "Bäume", **typed})


def opened(survey):
    town.close(survey)
    town.open_all(survey)
    return surveys.answers(survey)


# The sheet


def test_the_sheet_is_accessible_and_says_conditions_in_words(browser) -> None:
    survey = town.survey(questions=town_questions(town.TOWN))
    content = browser.get(f"/surveys/{survey.slug}/paper.pdf").response.data
    with pikepdf.open(io.BytesIO(content)) as sheet:
        assert sheet.Root.MarkInfo.Marked
        assert str(sheet.Root.Lang).startswith("de")
        assert b"pdfuaid:part" in sheet.Root.Metadata.read_bytes()
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    words = " ".join(text.split())
    assert "wenn bei Frage 5 „Fahrrad“ angekreuzt ist" in words
    assert "Sonst weiter mit Frage 7." in words
    assert "#" not in words


def test_every_type_of_question_finds_its_place_on_a_sheet_in_every_language(browser) -> None:
    survey = town.survey(questions=tuple(one.question for one in samples()), access=Access.CODES)
    for language in ("", "/en", "/ls"):
        assert browser.get(f"{language}/surveys/{survey.slug}/paper.pdf").response.data[:5] == b"%PDF-"


# What is typed


OPTIONS = tuple(Option(key, Texts(de=key), other=key == "c", exclusive=key == "d") for key in "abcd")
STEPS = Scale(0, 10)


def question(type_: QuestionType, **more) -> Question:
    return Question("Q", type_, Texts(de="?"), **more)


@pytest.mark.parametrize(
    ("asked", "typed", "answer"),
    [
        (question(QuestionType.SINGLE, options=OPTIONS), "2", "b"),
        (question(QuestionType.SINGLE, options=OPTIONS), "3 zu Pferd", {"key": "c", "text": "zu Pferd"}),
        (question(QuestionType.YES_NO), "2", "no"),
        (question(QuestionType.CONSENT), "1", "yes"),
        (question(QuestionType.MULTIPLE, options=OPTIONS), "12", ["a", "b"]),
        (question(QuestionType.MULTIPLE, options=OPTIONS), "1, 3 so", ["a", {"key": "c", "text": "so"}]),
        (question(QuestionType.SCALE, scale=STEPS), "10", 10),
        (question(QuestionType.SCALE, scale=STEPS, options=OPTIONS[:1]), "11", "a"),
        (question(QuestionType.RANKING, options=OPTIONS), "3 1", ["c", "a"]),
        (question(QuestionType.MATRIX, rows=OPTIONS, options=OPTIONS), "1 0 3", {"a": "a", "c": "c"}),
        (
            question(QuestionType.ALLOCATION, options=OPTIONS, limits=Limits(total=10)),
            "7 0 3",
            {"a": 7, "c": 3},
        ),
        (question(QuestionType.DATE), "1.2.2027", "2027-02-01"),
        (question(QuestionType.NUMBER), "3,5", 3.5),
        (question(QuestionType.PLACE, options=OPTIONS), "Am Markt", {"text": "Am Markt"}),
        (question(QuestionType.LONG_TEXT, offers_idea=True), "Mehr Bäume +", {"text": "Mehr Bäume", "idea": True}),
        (question(QuestionType.SHORT_TEXT), "  ", None),
    ],
)
def test_numbers_beside_the_boxes_become_answers(app, asked, typed, answer) -> None:
    assert entering.read(asked, typed) == answer


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        (question(QuestionType.SINGLE, options=OPTIONS), "5"),
        (question(QuestionType.SINGLE, options=OPTIONS), "x"),
        (question(QuestionType.MULTIPLE, options=OPTIONS), "149"),
        (question(QuestionType.MULTIPLE, options=OPTIONS), "14"),
        (question(QuestionType.SCALE, scale=STEPS), "99999999999999999999"),
        (question(QuestionType.MATRIX, rows=OPTIONS, options=OPTIONS), "9"),
        (question(QuestionType.DATE), "31.2.2027"),
        (question(QuestionType.NUMBER), "viel"),
    ],
)
def test_what_cannot_stand_on_the_sheet_is_named(app, asked, typed) -> None:
    with pytest.raises(entering.MistypedError):
        entering.read(asked, typed)


# Stacks


def test_sheets_are_counted_once_all_at_a_time_and_no_number_leads_to_them(clerk, survey) -> None:
    stack = begin(clerk, survey)
    type_in(clerk, stack, 4)
    assert not clerk.get(stack).html.css_first("[aria-labelledby=count] form")
    type_in(clerk, stack, 1, **{"t.way": "1"})
    assert surveys.sealed_count(survey) == 0
    body = clerk.get(stack).fields()
    assert clerk.post(stack, body).location == clerk.post(stack, body).location
    assert (count(PaperSheet), surveys.sealed_count(survey)) == (0, 5)
    assert db.session.scalars(select(PaperStack.seed)).all() == [""]
    clerk.get(stack, 404)
    found = opened(survey)
    assert [row.channel for row in found] == [Channel.PAPER] * 5
    assert sorted(row.values["way"] for row in found) == ["bike"] * 4 + ["foot"]


def test_ten_questions_are_typed_in_the_order_of_the_sheet_in_forty_seconds(clerk, app) -> None:
    stack = begin(clerk, survey := town.survey())
    page = clerk.get(f"{stack}/sheet")
    fields = [one.attributes["name"] for one in page.html.css("[data-sheet] :is(input:not([type=hidden]), textarea)")]
    assert fields == ["number", *(f"t.{question.key}" for question in survey.questionnaire.asked)]
    typed = dict(zip(fields[1:], TEN, strict=True))
    clerk.fill(f"{stack}/sheet", **typed)
    assert count(PaperSheet) == 1
    keys = sum(len(words) + len("⏎") for words in ("", *TEN))
    assert keys * SECONDS_A_KEY <= 40


def test_what_is_mistyped_is_named_and_the_rest_stays(clerk, survey) -> None:
    stack = begin(clerk, survey)
    page = clerk.fill(f"{stack}/sheet", 422, **{"t.way": "7", "t.idea": "Bäume"})
    assert page.words(".error")
    assert (page.fields()["t.idea"], page.fields()["t.way"]) == ("Bäume", "7")
    clerk.post(f"{stack}/sheet", {**page.fields(), "t.way": "1"})
    assert clerk.fill(f"{stack}/sheet", 422, number="1").words(".error")
    assert count(PaperSheet) == 1


def test_a_second_person_types_without_seeing_and_differences_are_settled_once(clerk, staff, survey) -> None:
    stack, second = begin(clerk, survey, 100), staff(Role.PLANNER)
    type_in(clerk, stack)
    assert clerk.get(f"{stack}/sheet/1", 303).location.endswith("own=1")
    assert not second.get(f"{stack}/sheet/1").fields()["t.idea"]
    for number in range(1, 6):
        second.fill(f"{stack}/sheet/{number}", **{"t.way": "1" if number == 3 else "2", "t.idea": "Bäume"})
    clerk.get(f"{stack}?own=1")
    page = clerk.get(f"{stack}/apart/3")
    assert [words.split()[-1] for words in page.all_words("fieldset label.opt")] == ["EingabeBike", "EingabeFoot"]
    assert clerk.fill(f"{stack}/apart/3", 422, reason="vertippt").words(".alert")
    assert clerk.fill(f"{stack}/apart/3", 422, **{"t.way": "second"}).words(".error")
    clerk.fill(f"{stack}/apart/3", reason="vertippt", **{"t.way": "second"})
    clerk.fill(stack)
    told = db.session.execute(select(PaperStack.counted, PaperStack.compared, PaperStack.differed)).one()
    assert tuple(told) == (5, 5, 1)
    assert "5" in clerk.get(here(survey)).words(".lines")
    assert sorted(row.values["way"] for row in opened(survey)) == ["bike"] * 4 + ["foot"]


def test_what_is_typed_lies_locked(clerk, survey) -> None:
    type_in(clerk, begin(clerk, survey), 1, **{"t.idea": "Geheimnis"})
    rows = db.session.execute(select(PaperSheet.__table__)).all()
    assert b"Geheimnis" not in rows[0].box


def test_a_sheet_with_a_code_counts_only_where_nobody_used_it(clerk, app) -> None:
    survey = town.survey(questions=QUESTIONS, access=Access.CODES)
    made = factories.written(ways.make_codes, survey, [f"Haushalt {number}" for number in range(6)])
    stack = begin(clerk, survey)
    assert clerk.fill(f"{stack}/sheet", 422, code="falsch").words(".error")
    for code in made[:5]:
        clerk.fill(f"{stack}/sheet", code=code, **{"t.way": "1"})
    with factories.writing():
        ways.redeem(survey, made[0])
    clerk.fill(stack)
    assert (surveys.sealed_count(survey), len(factories.written(ways.unused, survey))) == (4, 1)


def test_sheets_that_were_never_counted_are_forgotten(clerk, survey) -> None:
    type_in(clerk, begin(clerk, survey), 1)
    assert factories.written(services.forget_stacks, town.day(50)) == 0
    assert factories.written(services.forget_stacks, town.day(51)) == 1


def test_no_paper_for_surveys_with_accounts_and_no_stacks_for_guests(clerk, browser) -> None:
    survey = town.survey(access=Access.ACCOUNTS)
    assert not clerk.get(here(survey)).html.css_first("#new-stack")
    browser.get(here(survey), 303)
