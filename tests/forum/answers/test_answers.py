"""Templates, one answer for several contributions, and who hears of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.answers.models import AnswerTemplate
from participation.access.guard import Actor
from participation.contributions import services as contributions
from participation.contributions import supporters, supporting
from participation.contributions.models import Board, Idea, Outcome, OutcomeKind
from participation.core import jobs
from participation.core.clock import today
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from tests import factories
from tests.client import Browser

FORM = "main form[method=post]"
SAID = {"kind": "adopted", "answer": "Die Bank kommt im Mai.", "office": "Bauamt"}


@pytest.fixture
def planner(staff) -> Browser:
    """A planner, signed in."""
    return staff(Role.PLANNER, unit="Stadtplanung")


def _answers() -> dict[int, str]:
    return {one.contribution_id: one.answer for one in db.session.scalars(select(Outcome).order_by(Outcome.id))}


def _template(process_id: int) -> AnswerTemplate:
    made = AnswerTemplate(
        process_id=process_id, kind=OutcomeKind.PARTLY, name="Halb", answer="In [Ort] im Mai.", reason="Es fehlt Geld."
    )
    factories.written(db.session.add, made)
    return made


def test_a_template_fills_the_form_and_is_not_sent_with_an_open_gap(planner: Browser) -> None:
    idea = factories.idea()
    template = _template(idea.process_id)
    address = f"/en/desk/answers/{idea.reference}?template={template.id}"
    assert planner.get(address).fields(FORM)["answer"] == "In [Ort] im Mai."
    page = planner.fill(address, 422, form=FORM)
    assert "square brackets: [Ort]" in page.words("[role=alert]")
    planner.fill(address, form=FORM, answer="In Heidekaten im Mai.")
    assert _answers() == {idea.id: "In Heidekaten im Mai."}


def test_templates_are_written_changed_and_thrown_away(planner: Browser) -> None:
    factories.process()
    address = "/en/desk/answers/templates"
    planner.fill(f"{address}/new", name="Im Plan", kind="adopted", answer="Teil von [Maßnahme].")
    page = planner.get(address)
    assert page.all_words(".lines a") == ["Im Plan"]
    edit = page.html.css_first(".lines a").attributes["href"]
    planner.fill(edit, name="Steht im Plan")
    assert planner.get(address).all_words(".lines a") == ["Steht im Plan"]
    fields = planner.get(edit).fields()
    first, second = (planner.post(edit, {**fields, "delete": "1"}) for _ in range(2))
    assert first.location == second.location
    assert not planner.get(address).all_words(".lines a")


def test_several_are_answered_at_once_with_other_words_for_one(planner: Browser) -> None:
    board = factories.board()
    first, second, third = (factories.idea(board) for _ in range(3))
    tick = planner.get("/en/desk/answers").html.css("input[name=ref]")
    assert {node.attributes["value"] for node in tick} == {one.reference for one in (first, second, third)}
    address = f"/en/desk/answers/together?ref={first.reference}&ref={third.reference}"
    page = planner.get(address)
    own = next(name for name, value in page.fields(FORM).items() if value == third.reference).replace(
        "reference", "answer"
    )
    said = {**SAID, own: "Ihre Bank kommt im Juni."}
    preview = planner.post(address, {**page.fields(FORM), **said, "preview": "1"}, 200)
    assert [("Mai" in one, "Juni" in one) for one in preview.all_words(".letter")] == [(True, False), (False, True)]
    assert not _answers()
    fields = preview.fields(FORM) | {"kind": "adopted"}
    sent, again = (planner.post(address, fields) for _ in range(2))
    assert sent.location == again.location
    assert _answers() == {first.id: SAID["answer"], third.id: "Ihre Bank kommt im Juni."}
    assert "and one more" in planner.follow(sent).words("[role=status]")


def test_who_answers_many_second_sees_what_was_answered_first(planner: Browser) -> None:
    board = factories.board()
    first, second = factories.idea(board), factories.idea(board)
    address = f"/en/desk/answers/together?ref={first.reference}&ref={second.reference}"
    fields = {**planner.get(address).fields(FORM), **SAID, "answer": "Die zweite."}
    planner.fill(f"/desk/answers/{first.reference}", form=FORM, **SAID)
    page = planner.post(address, fields, 409)
    assert "One of them was answered in the meantime" in page.words("[role=alert]")
    assert SAID["answer"] in page.words(".together")
    assert len(_answers()) == 1
    planner.post(address, {**page.fields(FORM), "kind": "adopted"})
    assert _answers() == {first.id: "Die zweite.", second.id: "Die zweite."}


def test_a_partner_answers_together_only_what_was_granted(staff) -> None:
    own, other = factories.idea(factories.board(slug="eigene")), factories.idea(factories.board(slug="fremde"))
    hidden = factories.idea(own.board, public=False)
    partner = staff(Role.PARTNER, on=("board:eigene",))
    refs = "&".join(f"ref={one.reference}" for one in (own, other, hidden))
    partner.fill(f"/desk/answers/together?{refs}", form=FORM, **SAID)
    assert list(_answers()) == [own.id]
    assert "Nothing is ticked" in partner.get(f"/en/desk/answers/together?ref={other.reference}").words("main")
    partner.get("/desk/answers/templates", 403)


def _supported_by(idea: Idea, *people: int) -> None:
    with factories.writing():
        for number in people:
            supporting.support(idea, supporting.voter(idea.process_id, Actor(person_id=number), "kein Browser"))


def _told() -> list[str]:
    with factories.writing():
        jobs.reconcile()
    return sorted(db.session.scalars(select(Mail.recipient)))


def test_supporters_with_an_account_hear_of_an_answer_unless_they_wish_not_to(
    app, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supporters, "AT_ONCE", 2)
    people = [factories.person(Role.CITIZEN, mail=f"p{number}@example.org") for number in range(5)]
    quiet = factories.person(Role.CITIZEN, mail="still@example.org", wants_news=False)
    idea = factories.idea(author_id=people[0].id)
    _supported_by(idea, quiet.id, *(one.id for one in people))
    given = contributions.Answer(OutcomeKind.ADOPTED, "Ja.", "Bauamt")
    factories.written(contributions.record_outcome, idea, given, None)
    for _ in range(3):
        found = _told()
    assert found == ["p1@example.org", "p2@example.org", "p3@example.org", "p4@example.org"]
    letter = db.session.scalars(select(Mail.body).where(Mail.recipient == "p1@example.org")).one()
    stop = letter.rpartition("http://localhost")[2].strip()
    assert browser.get(f"/en{stop}").h1 == "No mails about ideas you support?"
    assert db.session.get_one(type(quiet), people[1].id).wants_news
    browser.fill(stop)
    assert not db.session.get_one(type(quiet), people[1].id).wants_news
    browser.get(stop[:-4] + "AAAA", 404)


def test_nobody_hears_of_an_answer_to_what_is_hidden_by_then(app) -> None:
    idea = factories.idea()
    _supported_by(idea, factories.person(Role.CITIZEN).id)
    given = contributions.Answer(OutcomeKind.ADOPTED, "Ja.", "Bauamt")
    factories.written(contributions.record_outcome, idea, given, None)
    with factories.writing():
        idea.visibility = Visibility.REJECTED
    assert not _told()


def _answered_after(board: Board, *days: int) -> None:
    """Make ideas of a month ago, each answered after so many days."""
    for count in days:
        idea = factories.idea(board, created_at=factories.days_ago(40))
        given = contributions.Answer(
            OutcomeKind.ADOPTED, "Ja.", "Bauamt", decided_at=idea.created_at + timedelta(days=count)
        )
        factories.written(contributions.record_outcome, idea, given, None)


def test_the_board_and_the_process_say_how_the_town_keeps_its_word(browser: Browser, staff) -> None:
    board = factories.board()
    _answered_after(board, 2, 9, 30)
    factories.idea(board)
    factories.idea(board, public=False)
    for reader in (browser, staff(Role.MODERATOR)):
        words = reader.get(f"/en/boards/{board.slug}").words("main")
        assert "3 of 4 ideas have an answer. Half of the answers came within 9 days." in words
        assert reader.get("/en/").all_words(".standing .big") == ["3 of 4", "9 days", "1"]


def test_once_the_promised_day_is_over_the_counter_says_what_is_overdue(browser: Browser) -> None:
    board = factories.board(process_id=factories.process(answers_by=today() - timedelta(days=1)).id)
    _answered_after(board, 0)
    factories.idea(board)
    words = browser.get(f"/en/boards/{board.slug}").words("main")
    assert "1 of 2 ideas have an answer. Half of the answers came within one day. One is overdue." in words
    assert "answers are overdue; they were due by" in browser.get("/en/").words(".standing")
