"""What is prepared so that every page has something to show, and every secret address leads somewhere."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, insert, select

from analysis.coding import services as coding
from analysis.models import Assignment, DecidedBy, Topic, TopicChange
from analysis.rules import SURE
from analysis.snapshots import services as snapshots
from analysis.snapshots.models import SnapshotPlace
from forum.answers.models import AnswerTemplate
from forum.hall import services as halls
from participation.access.guard import GUEST, see_all, visible
from participation.accounts import joining, links, news, organisations
from participation.accounts import services as accounts
from participation.accounts.models import Organisation
from participation.contributions import services as contributions
from participation.contributions.models import Idea
from participation.contributions.services import Draft
from participation.core import codes
from participation.core.clock import now, today
from participation.core.database import db
from participation.core.vocabulary import Channel, Sector
from participation.events import finding as events
from participation.events.points import services as points
from participation.events.seats import services as seats
from participation.events.tables import services as tables
from participation.moderation.rules import NoticeGround
from participation.monitoring import services as monitoring
from participation.monitoring.helped import services as asking
from participation.monitoring.helped.models import HelpRound
from participation.monitoring.helped.rules import Help
from participation.monitoring.models import Indicator, Milestone
from participation.monitoring.rules import Aspect, Effect, Hindrance
from participation.plan.dependencies import services as dependencies
from participation.plan.models import Measure
from participation.plan.rules import BindingState
from participation.process import services as processes
from surveys import answering
from surveys import services as surveys
from surveys.editor import services as editing
from surveys.editor.demo import SLUG as WRITTEN
from surveys.kiosk import services as kiosks
from surveys.letters import services as letters
from surveys.letters.demo import SLUG as LISTED
from surveys.letters.models import LetterForm
from surveys.models import Survey, SurveyAnswer
from surveys.paper import services as papers
from tests.journeys.town import CITIZEN_MAIL, STAFF, Town

WAVE_BEFORE = "digital-werden-vorher"

LONG = (
    "Die Straßenbeleuchtung an der Grundstücksentwässerungsanlage hinter dem Feuerwehrgerätehaus fällt im Winter aus. "
    "Bitte prüfen Sie, ob dort eine Lampe mit Bewegungsmelder möglich ist.\n\nMeine Kinder gehen den Weg jeden Morgen."
)
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


@dataclass(frozen=True, slots=True)
class Scene:
    """Names, numbers and secrets of what there is to see; paths where a mail brought the link."""

    board: str
    answered: str
    unanswered: str
    waiting: str
    own: str
    pictured: str
    file: int
    removed: str
    removed_code: str
    blocked: str
    blocked_code: str
    block: int
    stack: str
    translated: str
    status_code: str
    commented: str
    thread: int
    comment: str
    comment_code: str
    discussion: str
    discussion_thread: int
    follow_link: str
    answered_code: str
    voted: str
    frozen: str
    asked: str
    asked_code: str
    edited: str
    edited_code: str
    hidden: str
    merged: str
    merged_code: str
    reported: str
    notice_code: str
    hidden_code: str
    objection: int
    kept_code: str
    published_month: str
    open_month: str
    barrier_code: str
    open_barrier: int
    answered_barrier: int
    event: str
    invitation: str
    full_event: str
    event_table: str
    place: str
    measure: str
    milestone: int
    figure: int
    obstacle: int
    helped: str
    draft: str
    topic: int
    coding: int
    snapshot: int
    coded: int
    survey: str
    survey_draft: str
    survey_receipt: str
    listed: str
    kiosk: str
    paper: int
    sheet_again: int
    sheet_apart: int
    trial: str
    letters: str
    hall: str
    hall_receipt: str
    organisation: int
    sign_up_link: str
    forgotten_link: str
    new_mail_link: str
    stop_link: str
    template: int
    invitation_link: str


def prepare(town: Town) -> Scene:
    """Send in and answer what the pages are to show."""
    found = {
        **_voices(town),
        **_deeds(town),
        **_barriers(town),
        **_survey(town),
        **_letters(town),
        **_hall(town),
        **_links(town),
        **_plan(town),
        **_coding(town),
        **_kept(town),
    }
    return Scene(**{one.name: found[one.name] for one in fields(Scene)})


def _voices(town: Town) -> dict[str, Any]:
    waiting = town.receives_an_idea(LONG, display_name="Nachtigall", place="Am Feuerwehrgerätehaus", pictured="I26")
    answered = town.receives_an_idea("Bitte eine Bank mit Dach an der Haltestelle.", title="Bank mit Dach")
    own = town.receives_an_idea("Bitte mehr Bäume am Markt.", title="Bäume", author_id=town.person(CITIZEN_MAIL))
    town.answers(answered)
    voted, frozen = (town.receives_an_idea(f"Ein Skatepark, Nummer {n}.", title="Skatepark") for n in "12")
    for one in (voted, frozen):
        town.answers(one)
        town.receives_votes(one, 24)
    town.freezes(frozen, "Vierundzwanzig Stimmen kamen in einem Augenblick aus einem Netz.")
    commented, comment, code = town.receives_a_comment("Mit Dach, **bitte**! Sonst sitzt dort niemand.")
    reported = town.reference_of(answered)
    return {
        "board": town.board,
        "answered": town.reference(answered=True),
        "unanswered": town.reference(answered=False),
        "reported": reported,
        "voted": town.reference_of(voted),
        "frozen": town.reference_of(frozen),
        "notice_code": town.receives_a_notice(reported, NoticeGround.DANGER),
        "commented": commented,
        "thread": town.thread_of(commented),
        "comment": comment,
        "comment_code": code,
        **_decided(town),
        "discussion": town.discussion(),
        "discussion_thread": town.thread_of(town.discussion()),
        "follow_link": town.follows(town.thread_of(commented)),
        "waiting": town.reference_of(waiting),
        "own": town.reference_of(own),
        "pictured": town.reference_of_demo("I26"),
        "file": town.file_of(town.reference_of_demo("I26")),
        **_taken(town),
        "translated": _translated(town),
        "stack": town.receives_cards("Der Bus soll auch sonntags fahren.", "Licht an der Haltestelle."),
        "status_code": waiting,
        "answered_code": answered,
    }


def _decided(town: Town) -> dict[str, Any]:
    """Have a contribution hidden and its author object, another one kept, and the figures of a month published."""
    hidden, kept, told = (town.receives_an_idea(f"Bitte Nummer {number}.", days_ago=40) for number in range(3))
    for code in (hidden, kept, told):
        town.answers(code)
    town.hides(hidden)
    town.hides(told)
    objection = town.receives_an_objection(told)
    notice = town.receives_a_notice(town.reference_of(kept), NoticeGround.RESPECT)
    town.keeps(kept)
    month, open_month = town.publishes_a_month()
    return {
        "hidden": town.reference_of(hidden),
        "hidden_code": hidden,
        "objection": objection,
        "kept_code": notice,
        "published_month": month,
        "open_month": open_month,
    }


def _taken(town: Town) -> dict[str, Any]:
    """Have an idea removed for good, and the author of another one blocked."""
    removed, blocked = (town.receives_an_idea(f"Bitte Laterne {n}.", mail="zeisig@example.org") for n in "12")
    for code in (removed, blocked):
        town.answers(code)
    town.removes(removed)
    return {
        "removed": town.reference_of(removed),
        "removed_code": removed,
        "block": town.blocks(blocked),
        "blocked": town.reference_of(blocked),
        "blocked_code": blocked,
    }


def _translated(town: Town) -> str:
    code = town.receives_an_idea("Більше світла біля зупинки, будь ласка.", title="Світло біля зупинки", language="uk")
    town.translates(code, "Licht an der Haltestelle", "Mehr Licht an der Haltestelle, bitte.")
    return town.reference_of(code)


def _deeds(town: Town) -> dict[str, Any]:
    """Send in what the moderators ask back about, edit and merge."""
    texts = {
        "asked": "Bitte eine Bank an der Haltestelle.",
        "edited": "Herr Muster, Tel. 030 23125 000, parkt jeden Tag den Radweg am Feuerwehrgerätehaus zu.",
        "merged": "Bitte ein Dach über der Bank an der Haltestelle.",
    }
    codes_of = {name: town.receives_an_idea(text) for name, text in texts.items()}
    town.asks_back(codes_of["asked"])
    town.edits(codes_of["edited"], "Jemand parkt jeden Tag den Radweg am Feuerwehrgerätehaus zu.")
    references = {name: town.reference_of(code) for name, code in codes_of.items()}
    return {**references, **{f"{name}_code": code for name, code in codes_of.items()}}


def _coding(town: Town) -> dict[str, Any]:
    """Have two people sort a sample: one round is over, the other has just begun."""
    lead, other = town.person(STAFF["lead"]), town.person(STAFF["moderator"])
    with town.writing():
        process = processes.current()
        assert process is not None
        done, begun = (coding.begin(process, 20, lead) for _ in range(2))
        assert done is not None
        assert begun is not None
        coding.join(done, other)
        for place, line in enumerate(coding.lines(done, coding.FIRST)):
            first = process.fields[place % 3]
            coding.put(done, line.contribution.id, coding.FIRST, first)
            coding.put(done, line.contribution.id, coding.SECOND, process.fields[3] if place % 5 == 0 else first)
        for line in coding.lines(begun, coding.FIRST)[:3]:
            coding.put(begun, line.contribution.id, coding.FIRST, process.fields[1])
        return {"coding": begun.id, "coded": done.id}


def _kept(town: Town) -> dict[str, Any]:
    """Keep the topics as if two contributions had stood elsewhere and one had not been there yet."""
    lead = town.person(STAFF["lead"])
    with town.writing():
        process = processes.current()
        assert process is not None
        made = snapshots.take(process, "Ratssitzung im Dezember", lead, is_held=False)
        assert made is not None
        (largest, _), (other, _), *_rest = snapshots.topics_of(made)
        was = select(SnapshotPlace).where(SnapshotPlace.snapshot_id == made.id)
        first, second, third = db.session.scalars(was.where(SnapshotPlace.kept_topic_id == largest.id).limit(3))
        first.kept_topic_id = second.kept_topic_id = other.id
        db.session.delete(third)
        return {"snapshot": made.id}


def _barriers(town: Town) -> dict[str, Any]:
    first, second = (town.receives_a_barrier_report(text) for text in ("Die Schrift ist blass.", "Kein Ton im Film."))
    town.answers_the_barrier(second)
    return {
        "barrier_code": second,
        "open_barrier": town.barrier_id(first),
        "answered_barrier": town.barrier_id(second),
    }


def _survey(town: Town) -> dict[str, Any]:
    with town.writing():
        survey = (
            db.session.scalars(select(Survey).where(Survey.slug.not_in([LISTED, WRITTEN])).order_by(Survey.id))
            .unique()
            .first()
        )
        assert survey is not None
        draft, receipt = answering.draft_secret("a journey"), answering.receipt_code("a journey")
        kiosk = kiosks.open_kiosk(survey, "Bürgerbüro", 600, "a journey")
        stack = papers.stacks(survey)[-1]
        answering.keep_draft(survey, draft, {})
        answering.take_in(survey, {}, receipt)
        _wave_before(survey)
        written = surveys.by_slug(WRITTEN)
        assert written is not None
        return {
            "survey": survey.slug,
            "trial": f"/surveys/{WRITTEN}/try/{editing.trial_secret(written)}",
            "survey_draft": draft,
            "paper": stack.id,
            "sheet_again": papers.standing(stack).again[0],
            "sheet_apart": papers.standing(stack).apart[0],
            "kiosk": f"/kiosk/{kiosks.secret_of(kiosk)}",
            "survey_receipt": codes.grouped(receipt).lower(),
        }


def _wave_before(survey: Survey) -> None:
    """Let the same survey have been answered a year before, by fewer people who were less content."""
    opens_at, closes_at = (moment - timedelta(weeks=52) for moment in (survey.opens_at, survey.closes_at))
    before = surveys.publish(
        survey.process,
        surveys.Plan(
            slug=WAVE_BEFORE, title=survey.title, lead=survey.lead, minutes=survey.minutes, series=survey.series,
            questions=survey.questions[:-1], opens_at=opens_at, closes_at=closes_at,
            results_from=survey.results_from - timedelta(weeks=52),
        ),
    )  # fmt: skip
    answers = select(SurveyAnswer.values).where(SurveyAnswer.survey_id == survey.id).order_by(SurveyAnswer.key)
    rows = [
        {"key": f"{number:032x}", "survey_id": before.id, "channel": Channel.WEB,
         "values": {**values, "Q02": number % 5 + 1}, "salt": "0" * 32}
        for number, values in enumerate(db.session.scalars(answers.limit(120)))
    ]  # fmt: skip
    db.session.execute(insert(SurveyAnswer), rows)


def _letters(town: Town) -> dict[str, Any]:
    """Have letters made to one more household, and leave them where they can be fetched."""
    with town.writing():
        survey, secret = surveys.by_slug(LISTED), letters.secret_of("a journey of letters")
        assert survey is not None
        words = {"greeting": "Guten Tag,", "text": "bitte nehmen Sie teil.", "signed": "Stadt Elderow"}
        letters.order_first(survey, ["An Haushalt 41\nSeeweg 41\n12345 Elderow"], LetterForm.CSV, words, secret)
    town.works_off(letters.MAKE_JOB)
    return {"listed": LISTED, "letters": secret}


def _hall(town: Town) -> dict[str, Any]:
    with town.writing():
        hall = halls.halls()[0]
        receipt = contributions.receipt_code("a journey to the hall")
        halls.ask(hall, Draft(text="Wer räumt den Fußweg zum Feuerwehrgerätehaus?", channel=Channel.EVENT), receipt)
        return {"hall": hall.code.lower(), "hall_receipt": codes.grouped(receipt).lower()}


def _links(town: Town) -> dict[str, Any]:
    with town.writing():
        person = accounts.by_mail(CITIZEN_MAIL)
        assert person is not None
        organisation: Organisation = organisations.register(person, "Anglerverein", Sector.CIVIL_SOCIETY)
        number, stop = organisation.id, news.stop_link(person)
        joining.ask_for_account("meise@example.org", "Meise")
        joining.ask_for_password(CITIZEN_MAIL)
        joining.ask_to_move(person, "drossel@example.org")
        organisations.invite("Heimatverein", Sector.CIVIL_SOCIETY, "verein@example.org")
    town.works_off(joining.JOB)
    return {
        "organisation": number,
        "stop_link": stop.removeprefix(town.address),
        "sign_up_link": _link_in(town, "meise@example.org"),
        "forgotten_link": _link_in(town, CITIZEN_MAIL),
        "new_mail_link": _link_in(town, "drossel@example.org"),
        "invitation_link": _link_in(town, "verein@example.org"),
    }


def _link_in(town: Town, address: str) -> str:
    found = LINK.search(town.letters_to(address)[-1])
    assert found is not None
    return found[1]


def _change(one: Assignment, before: int | None) -> TopicChange:
    is_new = before is None
    return TopicChange(
        contribution_id=one.contribution_id, before_id=before, after_id=one.topic_id, is_new=is_new, found_at=now()
    )


def _sort(town: Town) -> None:
    """Let the last run have changed something that no planner has looked at, and be unsure of one place."""
    with town.writing():
        machine = select(Assignment).where(Assignment.decided_by == DecidedBy.MACHINE)
        one, two, *others = db.session.scalars(machine.order_by(Assignment.contribution_id)).all()
        elsewhere = next(other.topic_id for other in others if other.topic_id != one.topic_id)
        db.session.add_all([_change(one, elsewhere), _change(two, None)])
        others[-1].confidence = SURE / 2


def _follow(town: Town) -> dict[str, Any]:
    """Give the first public measure a figure, a late milestone and an obstacle, and answers whether it helped."""
    with town.writing():
        public = select(Measure).where(Measure.state != BindingState.DRAFT).order_by(Measure.code)
        measure = db.session.scalars(see_all(public, "a test looks")).unique().first()
        assert measure is not None
        day = today()
        figure = Indicator(name="Fahrgäste", aspect=Aspect.OUTCOME, every_days=91, target=100, target_on=day)
        milestone = Milestone(measure_id=measure.id, name="Vertrag mit dem Verkehrsbetrieb", due_on=day - timedelta(9))
        monitoring.add_indicator(measure, figure)
        db.session.add(milestone)
        told = {"effect": Effect.LESS, "was_foreseen": False, "found_on": day, "kind": Hindrance.STAFF}
        words = {
            "text": "Zwei Fahrerinnen fehlen noch",
            "remover": "Verkehrsbetrieb",
            "next_action": "Neu ausschreiben",
        }
        obstacle = monitoring.name_obstacle(measure, {**told, **words})
        asked = HelpRound(measure_id=measure.id, asked=9, asked_at=now())
        db.session.add(asked)
        db.session.flush()
        for number, said in enumerate([Help.YES] * 4 + [Help.PARTLY, Help.NO]):
            asking.answer(asked, f"somebody {number}", said)
        link = links.seal(asking.PURPOSE, {"round": asked.id, "who": "somebody else"})
        return {"milestone": milestone.id, "figure": figure.id, "obstacle": obstacle.id, "helped": link}


def _moved(town: Town) -> None:
    """Let the draft hang on the public measure, which was just moved by two weeks."""
    with town.writing():
        statement = see_all(select(Measure).order_by(Measure.code), "a test looks")
        first, later = db.session.scalars(statement).unique().all()[:2]
        if not dependencies.hanging_on_it(first):
            dependencies.need(later, first, "Beide nutzen denselben Kalender.")
            dependencies.ask(first, 14)


def _read(statement: Select[Idea]) -> Iterable[Idea]:
    return db.session.scalars(visible(statement, GUEST)).unique()


def _talk_at_tables(town: Town) -> None:
    """Let people give points at the next event to what was said there."""
    with town.writing():
        process = processes.current()
        assert process is not None
        event = next(one for one in events.coming(process) if one.place.startswith("Feuerwehrhaus"))
        if points.round_of(event) is None:
            public = select(Idea).where(Idea.process_id == process.id, Idea.channel == Channel.WEB).order_by(Idea.id)
            for table, idea in zip(tables.of(event), _read(public), strict=False):
                tables.keep(table, idea)
            points.set_up(event, 3, is_open=True, paper={}, version="")


def _plan(town: Town) -> dict[str, Any]:
    _sort(town)
    _talk_at_tables(town)
    _moved(town)
    followed = _follow(town)
    with town.looking():
        process = processes.current()
        statement = see_all(select(Measure).order_by(Measure.code), "a test looks")
        measures = db.session.scalars(statement).unique().all()
        topic = db.session.scalars(select(Topic.id).order_by(Topic.id)).first()
        assert process is not None
        event = next(one for one in events.coming(process) if one.place.startswith("Feuerwehrhaus"))
        return {
            "event": event.code.lower(),
            "invitation": event.invitation.lower(),
            "full_event": events.past(process)[0].code.lower(),
            "event_table": tables.secret_of(events.past(process)[0], 1).lower(),
            "place": seats.secret_of(seats.key_of("demo E04 0")).lower(),
            "measure": next(one.code for one in measures if not one.is_draft),
            "draft": next(one.code for one in measures if one.is_draft),
            **followed,
            "topic": topic or 0,
            "template": db.session.scalars(select(AnswerTemplate.id)).first() or 0,
        }
