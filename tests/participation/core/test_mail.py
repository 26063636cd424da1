import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import update

from participation.core import jobs, mail, retention
from participation.core.clock import now, today
from participation.core.database import db
from participation.core.jobs import Job
from participation.core.mail import Mail

BODY = "Guten Tag,\n\nIhre Idee „Bänke am See“ ist jetzt öffentlich. " + "Viele Grüße " * 20 + "\n"


class Sink:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.got: list[email.message.EmailMessage] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802  # the library's name
        self.got.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def settings_with(plumbing) -> Iterator:
    """Change settings for one test."""
    before = plumbing.extensions["settings"]

    def change(**values) -> None:
        plumbing.extensions["settings"] = replace(before, **values)

    yield change
    plumbing.extensions["settings"] = before


def send(to="erika@example.org", subject="Ihre Idee ist öffentlich", body=BODY) -> None:
    mail.send(to, subject, body)
    db.session.commit()


def work() -> None:
    """Let the worker do what is due, now or after some waiting."""
    db.session.execute(update(Job).values(due_at=now() - timedelta(seconds=1)))
    db.session.commit()
    jobs.reconcile()
    db.session.rollback()


def test_a_message_is_sent_once_and_reads_as_written(plumbing, settings_with, port) -> None:
    sink = Sink()
    settings_with(mail_url=f"smtp://127.0.0.1:{port}", mail_from="Stadt Elderow <mitreden@elderow.example>")
    send()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        work()
        work()
    finally:
        controller.stop()
    [got] = sink.got
    assert got["To"] == "erika@example.org"
    assert got["From"] == "Stadt Elderow <mitreden@elderow.example>"
    assert got["Subject"] == "Ihre Idee ist öffentlich"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Message-ID"].endswith("@elderow.example>")
    assert got["Date"] is not None
    assert got.get_content_type() == "text/plain"
    assert got.get_content().replace("\r\n", "\n") == BODY


def test_a_message_is_sent_later_when_the_server_refuses_first(plumbing, settings_with, port) -> None:
    settings_with(mail_url=f"smtp://127.0.0.1:{port}")
    send()
    work()
    [job] = jobs.unfinished().rows
    assert "ConnectionRefusedError" in str(job.last_error)
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        work()
    finally:
        controller.stop()
    assert len(sink.got) == 1
    assert jobs.unfinished().rows == []


def test_each_attempt_makes_the_same_message(plumbing) -> None:
    one = mail.send("erika@example.org", "Hallo", BODY)
    assert mail.compose(one).as_bytes() == mail.compose(one).as_bytes()
    other = mail.send("erika@example.org", "Hallo", BODY)
    assert mail.compose(one)["Message-ID"] != mail.compose(other)["Message-ID"]


def test_a_message_whose_request_comes_to_nothing_is_never_sent(plumbing, mail_folder) -> None:
    before = len(list(mail_folder.glob("*")))
    mail.send("erika@example.org", "Hallo", BODY)
    db.session.rollback()
    work()
    assert len(list(mail_folder.glob("*"))) == before


def test_a_folder_gets_files_that_people_can_read(plumbing, mail_folder) -> None:
    before = set(mail_folder.glob("*"))
    send()
    work()
    [file] = set(mail_folder.glob("*.eml")) - before
    written = file.read_text(encoding="utf-8")
    assert "Subject: Ihre Idee ist öffentlich\n" in written
    assert written.endswith(f"\n\n{BODY}")


def test_nobody_smuggles_in_headers(plumbing) -> None:
    sent = mail.compose(mail.send("erika@example.org\nBcc: all@example.org", "Hallo\r\nBcc: all@example.org", BODY))
    assert sent["Bcc"] is None
    assert sent["Subject"] == "Hallo Bcc: all@example.org"


def test_no_transaction_is_open_while_a_message_travels(plumbing, monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(mail, "_transport", lambda *_: seen.append(db.session().in_transaction()))
    send()
    work()
    assert seen == [False]


def test_texts_are_erased_thirty_days_later(plumbing) -> None:
    send()
    db.session.execute(update(Mail).values(created_at=now() - timedelta(days=29)))
    assert retention.run_all(today()) == 0
    db.session.execute(update(Mail).values(created_at=now() - timedelta(days=32)))
    assert retention.run_all(today()) == 1


def test_a_person_gets_and_erases_the_messages_to_them(plumbing) -> None:
    send()
    send(to="max@example.org")
    assert [one["subject"] for one in mail.export("erika@example.org")] == ["Ihre Idee ist öffentlich"]
    mail.erase("erika@example.org")
    assert mail.export("erika@example.org") == []
    assert len(mail.export("max@example.org")) == 1


def test_an_erased_message_is_not_sent(plumbing, mail_folder) -> None:
    before = len(list(mail_folder.glob("*")))
    send()
    mail.erase("erika@example.org")
    work()
    assert len(list(mail_folder.glob("*"))) == before
    assert jobs.unfinished().rows == []
