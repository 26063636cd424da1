"""Verbs of the attachments: take a file in, add it to a contribution, say what it shows, let it go."""

from collections.abc import Mapping, Sequence

from flask import current_app
from flask_babel import lazy_gettext
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Select, delete, select

from participation.access.guard import see_all
from participation.contributions.attachments import documents, store
from participation.contributions.attachments.models import Attachment
from participation.contributions.attachments.rules import (
    LONGEST_WORDS,
    FileKind,
    Kept,
    Reason,
    RefusedError,
    kept_from,
    kind_of,
    title_of,
)
from participation.contributions.models import Contribution
from participation.core import jobs, pictures
from participation.core.database import db
from participation.core.feature import Lazy

FORGET = "contributions.forget_files"
REFUSALS: Mapping[Reason, Lazy] = {
    Reason.EMPTY: lazy_gettext("There is nothing in it. Please choose the file once more."),
    Reason.OTHER_KIND: lazy_gettext(
        "This kind of file does not work here. Please choose pictures as JPEG, PNG or WebP, or one PDF."
    ),
    Reason.TOO_LARGE: lazy_gettext("It is too large: a picture may have 15 MB, a PDF 10 MB. Please make it smaller."),
    Reason.TOO_MANY_PIXELS: lazy_gettext("It has too many points. Please make it smaller and choose it again."),
    Reason.BROKEN: lazy_gettext(
        "It cannot be read; perhaps it did not arrive whole. Please save it anew and choose it again."
    ),
    Reason.LOCKED: lazy_gettext("It is locked with a password. Please save it without one and choose it again."),
    Reason.ACTIVE: lazy_gettext(
        "It holds a program, a form or another file. Please print it as a new PDF and choose that one."
    ),
    Reason.TOO_MANY_PAGES: lazy_gettext("It has more than 200 pages. Please choose the pages that matter."),
}


def take(file_name: str, content: bytes, words: str = "") -> Kept:
    """Make a file harmless and keep it; without a contribution it is gone after a day.

    Raises:
        RefusedError: with the reason.
    """
    if not content:
        raise RefusedError(Reason.EMPTY)
    kind = kind_of(content)
    if kind is None:
        raise RefusedError(Reason.OTHER_KIND)
    title = title_of(file_name)
    if kind is FileKind.DOCUMENT:
        clean = documents.cleaned(content)
        return Kept(kind, store.keep(kind, clean), title, len(clean))
    seen = pictures.cleaned(content)
    digest = store.keep(kind, seen.content, seen.small)
    return Kept(kind, digest, title, len(seen.content), seen.width, seen.height, words[:LONGEST_WORDS])


def sealed(files: Sequence[Kept]) -> str:
    """Return the files as a signed text for a hidden field, so that nobody has to choose them a second time."""
    return _serializer().dumps([one.plain() for one in files]) if files else ""


def unsealed(text: str) -> list[Kept]:
    """Return the files of a hidden field that are still there; none where the text is not ours or too old."""
    try:
        found = [kept_from(plain) for plain in _serializer().loads(text, max_age=store.YOUNG_S)] if text else []
    except BadSignature:
        return []
    return [one for one in found if store.is_there(one.kind, one.digest)]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.extensions["settings"].secret_key, salt="kept files")


def attach(contribution: Contribution, files: Sequence[Kept]) -> None:
    """Add files to a contribution, in this order; one that comes twice is one."""
    fresh = {one.digest: one for one in files}
    if not fresh:
        return
    contribution.attachments = [
        Attachment(
            kind=one.kind,
            position=position,
            digest=one.digest,
            title=one.title,
            words=one.words,
            size=one.size,
            width=one.width,
            height=one.height,
        )
        for position, one in enumerate(fresh.values())
    ]


def describe(contribution: Contribution, words: Mapping[int, str]) -> None:
    """Say what the pictures of a contribution show, by their ids."""
    for one in contribution.attachments:
        if one.is_picture and one.id in words:
            one.words = words[one.id][:LONGEST_WORDS]


def erase(contribution_ids: Sequence[int]) -> None:
    """Take the attachments from contributions; the files go as soon as that is committed."""
    about = Attachment.contribution_id.in_(contribution_ids)
    digests = list(db.session.scalars(see_all(select(Attachment.digest).where(about), "erasure reaches hidden ones")))
    if digests:
        db.session.execute(delete(Attachment).where(about))
        jobs.enqueue(FORGET, {"digests": digests})


def erase_taken_out(decisions: Select[int]) -> int:
    """Delete what these decisions took out of contributions; return how many files."""
    about = Attachment.removal_id.in_(decisions)
    digests = list(db.session.scalars(see_all(select(Attachment.digest).where(about), "what was taken out is hidden")))
    if digests:
        db.session.execute(delete(Attachment).where(about).execution_options(synchronize_session=False))
        jobs.enqueue(FORGET, {"digests": digests})
    return len(digests)


def forget(job: jobs.JobRun) -> None:
    """Delete the files of these digests unless an attachment has them; a job."""
    digests = set(job.payload["digests"])
    store.remove(digests - _known(digests))


def sweep() -> int:
    """Delete old files that belong to no attachment; return how many. Done every night."""
    old = list(store.old())
    known = _known({one.name[:64] for one in old})
    lost = [one for one in old if one.name[:64] not in known]
    for one in lost:
        one.unlink(missing_ok=True)
    return len(lost)


def _known(digests: set[str]) -> set[str]:
    found: set[str] = set()
    listed = sorted(digests)
    for start in range(0, len(listed), 500):
        part = select(Attachment.digest).where(Attachment.digest.in_(listed[start : start + 500]))
        found.update(db.session.scalars(see_all(part, "a file of a hidden contribution is kept, too")))
    return found
