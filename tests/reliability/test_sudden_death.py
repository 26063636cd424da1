"""The web process dies in the middle of work; small here, in full by `make proof`."""

import pytest
from sqlalchemy import insert, select, text

from participation.access.guard import see_all
from participation.contributions.models import Contribution
from participation.core.database import db
from tests import factories
from tests.reliability import sudden_death
from tests.reliability.server import House
from tests.surveys import town


@pytest.mark.slow
@pytest.mark.parametrize(
    "deed",
    [sudden_death.WRITE_IDEAS, sudden_death.ANSWER_SURVEY, sudden_death.SUPPORT_IDEA],
    ids=["ideas", "surveys", "supports"],
)
def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(real_house: House, deed) -> None:
    outcome = sudden_death.kill_under_writers(real_house, kills=2, writers=20, deed=deed)
    assert outcome.acknowledged > 20
    assert outcome.findings == sudden_death.Findings(lost=(), doubled=())
    assert outcome.surprises == ()
    assert outcome.wrong_links == ()
    # Here the machine is shared with other tests; `make proof` holds the promise itself.
    assert outcome.longest_absence_s <= 4 * sudden_death.LONGEST_ABSENCE_S
    assert "Traceback" not in real_house.log()


def test_a_lost_row_would_be_noticed(app) -> None:
    board = factories.board()
    told = [factories.idea(board).text for _ in range(3)]
    assert sudden_death.compare(told, sudden_death.stored_texts()).lost == ()
    with factories.writing():
        db.session.execute(text("DELETE FROM contribution WHERE text = :text"), {"text": told[1]})
    assert told[1] in sudden_death.compare(told, sudden_death.stored_texts()).lost


def test_a_doubled_row_would_be_noticed(app) -> None:
    idea = factories.idea()
    told = [idea.text]
    assert sudden_death.compare(told, sudden_death.stored_texts()).doubled == ()
    row = Contribution.__table__
    values = dict(db.session.execute(see_all(select(row).where(row.c.id == idea.id), "a test")).mappings().one())
    with factories.writing():
        values |= {"id": values["id"] + 1, "reference": "TWICE0", "receipt_hash": None}
        db.session.execute(insert(Contribution.__table__).values(**values))
    assert sudden_death.compare(told, sudden_death.stored_texts()).doubled == (told[0],)


def test_a_lost_or_doubled_answer_to_a_survey_would_be_noticed(app) -> None:
    survey = sudden_death.ANSWER_SURVEY.furnish()
    told = ["Idee 1", "Idee 2"]
    for words in told:
        town.answer(survey, {"idea": words})
    assert sudden_death.compare(told, sudden_death.stored_answers()) == sudden_death.Findings((), ())
    town.answer(survey, {"idea": told[0]})
    assert sudden_death.compare(told, sudden_death.stored_answers()).doubled == ("Idee 1",)
    with factories.writing():
        db.session.execute(text("DELETE FROM sealed_answer"))
    assert sudden_death.compare(told, sudden_death.stored_answers()).lost == ("Idee 1", "Idee 2")
