"""Page by page, for browsers without scripts."""

import pytest
from sqlalchemy import func, select, update

from participation.core.database import Texts, db
from participation.questions.types import Question, QuestionType
from surveys import services
from surveys.models import SealedAnswer, SurveyDraft
from tests import factories
from tests.client import statements
from tests.surveys import town

FIRST = "Q01"


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def survey(app):
    return town.survey()


class Walker:
    """Somebody who goes from page to page."""

    def __init__(self, browser, survey) -> None:
        self.browser, self.slug = browser, survey.slug
        self.at = f"/surveys/{self.slug}/pages"

    @property
    def key(self) -> str:
        """The last part of the address: a question's key, or `check`."""
        return self.at.rsplit("/", 1)[1]

    @property
    def draft(self) -> str:
        """The address of the draft."""
        return self.at.rsplit("/", 1)[0]

    def page(self):
        return self.browser.get(self.at)

    def send(self, status=303, **values):
        """Fill the page in and press a button; stay where the page is shown again."""
        fields = self.page().fields()
        given = {name if name in {"next", "back"} else f"q.{name}": value for name, value in values.items()}
        page = self.browser.post(self.at, {**fields, **given}, status)
        self.at = page.location or self.at
        return page

    def next(self, status=303, **values):
        return self.send(status, next="1", **values)

    def back(self, **values):
        return self.send(back="1", **values)

    def go(self, key: str):
        self.at = f"{self.draft}/{key}"
        return self.page()


@pytest.fixture
def walker(browser, survey) -> Walker:
    return Walker(browser, survey)


@pytest.fixture
def at_the_end(walker) -> Walker:
    """Somebody who rides a bike and has come to the last page."""
    walker.next(Q01="ALT")
    for values in ({"Q02": "4"}, {}, {"Q04": "moving"}, {"Q05": "bike"}, {"Q06": "2"}, {}, {}, {"Q09": "Bäume"}, {}):
        walker.next(**values)
    assert walker.key == "check"
    return walker


def test_the_first_page_has_no_way_back_and_stores_nothing_until_it_is_sent(walker) -> None:
    page = walker.page()
    assert page.h1 == "Wo wohnen Sie?"
    assert not page.html.css_first("button[name=back]")
    assert count(SurveyDraft) == 0


def test_the_first_answer_begins_a_draft_and_leads_on(walker) -> None:
    walker.next(Q01="ALT")
    assert walker.key == "Q02"
    assert count(SurveyDraft) == 1


def test_the_first_page_sent_twice_begins_one_draft(walker) -> None:
    body = {**walker.page().fields(), "q.Q01": "ALT", "next": "1"}
    first, second = (walker.browser.post(walker.at, body).location for _ in range(2))
    assert first == second
    assert count(SurveyDraft) == 1


def test_back_keeps_everything_and_asks_for_nothing(app, browser) -> None:
    required = town.text_question(required=True)
    walker = Walker(browser, town.survey(questions=(town.choice("way", "foot", "bike"), required)))
    walker.next(way="bike")
    walker.back()
    assert walker.key == "way"
    assert walker.page().fields()["q.way"] == "bike"
    walker.next()
    assert "q.idea" in walker.page().fields()


def test_what_is_kept_for_everybody_holds_nobodys_answer_and_no_other_language(app, browser) -> None:
    questions = (
        town.choice("way", "foot", "bike", required=True),
        Question("why", QuestionType.LONG_TEXT, Texts(de="Warum {way}?")),
    )
    survey = town.survey(questions=questions)
    first, second = Walker(browser, survey), Walker(browser, survey)
    blank = first.page().text
    assert "checked" not in blank
    first.next(status=422)
    first.next(way="bike")
    assert first.page().h1 == "Warum Bike?"
    assert second.page().html.css_first("section.q").html in blank
    second.at = f"/en{second.at}"
    assert second.page().words("section.q").startswith("Question way?")
    second.next(way="foot")
    assert second.page().h1 == "Warum Foot?"
    second.back()
    assert second.page().fields()["q.way"] == "foot"


def test_a_draft_is_kept_in_one_statement(walker) -> None:
    walker.next(Q01="ALT")
    with statements() as ran:
        walker.next(Q02="4")
    assert len([one for one in ran if "survey_draft" in one]) == 3, "one to show the page, two to send it"


def test_what_was_typed_before_going_back_is_still_there(walker) -> None:
    walker.next(Q01="ALT")
    walker.back(Q02="5")
    walker.next()
    assert walker.page().fields()["q.Q02"] == "5"


def test_enter_in_a_text_field_goes_on_not_back(walker) -> None:
    walker.next(Q01="ALT")
    first = walker.page().html.css_first("main form button[type=submit]")
    assert first.attributes["name"] == "next"


def test_a_bicycle_leads_to_the_question_about_bicycles_and_a_car_does_not(walker) -> None:
    walker.next()
    walker.go("Q05")
    walker.next(Q05="bike")
    assert walker.key == "Q06"
    walker.back()
    walker.next(Q05="car")
    assert walker.key == "Q07"


def test_the_way_back_passes_over_questions_that_are_hidden(walker) -> None:
    walker.next()
    walker.go("Q05")
    walker.next(Q05="car")
    walker.back()
    assert walker.key == "Q05"


def test_a_changed_answer_hides_a_question_whose_answer_does_not_count_then(at_the_end, survey) -> None:
    assert any("Fahrrad in Elderow" in words for words in at_the_end.page().all_words("dt"))
    at_the_end.go("Q05")
    at_the_end.next(Q05="car")
    at_the_end.at = f"{at_the_end.draft}/check"
    assert not any("Fahrrad in Elderow" in words for words in at_the_end.page().all_words("dt"))
    at_the_end.send()
    town.close(survey)
    town.open_all(survey)
    assert services.answers(survey)[0].values == {
        "Q01": "ALT",
        "Q02": 4,
        "Q04": ["moving"],
        "Q05": "car",
        "Q09": "Bäume",
    }


def test_an_answer_that_was_hidden_is_back_when_the_question_is(at_the_end) -> None:
    for way in ("car", "bike"):
        at_the_end.go("Q05")
        at_the_end.next(Q05=way)
    assert at_the_end.key == "Q06"
    assert at_the_end.page().fields()["q.Q06"] == "2"


def test_a_page_that_is_hidden_now_leads_to_the_last_one(at_the_end) -> None:
    at_the_end.go("Q05")
    at_the_end.next(Q05="car")
    assert at_the_end.browser.get(f"{at_the_end.draft}/Q06", 303).location == f"{at_the_end.draft}/check"


def test_the_last_page_shows_all_answers_in_words_with_links_to_change_them(at_the_end) -> None:
    page = at_the_end.page()
    said = " ".join(page.all_words("dd"))
    assert "Altstadt" in said
    assert "Fahrrad" in said
    assert "Bäume" in said
    assert page.html.css_first(f"a[href='{at_the_end.draft}/Q05']")


def test_sending_leads_to_thanks_and_the_draft_is_gone(at_the_end) -> None:
    page = at_the_end.send()
    assert "/thanks/" in page.location
    assert (count(SurveyDraft), count(SealedAnswer)) == (0, 1)
    at_the_end.browser.get(f"{at_the_end.draft}/Q05", 404)


def test_a_second_tap_on_send_leads_to_the_same_thanks(at_the_end) -> None:
    body, where = at_the_end.page().fields(), at_the_end.at
    first, second = (at_the_end.browser.post(where, body).location for _ in range(2))
    assert first == second
    assert count(SealedAnswer) == 1


def test_a_missing_answer_is_asked_for_on_its_page_and_again_on_the_last_one(app, browser) -> None:
    walker = Walker(
        browser, town.survey(questions=(town.choice("way", "foot", "bike"), town.text_question(required=True)))
    )
    walker.next(way="bike")
    assert walker.next(422).words(".error")
    walker.at = f"{walker.draft}/check"
    assert walker.page().html.css_first("#errors")
    assert walker.send(422).html.css_first("#errors")
    assert count(SealedAnswer) == 0


def test_a_ranking_moves_by_its_buttons_without_leaving_the_page(walker) -> None:
    walker.next()
    walker.go("Q03")
    page = walker.send(200, **{"Q03.add": "MO"})
    assert page.fields()["q.Q03"] == "MO"
    assert page.html.css_first(page.html.css_first("[name='q.Q03.remove']").attributes["formaction"])
    walker.browser.post(walker.at, {**page.fields(), "next": "1"})
    assert walker.page().fields()["q.Q03"] == "MO"


def test_a_draft_whose_time_is_over_is_not_found(walker) -> None:
    walker.next(Q01="ALT")
    with factories.writing():
        db.session.execute(update(SurveyDraft).values(expires_on=town.day(-1)))
    walker.browser.get(walker.at, 404)
    walker.browser.get(f"{walker.draft}/check", 404)


def test_a_draft_opens_with_its_own_secret_and_its_own_survey_only(walker) -> None:
    other = town.survey()
    walker.next(Q01="ALT")
    secret = walker.draft.rsplit("/", 1)[1]
    walker.browser.get(f"{walker.draft}x/Q02", 404)
    walker.browser.get(f"/surveys/{other.slug}/pages/{secret}/Q02", 404)
    walker.browser.post(f"/surveys/{other.slug}/pages/{secret}/check", {}, 404)


def test_a_draft_in_the_database_cannot_be_read_without_its_address(walker) -> None:
    walker.next(Q01="ALT")
    walker.go("Q09")
    walker.next(Q09="Ein Geheimnis")
    row = db.session.scalars(select(SurveyDraft)).one()
    assert b"Geheimnis" not in row.box
    assert walker.draft.rsplit("/", 1)[1] not in row.hash


def test_all_drafts_of_a_survey_are_of_one_size(browser, survey) -> None:
    for idea in ("kurz", "lang " * 190):
        walker = Walker(browser, survey)
        walker.next(Q01="ALT")
        walker.go("Q09")
        walker.next(Q09=idea)
    assert len(set(db.session.scalars(select(func.length(SurveyDraft.box))))) == 1


def test_a_page_from_another_site_is_refused_filled(walker) -> None:
    fields = walker.page().fields()
    page = walker.browser.post(walker.at, {**fields, "q.Q01": "ALT"}, 422, headers={"Origin": "https://x.example"})
    assert page.fields()["q.Q01"] == "ALT"
    assert count(SurveyDraft) == 0


# Sections: a page for each


def section(key: str, heading: str) -> Question:
    return Question(key, QuestionType.SECTION, Texts(de=heading, en=heading))


@pytest.fixture
def in_sections(app):
    return town.survey(
        questions=(
            section("ways", "Ihre Wege"),
            town.choice("way", "foot", "bike", required=True),
            town.choice("safe", "yes", "no", condition='way = "bike"', required=True),
            section("wishes", "Ihre Wünsche"),
            town.text_question("wish"),
        )
    )


@pytest.fixture
def reader(browser, in_sections) -> Walker:
    return Walker(browser, in_sections)


def test_a_section_is_a_page_with_its_questions(reader) -> None:
    page = reader.page()
    assert page.h1 == "Ihre Wege"
    assert page.all_words("h2.asks") == ["Frage way?"]
    assert page.words(".progress") == "Noch eine Frage nach dieser Seite"


def test_an_answer_that_brings_a_question_on_the_same_page_shows_it_before_it_leads_on(reader) -> None:
    page = reader.next(way="bike", status=200)
    assert page.all_words("h2.asks") == ["Frage way?", "Frage safe?"]
    assert page.html.css_first("#errors") is None
    again = reader.browser.post(reader.at, {**page.fields(), "next": "1"}, 422)
    assert "Frage safe?" in again.words("#errors")
    reader.at = reader.browser.post(reader.at, {**again.fields(), "q.safe": "no", "next": "1"}).location
    assert reader.page().h1 == "Ihre Wünsche"
    assert reader.page().words(".progress") == "Das ist die letzte Seite"


def test_who_needs_no_further_question_goes_straight_on_and_back_finds_the_answers(reader) -> None:
    reader.next(way="foot")
    assert reader.key == "wishes"
    reader.back()
    assert reader.page().fields()["q.way"] == "foot"


def test_a_page_of_before_without_the_list_of_its_questions_loses_nothing(reader) -> None:
    fields = {name: value for name, value in reader.page().fields().items() if name != "asked"}
    page = reader.browser.post(reader.at, {**fields, "q.way": "foot", "next": "1"})
    assert page.location.endswith("/wishes")


def test_sections_are_answered_in_one_document_too_and_are_no_column(browser, in_sections) -> None:
    browser.fill(f"/surveys/{in_sections.slug}/answer", **{"q.way": "foot", "q.wish": "Bäume"})
    assert count(SealedAnswer) == 1
    assert "Fragen3" in browser.get(f"/surveys/{in_sections.slug}").words("main .facts")
    assert services.table(in_sections).splitlines()[0] == "\ufeffchannel;way;safe;wish"
