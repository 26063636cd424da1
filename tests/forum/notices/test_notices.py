"""Somebody reports a contribution in two taps; the moderators answer all notices about it with one reason."""

import pytest
import time_machine
from sqlalchemy import func, select

from forum.notices import letters
from participation.core import codes, jobs
from participation.core.clock import today
from participation.core.database import db
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.moderation import notices, personal
from participation.moderation.models import Alarm, Decision, Notice
from participation.moderation.rules import NoticeGround, Verdict
from tests import factories
from tests.client import Browser, Page

REASON = "Der Text kritisiert scharf, beleidigt aber niemanden."


def _report(browser: Browser, reference: str, status: int = 303, language: str = "/en", **typed: str) -> Page:
    values = {"ground": "respect", **typed}
    return browser.fill(f"{language}/contributions/{reference}/report", status, **values)


def _notices() -> list[Notice]:
    return list(db.session.scalars(select(Notice).order_by(Notice.id)))


def _mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def _work_off() -> None:
    db.session.rollback()
    for job in db.session.scalars(select(jobs.Job).where(jobs.Job.kind == notices.JOB)).all():
        run = jobs.JobRun(job.id, job.kind, job.payload, 1, 1)
        factories.written(letters.tell, run)


# Reporting


def test_two_taps_report_a_contribution_and_give_a_code(browser: Browser) -> None:
    idea = factories.idea(title="Bank am Markt")
    way = browser.get(f"/en/ideas/{idea.reference}")
    links = {node.text().strip(): node.attributes["href"] for node in way.html.css("main a")}
    assert links["Report this contribution"] == f"/en/contributions/{idea.reference}/report"
    page = browser.get(links["Report this contribution"] or "")
    assert len(page.html.css("button.choice[name=ground]")) == len(NoticeGround)
    state = browser.follow(_report(browser, idea.reference))
    assert state.h1 == "Your notice has arrived"
    assert [notice.ground for notice in _notices()] == [NoticeGround.RESPECT]
    assert state.words(".code").replace("-", "") not in {_notices()[0].seed, _notices()[0].receipt_hash}
    code = state.words(".code")
    found = browser.fill("/en/status", code=code)
    assert found.location.endswith(f"/notices/{code.lower()}")


def test_a_double_tap_is_one_notice_with_one_code(browser: Browser) -> None:
    idea = factories.idea()
    page = browser.get(f"/contributions/{idea.reference}/report")
    sent = {**page.fields(), "ground": "privacy"}
    first, second = (browser.post(f"/contributions/{idea.reference}/report", sent) for _ in range(2))
    assert first.location == second.location
    assert len(_notices()) == 1


def test_what_is_typed_goes_along_and_is_confirmed_and_no_page_shows_it_to_others(browser: Browser) -> None:
    idea = factories.idea()
    typed = {"explanation": "Nennt meine Nachbarin.", "name": "Amsel", "mail": "amsel@example.org", "good_faith": "y"}
    _report(browser, idea.reference, **typed)
    notice = _notices()[0]
    assert (notice.name, notice.mail, notice.is_in_good_faith) == ("Amsel", "amsel@example.org", True)
    assert [mail.recipient for mail in _mails()] == ["amsel@example.org"]
    assert f"/en/notices/{codes.grouped(notices.code_of(notice)).lower()}" in _mails()[0].body
    assert "Amsel" not in browser.get(f"/ideas/{idea.reference}").text


def test_more_can_be_said_later_and_a_wrong_address_loses_nothing(browser: Browser) -> None:
    idea = factories.idea()
    address = _report(browser, idea.reference).location
    page = browser.fill(address, 422, explanation="Zeile drei", mail="kein Postfach")
    assert page.fields()["explanation"] == "Zeile drei"
    state = browser.follow(browser.fill(address, explanation="Zeile drei", mail="amsel@example.org"))
    assert "Zeile drei" in state.words("main")
    assert [mail.recipient for mail in _mails()] == ["amsel@example.org"]


def test_without_a_ground_the_page_says_what_to_do_and_keeps_the_text(browser: Browser) -> None:
    idea = factories.idea()
    page = _report(browser, idea.reference, 422, ground="", explanation="Das ist gemein.")
    assert "Please press the button that fits best." in page.words("[role=alert]")
    assert page.fields()["explanation"] == "Das ist gemein."


def test_only_what_is_public_can_be_reported_also_by_staff(browser: Browser, staff) -> None:
    idea = factories.idea(public=False)
    for somebody in (browser, staff(Role.MODERATOR)):
        somebody.get(f"/contributions/{idea.reference}/report", 404)


def test_too_many_notices_from_one_connection_are_held_up_with_a_sentence(browser: Browser) -> None:
    idea = factories.idea()
    with time_machine.travel("2027-02-01 09:00:00+00:00", tick=False):
        for _ in range(12):
            _report(browser, idea.reference)
        page = _report(browser, idea.reference, 429, explanation="Noch einmal")
    assert "wait ten minutes" in page.words("[role=alert]")
    assert page.fields()["explanation"] == "Noch einmal"


# The moderators


def test_notices_stand_in_the_queue_together_and_danger_before_them(browser: Browser, staff) -> None:
    first, second = factories.idea(title="Die eine"), factories.idea(title="Die andere")
    _report(browser, first.reference)
    _report(browser, first.reference, ground="privacy")
    _report(browser, second.reference, ground="danger")
    moderator = staff(Role.MODERATOR)
    page = moderator.get("/en/desk/moderation?list=1")
    assert page.all_words(".group span")[::2] == ["Danger to life", "Reported"]
    assert page.all_words(".q b") == ["Die andere", "Die eine"]
    assert "2 notices" in page.all_words(".q")[1]
    duties = moderator.get("/en/desk").all_words(".lines a")
    assert duties[:2] == ["Danger to life: look at 1 notice", "Decide on 1 reported contribution"]


def test_a_moderator_of_another_board_sees_no_notice(browser: Browser, staff) -> None:
    mine, theirs = factories.board(), factories.board()
    idea = factories.idea(theirs)
    _report(browser, idea.reference)
    moderator = staff(Role.MODERATOR, on=(f"board:{mine.slug}",))
    assert moderator.get("/desk/moderation?list=1").all_words(".q b") == []
    moderator.get(f"/desk/notices/{idea.reference}", 403)
    browser.get(f"/desk/notices/{idea.reference}", 303)


def test_keeping_it_answers_all_notices_at_once_and_tells_those_who_left_a_mail(browser: Browser, staff) -> None:
    idea = factories.idea(mail="author@example.org")
    state = _report(browser, idea.reference).location
    _report(browser, idea.reference, mail="amsel@example.org")
    moderator = staff(Role.MODERATOR, name="Katrin Muster")
    page = moderator.get(f"/en/desk/notices/{idea.reference}")
    assert "amsel@example.org" in page.text
    moderator.fill(f"/en/desk/notices/{idea.reference}/keep", reason=REASON)
    assert [decision.verdict for decision in db.session.scalars(select(Decision))] == [Verdict.KEEP]
    _work_off()
    told = [mail for mail in _mails() if mail.recipient == "amsel@example.org"][-1]
    assert REASON in told.body
    assert "stays as it is" in told.body
    assert {mail.recipient for mail in _mails()} == {"amsel@example.org"}, "the author is not told: nothing changes"
    page = browser.get(state)
    assert page.h1 == "We have decided on your notice"
    assert REASON in page.text
    assert "Katrin Muster" not in page.text
    assert "Danger" not in moderator.get("/en/desk/moderation?list=1").text
    browser.get(f"/ideas/{idea.reference}")


def test_the_second_of_two_moderators_is_told_and_keeps_the_words(browser: Browser, staff) -> None:
    idea = factories.idea()
    _report(browser, idea.reference)
    early, late = staff(Role.MODERATOR), staff(Role.MODERATOR)
    address = f"/en/desk/notices/{idea.reference}/keep"
    typed = {**late.get(address).fields(), "reason": "Das ist eine Meinung, keine Beleidigung."}
    early.fill(address, reason=REASON)
    page = late.post(address, typed, 409)
    assert page.fields()["reason"] == typed["reason"]
    assert db.session.scalar(select(func.count(Decision.id))) == 1


@pytest.mark.parametrize("reason", ["", "zu kurz"])
def test_without_a_sentence_nothing_is_kept(browser: Browser, staff, reason: str) -> None:
    idea = factories.idea()
    _report(browser, idea.reference)
    staff(Role.MODERATOR).fill(f"/desk/notices/{idea.reference}/keep", 422, reason=reason)
    assert db.session.scalar(select(func.count(Decision.id))) == 0


def test_danger_names_the_police_secures_the_text_and_says_who_told_whom(browser: Browser, staff) -> None:
    idea = factories.idea(text="Ich tue mir heute etwas an.")
    _report(browser, idea.reference, ground="danger")
    moderator = staff(Role.MODERATOR, name="Katrin Muster")
    address = f"/en/desk/dangers/{idea.reference}"
    page = moderator.get(address)
    assert page.html.css_first("a[href='tel:110']") is not None
    moderator.fill(address, 422, informed="")
    moderator.fill(address, informed="Polizei 110, Frau Muster", note="Aktenzeichen 7")
    alarm = db.session.scalars(select(Alarm)).one()
    assert "Ich tue mir heute etwas an." in alarm.secured
    page = moderator.get(address)
    assert "Polizei 110, Frau Muster" in page.words("#told")
    assert "Katrin Muster" in page.words("#told")


# What is kept of people


def test_a_person_takes_along_and_erases_notices_under_the_own_address(browser: Browser) -> None:
    person = factories.person(mail="amsel@example.org")
    idea = factories.idea()
    _report(browser, idea.reference, mail="Amsel@example.org", name="Amsel", explanation="Zeile drei")
    assert personal.export(person.id)["notices"][0]["explanation"] == "Zeile drei"  # type: ignore[index]
    with factories.writing():
        personal.erase(person.id, keep_texts=False)
    notice = _notices()[0]
    assert (notice.name, notice.mail, notice.explanation) == ("", "", "")
    assert _mails() == []


def test_what_was_said_in_a_notice_is_forgotten_when_nobody_can_object_any_more(browser: Browser, staff) -> None:
    idea, still_open = factories.idea(), factories.idea()
    with time_machine.travel("2027-02-01 09:00:00+00:00", tick=False):
        for one in (idea, still_open):
            _report(browser, one.reference, name="Amsel", explanation="Zeile drei")
        staff(Role.MODERATOR).fill(f"/desk/notices/{idea.reference}/keep", reason=REASON)
    for day, forgotten in (("2027-08-09 09:00:00+00:00", 0), ("2027-08-12 09:00:00+00:00", 1)):
        with time_machine.travel(day, tick=False), factories.writing():
            assert personal.forget_notices(today()) == forgotten
    assert [notice.explanation for notice in _notices()] == ["", "Zeile drei"]
