"""Packs of answers: they say what the answers say, are quick to read, and go with the first of their answers."""

import json
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import delete, func, insert, select

from participation.core import clock, jobs, night
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Channel
from surveys import personal, retention, services
from surveys.columns import packs
from surveys.columns.models import SurveyPack
from surveys.models import PersonalAnswer, Questionnaire, Survey, SurveyAnswer
from surveys.receipts.models import GoneReason
from surveys.receipts.services import forget_personal
from surveys.rules import Access, Anonymity
from tests import factories
from tests.bench import many
from tests.client import statements
from tests.surveys import town

COUNT = 45


@pytest.fixture(autouse=True)
def _small(monkeypatch) -> None:
    monkeypatch.setattr(packs, "SMALLEST", 10)
    monkeypatch.setattr(packs, "LARGEST", 20)


def answered(survey, count: int, seed: str = "a") -> None:
    with factories.writing():
        db.session.execute(
            insert(SurveyAnswer),
            [
                {"key": f"{seed}{Random(f'{seed}{number}').getrandbits(124):031x}", "survey_id": survey.id,
                 "channel": Channel.WEB, "values": values, "salt": "0" * 32}
                for number, values in enumerate(many.answers(count))
            ],
        )  # fmt: skip


def packed(survey) -> int:
    """Let the worker do what waits; return how many packs there are."""
    with factories.writing():
        packs.call(survey.id)
    moment = clock.now() + timedelta(minutes=6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "now", lambda: moment)
        for _ in range(3):
            factories.written(jobs.reconcile)
    assert not [one.last_error for one in jobs.unfinished().rows if one.kind == packs.PACK_JOB]
    return count_of_packs()


def test_answers_put_straight_into_the_table_are_packed_within_minutes(app, monkeypatch) -> None:
    few, enough = (town.survey(questions=many.questions()) for _ in range(2))
    answered(few, 9, "b")
    answered(enough, 12)
    ten = clock.now().replace(minute=20)
    for moment, n in ((ten + timedelta(minutes=1), 0), (ten, 1)):
        monkeypatch.setattr(night, "now", lambda moment=moment: moment)
        factories.written(night.call_often)
        factories.written(jobs.reconcile)
        assert count_of_packs() == n


def count_of_packs() -> int:
    return db.session.scalar(select(func.count(SurveyPack.key))) or 0


def columns(survey) -> dict:
    """Return what is read now, in an order that does not depend on packs."""
    table = packs.read(survey.id, survey.questions)
    rows = zip(*(line.tolist() for one in table.values() for line in (one.state, *one.code)), strict=True)
    return {"keys": list(table), "rows": sorted(map(str, rows))}


@pytest.fixture
def survey(app):
    made = town.survey(questions=many.questions())
    answered(made, COUNT)
    return made


def test_packed_answers_say_what_they_said_before(survey) -> None:
    before, results = columns(survey), services.results(survey)
    assert packed(survey) == 2
    assert columns(survey) == before
    services._columns.cache_clear()
    services._counted.cache_clear()
    assert services.results(survey) == results
    with statements() as ran:
        packs.read(survey.id, survey.questions)
    assert len(ran) == 3


def test_a_survey_that_nobody_has_answered_has_no_rows(app) -> None:
    assert columns(town.survey(questions=many.questions()))["rows"] == []


def test_what_came_later_is_read_beside_the_packs(survey) -> None:
    packed(survey)
    answered(survey, 4, seed="b")
    assert len(columns(survey)["rows"]) == COUNT + 4
    assert packed(survey) == 2, "four and those left over are too few for a pack of their own"


def test_packs_stand_in_the_order_of_random_keys_and_say_no_time(survey) -> None:
    packed(survey)
    for pack in db.session.scalars(select(SurveyPack)):
        rows = db.session.scalars(
            select(SurveyAnswer).where(SurveyAnswer.pack == pack.key).order_by(SurveyAnswer.key)
        ).all()
        places = packs._unpacked(pack.data)["q01"].code[0].tolist()
        keys = [option.key for option in survey.questions[0].options]
        assert places == [keys.index(row.values["q01"]) if "q01" in row.values else len(keys) for row in rows]
    assert {column.name for column in SurveyPack.__table__.columns} == {
        "key", "survey_id", "fingerprint", "count", "data",
    }  # fmt: skip


def test_texts_are_in_no_pack(survey) -> None:
    packed(survey)
    for pack in db.session.scalars(select(SurveyPack)):
        assert packs._unpacked(pack.data)["q17"].code.size == 0


def test_changed_questions_are_counted_anew(survey) -> None:
    packed(survey)
    with factories.writing():
        found = db.session.get_one(Survey, survey.id)
        found.questionnaire = Questionnaire(
            tuple(one for one in found.questions if one.key not in {"q03", "q04", "q05"})
        )
    again = db.session.get_one(Survey, survey.id)
    assert "q03" not in columns(again)["keys"]
    assert len(columns(again)["rows"]) == COUNT
    assert packed(again) == 2, "the old packs are gone"


def test_a_pack_with_an_answer_missing_is_not_used(survey) -> None:
    packed(survey)
    with factories.writing():
        victim = db.session.scalars(select(SurveyAnswer.key).where(SurveyAnswer.pack.is_not(None))).first()
        db.session.execute(delete(SurveyAnswer).where(SurveyAnswer.key == victim))
    assert len(columns(survey)["rows"]) == COUNT - 1


def test_an_answer_that_is_changed_or_withdrawn_takes_its_pack_along(app) -> None:
    survey = town.survey(
        questions=(town.choice("way", "foot", "bike"),), access=Access.ACCOUNTS, anonymity=Anonymity.PERSONAL
    )
    people = [factories.person() for _ in range(12)]
    for number, person in enumerate(people):
        with factories.writing():
            personal.keep(survey, person.id, {"way": "foot"}, f"{number:064x}", Channel.WEB)
    assert packed(survey) == 1
    with factories.writing():
        personal.keep(survey, people[0].id, {"way": "bike"}, f"{99:064x}", Channel.WEB)
    assert count_of_packs() == 0
    assert [cell.count for cell in services.results(survey).questions[0].cells] == [None, None]
    assert packed(survey) == 1
    with factories.writing():
        link = db.session.scalars(select(PersonalAnswer).where(PersonalAnswer.person_id == people[0].id)).one()
        forget_personal(link, GoneReason.WITHDRAWN)
    assert count_of_packs() == 0
    assert [cell.count for cell in services.results(survey).questions[0].cells] == [11, 0]


def test_retention_leaves_no_pack(survey) -> None:
    packed(survey)
    town.close(survey)
    town.move(survey, kept_days=1, opens_on=town.day(-30), closes_on=town.day(-20))
    with factories.writing():
        assert retention.forget_answers(today()) == COUNT
    assert count_of_packs() == 0


def test_the_night_calls_for_surveys_with_enough_loose_answers(survey) -> None:
    with factories.writing():
        packs.call_for_all()
    assert [job.payload for job in jobs.unfinished().rows if job.kind == packs.PACK_JOB] == [{"survey": survey.id}]


def test_answers_are_coded_whatever_stands_in_them(app) -> None:
    """Values that no form would have taken: a list for one choice, a number for a text, an option that is no more."""
    survey = town.survey(questions=many.questions())
    odd = [[], {}, "", 0, 7, 2.5, "a1", ["a1"], ["a1", "gone"], {"key": "a1"}, {"a1": 3}, {"a1": "x"}, True, None]
    with factories.writing():
        db.session.execute(
            insert(SurveyAnswer),
            [{"key": f"{number:032x}", "survey_id": survey.id, "channel": Channel.WEB, "salt": "0" * 32,
              "values": json.loads(json.dumps({one.key: value for one in survey.questions}))}
             for number, value in enumerate(odd)],
        )  # fmt: skip
    assert len(columns(survey)["rows"]) == len(odd)
