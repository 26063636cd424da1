"""The texts of a survey beside their German, each watched for itself, so that two people can translate at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.web.forms import without_blanks
from surveys.editor import rules
from surveys.editor.forms import LONGEST_WORDS, mark
from surveys.models import Survey

LANGUAGES: Mapping[str, Lazy] = {"en": lazy_gettext("English"), "ls": lazy_gettext("Leichte Sprache")}
"""The languages into which the texts of a survey can be put."""

OF_SEVERAL_LINES = frozenset({"lead", "closing_text", "text", "hint", "message"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One text beside its German.

    Attributes:
        name: the key of its question and its place, with a colon between; no key around the questions.
        words: what stands in its field.
        was: the mark of what was stored when the page was drawn.
        theirs: what somebody else stored meanwhile, where this person wrote something else.
    """

    name: str
    german: str
    words: str
    was: str
    theirs: str | None = None
    error: Lazy | None = None

    @property
    def key(self) -> str:
        """The key of its question."""
        return self.name.partition(":")[0]

    def sent(self, form: Mapping[str, str]) -> "Entry":
        """Return the entry with what was typed; one that only somebody else changed keeps what they wrote."""
        typed = self._tidy(form.get(self.name, self.words))
        base = form.get(f"was:{self.name}", self.was)
        if typed == self.words or (base != self.was and mark(typed) == base):
            return self
        found = replace(self, words=typed, theirs=None if base == self.was else self.words)
        if len(typed) > LONGEST_WORDS:
            return replace(found, error=lazy_gettext("Please shorten this to %(max)d characters.", max=LONGEST_WORDS))
        return found

    def _tidy(self, words: str) -> str:
        plain = without_blanks(words.replace("\r\n", "\n")) or ""
        return plain if self.name.partition(":")[2] in OF_SEVERAL_LINES else " ".join(plain.split())


def entries(survey: Survey, language: str) -> list[Entry]:
    """Return all texts of a survey that have German, in the order in which people read them."""
    return [
        Entry(name, text["de"], text.get(language, ""), mark(text.get(language, "")))
        for name, text in _texts(survey)
        if text.get("de")
    ]


def _texts(survey: Survey) -> Iterator[tuple[str, Texts]]:
    for name in rules.AROUND:
        yield f":{name}", getattr(survey, name)
    for question in survey.questions:
        for place, text in rules.all_texts(question):
            yield f"{question.key}:{place}", text
