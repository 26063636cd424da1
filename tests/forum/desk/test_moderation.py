"""The queue, and deciding what becomes public."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from participation.contributions import services as contributions
from participation.contributions.models import Idea
from participation.core import codes
from participation.core.clock import now
from participation.core.database import db, read_only
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.moderation.models import Claim, Decision
from participation.moderation.rules import CLAIM_LASTS
from tests import factories
from tests.client import Browser, statements
from tests.forum.desk.conftest import many, press

WRITTEN = {"rules": "privacy", "facts": "Ihr Text nennt den Namen einer Person."}


def _item(idea: Idea) -> str:
    return f"/en/desk/moderation/{idea.reference}"


def _decisions() -> int:
    return db.session.scalar(select(func.count(Decision.id))) or 0


# The queue


def test_the_queue_opens_with_what_is_most_urgent(moderator: Browser) -> None:
    board = factories.board()
    factories.idea(board, public=False, title="Neu und still")
    factories.idea(board, public=False, title="Neu mit Nummer", text="Tel. 030 1234567")
    factories.idea(board, public=False, title="Liegt schon lange", created_at=factories.days_ago(9))
    page = moderator.get("/en/desk/moderation")
    assert page.all_words(".q b") == ["Liegt schon lange", "Neu mit Nummer", "Neu und still"]
    assert page.h1 == "Liegt schon lange"
    assert "overdue" in page.words(".q")
    following = page.html.css_first('[aria-keyshortcuts="j"]')
    assert following is not None
    page = moderator.get(following.attributes["href"] or "")
    assert page.h1 == "Neu mit Nummer"
    assert page.words('[aria-keyshortcuts="k"]') == "kPrevious one"


def test_a_threat_is_read_first_even_in_a_long_queue(moderator: Browser) -> None:
    board = factories.board()
    many(board, 150, public=False, created_at=factories.days_ago(9))
    factories.idea(board, public=False, title="Eine Drohung", text="Ich weiß, wo du wohnst.")
    assert moderator.get("/en/desk/moderation").h1 == "Eine Drohung"


def test_the_queue_says_how_much_waits_in_each_channel(moderator: Browser) -> None:
    board = factories.board()
    for channel in ("web", "web", "paper"):
        factories.idea(board, public=False, channel=channel)
    page = moderator.get("/en/desk/moderation?list=1")
    assert "3 open" in page.words(".pane-head")
    assert "Paper 1 · Web 2" in page.words(".pane-head")


@pytest.mark.parametrize(
    ("today", "late"),
    [("2027-02-05", 0), ("2027-02-06", 1), ("2027-02-08", 1), ("2027-02-09", 2), ("2027-02-12", 2)],
)
def test_late_is_what_was_not_read_on_the_next_working_day(staff, today: str, late: int) -> None:
    board = factories.board()
    for day in ("2027-02-04 22:30", "2027-02-05 12:00"):  # a Thursday, 23.30 on the town's clock, and a Friday
        with time_machine.travel(f"{day}:00+00:00", tick=False):
            factories.idea(board, public=False)
    with time_machine.travel(f"{today} 11:00:00+00:00", tick=False):
        page = staff(Role.MODERATOR).get("/en/desk/moderation")
    assert len(page.html.css(".q .bad")) == late
    assert page.words(".pane-head .bad") == (str(late) if late else "")


def test_what_is_public_does_not_wait(moderator: Browser) -> None:
    factories.idea(title="Schon öffentlich")
    page = moderator.get("/en/desk/moderation")
    assert "Schon öffentlich" not in page.text
    assert "Everything has been read" in page.text


def test_places_are_marked_with_numbered_reasons_and_nothing_is_chosen_beforehand(moderator: Browser) -> None:
    idea = factories.idea(public=False, text="Der Herr Mustermann (Tel. 030 1234567) ist ein Idiot, <b>echt</b>.")
    page = moderator.get(_item(idea))
    assert page.all_words("mark.m") == ["Herr Mustermann1", "Tel. 030 12345672", "Idiot3"]
    assert page.all_words("table th[scope=row]") == ["1 Name", "2 Telephone", "3 Insult"]
    assert "<b>echt</b>" in page.words(".read"), "shown as written"
    assert not page.html.css(".actions .btn-main, .actions [checked]")


def test_an_address_of_the_author_is_never_shown(moderator: Browser) -> None:
    idea = factories.idea(public=False, mail="author@example.org")
    for address in (_item(idea), f"{_item(idea)}/reject"):
        page = moderator.get(address)
        assert "author@example.org" not in page.text
    assert "Left a mail address" in moderator.get(_item(idea)).text


def test_similar_contributions_stand_beside_it(moderator: Browser) -> None:
    board = factories.board()
    factories.idea(board, title="Radweg nach Heidekaten", text="Der Radweg ist zugeparkt.")
    factories.idea(board, title="Bücherei", text="Sonntags öffnen.")
    idea = factories.idea(board, public=False, title="Radwege", text="Immer zugeparkt in Heidekaten!")
    words = " ".join(moderator.get(_item(idea)).all_words("aside section"))
    assert "Radweg nach Heidekaten" in words
    assert "Bücherei" not in words


@pytest.mark.parametrize("address", ["/desk/moderation", "/desk/moderation?list=1"])
def test_the_queue_costs_the_same_number_of_statements_however_long_it_is(moderator: Browser, address: str) -> None:
    board = factories.board()
    counts = []
    for wanted in (10, 190):
        many(board, wanted, public=False)
        with statements() as found:
            moderator.get(address)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_the_desk_is_open_to_staff_only(browser: Browser, staff) -> None:
    idea = factories.idea(public=False)
    for address in ("/desk", "/desk/moderation", f"/desk/moderation/{idea.reference}", "/desk/answers", "/desk/jobs"):
        assert "/sign-in" in browser.get(address, 303).location
        staff().get(address, 403)
    browser.post(f"/desk/moderation/{idea.reference}/publish", status=403)
    staff().post(f"/desk/moderation/{idea.reference}/publish", status=403)


def test_planners_do_not_moderate(staff) -> None:
    idea = factories.idea(public=False)
    planner = staff(Role.PLANNER)
    assert "Moderation" not in planner.get("/en/desk").words("nav.nav")
    planner.get("/desk/moderation", 403)
    planner.get(f"/desk/moderation/{idea.reference}", 403)


def test_a_moderator_of_one_board_sees_and_decides_only_there(staff) -> None:
    own, other = factories.board(slug="eigene"), factories.board(slug="fremde")
    factories.idea(own, public=False, title="Auf der eigenen")
    foreign = factories.idea(other, public=False, title="Auf der fremden")
    moderator = staff(Role.MODERATOR, on=("board:eigene",))
    page = moderator.get("/en/desk/moderation")
    assert page.all_words(".q b") == ["Auf der eigenen"]
    assert page.words("nav.nav b") == ", open: 1"
    moderator.get(_item(foreign), 403)


# Publishing


def test_publishing_makes_it_public_everywhere_and_goes_on_to_the_next(browser: Browser, moderator: Browser) -> None:
    board = factories.board()
    receipt = contributions.receipt_code("the once-key of a test")
    idea = factories.idea(board, public=False, title="Bank am Markt", receipt=receipt)
    later = factories.idea(board, public=False, title="Kommt danach")
    assert "Bank am Markt" not in browser.get(f"/boards/{board.slug}").text
    answer = press(moderator, _item(idea), "v")
    assert answer.location == f"{_item(later)}?done={idea.reference}"
    page = moderator.follow(answer)
    assert page.h1 == "Kommt danach"
    assert page.words("[role=status]") == "Published: Bank am Markt"
    assert "Bank am Markt" in browser.get(f"/boards/{board.slug}").text
    status = browser.get(f"/en/i/{codes.grouped(receipt).lower()}")
    assert "Checked and public" in status.text


def test_what_somebody_else_is_at_work_on_is_passed_over(moderator: Browser, colleague: Browser) -> None:
    board = factories.board()
    first, second, third = (factories.idea(board, public=False) for _ in range(3))
    press(colleague, _item(second), "c")
    assert press(moderator, _item(first), "v").location.startswith(_item(third))
    assert "/desk/moderation?done=" in press(moderator, _item(third), "v").location


def test_after_the_last_one_the_queue_says_so(moderator: Browser) -> None:
    idea = factories.idea(public=False, title="Die letzte")
    page = moderator.follow(press(moderator, _item(idea), "v"))
    assert "Everything has been read" in page.text
    assert "Published: Die letzte" in page.words("[role=status]")


def test_a_double_tap_publishes_once_and_leads_to_the_same_page(moderator: Browser) -> None:
    board = factories.board()
    idea = factories.idea(board, public=False)
    factories.idea(board, public=False)
    page = moderator.get(_item(idea))
    first, second = (press(moderator, _item(idea), "v", page=page) for _ in range(2))
    assert first.location == second.location
    assert _decisions() == 1


def test_the_second_of_two_moderators_is_told_and_changes_nothing(moderator: Browser, colleague: Browser) -> None:
    idea = factories.idea(public=False)
    page = colleague.get(_item(idea))
    press(moderator, _item(idea), "v")
    late = press(colleague, _item(idea), "v", status=409, page=page)
    assert "Somebody was faster." in late.text
    assert "Published by Katrin Muster" in late.text
    assert _decisions() == 1


def test_two_moderators_at_the_same_moment_decide_once(moderator: Browser, colleague: Browser) -> None:
    address = _item(factories.idea(public=False))
    people = [(one, one.get(address).fields("form#decide")) for one in (moderator, colleague)]
    db.session.remove()

    def send(person: tuple[Browser, dict[str, str]]) -> int:
        return person[0].client.post(f"{address}/publish", data=person[1]).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, people)) == [303, 409]
    assert _decisions() == 1


def test_a_forged_form_publishes_nothing(moderator: Browser) -> None:
    idea = factories.idea(public=False)
    page = moderator.post(f"{_item(idea)}/publish", {"token": "made up"}, 422)
    assert page.html.css_first("[role=alert]") is not None
    fields = page.fields("form#decide")
    moderator.post(f"{_item(idea)}/publish", fields, 422, headers={"Sec-Fetch-Site": "cross-site"})
    assert _decisions() == 0
    moderator.post(f"{_item(idea)}/publish", fields)
    assert _decisions() == 1


# Claims


def test_a_claim_keeps_others_from_deciding_until_it_is_released(moderator: Browser, colleague: Browser) -> None:
    idea = factories.idea(public=False)
    early = colleague.get(_item(idea))
    page = moderator.follow(press(moderator, _item(idea), "c"))
    assert "You are at work" in page.words("aside")
    seen = colleague.get(_item(idea))
    assert "Katrin Muster" in seen.words("aside")
    assert "in work: Katrin Muster" in seen.words(".q")
    assert seen.html.css_first('[aria-keyshortcuts="v"]') is None
    press(colleague, _item(idea), "v", status=409, page=early)
    press(moderator, _item(idea), "c")
    press(colleague, _item(idea), "v")
    assert _decisions() == 1


def test_a_claim_ends_by_itself(moderator: Browser, colleague: Browser) -> None:
    idea = factories.idea(public=False)
    press(moderator, _item(idea), "c")
    with time_machine.travel(now() + CLAIM_LASTS + timedelta(seconds=1), tick=False):
        press(colleague, _item(idea), "c")
        assert "You are at work" in colleague.get(_item(idea)).words("aside")


def test_only_one_of_two_claims_holds(moderator: Browser, colleague: Browser) -> None:
    idea = factories.idea(public=False)
    early = colleague.get(_item(idea))
    press(moderator, _item(idea), "c")
    page = colleague.follow(press(colleague, _item(idea), "c", page=early))
    assert "Katrin Muster is at work on this one." in page.text
    assert db.session.scalar(select(func.count(Claim.id))) == 1


def test_a_decision_ends_the_claim(moderator: Browser) -> None:
    idea = factories.idea(public=False)
    press(moderator, _item(idea), "c")
    press(moderator, _item(idea), "v")
    assert db.session.scalar(select(func.count(Claim.id))) == 0


# Rejecting


def test_the_way_to_a_rejection_claims_and_shows_the_letter(moderator: Browser) -> None:
    idea = factories.idea(public=False, text="Herr Mustermann parkt falsch.")
    page = moderator.follow(press(moderator, _item(idea), "h"))
    assert page.h1 == "Reject: reasons and letter"
    assert "…" in page.words(".letter")
    assert db.session.scalar(select(func.count(Claim.id))) == 1
    typed = {name: value for name, value in page.fields().items() if name not in ("token", "known")}
    assert typed == {"facts": "", "concern": ""}, "nothing is filled in"


def test_a_preview_writes_the_letter_and_decides_nothing(moderator: Browser) -> None:
    idea = factories.idea(public=False)
    page = moderator.fill(f"{_item(idea)}/reject", 200, preview="1", rules="privacy", facts="Der Text nennt jemanden.")
    assert "Der Text nennt jemanden." in page.words(".letter")
    assert "Katrin Muster, Stabsstelle" in page.words(".letter")
    assert page.fields()["rules"] == "privacy"
    assert _decisions() == 0


@pytest.mark.parametrize("broken", [{"rules": ""}, {"facts": ""}, {"facts": "zu kurz"}, {"rules": "harsh_tone"}])
def test_without_rule_or_reason_nothing_is_rejected_and_nothing_typed_is_lost(moderator: Browser, broken: dict) -> None:
    idea = factories.idea(public=False)
    typed = {**WRITTEN, "concern": "Wir geben es weiter.", **broken}
    page = moderator.fill(f"{_item(idea)}/reject", 422, **{name: value for name, value in typed.items() if value})
    assert page.html.css_first(".has-error") is not None
    assert page.fields()["concern"] == "Wir geben es weiter."
    assert page.fields().get("facts", "") == typed["facts"]
    assert _decisions() == 0


@pytest.mark.parametrize("verdict", ["reject", "hide"])
@pytest.mark.parametrize("missing", ["rules", "facts", "found_by", "automated", "remedy"])
def test_the_table_itself_refuses_a_restriction_without_reason_or_remedy(app, verdict: str, missing: str) -> None:
    read_only(False)
    row = (
        "INSERT INTO decision (subject_kind, subject_id, verdict, rules, facts, found_by, automated, remedy, letter,"
        " office, decided_at) VALUES ('contribution', 1, :verdict, :rules, :facts, :found_by, :automated, :remedy, '',"
        " '', '2027-01-01 00:00:00')"
    )
    whole = {"rules": '["privacy"]', "facts": "Ein ganzer Satz.", "found_by": "review", "automated": False}
    whole |= {"verdict": verdict, "remedy": "objection"}
    empty = {"rules": "[]", "facts": "kurz"}
    with pytest.raises(IntegrityError, match="restriction_has_reason"):
        db.session.execute(text(row), {**whole, missing: empty.get(missing)})
    db.session.rollback()
    db.session.execute(text(row), whole)
    db.session.rollback()


def test_a_rejection_writes_to_the_author_and_shows_on_the_status_page(browser: Browser, moderator: Browser) -> None:
    board = factories.board()
    receipt = contributions.receipt_code("the once-key of a test")
    idea = factories.idea(board, public=False, title="Mit Namen", mail="author@example.org", receipt=receipt)
    answer = moderator.fill(f"{_item(idea)}/reject", **WRITTEN)
    assert "Rejected, with a letter: Mit Namen" in moderator.follow(answer).words("[role=status]")
    mails = db.session.scalars(select(Mail).where(Mail.recipient == "author@example.org")).all()
    letter = db.session.scalars(select(Decision)).one().letter
    assert [mail.body for mail in mails] == [letter]
    assert WRITTEN["facts"] in letter
    status = browser.get(f"/i/{codes.grouped(receipt).lower()}")
    assert WRITTEN["facts"] in status.text
    browser.get(f"/ideas/{idea.reference}", 404)
    assert "Mit Namen" not in browser.get(f"/boards/{board.slug}").text


def test_without_a_contact_nothing_is_mailed(moderator: Browser) -> None:
    idea = factories.idea(public=False)
    moderator.fill(f"{_item(idea)}/reject", **WRITTEN)
    assert db.session.scalar(select(func.count(Mail.id))) == 0


def test_a_double_tap_rejects_once_and_sends_one_letter(moderator: Browser) -> None:
    idea = factories.idea(public=False, mail="author@example.org")
    fields = {**moderator.get(f"{_item(idea)}/reject").fields(), **WRITTEN}
    first, second = (moderator.post(f"{_item(idea)}/reject", fields) for _ in range(2))
    assert first.location == second.location
    assert db.session.scalar(select(func.count(Mail.id))) == 1


def test_who_rejects_too_late_is_told_and_keeps_what_was_written(moderator: Browser, colleague: Browser) -> None:
    idea = factories.idea(public=False, mail="author@example.org")
    fields = {**colleague.get(f"{_item(idea)}/reject").fields(), **WRITTEN}
    press(moderator, _item(idea), "v")
    page = colleague.post(f"{_item(idea)}/reject", fields, 409)
    assert "Somebody was faster." in page.text
    assert "Published by Katrin Muster" in page.text
    assert page.fields()["facts"] == WRITTEN["facts"]
    assert page.fields()["rules"] == "privacy"
    assert "why we do not publish" not in str(db.session.scalars(select(Mail.subject)).all())
    assert _decisions() == 1


# The letter


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_letter_reads_well(snapshot, moderator: Browser, language: str) -> None:
    facts = {"de": WRITTEN["facts"], "en": "Your text names a person."}[language]
    concern = {"de": "Den Hinweis haben wir ohne Namen weitergegeben.", "en": "We passed it on, without the name."}
    with time_machine.travel("2027-01-31 12:00:00+00:00", tick=False):
        idea = factories.idea(public=False, language=language, mail="" if language == "en" else "a@example.org")
    moderator.fill(f"{_item(idea)}/reject", rules=["respect", "privacy"], facts=facts, concern=concern[language])
    letter = db.session.scalars(select(Decision)).one().letter
    snapshot(f"letter.{language}.txt", letter.replace(idea.reference, "K7Q2MX").replace("\u00a0", " "))
