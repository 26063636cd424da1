"""Whoever is blocked writes nothing for a set time: with reasons, a letter, an objection, and an end."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from participation.accounts import own_data
from participation.accounts import services as accounts
from participation.contributions.models import Idea
from participation.core.clock import now, today
from participation.core.database import db, read_only
from participation.core.mail import Mail
from participation.core.vocabulary import Role
from participation.moderation import personal
from participation.moderation.models import Block, Decision
from participation.moderation.rules import Remedy, Verdict
from tests import factories
from tests.client import Browser, Page

FACTS = "Der Text droht dem Team des Bürgerbüros, trotz zweier Briefe."
MAIL = "ole@example.org"


@pytest.fixture
def ole(staff) -> Browser:
    """A citizen with an account."""
    return staff(Role.CITIZEN, name="Ole", mail=MAIL)


def _idea_of(mail: str, **values: object) -> Idea:
    person = accounts.by_mail(mail)
    return factories.idea(author_id=person.id if person else None, **values)


def _block(moderator: Browser, idea: Idea, status: int = 303, lasts: str = "week", **values: str) -> Page:
    sent = {"rules": "respect", "facts": FACTS, "lasts": lasts, **values}
    return moderator.fill(f"/en/desk/moderation/{idea.reference}/block", status, **sent)


def _letters(address: str) -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).where(Mail.recipient == address).order_by(Mail.id)))


def _count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Block.id))) or 0


def test_a_block_says_why_and_until_when_and_stands_in_the_register(moderator: Browser, ole: Browser) -> None:
    idea = _idea_of(MAIL)
    page = moderator.fill(f"/en/desk/moderation/{idea.reference}/block", 422, lasts="week", facts="kurz")
    assert "at least one rule" in page.words("[role=alert]")
    late = moderator.get(f"/en/desk/moderation/{idea.reference}/block").fields()
    _block(moderator, idea)
    decision = db.session.scalars(select(Decision)).one()
    assert (decision.verdict, decision.rules, decision.facts) == (Verdict.BLOCK, ["respect"], FACTS)
    assert (decision.automated, decision.remedy) == (False, Remedy.OBJECTION)
    assert [mail.subject for mail in _letters(MAIL)] == [
        f"Warum Sie hier eine Zeit lang nicht schreiben können ({idea.reference})"
    ]
    for words in (FACTS, "Fair zu Menschen", "innerhalb von 6 Monaten", "Katrin Muster"):
        assert words in _letters(MAIL)[0].body
    register = moderator.get("/en/desk/register?verdict=block").words("tbody")
    assert "Author blocked" in register
    assert "Ole" in moderator.get("/en/desk/moderation/blocks").words("main")
    late |= {"rules": "respect", "facts": FACTS, "lasts": "week"}
    page = moderator.post(f"/en/desk/moderation/{idea.reference}/block", late, 409)
    assert "Already blocked" in page.text
    assert page.fields()["facts"] == FACTS, "what was typed stays"
    assert moderator.get(f"/en/desk/moderation/{idea.reference}/block").html.css_first("main form[method=post]") is None
    assert _count() == 1


def test_who_is_blocked_reads_it_before_typing_and_loses_nothing(app, moderator: Browser, ole: Browser) -> None:
    idea = _idea_of(MAIL)
    board = factories.board()
    _block(moderator, idea)
    write = f"/en/boards/{board.slug}/write"
    assert "You cannot write at present" in ole.get(write).all_words("h2")
    refused = ole.fill(write, 403, form="form.form", text="Und noch etwas.")
    assert "You can write here again from" in refused.words("[role=alert]")
    assert "Und noch etwas." in refused.all_words("textarea")
    talks = f"/en/process/{board.process.slug}/discussions/new"
    assert ole.fill(talks, 403, title="Etwas", text="Und noch etwas.").all_words("textarea") == ["Und noch etwas."]
    thread = f"/en/threads/{idea.thread_id}/write"
    assert "Und noch" in ole.fill(thread, 403, text="Und noch etwas.").words("textarea")
    ole.get(f"/en/ideas/{idea.reference}")
    Browser(app).fill(write, form="form.form", text="Von einem Gast.")
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        other = Browser(app)
        other.fill(write, form="form.form", text="Später.", mail=MAIL)


def test_a_guest_is_known_by_the_mail_address_or_not_at_all(app, browser: Browser, moderator: Browser) -> None:
    page = moderator.get(f"/en/desk/moderation/{factories.idea().reference}/block")
    assert "Nobody can be blocked here" in page.words("main")
    assert "Block and send letter" not in page.text
    idea = factories.idea(mail="gast@example.org")
    _block(moderator, idea)
    db.session.rollback()
    block = db.session.scalars(select(Block)).one()
    assert block.person_id is None
    assert "gast" not in block.mail_hash
    write = f"/en/boards/{factories.board().slug}/write"
    refused = browser.fill(write, 403, form="form.form", text="Wieder ich.", mail="Gast@example.org")
    assert "this mail address" in refused.words("[role=alert]")
    browser.fill(write, form="form.form", text="Jemand anders.", mail="anders@example.org")


def test_it_is_lifted_by_hand_with_a_reason(moderator: Browser, ole: Browser) -> None:
    idea = _idea_of(MAIL)
    _block(moderator, idea)
    number = db.session.scalars(select(Block.id)).one()
    assert "one sentence" in moderator.fill(f"/en/desk/moderation/blocks/{number}", 422, why="").words("[role=alert]")
    sent = moderator.get(f"/desk/moderation/blocks/{number}").fields() | {"why": "Wir haben miteinander gesprochen."}
    for _ in range(2):
        moderator.post(f"/desk/moderation/blocks/{number}", sent)
    assert "miteinander gesprochen" in _letters(MAIL)[-1].body
    assert len(_letters(MAIL)) == 2
    assert "It has ended" in moderator.get(f"/en/desk/moderation/blocks/{number}").text
    assert "Nobody is blocked" in moderator.get("/en/desk/moderation/blocks").text
    ole.fill(f"/threads/{idea.thread_id}/write", text="Danke.")
    assert "Block lifted" in moderator.get("/en/desk/register?verdict=unblock").words("tbody")


def test_an_objection_is_decided_by_somebody_else_and_ends_it(
    moderator: Browser, colleague: Browser, ole: Browser
) -> None:
    idea = _idea_of(MAIL)
    _block(moderator, idea)
    assert FACTS in ole.get("/en/account/block").words("main")
    own = f"/en/account/contributions/{idea.reference}"
    assert "blocked you from writing" in ole.get(own).words("#objection")
    ole.fill(f"{own}/object", text="Ich habe niemandem gedroht.")
    assert moderator.get("/en/desk/objections/1").html.css_first("main form") is None
    colleague.fill("/en/desk/objections/1", outcome="reversed", answer="Der Satz war ein Zitat aus der Zeitung.")
    ole.fill(f"/threads/{idea.thread_id}/write", text="Danke.")
    assert "Our decision is taken back" in ole.get(own).words("#objection")
    ole.get("/en/account/block", 303)
    verdicts = db.session.scalars(select(Decision.verdict).order_by(Decision.id)).all()
    assert verdicts == [Verdict.BLOCK, Verdict.REVERSE]


def test_whoever_moderates_one_board_blocks_nobody_from_the_town(staff) -> None:
    board = factories.board(slug="eigene")
    idea = factories.idea(board, mail="gast@example.org")
    moderator = staff(Role.MODERATOR, on=("board:eigene",))
    assert "Block the author" not in moderator.get(f"/en/desk/moderation/{idea.reference}").text
    moderator.get(f"/desk/moderation/{idea.reference}/block", 403)
    moderator.get("/desk/moderation/blocks", 403)
    moderator.get("/desk/moderation/blocks/1", 403)


def test_the_table_refuses_a_block_without_reasons(app) -> None:
    columns = "subject_kind, subject_id, verdict, rules, facts, letter, office, decided_at, found_by, automated, remedy"
    good = "'thing', 1, 'block', '[\"respect\"]', 'Zehn Zeichen.', '', '', '2027-01-01', 'review', {no}, 'objection'"
    no = "0" if db.engine.dialect.name == "sqlite" else "false"
    read_only(False)
    for part, instead in (
        ("'Zehn Zeichen.'", "''"),
        ("'[\"respect\"]'", "'[]'"),
        ("{no}", "NULL"),
        ("'objection'", "NULL"),
    ):
        values = good.replace(part, instead).replace("{no}", no)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(text(f"INSERT INTO decision ({columns}) VALUES ({values})"))  # our own words


def test_what_is_kept_of_a_block_is_handed_out_erased_and_forgotten(moderator: Browser, ole: Browser) -> None:
    idea = _idea_of(MAIL)
    _block(moderator, idea, lasts="day")
    person = accounts.by_mail(MAIL)
    assert person is not None
    assert FACTS in str(own_data.export(person.id))
    assert factories.written(personal.forget_blocks, today()) == 0
    assert factories.written(personal.forget_blocks, today() + timedelta(days=195)) == 1
    factories.idea()
    _block(moderator, _idea_of(MAIL), lasts="day")
    factories.written(personal.erase, person.id, True)
    assert _count() == 0
