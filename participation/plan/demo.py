"""The measures of the demo town: one that starts early, and after the council's decision all eight of them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from participation.access.guard import see_all
from participation.accounts.models import Person, RoleGrant
from participation.contributions.models import Contribution
from participation.contributions.threads.demo import talk
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from participation.plan import services
from participation.plan.demo_facts import BENEFITS, COMING, EARLY_ANSWERS, EARLY_COMING, RUNNING_SINCE, SAID
from participation.plan.demo_goals import erase_goals, load_goals, serve_goals
from participation.plan.demo_scores import erase_weights, fix_weights, score
from participation.plan.demo_sheets import sheet_of
from participation.plan.dependencies import services as dependencies
from participation.plan.models import Measure, MeasureCounter, MeasureOrigin
from participation.plan.money import services as purse
from participation.plan.money.rules import FundingState
from participation.plan.money.services import Post
from participation.plan.rules import BindingState, Share, TimeHorizon
from participation.plan.services import Facts, Move, Reply
from participation.plan.sheet import services as sheets
from participation.process.demo import SLUG, Anchor, DemoTown
from participation.process.models import Process

EARLY_DAY, PLAN_DAY, DECISION_DAY = "2027-01-25", "2027-04-12", "2027-06-17"
PUBLISHING_HOUR = 14
HORIZONS = {
    "kurzfristig": TimeHorizon.SHORT,
    "mittelfristig": TimeHorizon.MEDIUM,
    "langfristig": TimeHorizon.LONG,
}
FUNDING = {
    "beantragt": FundingState.APPLIED,
    "bewilligt": FundingState.GRANTED,
    "im Haushalt": FundingState.IN_BUDGET,
    "Antrag in Vorbereitung": FundingState.IDEA,
    "offen": FundingState.IDEA,
}
SHARES = {"in Maßnahme übernommen": Share.ADOPTED, "teilweise übernommen": Share.PARTLY}
MERGED = "zusammengeführt"


def load_measures(town: DemoTown) -> None:
    """Load the measures that exist at this moment of the town's story."""
    if _measures(town.process.id):
        return
    voices = _voices(town.process.id)
    told = town.fixture["measures"]
    planner = _planner()
    load_goals(town, planner)
    fix_weights(town, planner)
    if town.anchor is Anchor.PHASE2:
        early, next_one = (_draft(town, one, voices, planner) for one in told[:2])
        _coming(town, early, *EARLY_COMING)
        _propose(town, early, EARLY_DAY, _early_replies(voices), planner)
        _unfinished(next_one)
        serve_goals(town.process)
        return
    answered = {name: one for name, one in voices.items() if _is_answered(town, one)}
    merged = {name: one for name, one in voices.items() if name not in answered}
    for one in told:
        measure = _draft(town, one, merged, planner)
        _coming(town, measure, *COMING[one["code"]])
        _propose(town, measure, PLAN_DAY, _replies(town, one, merged), planner)
        _join(town, measure, one, answered, planner)
        _carry_on(town, measure, one["code"], planner)
    _talk(town, planner)
    _depend(town)
    serve_goals(town.process)


def _depend(town: DemoTown) -> None:
    found = {one.code: one for one in _measures(town.process.id)}
    for told in town.fixture["measures"]:
        for first in told["depends_on"]:
            dependencies.need(found[told["code"]], found[first])


def _talk(town: DemoTown, planner: int | None) -> None:
    for measure in _measures(town.process.id):
        if measure.thread:
            talk(town, measure.thread, SAID.get(measure.code, ()), planner, planner)


def _is_answered(town: DemoTown, voice: Contribution) -> bool:
    """Say whether the hub's demo has given the answer of the plan already, as it does for all but merged ideas."""
    return voice.answered_at is not None and voice.answered_at >= town.moment(PLAN_DAY)


def _join(
    town: DemoTown, measure: Measure, told: dict[str, Any], answered: Mapping[str, Contribution], planner: int | None
) -> None:
    """Add the origins whose authors have their answer, without a second one."""
    status = {idea["id"]: idea["outcome"]["status"] for idea in town.fixture["ideas"]}
    db.session.add_all(
        MeasureOrigin(
            measure_id=measure.id,
            contribution_id=answered[name].id,
            share=share_of(status[name]),
            added_at=town.moment(PLAN_DAY, PUBLISHING_HOUR),
            person_id=planner,
        )
        for name in told["from_ideas"]
        if name in answered
    )
    db.session.flush()


def _draft(town: DemoTown, told: dict[str, Any], voices: Mapping[str, Contribution], planner: int | None) -> Measure:
    field = next(field for field in town.process.fields if field.code == told["field"])
    heard = [voices[name] for name in told["from_ideas"] if name in voices]
    measure = services.draft_measure(
        town.process, title=told["title"], contributions=heard, action_field=field, person=planner
    )
    facts = Facts(
        title=told["title"],
        summary=town.words(told["short_description"]),
        benefit=BENEFITS[told["code"]],
        lead_unit=told["responsible"],
        action_field_id=field.id,
        horizon=HORIZONS[told["horizon"]],
    )
    services.edit(measure, facts)
    _pay(measure, told)
    sheets.write(measure, sheet_of(town, told))
    score(measure, told)
    return measure


def _pay(measure: Measure, told: dict[str, Any]) -> None:
    posts = [Post(one["source"], one["eur"], FUNDING[one["state"]]) for one in told["funding"]]
    purse.set_money(measure, told["cost_once_eur"], told["cost_annual_eur"], posts)


def _unfinished(measure: Measure) -> None:
    """Leave open what nobody could know yet, so that the desk shows what is missing."""
    measure.lead_unit, measure.horizon = "", None
    db.session.flush()


def _coming(town: DemoTown, measure: Measure, step: str, day: str) -> None:
    measure.next_step, measure.next_on = step, town.day(day) if day else None
    db.session.flush()


def _early_replies(voices: Mapping[str, Contribution]) -> dict[int, Reply]:
    return {voices[name].id: Reply(answer) for name, answer in EARLY_ANSWERS.items() if name in voices}


def _replies(town: DemoTown, told: dict[str, Any], voices: Mapping[str, Contribution]) -> dict[int, Reply]:
    """Return what the authors of these ideas are told."""
    outcomes = {idea["id"]: idea["outcome"] for idea in town.fixture["ideas"]}
    return {
        voices[name].id: Reply(town.words(outcomes[name]["public_answer"]), share_of(outcomes[name]["status"]))
        for name in told["from_ideas"]
        if name in voices
    }


def share_of(status: str) -> Share:
    """Return how much of an idea with this outcome its measure takes up.

    >>> share_of("mit I04 zusammengeführt").value, share_of("zurückgestellt").value
    ('adopted', 'inspired')
    """
    return Share.ADOPTED if status.endswith(MERGED) else SHARES.get(status, Share.INSPIRED)


def _propose(town: DemoTown, measure: Measure, day: str, replies: Mapping[int, Reply], planner: int | None) -> None:
    moment = town.moment(day, PUBLISHING_HOUR)
    services.publish(measure, replies, person=planner, published_at=moment)


def _carry_on(town: DemoTown, measure: Measure, code: str, planner: int | None) -> None:
    decided = Move(BindingState.DECIDED, town.day(DECISION_DAY), town.process.decider, is_news=False)
    services.set_state(measure, decided, planner)
    if code in RUNNING_SINCE:
        services.set_state(measure, Move(BindingState.RUNNING, town.day(RUNNING_SINCE[code]), is_news=False), planner)


def _voices(process_id: int) -> dict[str, Contribution]:
    """Return the public ideas of the demo town by their names in the fixture."""
    statement = select(Contribution).where(
        Contribution.process_id == process_id,
        Contribution.import_key.startswith("demo:"),
        Contribution.visibility == Visibility.PUBLIC,
    )
    rows = db.session.scalars(see_all(statement, "only public ones are asked for"))
    return {(row.import_key or "").removeprefix("demo:"): row for row in rows}


def _planner() -> int | None:
    return db.session.scalars(
        select(Person.id)
        .join(RoleGrant)
        .where(RoleGrant.role == Role.PLANNER, Person.mail.endswith("@elderow.example"))
        .order_by(Person.id)
    ).first()


def _measures(process_id: int) -> list[Measure]:
    statement = select(Measure).where(Measure.process_id == process_id)
    return list(db.session.scalars(see_all(statement, "the demo town is one")))


def erase_measures(town: DemoTown) -> None:
    """Remove the measures of the demo process, and its counter."""
    process_id = db.session.scalars(select(Process.id).where(Process.slug == SLUG)).first()
    if process_id is None:
        return
    for measure in _measures(process_id):
        db.session.delete(measure)
    erase_weights(process_id)
    erase_goals(process_id)
    db.session.execute(delete(MeasureCounter).where(MeasureCounter.process_id == process_id))
    db.session.flush()
