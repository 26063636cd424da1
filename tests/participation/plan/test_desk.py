"""What planners do: begin, edit, publish, add origins, record what has happened."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from participation.contributions.models import Outcome, OutcomeKind
from participation.core.clock import today
from participation.core.database import db
from participation.core.vocabulary import Role
from participation.plan import finding, services
from participation.plan.models import Measure, MeasureChange, MeasureOrigin
from participation.plan.rules import BindingState, Share, TimeHorizon
from tests import factories
from tests.client import Browser
from tests.participation.plan.conftest import ANSWER, draft, ideas, moved, published, references

SEND = {"answer": ANSWER, "office": "Bauamt"}


def _outcomes() -> dict[int, Outcome]:
    return {one.contribution_id: one for one in db.session.scalars(select(Outcome).order_by(Outcome.id))}


def _now(measure: Measure) -> Measure:
    db.session.rollback()
    found = finding.for_editors(measure.code)
    assert found is not None
    return found


def _count(noun: type) -> int:
    return db.session.scalar(select(func.count()).select_from(noun)) or 0


# Beginning and editing


def test_an_empty_desk_offers_the_first_step(planner: Browser) -> None:
    assert "No measure is here yet" in planner.get("/en/desk/measures").words("main")
    factories.process()
    assert planner.get("/desk/measures").html.css_first("a[href='/desk/measures/new']") is not None


def test_a_draft_begins_with_a_title(planner: Browser) -> None:
    process = factories.process()
    page = planner.fill("/en/desk/measures/new", title="Rufbus am Abend", field=str(process.fields[0].id))
    assert "M01 Rufbus am Abend" in planner.follow(page).words(".lines")
    assert finding.for_editors("M01").action_field.code == "MO"
    assert "missing: What is to be done" in planner.get("/en/desk/measures").words(".lines")


def test_a_draft_without_a_title_or_process_does_not_begin(planner: Browser) -> None:
    planner.get("/desk/measures/new", 404)
    factories.process()
    assert "Please give the measure a title" in planner.fill("/en/desk/measures/new", 422, title=" ").words(".error")


def test_a_double_tap_begins_one_draft(planner: Browser) -> None:
    factories.process()
    sent = {**planner.get("/desk/measures/new").fields(), "title": "Nur einmal"}
    first, second = (planner.post("/desk/measures/new", sent) for _ in range(2))
    assert first.location == second.location
    assert [one.code for one in _measures(planner)] == ["M01"]


def _measures(planner: Browser) -> list[Measure]:
    page = planner.get("/desk/measures")
    return [_now_by(words.split()[0]) for words in page.all_words(".lines a")]


def _now_by(code: str) -> Measure:
    found = finding.for_editors(code)
    assert found is not None
    return found


def test_a_planner_writes_down_what_the_measure_says(planner: Browser) -> None:
    measure = draft(lead_unit="", horizon=None)
    page = planner.get(f"/en/desk/measures/{measure.code}")
    assert page.all_words("section[aria-labelledby=c-missing] a") == ["Unit in charge", "Time horizon"]
    page = planner.fill(
        f"/en/desk/measures/{measure.code}",
        title="Neu",
        lead_unit="Bauamt",
        horizon="long",
        next_on=today().isoformat(),
    )
    assert "Saved" in planner.follow(page).words("[role=status]")
    stored = _now(measure)
    assert (stored.title, stored.lead_unit, stored.horizon, stored.next_on) == (
        "Neu",
        "Bauamt",
        TimeHorizon.LONG,
        today(),
    )
    assert planner.get(f"/desk/measures/{measure.code}").fields()["horizon"] == "long"


@pytest.mark.parametrize("broken", [{"title": ""}, {"summary": "x" * 601}, {"next_on": "bald"}, {"horizon": "never"}])
def test_a_refused_save_comes_back_filled(planner: Browser, broken: dict[str, str]) -> None:
    measure = draft()
    page = planner.fill(f"/desk/measures/{measure.code}", 422, **{"benefit": "Selbst getippt", **broken})
    assert page.html.css_first(".has-error") is not None
    assert page.fields()["benefit"] == "Selbst getippt"
    assert page.fields()["summary"] == broken.get("summary", measure.summary)
    assert _now(measure).benefit != "Selbst getippt"


def test_a_public_measure_cannot_become_incomplete(planner: Browser) -> None:
    measure = published()
    page = planner.fill(f"/en/desk/measures/{measure.code}", 422, lead_unit="", horizon="")
    assert page.all_words(".error") != []
    assert "must not be missing" in page.words("[role=alert]")
    assert _now(measure).lead_unit == "Bauamt"


def test_who_saves_second_is_told_and_both_texts_are_there(planner: Browser, staff) -> None:
    measure, colleague = draft(), staff(Role.LEAD)
    address = f"/en/desk/measures/{measure.code}"
    mine = {**planner.get(address).fields(), "summary": "Meine Fassung.", "lead_unit": "Mein Amt"}
    colleague.fill(address, summary="Fassung der Kollegin.")
    page = planner.post(address, mine, 409)
    assert "Somebody has saved this measure in the meantime" in page.words("[role=alert]")
    assert page.fields()["summary"] == "Meine Fassung."
    assert "Fassung der Kollegin." in page.words("main")
    assert len(page.html.css(".strong.warn")) == 2
    assert _now(measure).summary == "Fassung der Kollegin."
    planner.post(address, page.fields())
    assert (_now(measure).summary, _now(measure).lead_unit) == ("Meine Fassung.", "Mein Amt")


def test_a_double_tap_saves_once(planner: Browser) -> None:
    measure = draft()
    before, address = measure.version, f"/desk/measures/{measure.code}"
    sent = {**planner.get(address).fields(), "title": "Neu"}
    first, second = (planner.post(address, sent) for _ in range(2))
    assert first.location == second.location
    assert _now(measure).version == before + 1


# Publishing


def test_publishing_answers_every_origin_with_one_text_or_other_words(planner: Browser, browser: Browser) -> None:
    first, second = ideas(2, mail="author@example.org")
    measure = draft([first, second])
    page = planner.get(f"/en/desk/measures/{measure.code}/publish")
    assert "2 contributions get this answer" in page.words("main")
    assert page.fields()["office"] == "Bauamt"
    assert measure.code in page.fields()["answer"]
    own = {f"own-{second.reference}": "Ganz eigene Worte.", f"share-{second.reference}": "inspired"}
    planner.fill(f"/desk/measures/{measure.code}/publish", **SEND, **own)
    found = _outcomes()
    assert (found[first.id].kind, found[first.id].answer) == (OutcomeKind.ADOPTED, ANSWER)
    assert (found[second.id].kind, found[second.id].answer) == (OutcomeKind.INSPIRED, "Ganz eigene Worte.")
    assert "Ganz eigene Worte." in browser.get(f"/ideas/{second.reference}/way").text
    assert browser.get(f"/measures/{measure.code}").h1 == "Rufbus am Abend"


def test_who_is_only_partly_heard_reads_why(planner: Browser) -> None:
    (voice,) = ideas(1)
    measure = draft([voice])
    address, partly = f"/en/desk/measures/{measure.code}/publish", {f"share-{voice.reference}": "partly"}
    page = planner.fill(address, 422, **SEND, **partly)
    assert "only a part" in page.words(".error")
    assert page.fields()["answer"] == ANSWER
    assert page.html.css_first("details[open]") is not None
    planner.post(address, {**page.fields(), f"reason-{voice.reference}": "Es fehlt Geld."})
    assert _outcomes()[voice.id].reason == "Es fehlt Geld."


@pytest.mark.parametrize("broken", [{"answer": " "}, {"office": ""}])
def test_a_publication_without_answer_or_office_comes_back_filled(planner: Browser, broken: dict[str, str]) -> None:
    (voice,) = ideas(1)
    measure = draft([voice])
    own = {f"own-{voice.reference}": "Getippt"}
    page = planner.fill(f"/desk/measures/{measure.code}/publish", 422, **{**SEND, **own, **broken})
    assert page.fields()[f"own-{voice.reference}"] == "Getippt"
    assert (_outcomes(), _now(measure).is_draft) == ({}, True)


def test_an_incomplete_draft_says_what_is_missing_instead(planner: Browser) -> None:
    measure = draft(benefit="")
    page = planner.get(f"/en/desk/measures/{measure.code}/publish")
    assert page.all_words(".lines a") == ["What people gain"]
    planner.post(f"/desk/measures/{measure.code}/publish", SEND, 422)
    assert _now(measure).is_draft


def test_a_double_tap_publishes_once(planner: Browser) -> None:
    (voice,) = ideas(1, mail="author@example.org")
    measure = draft([voice])
    address = f"/desk/measures/{measure.code}/publish"
    sent = {**planner.get(address).fields(), **SEND}
    first, second = (planner.post(address, sent) for _ in range(2))
    assert first.location == second.location
    assert (_count(Outcome), _count(MeasureChange)) == (1, 1)


def test_who_publishes_second_is_told_and_nothing_is_said_twice(planner: Browser, staff) -> None:
    (voice,) = ideas(1)
    measure, colleague = draft([voice]), staff(Role.LEAD)
    address = f"/en/desk/measures/{measure.code}/publish"
    sent = {**planner.get(address).fields(), **SEND, "answer": "Meine Worte."}
    colleague.fill(address, **SEND)
    page = planner.post(address, sent, 409)
    assert "Somebody has published this measure" in page.words("[role=alert]")
    assert page.fields()["answer"] == "Meine Worte."
    assert _outcomes()[voice.id].answer == ANSWER


def test_an_origin_that_came_meanwhile_is_not_passed_over(planner: Browser) -> None:
    voices = ideas(2)
    measure = draft(voices[:1])
    address = f"/desk/measures/{measure.code}/publish"
    sent = {**planner.get(address).fields(), **SEND}
    factories.written(lambda: services.add_origins(finding.for_editors(measure.code), voices[1:], Share.ADOPTED))
    page = planner.post(address, sent, 422)
    assert f"share-{voices[1].reference}" in page.fields()
    planner.post(address, page.fields())
    assert set(_outcomes()) == {one.id for one in voices}


def test_a_measure_without_origins_can_be_published(planner: Browser, browser: Browser) -> None:
    measure = draft()
    planner.fill(f"/desk/measures/{measure.code}/publish", **SEND)
    assert "began this measure by itself" in browser.get(f"/en/measures/{measure.code}").text


# More origins


def test_contributions_are_added_by_their_numbers(planner: Browser) -> None:
    voices = ideas(3)
    measure = draft(voices[:1])
    address = f"/en/desk/measures/{measure.code}/origins"
    planner.fill(address, references=references(voices).lower(), share="partly")
    assert _count(MeasureOrigin) == 3
    assert _outcomes() == {}
    assert "Partly adopted" in planner.get(f"/en/desk/measures/{measure.code}").words(
        "section[aria-labelledby=c-origins]"
    )


def test_of_a_public_measure_their_authors_hear_at_once(planner: Browser) -> None:
    old, new = ideas(2)
    measure = published([old])
    address = f"/en/desk/measures/{measure.code}/origins"
    sent = {"references": new.reference, "share": "partly", "answer": "Zum Teil."}
    page = planner.fill(address, 422, **sent)
    assert "only a part" in page.words(".error")
    fields = {**page.fields(), "reason": "Es fehlt Geld."}
    first, second = (planner.post(address, fields) for _ in range(2))
    assert first.location == second.location
    assert _outcomes()[new.id].answer == "Zum Teil."
    assert _count(Outcome) == 2


def test_unknown_hidden_and_foreign_numbers_are_named(planner: Browser) -> None:
    voice, foreign = ideas(1)[0], ideas(1)[0]
    hidden = factories.idea(voice.board, public=False)
    measure = draft([voice])
    numbers = f"XXXXXX {hidden.reference} {foreign.reference} {voice.reference}"
    page = planner.fill(
        f"/en/desk/measures/{measure.code}/origins?process={voice.process.slug}", 422, references=numbers
    )
    for number in ("XXXXXX", hidden.reference, foreign.reference):
        assert number in page.words(".error")
    assert voice.reference not in page.words(".error")
    assert page.fields()["references"] == numbers
    assert _count(MeasureOrigin) == 1


# What has happened


def test_a_decision_is_recorded_and_everybody_sees_it(planner: Browser, browser: Browser) -> None:
    measure = published()
    address = f"/en/desk/measures/{measure.code}/state"
    sent = {**planner.get(address).fields(), "state": "decided", "decided_by": "Stadtvertretung"}
    first, second = (planner.post(address, sent) for _ in range(2))
    assert first.location == second.location
    assert _count(MeasureChange) == 2
    page = browser.get(f"/en/measures/{measure.code}")
    assert "Stadtvertretung" in page.words(".side .thread")
    assert planner.get(address).html.css("input[name=state][value=running]")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "what has happened"),
        ({"state": "done"}, ""),
        ({"state": "decided"}, "who decided"),
        ({"state": "stopped", "reason": "Weil."}, "why it is stopped"),
        ({"state": "stopped", "happened_on": "2999-01-01", "reason": "Kein Geld mehr da."}, "that is over"),
        ({"state": "stopped", "happened_on": "2001-01-01", "reason": "Kein Geld mehr da."}, "after the last change"),
    ],
)
def test_what_cannot_have_happened_comes_back_filled(planner: Browser, sent: dict[str, str], words: str) -> None:
    measure = published()
    page = planner.fill(f"/en/desk/measures/{measure.code}/state", 422, **sent)
    assert words in page.words("[role=alert]")
    assert page.fields().get("reason", "") == sent.get("reason", "")
    assert _now(measure).state is BindingState.PROPOSED


def test_nothing_follows_a_draft_or_an_end(planner: Browser) -> None:
    measure = draft()
    assert "Publish it first" in planner.get(f"/en/desk/measures/{measure.code}/state").words("main")
    done = published()
    moved(
        done,
        services.Move(BindingState.DECIDED, today(), "Rat"),
        services.Move(BindingState.RUNNING, today()),
        services.Move(BindingState.DONE, today()),
    )
    assert "nothing follows" in planner.get(f"/en/desk/measures/{done.code}/state").words("main")


# Who may


PAGES = ("", "/publish", "/origins", "/state")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.CITIZEN, Role.PARTNER, Role.MODERATOR])
def test_nobody_else_edits_the_plan(app: Flask, staff, role: Role, page: str) -> None:
    measure = draft()
    reader = staff(role)
    reader.get(f"/desk/measures/{measure.code}{page}", 403)
    reader.post(f"/desk/measures/{measure.code}{page}", SEND, 403)
    reader.get("/desk/measures/M99", 403)


@pytest.mark.parametrize("page", PAGES)
def test_guests_sign_in_first_and_unknown_codes_are_not_found(browser: Browser, planner: Browser, page: str) -> None:
    measure = draft()
    assert "/sign-in" in browser.get(f"/desk/measures/{measure.code}{page}", 303).location
    assert "/sign-in" in browser.get(f"/desk/measures/M99{page}", 303).location
    planner.get(f"/desk/measures/M99{page}", 404)
    planner.post(f"/desk/measures/M99{page}", SEND, 404)


def test_a_planner_of_one_process_sees_and_edits_that_one_alone(staff) -> None:
    own, other = factories.process(slug="eigener"), factories.process(slug="fremder")
    draft(process=own, title="Eigene")
    draft(process=other, title="Fremde")
    planner = staff(Role.PLANNER, on=("process:eigener",))
    assert planner.get("/desk/measures").all_words(".lines a") == ["M01 Eigene"]
    planner.get("/desk/measures/M01?process=eigener")
    planner.get("/desk/measures/M01?process=fremder", 403)
    planner.post("/desk/measures/M01?process=fremder", {"title": "X"}, 403)


def test_a_form_with_a_foreign_token_is_refused_filled(planner: Browser) -> None:
    measure = draft()
    page = planner.fill(f"/desk/measures/{measure.code}", 422, token="garbage", title="Getippt")
    assert page.fields()["title"] == "Getippt"
    assert _now(measure).title == "Rufbus am Abend"


def test_an_answer_given_before_is_shown_while_publishing(planner: Browser) -> None:
    (voice,) = ideas(1)
    published([voice], title="Erste")
    second = draft([voice], title="Zweite")
    assert ANSWER in planner.get(f"/desk/measures/{second.code}/publish").words(".lines")
