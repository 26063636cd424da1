"""Surveys are built, tried, checked and published at the desk; answers that are there stay readable."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from participation.core.database import Texts
from participation.core.vocabulary import Role
from participation.questions import services as asking
from participation.questions.types import Option, Question, QuestionType, budget
from surveys import services
from surveys.editor import checking, library, limits, rules
from surveys.editor import services as editing
from surveys.models import Survey
from surveys.rules import SurveyStatus
from surveys.scarce import Quota
from tests import factories
from tests.client import Browser, statements
from tests.surveys import town

Staff = Callable[..., Browser]


@pytest.fixture
def planner(staff: Staff) -> Browser:
    """Somebody who may write surveys."""
    return staff(Role.PLANNER)


def draft(*questions: Question, **values: Any) -> Survey:
    """Make a draft with these questions."""
    title = Texts(de="Was fehlt?", en="What is missing?")
    return factories.written(editing.begin, factories.process(), title, questions, **values)


def now(survey: Survey) -> Survey:
    """Return the survey as it is stored now."""
    found = services.by_slug(survey.slug)
    assert found is not None
    return found


def desk(survey: Survey, *rest: str) -> str:
    """Return an address of the editor."""
    return "/".join(["/desk/surveys", survey.slug, *rest])


def keys(survey: Survey) -> list[str]:
    """Return the keys of the questions, in order."""
    return [question.key for question in now(survey).questions]


def test_from_a_title_to_a_published_survey(planner: Browser, browser: Browser) -> None:
    """A survey is begun, asks something, is checked and then found by everybody, not before."""
    factories.process()
    page = planner.follow(planner.fill("/desk/surveys/new", title_de="Wie weiter?", title_en="What next?"))
    slug = "wie-weiter"
    assert page.h1 == "Wie weiter?"
    browser.get(f"/surveys/{slug}", 404)
    refused = planner.fill(f"/desk/surveys/{slug}/check", 409, deed="publish")
    assert "Bitte" in refused.words("ul.lines")
    address = f"/desk/surveys/{slug}/questions/new/single"
    told = {
        "text_de": "Bus oder Rad?",
        "text_en": "Bus or bicycle?",
        "options_de": "Bus\nRad\nanderes",
        "options_en": "bus",
    }
    planner.fill(address, **told, other="anderes", required="y")
    planner.fill(f"/desk/surveys/{slug}/setup", lead_de="Damit der Plan stimmt.")
    planner.fill(f"/desk/surveys/{slug}/check", deed="publish")
    assert browser.get(f"/surveys/{slug}").h1 == "Wie weiter?"
    found = services.by_slug(slug)
    assert found is not None
    (question,) = found.questions
    assert [(one.label.get("en"), one.other) for one in question.options] == [
        ("bus", False),
        (None, False),
        (None, True),
    ]
    assert question.required
    planner.fill(f"/desk/surveys/{slug}/check", deed="unpublish")
    browser.get(f"/surveys/{slug}", 404)
    assert "Wie weiter?" in planner.get("/desk/surveys").words("ul.lines")


@pytest.mark.parametrize("kind", list(QuestionType))
def test_every_kind_shows_only_its_own_fields_and_keeps_what_it_has(planner: Browser, kind: QuestionType) -> None:
    """Opening a question and saving it changes nothing but what was typed."""
    samples: Iterable[Question] = [one for one in library.LIBRARY if one.type is kind]
    known = next(iter(samples), Question("Q1", kind, Texts(de="Wort?", ls="Wort?")))
    survey = draft(known)
    page = planner.get(desk(survey, "questions", known.key))
    names = {node.attributes.get("name") for node in page.html.css("main textarea, main input")}
    assert ("options_de" in names) is (known.type in {*HAS_OPTIONS})
    planner.fill(desk(survey, "questions", known.key), text_de="Anders gefragt?")
    (found,) = now(survey).questions
    assert found.text["de"] == "Anders gefragt?"
    assert found == rules.translated(known, "de", {"text": "Anders gefragt?"})


HAS_OPTIONS = frozenset(
    {
        QuestionType.SINGLE,
        QuestionType.MULTIPLE,
        QuestionType.DROPDOWN,
        QuestionType.RANKING,
        QuestionType.PLACE,
        QuestionType.CONSENT,
        QuestionType.MATRIX,
        QuestionType.ALLOCATION,
    }
)


def test_order_copies_deletions_and_the_way_back(planner: Browser) -> None:
    """Buttons and drags order the questions, and each change is a version that one can go back to."""
    survey = draft(town.text_question("a"), town.text_question("b"), town.text_question("c"))
    for deed, expected in {"up b": "bac", "down b": "abc", "copy b": "abb2c", "delete a": "bb2c"}.items():
        planner.fill(desk(survey), deed=deed, form="#order")
        assert "".join(keys(survey)) == expected
    planner.fill(desk(survey), deed="to c", place="0", form="#order")
    assert keys(survey) == ["c", "b", "b2"]
    page = planner.get(desk(survey, "versions"))
    assert "herausgenommen: „Ihre Idee?“" in page.words("ol.lines")
    planner.fill(desk(survey, "versions"), number="1")
    assert keys(survey) == ["a", "b", "c"]
    assert now(survey).version == 7


def test_versions_hold_days_and_limits_and_a_draft_goes_back_to_them(planner: Browser) -> None:
    """A published survey keeps its days: people were told of them."""
    survey = draft(town.choice("way", "bus", "rad"))
    first, quota = survey.opens_on, Quota("Q1", 'way = "bus"', 2)
    factories.written(lambda: limits.set_quotas(now(survey), [quota]))
    factories.written(lambda: editing.set_up(now(survey), opens_at=survey.opens_at + timedelta(days=1)))
    factories.written(lambda: limits.set_quotas(now(survey), [replace(quota, places=5)]))
    told = planner.get(desk(survey, "versions")).words("ol.lines")
    assert told.count("Plätze und Quoten") == 2
    assert "erster Tag" in told
    planner.fill(desk(survey, "versions"), number="2")
    assert (now(survey).opens_on, now(survey).scarce.quotas) == (first, (quota,))
    assert list(limits.taken(now(survey)).values()) == [0]
    factories.written(lambda: setattr(now(survey), "status", SurveyStatus.PUBLISHED))
    planner.fill(desk(survey, "versions"), number="4")
    assert (now(survey).opens_on, now(survey).scarce.quotas) == (first, (quota,))


def test_two_people_at_one_question_are_told_and_both_texts_stay(planner: Browser) -> None:
    """Whoever saves second sees the words of the first beside their own."""
    survey = draft(town.text_question("a"))
    address = desk(survey, "questions", "a")
    opened = planner.get(address).fields()
    planner.fill(address, text_de="Zuerst?")
    page = planner.post(address, {**opened, "text_de": "Danach?"}, 409)
    assert "Zuerst?" in page.words(".note")
    assert page.fields()["text_de"] == "Danach?"
    planner.post(address, {**page.fields(), "text_de": "Danach?"})
    assert now(survey).questions[0].text["de"] == "Danach?"


def test_answers_stay_readable(planner: Browser) -> None:
    """Where people have answered, words may change; what would make answers unreadable is refused with its reason."""
    survey = town.survey(questions=(town.choice("way", "bus", "rad"),))
    town.answer(survey, {"way": "bus"})
    address = desk(survey, "questions", "way")
    planner.fill(address, options_de="Bus\nRad\nFuß", text_de="Wie kommen Sie?")
    assert len(now(survey).questions[0].options) == 3
    page = planner.fill(address, 409, options_de="Bus")
    assert "Rad" in page.words(".note")
    assert page.fields()["options_de"] == "Bus"
    assert "hat Antworten" in planner.fill(desk(survey), 409, deed="delete way", form="#order").words("main")
    refused = planner.fill(desk(survey, "check"), 409, deed="unpublish")
    assert "kein Entwurf" in refused.words("main")
    assert now(survey).is_published


def test_what_is_answered_on_trial_never_counts(planner: Browser, browser: Browser) -> None:
    """The trial runs for real behind a secret, shows what would be sent, and stores nothing at all."""
    survey = draft(town.choice("way", "bus", "rad", required=True), town.text_question())
    address = f"/surveys/{survey.slug}/try/{editing.trial_secret(survey)}"
    browser.get(f"/surveys/{survey.slug}/try/wrong", 404)
    script_needs = ("status", "stitches", "promise", "next", "send", "back", "forget", "kept", "said", "notice")
    assert not [name for name in script_needs if not browser.get(address).html.css(f"[data-{name}]")]
    browser.fill(address, 422)
    page = browser.fill(address, 200, **{"q.way": "bus", "q.idea": "Mehr Bänke"})
    assert "Mehr Bänke" in page.words("dl")
    assert page.response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert browser.get(f"{address}/way").h1 == "Frage way?"
    found = now(survey)
    assert (services.counted(found), services.sealed_count(found), editing.has_answers(found)) == (0, 0, False)
    assert services.results(found).n == 0
    assert "frame-src 'self'" in planner.get(desk(survey)).response.headers["Content-Security-Policy"]


def test_translation_library_and_copies(planner: Browser) -> None:
    """English stands beside German; ready questions are put in; a wave stays in its series, a copy does not."""
    survey = draft(Question("Q1", QuestionType.SINGLE, Texts(de="Wo?"), options=(Option("a", Texts(de="Hier")),)))
    assert checking.missing(survey) == 2
    planner.fill(desk(survey, "translation"), **{"Q1:text": "Where?", "Q1:option.a": "Here", ":title": "What?"})
    found = now(survey)
    assert (found.questions[0].text, found.title["en"]) == ({"de": "Wo?", "en": "Where?"}, "What?")
    assert found.questions[0].options[0].label["en"] == "Here"
    planner.fill(desk(survey, "library"), ready="age")
    assert keys(survey) == ["Q1", "age"]
    token = planner.get(desk(survey)).fields()["token"]
    wave = planner.post(desk(survey, "copy"), {"token": token, "deed": "wave"}).location.split("/")[-2]
    token = planner.get(desk(survey)).fields()["token"]
    copy = planner.post(desk(survey, "copy"), {"token": token, "deed": "copy"}).location.split("/")[-2]
    made = {slug: services.by_slug(slug) for slug in (wave, copy)}
    assert [one and (one.series == survey.series, one.status) for one in made.values()] == [
        (True, SurveyStatus.DRAFT),
        (False, SurveyStatus.DRAFT),
    ]


def test_the_check_names_each_thing_with_its_place(planner: Browser) -> None:
    """A missing key file, a question nobody can reach, too many points: named and linked; a must holds publishing."""
    never = Question("b", QuestionType.LONG_TEXT, Texts(de="Warum?"), condition="a = x")
    survey = draft(town.choice("a", "bus", "rad"), never, lead=Texts(de="Darum."))
    long = Question("c", QuestionType.LONG_TEXT, Texts(de="Noch?"), hint=Texts(de="![](bild.png)"), points=30)
    factories.written(lambda: editing.ask(now(survey), [*now(survey).questions, long]))
    wish = town.text_question("d", offers_idea=True)
    factories.written(lambda: editing.ask(now(survey), [*now(survey).questions, wish]))
    town.hide_key(survey)
    page = planner.get(desk(survey, "check"))
    places = {node.attributes.get("href") for node in page.html.css("ul.lines a")}
    assert places == {
        desk(survey, *one)
        for one in ((), ("questions", "b"), ("questions", "c"), ("questions", "d"), ("setup",), ("translation",))
    }
    factories.board(process_id=survey.process_id)
    assert desk(survey, "questions", "d") not in planner.get(desk(survey, "check")).text
    planner.fill(desk(survey, "check"), 409, deed="publish")
    assert not now(survey).is_published


def test_only_planners_write_surveys(browser: Browser, staff: Staff) -> None:
    """Moderators and guests stay outside; lists cost the same however long they are."""
    survey = draft()
    staff(Role.MODERATOR).get(desk(survey), 403)
    browser.get("/desk/surveys", 303)
    planner = staff(Role.PLANNER)
    for _ in range(4):
        draft()
    with statements() as found:
        planner.get("/desk/surveys")
    assert len(found) <= 10


def test_ready_questions_are_complete() -> None:
    """Each can be published as it is, in both languages, and has a key of its own."""
    assert len({question.key for question in library.LIBRARY}) == len(library.LIBRARY) >= 25
    assert rules.missing(library.LIBRARY, "en") == 0
    assert budget(library.LIBRARY) > 0
    assert not [str(one) for question in library.LIBRARY for one in asking.mistakes(question)]
