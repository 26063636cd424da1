"""The letter to an author: as it will be sent, and an example sentence for whoever writes it."""

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import force_locale, gettext

from forum.desk import names
from forum.desk.forms import RestrictForm
from forum.desk.services import items
from forum.desk.services.deeds import found_by
from forum.desk.services.queue import line_of
from participation.access.guard import Actor
from participation.contributions import services as contributions
from participation.contributions.models import Contact, Contribution
from participation.moderation.detectors import MarkKind
from participation.moderation.rules import Verdict


def preview(
    contribution: Contribution,
    contact: Contact | None,
    form: RestrictForm,
    who: Actor,
    verdict: Verdict,
    file: str = "",
) -> list[str]:
    """Return the paragraphs of the letter as it stands, with dots for what is still to be written."""
    letter = contributions.statement_of_reasons(
        contribution,
        contact,
        verdict,
        rules=form.chosen(),
        facts=form.facts.data or "…",
        signed=signature(who),
        found_by=found_by(contribution),
        automated=bool(line_of(contribution).marked),
        file=file,
        **form.more(),
    )
    return letter.strip().split("\n\n")


def signature(who: Actor) -> str:
    """Return name and office of whoever decides."""
    person = items.person(who)
    return ", ".join(part for part in (who.name, person.unit if person else "") if part)


def example_of_edit(marked: Sequence[MarkKind], locale: str) -> str:
    """Return in words what was marked as data about people, in the author's language."""
    facts = [names.MARK_FACTS[kind] for kind in marked if kind in names.MARK_FACTS]
    with force_locale(locale):
        what = format_list([str(fact) for fact in facts], locale=locale) if facts else ""
    return f"{what}." if what else ""


def example_facts(marked: Sequence[MarkKind], locale: str) -> str:
    """Return a sentence about what was marked, in the author's language; a help to begin with, never filled in."""
    facts = [names.MARK_FACTS[kind] for kind in marked if kind in names.MARK_FACTS]
    if not facts:
        return ""
    with force_locale(locale):
        what = format_list([str(fact) for fact in facts], locale=locale)
        return gettext("Your text contains %(what)s.", what=what)
