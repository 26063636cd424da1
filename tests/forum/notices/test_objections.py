"""Authors and notifiers object within six months; a second person decides, and what follows from it happens."""

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from participation.contributions import personal as contributions_personal
from participation.contributions import services as contributions
from participation.contributions.models import Idea
from participation.core import codes
from participation.core.clock import today
from participation.core.database import db, read_only
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.moderation import appeals, personal
from participation.moderation.appeals import SamePersonError
from participation.moderation.models import Appeal, Decision
from participation.moderation.rules import AppealOutcome, Verdict, Visibility
from tests import factories
from tests.client import Browser, statements

FACTS = "Der Text nennt eine Person mit Namen."
WHY = "Ich habe niemanden genannt, „Meier“ ist die Bäckerei."
ANSWER = "Gemeint ist die Bäckerei, keine Person. Der Beitrag bleibt."
KEPT = "Der Text kritisiert scharf, beleidigt aber niemanden."


@pytest.fixture
def first(staff) -> Browser:
    """The moderator who decides the first time."""
    return staff(Role.MODERATOR, name="Katrin Muster")


@pytest.fixture
def second(staff) -> Browser:
    """Another moderator."""
    return staff(Role.MODERATOR, name="Bernd Beispiel")


def _hidden(first: Browser, browser: Browser, mail: str = "") -> tuple[Idea, str]:
    """Have an idea reported and hidden; return it with the address of its author's private page."""
    receipt = contributions.receipt_code(factories.once_key())
    idea = factories.idea(receipt=receipt, mail=mail)
    browser.fill(f"/contributions/{idea.reference}/report", ground="privacy")
    first.fill(f"/desk/notices/{idea.reference}/hide", rules="privacy", facts=FACTS)
    return idea, f"/en/i/{codes.grouped(receipt).lower()}"


def test_every_page_of_the_desk_counts_what_waits_in_one_statement(first, browser: Browser, staff) -> None:
    _idea, address = _hidden(first, browser)
    browser.fill(f"{address}/object", text=WHY)
    for ground in ("respect", "danger"):
        browser.fill(f"/contributions/{factories.idea().reference}/report", ground=ground)
    factories.idea(public=False)
    moderator = staff(Role.MODERATOR)
    with statements() as found:
        page = moderator.get("/en/desk/register")
    assert "Moderation, open: 4" in " ".join(page.all_words("nav a"))
    assert len([one for one in found if "notice.decision_id IS NULL" in one]) == 1
    assert "4 open" in moderator.get("/en/desk/moderation?list=1").words(".pane-head")
    elsewhere = staff(Role.MODERATOR, on=("board:nowhere",)).get("/en/desk/register")
    assert "Moderation, open: 4" not in " ".join(elsewhere.all_words("nav a"))


def _appeal() -> Appeal:
    db.session.rollback()
    return db.session.scalars(select(Appeal)).one()


def _mails(address: str) -> list[str]:
    return list(db.session.scalars(select(Mail.body).where(Mail.recipient == address).order_by(Mail.id)))


def _of(reference: str) -> Visibility:
    db.session.rollback()
    row = db.session.execute(
        text("SELECT visibility FROM contribution WHERE reference = :r"), {"r": reference}
    ).scalar()
    return Visibility(row)


def test_hiding_a_reported_contribution_tells_the_author_and_not_who_reported(browser: Browser, first: Browser) -> None:
    idea = factories.idea(mail="author@example.org")
    typed = {"ground": "privacy", "name": "Amsel", "mail": "amsel@example.org"}
    state = browser.fill(f"/en/contributions/{idea.reference}/report", **typed).location
    page = first.fill(f"/en/desk/notices/{idea.reference}/hide", 422, rules="", facts=FACTS)
    assert page.fields("form#hide")["facts"] == FACTS
    first.fill(f"/en/desk/notices/{idea.reference}/hide", rules="privacy", facts=FACTS)
    assert _of(idea.reference) is Visibility.HIDDEN
    letter = _mails("author@example.org")[-1]
    assert FACTS in letter
    assert "Amsel" not in letter
    assert "amsel" not in letter
    browser.get(f"/ideas/{idea.reference}", 404)
    assert db.session.scalars(select(Decision)).one().verdict is Verdict.HIDE
    page = browser.get(state)
    assert "The contribution is not public any more." in page.text
    assert idea.title not in page.text
    browser.get(f"{state}/object", 303)
    assert "Reported" not in first.get("/en/desk/moderation?list=1").all_words(".group span")


def test_an_author_objects_and_a_second_person_makes_it_public_again(
    browser: Browser, first: Browser, second: Browser
) -> None:
    idea, status = _hidden(first, browser, "author@example.org")
    page = browser.get(status)
    assert "You can object until" in page.words("#objection")
    browser.fill(f"{status}/object", 422, text="")
    browser.follow(browser.fill(f"{status}/object", text=WHY))
    assert WHY in browser.get(status).words("#objection")
    assert "Objections" in second.get("/en/desk/moderation?list=1").all_words(".group span")
    desk = f"/en/desk/objections/{_appeal().id}"
    second.fill(desk, 422, outcome="reversed", answer="zu kurz")
    second.fill(desk, outcome="reversed", answer=ANSWER)
    assert _of(idea.reference) is Visibility.PUBLIC
    assert ANSWER in _mails("author@example.org")[-1]
    assert ANSWER in browser.get(status).words("#objection")
    assert ANSWER not in browser.get(f"/en/ideas/{idea.reference}/way").text
    verdicts = list(db.session.scalars(select(Decision.verdict).order_by(Decision.id)))
    assert verdicts == [Verdict.HIDE, Verdict.RESTORE]


def test_whoever_decided_first_cannot_decide_again_also_the_table_says_so(
    browser: Browser, first: Browser, second: Browser
) -> None:
    _, status = _hidden(first, browser)
    browser.fill(f"{status}/object", text=WHY)
    desk = f"/en/desk/objections/{_appeal().id}"
    page = first.get(desk)
    assert "Somebody else decides." in page.text
    assert page.html.css_first("input[name=outcome]") is None
    appeal = _appeal()
    with factories.writing(), pytest.raises(SamePersonError):
        appeals.decide(appeal, AppealOutcome.REVERSED, ANSWER, appeal.first_person_id)
    assert _appeal().outcome is None
    db.session.rollback()
    read_only(False)
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE appeal SET person_id = first_person_id"))
    db.session.rollback()
    assert "Decide on 1 objection" not in first.get("/en/desk").text
    assert "Decide on 1 objection" in second.get("/en/desk").text


def test_an_objection_that_is_not_right_leaves_the_decision_and_says_why(
    browser: Browser, first: Browser, second: Browser, staff
) -> None:
    idea, status = _hidden(first, browser, "author@example.org")
    browser.fill(f"{status}/object", text=WHY)
    desk = f"/en/desk/objections/{_appeal().id}"
    late = staff(Role.LEAD)
    typed = {**late.get(desk).fields(), "outcome": "reversed", "answer": "Meine Antwort war eine andere."}
    second.fill(desk, outcome="upheld", answer="Der Name steht im zweiten Satz.")
    page = late.post(desk, typed, 409)
    assert page.fields()["answer"] == typed["answer"]
    assert _of(idea.reference) is Visibility.HIDDEN
    assert "bleibt bestehen" in _mails("author@example.org")[-1]
    assert "Der Name steht im zweiten Satz." in browser.get(status).words("#objection")
    assert browser.get(f"{status}/object", 303).location == status, "nobody objects twice"


def test_a_notifier_objects_and_the_contribution_is_hidden_in_the_end(
    browser: Browser, first: Browser, second: Browser
) -> None:
    idea = factories.idea(mail="author@example.org")
    state = browser.fill(
        f"/en/contributions/{idea.reference}/report", ground="respect", mail="amsel@example.org"
    ).location
    first.fill(f"/desk/notices/{idea.reference}/keep", reason=KEPT)
    browser.fill(f"{state}/object", text="Er meint mich.")
    assert "Er meint mich." in browser.get(state).text
    desk = f"/en/desk/objections/{_appeal().id}"
    second.fill(desk, 422, outcome="reversed", answer=ANSWER)
    second.fill(desk, outcome="reversed", answer="Der zweite Satz ist eine Beleidigung.", rules="respect")
    assert _of(idea.reference) is Visibility.HIDDEN
    assert "you were right" in _mails("amsel@example.org")[-1]
    assert "Der zweite Satz ist eine Beleidigung." in _mails("author@example.org")[-1]


def test_after_half_a_year_nobody_can_object_any_more(browser: Browser, staff) -> None:
    with time_machine.travel("2027-02-01 09:00:00+00:00", tick=False):
        _, status = _hidden(staff(Role.MODERATOR), browser)
    for day, word in (("2027-08-03 09:00:00+00:00", "Object"), ("2027-08-05 09:00:00+00:00", "")):
        with time_machine.travel(day, tick=False):
            assert browser.get(status).words("#objection a") == word
            browser.get(f"{status}/object", 200 if word else 303)


def test_the_account_page_objects_as_well(first: Browser, staff) -> None:
    citizen = staff(Role.CITIZEN, mail="author@example.org")
    person_id = db.session.execute(text("SELECT max(id) FROM person")).scalar()
    idea = factories.idea(author_id=person_id, public=False)
    first.fill(f"/desk/moderation/{idea.reference}/reject", rules="privacy", facts=FACTS)
    citizen.fill(f"/en/account/contributions/{idea.reference}/object", text=WHY)
    assert WHY in citizen.get(f"/en/account/contributions/{idea.reference}").text
    assert contributions_personal.export(person_id)["contributions"][0]["objections"][0]["text"] == WHY  # type: ignore[index]
    with factories.writing():
        contributions_personal.erase(person_id, keep_texts=False)
    assert _appeal().text == personal.ERASED


def test_objections_are_emptied_half_a_year_after_their_answer(browser: Browser, staff) -> None:
    with time_machine.travel("2027-02-01 09:00:00+00:00", tick=False):
        _, status = _hidden(staff(Role.MODERATOR), browser)
        browser.fill(f"{status}/object", text=WHY)
        staff(Role.MODERATOR).fill(f"/desk/objections/{_appeal().id}", outcome="upheld", answer=ANSWER)
    for day, count in (("2027-08-09 09:00:00+00:00", 0), ("2027-08-12 09:00:00+00:00", 1)):
        with time_machine.travel(day, tick=False), factories.writing():
            assert personal.forget_appeals(today()) == count
    assert (_appeal().text, _appeal().answer) == (personal.ERASED, personal.ERASED)
    assert db.session.scalar(select(func.count(Appeal.id))) == 1


def test_the_text_stays_while_an_objection_waits_for_its_answer(browser: Browser, staff) -> None:
    with time_machine.travel("2027-02-01 09:00:00+00:00", tick=False):
        _, status = _hidden(staff(Role.MODERATOR), browser)
        browser.fill(f"{status}/object", text=WHY)
    with time_machine.travel("2027-08-20 09:00:00+00:00", tick=False):
        assert factories.written(contributions_personal.forget_rejected, today()) == 0
        staff(Role.MODERATOR).fill(f"/desk/objections/{_appeal().id}", outcome="upheld", answer=ANSWER)
        assert factories.written(contributions_personal.forget_rejected, today()) == 1
