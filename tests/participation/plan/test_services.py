"""Drafting, publishing, and what the tables themselves refuse."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import IntegrityError

from participation.access.guard import UncheckedSelectError, see_all
from participation.contributions.models import Outcome, OutcomeKind
from participation.core.clock import today
from participation.core.database import db, read_only
from participation.core.jobs import Job
from participation.plan import finding, services
from participation.plan.models import Measure, MeasureChange, MeasureOrigin
from participation.plan.rules import MOVES, BindingState, Share
from participation.plan.services import Move, NoSuchMoveError, NotCompleteError, NotDraftError, Reply
from participation.process.models import Process
from tests import factories
from tests.client import statements
from tests.participation.plan.conftest import ANSWER, draft, fresh, ideas, moved, published


def _count(noun: type) -> int:
    return db.session.scalar(see_all(select(func.count()).select_from(noun), "a test counts")) or 0


def test_codes_are_given_in_order_in_each_process_and_never_twice(app: Flask) -> None:
    process, other = factories.process(), factories.process()
    assert [draft(process=process).code for _ in range(2)] == ["M01", "M02"]
    last = draft(process=process)
    factories.written(lambda: db.session.execute(delete(Measure).where(Measure.id == last.id)))
    assert draft(process=process).code == "M04"
    assert draft(process=other).code == "M01"


def test_two_who_draft_at_once_get_two_codes(app: Flask) -> None:
    process_id = factories.process().id
    db.session.rollback()

    def one(number: int) -> str:
        with app.app_context():
            read_only(False)
            process = db.session.get(Process, process_id)
            assert process is not None
            code = services.draft_measure(process, title=f"Maßnahme {number}").code
            db.session.commit()
            return code

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(one, range(6)))
    assert sorted(found) == [f"M{number:02}" for number in range(1, 7)]


def test_a_draft_keeps_its_origins_and_tells_nobody(app: Flask) -> None:
    voices = ideas(2, mail="author@example.org")
    measure = draft([*voices, voices[0]])
    assert {origin.contribution_id for origin in finding.origins_of([measure])[measure.id]} == {
        one.id for one in voices
    }
    assert (_count(Outcome), _count(Job)) == (0, 0)


def test_a_long_summary_is_cut_at_a_words_end(app: Flask) -> None:
    process = factories.process()
    measure = factories.written(services.draft_measure, process, title="Lang", summary="Wort " * 200)
    assert 590 < len(measure.summary) <= 600
    assert measure.summary.endswith("Wort …")


def test_publishing_records_the_outcome_of_each_origin_and_tells_those_who_left_a_mail(app: Flask) -> None:
    first, second = ideas(2, mail="author@example.org")
    measure = draft([first, second])
    replies = {first.id: Reply("Ja, ganz."), second.id: Reply("Zum Teil.", Share.PARTLY, "Das Geld reicht nicht.")}
    factories.written(lambda: services.publish(finding.for_editors(measure.code), replies, office="Bauamt"))
    found = {one.contribution_id: one for one in db.session.scalars(select(Outcome))}
    assert (found[first.id].kind, found[first.id].answer) == (OutcomeKind.ADOPTED, "Ja, ganz.")
    assert (found[second.id].kind, found[second.id].reason) == (OutcomeKind.PARTLY, "Das Geld reicht nicht.")
    assert {one.office for one in found.values()} == {"Bauamt"}
    assert _count(Job) == 2
    assert {one.share for one in db.session.scalars(select(MeasureOrigin))} == {Share.ADOPTED, Share.PARTLY}


def test_an_origin_that_fails_leaves_nothing_behind(app: Flask) -> None:
    voices = ideas(3, mail="author@example.org")
    measure = draft(voices)
    replies = {one.id: Reply("" if one is voices[-1] else ANSWER) for one in voices}
    with pytest.raises(IntegrityError):
        factories.written(lambda: services.publish(finding.for_editors(measure.code), replies))
    assert (_count(Outcome), _count(Job), _count(MeasureChange)) == (0, 0, 0)
    assert finding.measure(measure.code) is None


def test_adding_an_origin_that_fails_to_a_public_measure_leaves_nothing_behind(app: Flask) -> None:
    measure = published(process=(voices := ideas(2))[0].process)
    with pytest.raises(ValueError, match="needs an answer"):
        factories.written(
            lambda: services.add_origins(finding.for_editors(measure.code), voices, Share.ADOPTED, "", "Bauamt")
        )
    assert (_count(Outcome), _count(MeasureOrigin)) == (0, 0)


def test_an_origin_is_added_once(app: Flask) -> None:
    (voice,) = ideas(1)
    measure = published([voice])
    found = factories.written(
        lambda: services.add_origins(finding.for_editors(measure.code), [voice], Share.PARTLY, "Nochmal", "Amt")
    )
    assert found == 0
    assert (_count(Outcome), _count(MeasureOrigin)) == (1, 1)


def test_an_incomplete_measure_cannot_be_published_by_anybody(app: Flask) -> None:
    measure = draft(lead_unit="")
    with pytest.raises(NotCompleteError):
        factories.written(lambda: services.publish(finding.for_editors(measure.code), {}))
    with pytest.raises(IntegrityError):
        factories.written(lambda: db.session.execute(text("UPDATE measure SET state = 'proposed'")))


def test_a_measure_is_published_once(app: Flask) -> None:
    measure = published()
    with pytest.raises(NotDraftError):
        factories.written(lambda: services.publish(finding.for_editors(measure.code), {}))


@pytest.mark.parametrize("before", BindingState)
@pytest.mark.parametrize("after", BindingState)
def test_a_state_follows_only_from_those_the_rules_name(app: Flask, before: BindingState, after: BindingState) -> None:
    measure = draft() if before is BindingState.DRAFT else published()
    path = {
        BindingState.DRAFT: (),
        BindingState.PROPOSED: (),
        BindingState.DECIDED: (BindingState.DECIDED,),
        BindingState.FUNDED: (BindingState.DECIDED, BindingState.FUNDED),
        BindingState.RUNNING: (BindingState.DECIDED, BindingState.RUNNING),
        BindingState.DONE: (BindingState.DECIDED, BindingState.RUNNING, BindingState.DONE),
        BindingState.STOPPED: (BindingState.STOPPED,),
    }[before]
    moved(measure, *(_move(state) for state in path))
    if after in MOVES[before]:
        moved(measure, _move(after))
        assert finding.for_editors(measure.code).state is after
    else:
        with pytest.raises(NoSuchMoveError):
            moved(measure, _move(after))


def _move(state: BindingState) -> Move:
    return Move(state, today(), "Stadtvertretung", "Dafür reicht das Geld nicht.")


@pytest.mark.parametrize(
    "move",
    [
        Move(BindingState.STOPPED, today()),
        Move(BindingState.DECIDED, today()),
        Move(BindingState.STOPPED, today(), "", "Weil."),
    ],
)
def test_no_stop_without_a_reason_and_no_decision_without_somebody_who_decided(app: Flask, move: Move) -> None:
    measure = published()
    with pytest.raises(IntegrityError):
        moved(measure, move)
    assert finding.for_editors(measure.code).state is BindingState.PROPOSED


def test_an_unchecked_select_of_measures_raises(app: Flask) -> None:
    with pytest.raises(UncheckedSelectError):
        db.session.scalars(select(Measure)).all()


def test_hidden_origins_get_no_answer(app: Flask) -> None:
    public, hidden = factories.idea(), factories.idea(public=False, mail="author@example.org")
    measure = draft([public, hidden])
    factories.written(lambda: services.publish(finding.for_editors(measure.code), {public.id: Reply(ANSWER)}))
    assert [one.contribution_id for one in db.session.scalars(select(Outcome))] == [public.id]
    assert [one.contribution_id for one in finding.origins_of([measure])[measure.id]] == [public.id]
    assert _count(Job) == 0


def test_publishing_asks_the_database_as_often_for_three_origins_as_for_sixty(app: Flask) -> None:
    board = factories.board()
    questions = []
    for number in (3, 60):
        voices = [factories.idea(board, mail=f"amsel{one}@example.org" if one % 2 else "") for one in range(number)]
        replies = {idea.id: Reply(ANSWER) for idea in voices}
        measure = draft(voices)
        with statements() as found:
            factories.written(lambda m=measure, r=replies: services.publish(fresh(m), r))
        questions.append(len([one for one in found if not one.startswith("INSERT")]))
    assert questions[0] == questions[1] <= 20
    assert db.session.scalar(select(func.count()).select_from(Outcome)) == 63
