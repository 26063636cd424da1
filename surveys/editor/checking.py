"""The publish check: everything that is missing, each with the place where it is mended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext, ngettext

from participation.core import clock
from participation.core.clock import now
from participation.core.feature import Lazy
from participation.questions import branching
from participation.questions import services as asking
from participation.web import texts
from surveys import ideas, scarce, sealing, services
from surveys.editor import rules
from surveys.keys import key_folder
from surveys.models import Survey
from surveys.rules import ACCESS_OF

PICTURE_WITHOUT_WORDS = re.compile(r"!\[\s*\]\(")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: a sentence, where, and whether nobody may publish before it is mended."""

    sentence: Lazy
    href: str
    is_must: bool = True


def findings(survey: Survey) -> list[Finding]:
    """Return what is missing, the musts first."""
    found = [*_around(survey), *_in_questions(survey), *_in_words(survey)]
    return sorted(found, key=lambda one: not one.is_must)


def _around(survey: Survey) -> Iterator[Finding]:
    setup = url_for("editor.setup", slug=survey.slug)
    if not survey.lead.get("de"):
        yield Finding(lazy_gettext("Please say in a sentence what the survey is for."), setup)
    if survey.closes_at <= now():
        yield Finding(lazy_gettext("The survey would be over already. Please choose a later last day."), setup)
    if survey.closes_at <= survey.opens_at:
        yield Finding(lazy_gettext("The survey closes before it opens. Please change one of the two days."), setup)
    if clock.at(survey.results_from, 0) < survey.closes_at:
        sentence = lazy_gettext("Results can appear on the day after the survey closes. Please choose a later day.")
        yield Finding(sentence, setup)
    if survey.access not in ACCESS_OF[survey.anonymity]:
        yield Finding(
            lazy_gettext(
                "This kind of anonymity needs another way in: pseudonymous answers need codes or accounts,"
                " personal ones need accounts. Please change one of the two."
            ),
            setup,
        )
    if not _has_key(survey):
        sentence = lazy_gettext("The key file of the survey is not in its folder. Please ask those who run the server.")
        yield Finding(sentence, setup)
    if not texts.source("privacy"):
        sentence = lazy_gettext("The privacy text is missing. Please ask those who run the server to put it there.")
        yield Finding(sentence, setup)


def _has_key(survey: Survey) -> bool:
    try:
        sealing.Opener(key_folder(), survey.slug, survey.public_key)
    except sealing.KeyMissingError:
        return False
    return True


def _in_questions(survey: Survey) -> Iterator[Finding]:
    edit = url_for("editor.edit", slug=survey.slug)
    if not survey.questionnaire.asked:
        yield Finding(lazy_gettext("The survey asks nothing yet. Please add a question."), edit)
    names = {question.key: question.text.in_("de") for question in survey.questions}
    wrong = [(question.key, sentence) for question in survey.questions for sentence in asking.mistakes(question)]
    wrong += [(one.key, one.sentence) for one in branching.check(survey.questions)]
    for key, sentence in wrong:
        said = lazy_gettext("“%(text)s”: %(part)s", text=names[key], part=sentence)
        yield Finding(said, url_for("editor.question", slug=survey.slug, key=key))
    for sentence in scarce.mistakes(survey.questions, survey.scarce):
        yield Finding(sentence, url_for("editor.quotas", slug=survey.slug))
    yield from _without_board(survey)


def _without_board(survey: Survey) -> Iterator[Finding]:
    """Yield the questions that offer to show a text as an idea, where no board of the process could show it."""
    offering = [question for question in survey.questions if question.takes_ideas]
    if offering and ideas.board_of(survey.process_id) is None:
        for question in offering:
            sentence = lazy_gettext(
                "“%(text)s” offers to show what people write as an idea, but the process has no board: it would stay an"
                " answer alone. Please open a board, or take the offer back.",
                text=question.text.in_("de"),
            )
            yield Finding(sentence, url_for("editor.question", slug=survey.slug, key=question.key), is_must=False)


def _in_words(survey: Survey) -> Iterator[Finding]:
    edit = url_for("editor.edit", slug=survey.slug)
    about = rules.minutes(survey.questions)
    for sentence in services.warnings(survey.questions):
        yield Finding(sentence, edit, is_must=False)
    if survey.questions and abs(about - survey.minutes) > 1:
        sentence = lazy_gettext(
            "People are told %(told)s minutes; it will be about %(about)s.", told=survey.minutes, about=about
        )
        yield Finding(sentence, url_for("editor.setup", slug=survey.slug), is_must=False)
    count, easy, every = missing(survey), missing(survey, "ls"), missing(survey, "")
    if count:
        sentence = ngettext("One English text is missing.", "%(num)s English texts are missing.", count)
        yield Finding(sentence, url_for("editor.translate", slug=survey.slug), is_must=False)
    if 0 < easy < every:
        sentence = ngettext(
            "Leichte Sprache is begun; one text is missing.",
            "Leichte Sprache is begun; %(num)s texts are missing.",
            easy,
        )
        yield Finding(sentence, url_for("editor.translate", slug=survey.slug, to="ls"), is_must=False)
    for question in survey.questions:
        if any(PICTURE_WITHOUT_WORDS.search(words) for words in question.hint.values()):
            sentence = lazy_gettext(
                "“%(text)s”: a picture says nothing to those who cannot see it. Please describe it.",
                text=question.text.in_("de"),
            )
            yield Finding(sentence, url_for("editor.question", slug=survey.slug, key=question.key))


def missing(survey: Survey, language: str = "en") -> int:
    """Return how many texts of a survey are not there in this language."""
    around = (survey.title, survey.lead, survey.closing_text)
    return rules.missing(survey.questions, language) + sum(
        bool(one.get("de")) and not one.get(language) for one in around
    )
