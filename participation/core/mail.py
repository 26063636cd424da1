"""Mail: stored in the caller's transaction, sent by a job, its text erased thirty days later."""

import smtplib
from datetime import date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from participation.core import jobs
from participation.core.clock import TOWN_TIME, at, now
from participation.core.codes import fingerprint
from participation.core.database import Base, Id, db, personal
from participation.core.settings import Settings

KEPT_FOR_DAYS = 30
PATIENCE = 20
"""Seconds a mail server may take for one step."""


class Mail(Base):
    """A message to one person (E-Mail)."""

    __tablename__ = "mail"

    id: Mapped[Id]
    recipient: Mapped[str] = mapped_column(index=True, info=personal("contact"))
    subject: Mapped[str] = mapped_column(info=personal("text"))
    body: Mapped[str] = mapped_column(info=personal("text"))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


def send(to: str, subject: str, body: str) -> Mail:
    """Store a message and the job that sends it in the caller's transaction."""
    mail = Mail(recipient=_one_line(to), subject=_one_line(subject), body=body, created_at=now())
    db.session.add(mail)
    db.session.flush()
    jobs.enqueue("mail", {"mail": mail.id})
    return mail


def deliver(job: jobs.JobRun) -> None:
    """Send one message; a job.

    No transaction is open meanwhile, so a slow mail server keeps nobody from writing.
    """
    with job.reading():
        mail = db.session.get(Mail, job.payload["mail"])
    if mail is None or mail.sent_at is not None:
        return
    message = compose(mail)
    _transport(current_app.extensions["settings"].mail_url, message)
    db.session.merge(mail).sent_at = now()


def compose(mail: Mail) -> EmailMessage:
    """Return the message as it travels; each attempt to send it makes the same one."""
    settings: Settings = current_app.extensions["settings"]
    message = EmailMessage(policy.SMTP)
    message["From"] = settings.mail_from
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at.astimezone(TOWN_TIME))
    message["Message-ID"] = _message_id(settings, mail)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, cte="quoted-printable")
    return message


def export(address: str) -> list[dict[str, str]]:
    """Return what is stored of the messages to this address, for a person's own file."""
    mails = db.session.scalars(select(Mail).where(Mail.recipient == address).order_by(Mail.id))
    return [{"to": mail.recipient, "subject": mail.subject, "text": mail.body} for mail in mails]


def erase(address: str) -> None:
    """Delete the messages to this address, also those that wait to be sent."""
    db.session.execute(delete(Mail).where(Mail.recipient == address))


def erase_quoting(address: str, words: str) -> None:
    """Delete the messages to this address that repeat these words, such as copies of a text that was erased."""
    repeats = or_(Mail.subject.contains(words, autoescape=True), Mail.body.contains(words, autoescape=True))
    db.session.execute(delete(Mail).where(Mail.recipient == address, repeats))


def forget_old(today: date) -> int:
    """Delete messages whose time is over; return how many."""
    result = db.session.execute(delete(Mail).where(Mail.created_at < at(today - timedelta(days=KEPT_FOR_DAYS), 0)))
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def _one_line(text: str) -> str:
    """Return the text without line breaks, with which a name could smuggle in headers of its own."""
    return " ".join(text.split())


def _message_id(settings: Settings, mail: Mail) -> str:
    """Return an id that tells nothing of how many messages there are."""
    domain = settings.mail_from.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{fingerprint(settings.secret_key, 'mail', str(mail.id))[:32]}@{domain}>"


def _transport(address: str, message: EmailMessage) -> None:
    url = urlsplit(address)
    if url.scheme == "folder":
        _to_folder(Path(unquote(url.path)), message)
    else:
        with _connect(url) as server:
            server.send_message(message)


def _connect(url: SplitResult) -> smtplib.SMTP:
    host = url.hostname or "localhost"
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, timeout=PATIENCE)
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=PATIENCE)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls()
            server.ehlo()
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server


def _to_folder(folder: Path, message: EmailMessage) -> None:
    """Write the message into a file that people can read: umlauts as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    readable: Any = message
    head = "".join(f"{key}: {value}\n" for key, value in readable.items())
    (folder / f"{name}.eml").write_text(f"{head}\n{message.get_content()}", encoding="utf-8")
