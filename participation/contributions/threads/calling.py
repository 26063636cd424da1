"""Who is called by name in a comment hears of it once, where they take part in the thread with an account."""

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import select

from participation.access.guard import GUEST, see_all, visible
from participation.accounts import news
from participation.accounts.models import Person
from participation.contributions.models import Comment, Contribution
from participation.contributions.threads import reading
from participation.contributions.threads.markup import mentioned
from participation.contributions.threads.models import Follower
from participation.core import jobs, mail, once
from participation.core.database import db
from participation.web import languages

JOB = "contributions.called"


def announce(comment: Comment) -> None:
    """Have everybody written to whom a comment that is public now calls; who follows the thread hears of it anyway."""
    for number in _called(comment) if "@" in comment.text else ():
        jobs.enqueue(JOB, {"comment": comment.id, "person": number}, key=f"{JOB}:{comment.id}:{number}")


def _called(comment: Comment) -> list[int]:
    """Return the accounts that are called: of those who wrote in the thread under these names, and want such mail."""
    following = select(Follower.person_id).where(
        Follower.thread_id == comment.thread_id, Follower.person_id.is_not(None), Follower.confirmed_at.is_not(None)
    )
    statement = (
        select(Person.id, Contribution.display_name)
        .join(Contribution, Contribution.author_id == Person.id)
        .where(
            Contribution.thread_id == comment.thread_id,
            Contribution.display_name.is_not(None),
            Person.wants_news,
            Person.locked_at.is_(None),
            Person.id != (comment.author_id or 0),
            Person.id.not_in(following),
        )
        .distinct()
    )
    rows = db.session.execute(visible(statement, GUEST)).all()
    names = set(mentioned(comment.text, [name for _, name in rows if name]))
    return sorted({number for number, name in rows if name in names})


def tell(job: jobs.JobRun) -> None:
    """Write to one person who was called; not where the comment is hidden by now, or they want no such mail."""
    statement = select(Comment).where(Comment.id == int(job.payload["comment"]))
    comment = db.session.scalars(visible(statement, GUEST)).first()
    person = db.session.get(Person, int(job.payload["person"]))
    if comment is None or comment.thread_id is None or person is None or not person.wants_news or person.locked_at:
        return
    own = select(Contribution.language).where(
        Contribution.thread_id == comment.thread_id, Contribution.author_id == person.id
    )
    spoken = see_all(own.order_by(Contribution.id.desc()), "in which language they wrote last")
    language = db.session.scalars(spoken).first() or comment.language
    with current_app.test_request_context(base_url=languages.base_address(language)):
        place = reading.places([comment.thread_id]).get(comment.thread_id)
        # What was taken back and published again, or corrected, calls nobody a second time.
        if place and once.first_arrival(f"{JOB}:{comment.id}:{person.id}"):
            with force_locale(languages.locale_of(language)):
                body = render_template(
                    "contributions/called.txt",
                    place=place,
                    name=comment.display_name,
                    link=languages.full_address(url_for("contributions.comment", reference=comment.reference)),
                    stop_link=news.stop_link(person),
                )
                mail.send(person.mail, gettext("Somebody calls you: “%(title)s”", title=place.title), body)
