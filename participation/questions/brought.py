"""Questions to which people bring something of their own: an idea for everybody, a picture."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256

from flask_babel import lazy_gettext

from participation.core import pictures
from participation.core.feature import Lazy
from participation.core.pictures import LARGEST_PICTURE, Reason, RefusedError
from participation.questions.kind import Kind, line
from participation.questions.sent import Sent
from participation.questions.types import LONGEST_LINE, LONGEST_TITLE, Answer, Question, title_of, wants_idea, words_of

LARGEST_PHOTO = 90 * 1024
"""How many bytes a picture has at most, once it is written anew."""
LONGEST_DATA = LARGEST_PHOTO * 4 // 3 + 4
REFUSED: Mapping[object, Lazy] = {
    Reason.BROKEN.value: lazy_gettext("This file shows no picture that we can read. Please choose a JPEG or PNG."),
    Reason.TOO_LARGE.value: lazy_gettext("This picture is too large. Please choose one of at most 15 megabytes."),
    Reason.TOO_MANY_PIXELS.value: lazy_gettext("This picture is too large. Please choose one of at most 15 megabytes."),
}


class Idea(Kind):
    """An idea with a title, which becomes a public contribution when its author agrees."""

    nothing = lazy_gettext("Please write your idea here.")

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return title, text and consent; nothing where nothing was written."""
        title, words = line(sent.one(f"{name}.title")), sent.one(name)
        if not title and not words:
            return None
        return {"title": title, "text": words, "consent": bool(sent.one(f"{name}.consent"))}

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether it has a title, a text and a consent."""
        if not isinstance(answer, Mapping) or set(answer) != {"title", "text", "consent"}:
            return False
        return all(isinstance(answer[one], str) for one in ("title", "text")) and isinstance(answer["consent"], bool)

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Complain about a missing part, about too much, and about the missing consent."""
        length, most = len(words_of(answer)), question.longest
        if not words_of(answer):
            return [lazy_gettext("Please describe your idea, too. One sentence is enough.")]
        if len(title_of(answer)) > LONGEST_TITLE:
            return [lazy_gettext("Please shorten the title to %(most)s characters.", most=LONGEST_TITLE)]
        if length > most:
            return [
                lazy_gettext(
                    "Please shorten your answer to %(most)s characters. It has %(length)s.", most=most, length=length
                )
            ]
        if not wants_idea(answer):
            return [lazy_gettext("Please agree that your idea becomes public, or take the text out.")]
        return []

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return title and text."""
        return ": ".join(part for part in (title_of(answer), words_of(answer)) if part)

    def columns(self, question: Question) -> list[str]:
        """Return one column for the title and one for the text."""
        return [f"{question.key}.title", question.key]

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return the title and the text."""
        return [title_of(answer), words_of(answer)]


class Photo(Kind):
    """A picture. It is part of the answer itself, so it lies in the same sealed box and tells nothing more."""

    nothing = lazy_gettext("Please choose a picture.")

    def parse(self, question: Question, sent: Sent, name: str) -> Answer:
        """Return the picture that was chosen just now, or else the one that was kept before."""
        title, content = sent.file(f"{name}.file", LARGEST_PICTURE)
        if not content:
            title, content = sent.one(f"{name}.name"), _decoded(sent.whole(f"{name}.data", LONGEST_DATA))
        if not content or sent.one(f"{name}.remove"):
            return None
        title = line(title)[:LONGEST_LINE] or "–"
        try:
            kept = content if _is_bare(content) else pictures.within(content, LARGEST_PHOTO)
        except RefusedError as refused:
            return {"name": title, "refused": refused.reason.value}
        return {"name": title, "data": b64encode(kept).decode()}

    def fits(self, question: Question, answer: object) -> bool:
        """Return whether it has a name, and a picture or the reason why there is none."""
        if not isinstance(answer, Mapping) or not isinstance(answer.get("name"), str):
            return False
        data = answer.get("data")
        if set(answer) == {"name", "refused"}:
            return answer["refused"] in REFUSED
        return set(answer) == {"name", "data"} and isinstance(data, str) and _is_bare(_decoded(data))

    def complaints(self, question: Question, answer: Answer) -> list[Lazy]:
        """Complain about a file that shows no picture, or too large a one."""
        reason = answer.get("refused") if isinstance(answer, Mapping) else None
        return [REFUSED[reason]] if reason in REFUSED else []

    def shown(self, question: Question, answer: Answer, language: str) -> str:
        """Return the name of the picture."""
        return str(answer.get("name", "")) if isinstance(answer, Mapping) else ""

    def cells(self, question: Question, answer: Answer) -> list[str]:
        """Return the name under which the picture lies among all of them."""
        return [picture_in(question, answer)[0]]


def picture_in(question: Question, answer: object) -> tuple[str, bytes]:
    """Return the picture in an answer, and a name for it that says nothing of whoever took it; empty without one."""
    data = answer.get("data") if isinstance(answer, Mapping) else None
    content = _decoded(data) if isinstance(data, str) else b""
    return (f"{question.key}-{sha256(content).hexdigest()[:12]}.webp" if content else "", content)


def _decoded(data: str) -> bytes:
    """Return what base64 holds; nothing where it is none."""
    try:
        return b64decode(data, validate=True) if len(data) <= LONGEST_DATA else b""
    except ValueError:
        return b""


def _is_bare(content: bytes) -> bool:
    r"""Return whether it is a bare WebP: one picture, and nothing beside it that could tell of somebody.

    >>> _is_bare(b"RIFF\x0e\0\0\0WEBPVP8 \x02\0\0\0\0\0")
    True
    """
    size, first = (int.from_bytes(content[at : at + 4], "little") for at in (4, 16))
    is_whole = len(content) == size + 8 == first + first % 2 + 20 <= LARGEST_PHOTO
    return is_whole and content[:4] == b"RIFF" and content[8:12] == b"WEBP" and content[12:16] in {b"VP8 ", b"VP8L"}
