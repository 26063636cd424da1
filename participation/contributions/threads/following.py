"""Following a thread: asked, confirmed, told at most once an hour, stopped with one press."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext, ngettext
from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import joinedload

from participation.access.guard import GUEST, visible
from participation.accounts import links
from participation.accounts.models import Person
from participation.contributions.models import Comment, Contribution, Kind, Thread
from participation.contributions.threads import calling, markup, reading
from participation.contributions.threads.models import Follower
from participation.core import clock, jobs, mail
from participation.core.clock import now
from participation.core.database import db, insert_if_new
from participation.core.feature import Place
from participation.web import languages

CONFIRM, STOP = "follow a thread", "stop following a thread"
CONFIRM_LASTS, STOP_LASTS = timedelta(days=7), timedelta(days=3650)
GATHERED = timedelta(hours=1)
UNCONFIRMED_DAYS, QUIET_DAYS = 14, 400


def of_person(thread: Thread, person_id: int | None) -> Follower | None:
    """Return how this person follows a thread, if at all."""
    statement = select(Follower).where(Follower.thread_id == thread.id, Follower.person_id == person_id)
    return db.session.scalars(statement).first() if person_id else None


def follow(thread: Thread, person: Person) -> None:
    """Let somebody who is signed in hear what is new; whoever follows already goes on."""
    insert_if_new(
        Follower.__table__,  # type: ignore[arg-type]  # is a Table
        thread_id=thread.id,
        person_id=person.id,
        language=str(languages.language()),
        asked_at=now(),
        confirmed_at=now(),
        told_at=now(),
    )


def unfollow(thread: Thread, person_id: int) -> None:
    """Tell this person nothing more about a thread."""
    db.session.execute(delete(Follower).where(Follower.thread_id == thread.id, Follower.person_id == person_id))


def ask(thread: Thread, place: Place, address: str, language: str) -> None:
    """Write to an address to confirm that it wants to hear what is new; once confirmed it is not asked again."""
    insert_if_new(
        Follower.__table__,  # type: ignore[arg-type]  # is a Table
        thread_id=thread.id,
        mail=address,
        language=language,
        asked_at=now(),
        told_at=now(),
    )
    found = db.session.scalars(select(Follower).where(Follower.thread_id == thread.id, Follower.mail == address)).one()
    if found.confirmed_at is None:
        link = languages.full_address(
            url_for("contributions.confirm_follow", token=links.seal(CONFIRM, {"follower": found.id}))
        )
        body = render_template("contributions/follow_confirm.txt", place=place, link=link)
        mail.send(address, gettext("Please confirm: news about “%(title)s”", title=place.title), body)


def by_token(purpose: str, token: str) -> Follower | None:
    """Return whom a link from a mail stands for; None where it is over or the following has ended."""
    values = links.unseal(purpose, token, CONFIRM_LASTS if purpose == CONFIRM else STOP_LASTS)
    return db.session.get(Follower, values["follower"]) if values else None


def confirm(follower: Follower) -> None:
    """Begin to tell this address what is new from now on."""
    follower.confirmed_at = follower.confirmed_at or now()
    follower.told_at = now()


def stop(follower: Follower) -> None:
    """Forget this follower."""
    db.session.delete(follower)


# Telling


def announce(comment: Comment) -> None:
    """Have those who follow the thread of a comment written to, an hour from now, with all that came until then.

    Who is called by name in it hears of it at once.
    """
    statement = select(Follower.id).where(Follower.thread_id == comment.thread_id, Follower.confirmed_at.is_not(None))
    if db.session.scalars(statement.limit(1)).first():
        key = f"thread-news:{comment.thread_id}"
        jobs.enqueue("contributions.thread_news", {"thread": comment.thread_id}, due_at=now() + GATHERED, key=key)
    calling.announce(comment)


def tell(job: jobs.JobRun) -> None:
    """Write to those who follow a thread what is new in it and public at this very moment."""
    thread_id = int(job.payload["thread"])
    statement = select(Follower).where(Follower.thread_id == thread_id, Follower.confirmed_at.is_not(None))
    followers = db.session.scalars(statement.options(joinedload(Follower.person)).order_by(Follower.id)).all()
    news = _news(thread_id, followers)
    for follower in followers:
        _tell(follower, [one for one in news if _is_news(one, follower)])


def _news(thread_id: int, followers: Sequence[Follower]) -> Sequence[Comment]:
    since = min((follower.told_at for follower in followers), default=now())
    statement = select(Comment).where(Comment.thread_id == thread_id, Comment.published_at > since)
    return db.session.scalars(visible(statement, GUEST).order_by(Comment.published_at)).all()


def _is_news(comment: Comment, follower: Follower) -> bool:
    is_own = comment.author_id is not None and comment.author_id == follower.person_id
    return comment.published_at is not None and comment.published_at > follower.told_at and not is_own


def _tell(follower: Follower, news: Sequence[Comment]) -> None:
    with current_app.test_request_context(base_url=languages.base_address(follower.language)):
        place = reading.places([follower.thread_id]).get(follower.thread_id)
        if place and news:
            with force_locale(languages.locale_of(follower.language)):
                _write(follower, place, news)
    follower.told_at = now()


def _write(follower: Follower, place: Place, news: Sequence[Comment]) -> None:
    stop_link = url_for("contributions.stop_follow", token=links.seal(STOP, {"follower": follower.id}))
    is_called = follower.person is not None and any(markup.mentioned(one.text, [follower.person.name]) for one in news)
    body = render_template(
        "contributions/thread_news.txt",
        place=place,
        count=len(news),
        is_called=is_called,
        link=languages.full_address(url_for("contributions.comment", reference=news[0].reference)),
        stop_link=languages.full_address(stop_link),
    )
    subject = ngettext(
        "One new comment on “%(title)s”", "%(num)s new comments on “%(title)s”", len(news), title=place.title
    )
    mail.send(follower.person.mail if follower.person else follower.mail or "", subject, body)


# What is kept of people


def export(person_id: int, addresses: Sequence[str]) -> list[Mapping[str, object]]:
    """Return which threads a person follows, for the person's own file."""
    found = db.session.scalars(select(Follower).where(_theirs(person_id, addresses)).order_by(Follower.id)).all()
    subjects = select(Contribution.thread_id, Contribution.title).where(
        Contribution.thread_id.in_([one.thread_id for one in found]), Contribution.kind != Kind.COMMENT
    )
    titles = {row.thread_id: row.title for row in db.session.execute(visible(subjects, GUEST))}
    return [{"title": titles.get(one.thread_id, ""), "begun_at": one.asked_at, "mail": one.mail} for one in found]


def erase(person_id: int, addresses: Sequence[str]) -> None:
    """Forget what a person follows."""
    statement = delete(Follower).where(_theirs(person_id, addresses))
    db.session.execute(statement.execution_options(synchronize_session=False))


def _theirs(person_id: int, addresses: Sequence[str]) -> ColumnElement[bool]:
    return or_(Follower.person_id == person_id, func.lower(Follower.mail).in_(addresses))


def forget(day: date) -> int:
    """Delete addresses that were never confirmed, and followers of threads that have long been quiet."""
    unconfirmed = Follower.confirmed_at.is_(None) & (Follower.asked_at < _before(day, UNCONFIRMED_DAYS))
    last_word = select(Thread.id).where(Thread.last_at < _before(day, QUIET_DAYS))
    quiet = Follower.thread_id.in_(last_word) & (Follower.asked_at < _before(day, QUIET_DAYS))
    result = db.session.execute(
        delete(Follower).where(or_(unconfirmed, quiet)).execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]  # a DELETE returns a CursorResult


def _before(day: date, days: int) -> datetime:
    return clock.at(day - timedelta(days=days), 0)
