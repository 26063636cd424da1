"""The demo town, really served: files of its own, a port of its own, a process of its own."""

import fcntl
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select

from analysis.models import Assignment
from forum.entry import services as entry
from forum.entry.forms import Filled
from forum.notices import services as reporting
from forum.register import figures
from participation.access.guard import GUEST, Grant, see_all
from participation.accounts import links, sessions
from participation.accounts import services as accounts
from participation.contributions import demo_pictures, objecting, supporting, translations
from participation.contributions import services as contributions
from participation.contributions.attachments.models import Attachment
from participation.contributions.models import Board, Comment, Contribution, Discussion, Idea, OutcomeKind, Thread
from participation.contributions.rules import title_from
from participation.contributions.threads import following, writing
from participation.contributions.threads.models import Follower
from participation.contributions.votes import freezing, watching
from participation.contributions.wording import Wording
from participation.core import clock, codes, jobs, migrate
from participation.core.database import db, read_only
from participation.core.jobs import Job
from participation.core.mail import Mail
from participation.core.vocabulary import Channel, Role
from participation.feedback import services as feedback
from participation.moderation import notices
from participation.moderation.rules import Blocking, HouseRule, NoticeGround, Visibility
from wsgi import create_app

HOUSE = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
PASSWORDS = "passwords.json"
ANSWER = contributions.Answer(
    kind=OutcomeKind.PARTLY,
    answer="Drei Haltestellen bekommen im Sommer eine Bank mit Dach. Die übrigen prüfen wir im nächsten Jahr.",
    reason="Für alle elf Haltestellen reicht das Geld in diesem Jahr nicht.",
    office="Bauamt",
)
MAIN_BOARD = "ideen"
CITIZEN_MAIL = "nachtigall-1@example.org"
STAFF = {"moderator": "moderation@elderow.example", "lead": "leitung@elderow.example"}


class Town:
    """The demo town: what people open in a browser, and a look behind the scenes for the tests."""

    def __init__(self, folder: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.database = folder / "stadtfaden.sqlite"
        self.environ = {
            "STADTFADEN_MODE": "development",
            "STADTFADEN_INSTANCE": str(folder),
            "STADTFADEN_SECRET_KEY": "for the journeys alone: nobody relies on it",
            "STADTFADEN_BASE_ADDRESS": self.address,
            # Every browser of the journeys says that it lives in a house of its own, so that none is too many.
            "STADTFADEN_TRUSTED_PROXIES": "1",
        }
        self.app: Flask = create_app(self.environ)
        self.passwords: dict[str, str] = {}

    def found_once(self, shared: Path) -> None:
        """Build the town, or move into a copy of the one that another process has built."""
        template = shared / "founded"
        with (shared / "founding.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not template.exists():
                self.found()
                with self.app.app_context():
                    db.engine.dispose()  # what stands in the log of writes goes home into the file
                (self.database.parent / PASSWORDS).write_text(json.dumps(self.passwords), encoding="utf-8")
                shutil.copytree(self.database.parent, template)
                return
        shutil.copytree(template, self.database.parent, dirs_exist_ok=True)
        self.passwords = json.loads((template / PASSWORDS).read_text(encoding="utf-8"))

    def found(self) -> None:
        """Build the town: tables, the demo, passwords for its staff, one voice of ours that waits."""
        with self.app.app_context():
            migrate.upgrade()
        self.commands("demo")
        with self.writing():
            for role, mail in STAFF.items():
                person = accounts.by_mail(mail)
                assert person is not None
                self.passwords[role] = accounts.renew_password(person)
            accounts.add_person(CITIZEN_MAIL, "Nachtigall", "", [Grant(Role.CITIZEN)])

    def commands(self, *arguments: str) -> None:
        """Run a command of the house."""
        read_only(False)
        result = self.app.test_cli_runner().invoke(args=arguments)
        assert result.exit_code == 0, f"{result.output}\n{result.exception!r}"

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Look into the database as it is now."""
        with self.app.test_request_context(base_url=self.address):
            read_only(True)
            yield
            db.session.rollback()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Do what nobody does in the browser."""
        with self.app.test_request_context(base_url=self.address):
            read_only(False)
            yield
            db.session.commit()

    @property
    def board(self) -> str:
        """The name of the board on which most ideas stand."""
        return MAIN_BOARD

    def ideas(self, words: str) -> int:
        """Return how many ideas with these words are stored, in whatever state."""
        statement = select(func.count(Idea.id)).where(Idea.text.contains(words))
        with self.looking():
            return db.session.scalar(see_all(statement, "a test counts")) or 0

    def reference(self, *, answered: bool) -> str:
        """Return the public reference of a published idea."""
        statement = select(Idea.reference).where(
            Idea.visibility == Visibility.PUBLIC,
            Idea.answered_at.is_not(None) if answered else Idea.answered_at.is_(None),
        )
        with self.looking():
            return db.session.scalars(see_all(statement.order_by(Idea.id), "a test looks")).first() or ""

    def _behind(self, code: str) -> Contribution:
        found = contributions.by_receipt(code)
        assert found is not None
        return found

    def receives_an_idea(self, text: str, *, days_ago: int = 0, pictured: str = "", **values: Any) -> str:
        """Take in an idea as a citizen would send it; return the code of its status link.

        Args:
            pictured: the number of the demo idea that lends its pictures.
        """
        key = codes.random_code(20)
        values["created_at"] = clock.now() - timedelta(days=days_ago)
        with self.writing():
            receipt = contributions.receipt_code(key)
            board = db.session.scalars(select(Board).where(Board.slug == MAIN_BOARD)).unique().one()
            draft = contributions.Draft(text=text, files=demo_pictures.of(pictured), **values)
            contributions.submit_idea(board, draft, receipt)
            return codes.grouped(receipt).lower()

    def receives_a_comment(self, text: str) -> tuple[str, str, str]:
        """Take in a comment; return its idea, a public comment beside it, and the code of its status link."""
        key = codes.random_code(20)
        with self.writing():
            idea = self._most_commented()
            receipt = contributions.receipt_code(key)
            writing.submit_comment(idea.thread, contributions.Draft(text=text), receipt)
            return idea.reference, self._first_comment(idea), codes.grouped(receipt).lower()

    def _most_commented(self) -> Idea:
        statement = select(Idea).join(Idea.thread).order_by(Thread.comment_count.desc(), Idea.id)
        return db.session.scalars(see_all(statement.limit(1), "a test looks")).one()

    def _first_comment(self, idea: Idea) -> str:
        statement = select(Comment.reference).where(Comment.thread_id == idea.thread_id).order_by(Comment.id)
        return db.session.scalars(see_all(statement, "a test looks")).first() or ""

    def thread_of(self, reference: str) -> int:
        """Return the number of the thread below the idea or discussion of this reference."""
        statement = select(Contribution.thread_id).where(Contribution.reference == reference)
        with self.looking():
            return db.session.scalars(see_all(statement, "a test looks")).one() or 0

    def discussion(self) -> str:
        """Return the public reference of a discussion."""
        with self.looking():
            return db.session.scalars(see_all(select(Discussion.reference), "a test looks")).first() or ""

    def receives_cards(self, *texts: str) -> str:
        """Take in a stack of cards as the staff types them; return the key of its receipts."""
        key = codes.random_code(20)
        shared: dict[str, Any] = {"channel": Channel.EVENT, "origin": "Dorfversammlung Neu Wiesow"}
        cards = [Filled(place, contributions.Draft(text=text, **shared)) for place, text in enumerate(texts, 1)]
        with self.writing():
            board = db.session.scalars(select(Board).where(Board.slug == MAIN_BOARD)).unique().one()
            entry.take_in(board, cards, key, publish=False, person_id=None)
        return key

    def receives_votes(self, code: str, count: int) -> str:
        """Receive so many votes for an idea within a moment, all from one network; return the idea's reference."""
        with self.writing(), current_app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.7"}):
            idea = self._behind(code)
            for number in range(count):
                supporting.support(idea, supporting.voter(idea.process_id, GUEST, f"somebody {number}"))
                watching.note(idea)
            return idea.reference

    def freezes(self, code: str, reason: str) -> None:
        """Let the count of an idea stand still."""
        with self.writing():
            freezing.freeze(self._behind(code), reason, None, f"{self.address}/desk")

    def follows(self, thread: int) -> str:
        """Ask for news of a thread; return where the link in the mail leads."""
        with self.writing():
            follower = Follower(thread_id=thread, mail="amsel@example.org", asked_at=clock.now(), told_at=clock.now())
            db.session.add(follower)
            db.session.flush()
            return f"/follow/confirm/{links.seal(following.CONFIRM, {'follower': follower.id})}"

    def receives_a_barrier_report(self, text: str) -> str:
        """Take in a report of a barrier; return the code under which its sender finds the answer."""
        key = codes.random_code(20)
        with self.writing():
            reference = feedback.reference_of(key)
            feedback.report(feedback.Draft(text=text, page="/"), reference)
            return codes.grouped(reference).lower()

    def receives_a_notice(self, reference: str, ground: NoticeGround) -> str:
        """Take in a notice about a public contribution; return the code under which its sender finds it."""
        key = codes.random_code(20)
        with self.writing():
            contribution = reporting.public(reference)
            assert contribution is not None
            notices.take_in("contribution", contribution.id, notices.Report(ground, "Das ist gemein."), key)
            return codes.grouped(notices.code_for(key)).lower()

    def hides(self, code: str) -> None:
        """Hide the idea with this status link."""
        with self.writing():
            facts = "Der Text nennt eine Person mit Namen."
            contributions.hide(self._behind(code), None, rules=[HouseRule.PRIVACY], facts=facts)

    def removes(self, code: str) -> None:
        """Remove the idea with this status link for good."""
        with self.writing():
            facts = "Der Text ist aus einer Zeitung abgeschrieben."
            contributions.remove(self._behind(code), None, rules=[HouseRule.LAWFUL], facts=facts)

    def blocks(self, code: str) -> int:
        """Block the author of the idea with this status link; return the number of the block."""
        with self.writing():
            facts = "Der Text droht dem Team des Bürgerbüros."
            idea = self._behind(code)
            return contributions.block(idea, Blocking.QUARTER, None, rules=[HouseRule.RESPECT], facts=facts).id

    def file_of(self, reference: str) -> int:
        """Return the number of a picture of this idea."""
        with self.looking():
            shown = select(Attachment.id).join(Contribution, Contribution.id == Attachment.contribution_id)
            found = shown.where(Contribution.reference == reference).order_by(Attachment.id)
            return db.session.scalars(see_all(found, "a test")).all()[0]

    def keeps(self, code: str) -> None:
        """Answer all notices about the idea with this status link: it stays."""
        with self.writing():
            notices.keep("contribution", self._behind(code).id, None, "Der Text beleidigt niemanden.")

    def receives_an_objection(self, code: str) -> int:
        """Have the author of a hidden idea object; return the number of the objection."""
        with self.writing():
            appeal = objecting.object_to(self._behind(code), "Das ist der Name einer Bäckerei.")
            assert appeal is not None
            return appeal.id

    def publishes_a_month(self) -> tuple[str, str]:
        """Publish the figures of the month before this one; return it and the present month."""
        with self.writing():
            this, last = figures.months_with_work()[:2]
            figures.publish(last, None)
            return last, this

    def reference_of(self, code: str) -> str:
        """Return the public reference of the idea with this status link."""
        with self.looking():
            return self._behind(code).reference

    def reference_of_demo(self, number: str) -> str:
        """Return the public reference of an idea of the demo town."""
        with self.looking():
            asked = select(Contribution.reference).where(Contribution.import_key == f"demo:{number}")
            return str(db.session.scalars(see_all(asked, "a test")).one())

    def is_public(self, code: str) -> bool:
        """Return whether everybody can read the idea with this status link."""
        with self.looking():
            return self._behind(code).visibility is Visibility.PUBLIC

    def answers(self, code: str) -> None:
        """Publish the idea with this status link and give it an official answer."""
        with self.writing():
            idea = self._behind(code)
            contributions.publish(idea, None)
            contributions.record_outcome(idea, ANSWER, None)

    def translates(self, code: str, title: str, text: str) -> None:
        """Publish the idea with this status link, with its translation into German."""
        with self.writing():
            idea = self._behind(code)
            contributions.publish(idea, None)
            translations.put(idea, "de", title=title, text=text, by="Stabsstelle Digitalisierung")

    def asks_back(self, code: str) -> None:
        """Ask the author of the idea with this status link something."""
        with self.writing():
            contributions.ask_back(
                self._behind(code), None, "Welche Haltestelle meinen Sie genau?", signed="Moderation"
            )

    def edits(self, code: str, text: str) -> None:
        """Edit the idea with this status link, and publish it so."""
        with self.writing():
            idea = self._behind(code)
            said = Wording(title_from(text), text)
            contributions.edit(idea, None, said, facts="den Namen eines Menschen.", signed="Moderation", publish=True)

    def barrier_id(self, code: str) -> int:
        """Return the number of a report of a barrier."""
        with self.looking():
            report = feedback.by_reference(code)
            assert report is not None
            return report.id

    def answers_the_barrier(self, code: str) -> None:
        """Answer a report of a barrier."""
        with self.writing():
            report = feedback.by_reference(code)
            assert report is not None
            feedback.answer(report, "Danke. Der Film hat jetzt Untertitel und eine Fassung mit Ton.", None)

    def cookie(self, role: str) -> tuple[str, str]:
        """Return the name and value of the cookie of somebody who has signed in."""
        with self.writing():
            person = accounts.by_mail({**STAFF, "citizen": CITIZEN_MAIL}[role])
            assert person is not None
            return self.app.extensions["sign_in_cookie"], sessions.begin(person)

    def topic_of(self, title: str) -> int:
        """Return the number of the topic in which the contribution of this title is."""
        statement = select(Assignment.topic_id).join(Contribution, Contribution.id == Assignment.contribution_id)
        with self.looking():
            return db.session.scalars(see_all(statement.where(Contribution.title == title), "a test looks")).one()

    def works_off(self, kind: str) -> None:
        """Do the worker's jobs of this kind; there is no worker in this town."""
        with self.looking():
            waiting = db.session.scalars(select(Job.id).where(Job.kind == kind, Job.finished_at.is_(None))).all()
        with self.app.app_context():
            for job_id in waiting:
                assert jobs.run(job_id)

    def person(self, mail: str) -> int:
        """Return the number of the person with this address."""
        with self.looking():
            found = accounts.by_mail(mail)
            assert found is not None
            return found.id

    def letters_to(self, address: str) -> list[str]:
        """Return the texts of the mails to this address."""
        with self.looking():
            return list(db.session.scalars(select(Mail.body).where(Mail.recipient == address).order_by(Mail.id)))

    def mails_to(self, address: str) -> list[str]:
        """Return the subjects of the mails to this address."""
        with self.looking():
            return list(db.session.scalars(select(Mail.subject).where(Mail.recipient == address).order_by(Mail.id)))

    @contextmanager
    def not_writing(self) -> Iterator[None]:
        """Let somebody else hold the one pen of the database, so that whoever writes is told to come again."""
        rival = sqlite3.connect(self.database, isolation_level=None)
        rival.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            rival.close()


@contextmanager
def served(folder: Path, shared: Path | None = None) -> Iterator[Town]:
    """Serve a new demo town until the block ends; processes that share a folder found it once."""
    town = Town(folder, _free_port())
    town.found_once(shared or folder)
    log = (folder / "server.log").open("w")
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--no-worker", "--port"]
    server = subprocess.Popen(
        [*command, town.address.rpartition(":")[2]],
        cwd=HOUSE,
        env={**os.environ, **town.environ},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(town.address, server, folder / "server.log")
        yield town
    finally:
        server.terminate()
        server.wait(PATIENCE_S)
        log.close()
        with town.app.app_context():
            db.engine.dispose()


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE_S):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The demo town did not answer: {log.read_text()}")
