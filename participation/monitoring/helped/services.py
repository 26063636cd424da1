"""Verbs and queries of the question whether a measure has helped."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import ColumnElement, String, cast, func, literal, select, update

from participation.access.guard import GUEST, visible
from participation.accounts import links
from participation.accounts import services as accounts
from participation.contributions.hearing import Hearer, hearers
from participation.core import clock, codes, jobs, mail
from participation.core.clock import local, now
from participation.core.database import db, insert_if_new
from participation.core.feature import PersonalData, Retention
from participation.monitoring.helped.models import HelpAnswer, HelpRound
from participation.monitoring.helped.rules import Help, Helped
from participation.monitoring.helped.words import RETAINED
from participation.plan import finding
from participation.plan.models import Measure
from participation.plan.rules import BindingState
from participation.web import languages

JOB = "monitoring.ask_helped"
PURPOSE = "whether a measure has helped"
OPEN_DAYS = 180
ASKED_ABOUT = (BindingState.RUNNING, BindingState.DONE, BindingState.STOPPED)
"""Before a measure has begun, nobody can say whether it helps."""


def to_ask(measure: Measure) -> list[Hearer]:
    """Return whom the question reaches: authors, supporters of the public origins, and followers."""
    return hearers([one.contribution_id for one in finding.origins_of([measure])[measure.id]], measure.thread_id)


def ask(measure: Measure, person: int | None = None) -> HelpRound:
    """Ask everybody whom it reaches by mail whether the measure has helped."""
    made = HelpRound(measure_id=measure.id, asked_at=now(), person_id=person, asked=len(to_ask(measure)))
    db.session.add(made)
    db.session.flush()
    jobs.enqueue(JOB, {"round": made.id})
    return made


def write(job: jobs.JobRun) -> None:
    """Write to everybody of a round, each with a link of their own; all mails are stored together."""
    made = db.session.get(HelpRound, job.payload["round"])
    measure = public_measure_of(made) if made else None
    if made is None or measure is None:
        return
    people = to_ask(measure)
    mails = [_written(one, measure, made) for one in people]
    for recipient, subject, body in mails:
        mail.send(recipient, subject, body)
    made.asked = len(people)


def public_measure_of(made: HelpRound) -> Measure | None:
    """Return the measure a round is about, while everybody may read it."""
    return db.session.scalars(visible(select(Measure).where(Measure.id == made.measure_id), GUEST)).first()


def _written(to: Hearer, measure: Measure, made: HelpRound) -> tuple[str, str, str]:
    base = languages.base_address(to.language)
    with current_app.test_request_context(base_url=base), force_locale(languages.locale_of(to.language)):
        token = links.seal(PURPOSE, {"round": made.id, "who": voter(made.id, to.mail)})
        link = languages.full_address(url_for("monitoring.helped", token=token))
        body = render_template("monitoring/mail_helped.txt", to=to, measure=measure, link=link)
        subject = gettext("Has it helped? %(title)s", title=measure.title)
    return to.mail, subject, body


def voter(round_id: int, address: str) -> str:
    """Return under what an address counts in a round; nobody without our secret can make it."""
    secret: str = current_app.extensions["settings"].secret_key
    return codes.fingerprint(secret, f"helped:{round_id}", address.lower())


def by_token(token: str) -> tuple[HelpRound, str] | None:
    """Return which round and which voter a link stands for; None where it is over."""
    values = links.unseal(PURPOSE, token, timedelta(days=OPEN_DAYS))
    made = db.session.get(HelpRound, values["round"]) if values else None
    return (made, str(values["who"])) if values and made else None


def answer_of(made: HelpRound, who: str) -> Help | None:
    """Return what this voter has said so far."""
    statement = select(HelpAnswer.value).where(HelpAnswer.round_id == made.id, HelpAnswer.voter == who)
    return db.session.scalars(statement).first()


def answer(made: HelpRound, who: str, value: Help) -> None:
    """Count what this voter says, once, in place of what was said before."""
    own = {"round_id": made.id, "voter": who}
    insert_if_new(HelpAnswer.__table__, value=value, answered_at=now(), **own)  # type: ignore[arg-type]  # a Table it is
    changed = update(HelpAnswer).where(HelpAnswer.round_id == made.id, HelpAnswer.voter == who)
    db.session.execute(changed.values(value=value).execution_options(synchronize_session=False))


def helped(measures: Collection[Measure]) -> Mapping[int, Helped]:
    """Return what people said when they were asked last about each of these measures; two statements."""
    last = select(func.max(HelpRound.id)).where(HelpRound.measure_id.in_([one.id for one in measures]))
    rounds = db.session.scalars(select(HelpRound).where(HelpRound.id.in_(last.group_by(HelpRound.measure_id)))).all()
    counts: dict[int, dict[Help, int]] = defaultdict(dict)
    columns = HelpAnswer.round_id, HelpAnswer.value, func.count(HelpAnswer.id)
    counted = select(*columns).where(HelpAnswer.round_id.in_([one.id for one in rounds])).group_by(*columns[:2])
    for round_id, value, count in db.session.execute(counted):
        counts[round_id][value] = count
    return {one.measure_id: Helped(local(one.asked_at).date(), one.asked, counts[one.id]) for one in rounds}


# What is kept of people


def export(person_id: int) -> Mapping[str, object]:
    """Return what a person has said of measures, as long as it can still be told who said it."""
    found = db.session.scalars(select(HelpAnswer).where(HelpAnswer.voter.in_(_voters(person_id)))).all()
    return {"has_it_helped": [{"answer": one.value.value, "answered_at": one.answered_at} for one in found]}


def erase(person_id: int, _keep_texts: bool) -> None:
    """Forget who said it; the answer stays a number."""
    _without_voters(HelpAnswer.voter.in_(_voters(person_id)))


def forget(day: date) -> int:
    """Forget who answered in rounds that are over; return how many those were."""
    border = clock.at(day - timedelta(days=OPEN_DAYS), 0)
    over = select(HelpRound.id).where(HelpRound.asked_at < border)
    return _without_voters(HelpAnswer.round_id.in_(over) & HelpAnswer.voter.not_like("gone:%"))


def _voters(person_id: int) -> Sequence[str]:
    person = accounts.person(person_id)
    rounds = db.session.scalars(select(HelpRound.id)).all() if person else ()
    return [voter(one, address) for one in rounds for address in accounts.addresses(person)] if person else []


def _without_voters(chosen: ColumnElement[bool]) -> int:
    gone = update(HelpAnswer).where(chosen).values(voter=literal("gone:").concat(cast(HelpAnswer.id, String)))
    result = db.session.execute(gone.execution_options(synchronize_session=False))
    return int(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE returns a CursorResult


TABLES = frozenset({"help_answer"})
PERSONAL_DATA = PersonalData(TABLES, export, erase)
RETENTION = (Retention(RETAINED, TABLES, OPEN_DAYS, forget),)
