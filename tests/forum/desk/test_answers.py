"""Official answers."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participation.contributions import services as contributions
from participation.contributions.models import Outcome, OutcomeKind
from participation.core.clock import today
from participation.core.database import db
from participation.core.jobs import Job
from participation.core.vocabulary import Role
from tests import factories
from tests.client import Browser, statements
from tests.forum.desk.conftest import many

SAID = {"kind": "adopted", "answer": "Die Bank kommt im Mai.", "office": "Bauamt"}


def _outcomes() -> list[Outcome]:
    return list(db.session.scalars(select(Outcome).order_by(Outcome.id)))


@pytest.fixture
def planner(staff) -> Browser:
    """A planner, signed in."""
    return staff(Role.PLANNER, unit="Stadtplanung")


def test_what_has_no_answer_comes_first(planner: Browser) -> None:
    board = factories.board()
    answered = factories.idea(board, title="Beantwortet", created_at=factories.days_ago(9))
    factories.idea(board, title="Neuere Frage", created_at=factories.days_ago(1))
    factories.idea(board, title="Ältere Frage", created_at=factories.days_ago(2))
    factories.idea(board, title="Noch nicht öffentlich", public=False)
    factories.written(
        contributions.record_outcome, answered, contributions.Answer(OutcomeKind.ADOPTED, "Ja.", "Bauamt"), None
    )
    page = planner.get("/en/desk/answers")
    assert page.all_words(".lines a") == ["Ältere Frage", "Neuere Frage", "Beantwortet"]
    assert "2 contributions wait" in page.words("main")


def test_the_list_can_be_narrowed_to_a_topic(planner: Browser) -> None:
    board = factories.board()
    mobility = board.process.fields[0]
    factories.idea(board, title="Rufbus", action_field_id=mobility.id)
    factories.idea(board, title="Bücherei")
    assert planner.get(f"/en/desk/answers?field={mobility.code}").all_words(".lines a") == ["Rufbus"]


def test_an_answer_is_public_and_the_author_is_told(browser: Browser, planner: Browser) -> None:
    idea = factories.idea(title="Bank am Markt", mail="author@example.org")
    answer = planner.fill(f"/en/desk/answers/{idea.reference}", **SAID)
    assert "Answered: Bank am Markt" in planner.follow(answer).words("[role=status]")
    assert SAID["answer"] in browser.get(f"/ideas/{idea.reference}").text
    assert SAID["answer"] in browser.get(f"/ideas/{idea.reference}/way").text
    assert db.session.scalar(select(func.count(Job.id)).where(Job.kind == "contributions.tell")) == 1


def test_the_own_office_is_filled_in(planner: Browser, staff) -> None:
    idea = factories.idea()
    assert planner.get(f"/desk/answers/{idea.reference}").fields()["office"] == "Stadtplanung"
    nobody = staff(Role.PLANNER, unit="")
    assert nobody.get(f"/desk/answers/{idea.reference}").fields()["office"] == "Stabsstelle Digitalisierung"


def test_earlier_answers_stay_and_the_last_one_counts(planner: Browser) -> None:
    idea = factories.idea()
    planner.fill(f"/desk/answers/{idea.reference}", **{**SAID, "kind": "answered", "answer": "Wir prüfen."})
    planner.fill(f"/desk/answers/{idea.reference}", **SAID)
    assert [outcome.answer for outcome in _outcomes()] == ["Wir prüfen.", SAID["answer"]]
    page = planner.get(f"/en/desk/answers/{idea.reference}")
    assert page.all_words(".thread li b") == ["Answered", "Adopted"]


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": ""},
        {"answer": ""},
        {"office": ""},
        {"kind": "not_adopted"},
        {"kind": "partly"},
        {"next_on": (today() - timedelta(days=1)).isoformat()},
        {"next_on": "bald"},
    ],
)
def test_an_answer_with_something_missing_comes_back_filled(planner: Browser, broken: dict[str, str]) -> None:
    idea = factories.idea()
    page = planner.fill(f"/desk/answers/{idea.reference}", 422, **{**SAID, **broken})
    assert page.html.css_first(".has-error") is not None
    assert page.fields()["answer"] == broken.get("answer", SAID["answer"])
    assert _outcomes() == []


def test_a_no_with_its_reason_is_taken(planner: Browser) -> None:
    idea = factories.idea()
    planner.fill(f"/desk/answers/{idea.reference}", **{**SAID, "kind": "not_adopted", "reason": "Es fehlt Platz."})
    assert _outcomes()[0].reason == "Es fehlt Platz."


def test_a_double_tap_answers_once(planner: Browser) -> None:
    idea = factories.idea()
    fields = {**planner.get(f"/desk/answers/{idea.reference}").fields(), **SAID}
    first, second = (planner.post(f"/desk/answers/{idea.reference}", fields) for _ in range(2))
    assert first.location == second.location
    assert len(_outcomes()) == 1


def test_who_answers_second_sees_the_first_answer_before_adding_another(planner: Browser, moderator: Browser) -> None:
    idea = factories.idea()
    fields = {**moderator.get(f"/en/desk/answers/{idea.reference}").fields(), **SAID, "answer": "Die zweite."}
    planner.fill(f"/desk/answers/{idea.reference}", **SAID)
    page = moderator.post(f"/en/desk/answers/{idea.reference}", fields, 409)
    assert "Somebody has answered in the meantime" in page.words("[role=alert]")
    assert SAID["answer"] in page.words(".thread")
    assert page.fields()["answer"] == "Die zweite."
    assert len(_outcomes()) == 1
    moderator.post(f"/en/desk/answers/{idea.reference}", page.fields())
    assert len(_outcomes()) == 2


def test_a_partner_answers_only_where_it_was_granted(staff) -> None:
    own, other = factories.board(slug="eigene"), factories.board(slug="fremde")
    theirs = factories.idea(own, title="Auf der eigenen")
    foreign = factories.idea(other, title="Auf der fremden")
    partner = staff(Role.PARTNER, on=("board:eigene",))
    page = partner.get("/en/desk/answers")
    assert page.all_words(".lines a") == ["Auf der eigenen"]
    assert "You answer for:" in page.words(".note")
    partner.fill(f"/desk/answers/{theirs.reference}", **SAID)
    partner.get(f"/desk/answers/{foreign.reference}", 403)
    partner.post(f"/desk/answers/{foreign.reference}", SAID, 403)
    assert [outcome.contribution_id for outcome in _outcomes()] == [theirs.id]


def test_a_partner_neither_moderates_nor_sees_what_is_hidden(staff) -> None:
    own = factories.board(slug="eigene")
    hidden = factories.idea(own, public=False, title="Noch geheim")
    partner = staff(Role.PARTNER, on=("board:eigene",))
    partner.get("/desk/moderation", 403)
    partner.get(f"/desk/moderation/{hidden.reference}", 403)
    partner.get(f"/desk/answers/{hidden.reference}", 404)
    for address in ("/desk", "/desk/answers"):
        assert "Noch geheim" not in partner.get(address).text


def test_only_what_is_public_can_be_answered(moderator: Browser) -> None:
    hidden = factories.idea(public=False)
    moderator.get(f"/desk/answers/{hidden.reference}", 404)
    moderator.post(f"/desk/answers/{hidden.reference}", SAID, 404)


def test_the_list_costs_the_same_number_of_statements_however_long_it_is(planner: Browser) -> None:
    board, counts = factories.board(), []
    for wanted in (2, 10, 190):
        many(board, wanted, public=True, district_id=factories.district().id)
        with statements() as found:
            planner.get("/desk/answers")
        counts.append(len(found))
    assert len(set(counts)) == 1
    assert planner.get("/en/desk/answers?page=4").all_words(".lines a")
    assert planner.get("/en/desk/answers?page=-3").status == 200
