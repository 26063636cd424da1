"""What surveys add to the house."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from participation.core.feature import Feature, NavigationItem, PersonalData, Retention
from surveys import answering, demo, opening, receipts, retention, rules, services
from surveys.cli import surveys
from surveys.views import document, pages, results
from surveys.views.blueprint import bp

PAGES = (document, pages, results)
"""The modules whose pages stand on the blueprint."""

TABLES = frozenset({"sealed_answer", "survey_answer", "survey_draft"})


def export(_person_id: int) -> Mapping[str, object]:
    """Return nothing: no answer can be traced to a person, which is the promise."""
    return {}


def erase(_person_id: int, _keep_texts: bool) -> None:
    """Erase nothing, for the same reason."""


FEATURE = Feature(
    name="surveys",
    blueprints=(bp, receipts.bp),
    navigation=(NavigationItem("receipts.find", lazy_gettext("Was my answer counted?"), 20, area="legal"),),
    cli=(surveys,),
    jobs={opening.OPEN_JOB: opening.run},
    nightly=(opening.call_for_all,),
    open_formats=services.cards,
    personal_data=PersonalData(tables=TABLES, export=export, erase=erase),
    retention=(
        Retention(
            lazy_gettext("Drafts of survey answers"),
            frozenset({"survey_draft"}),
            answering.DRAFTS_KEPT.days,
            answering.forget_old_drafts,
        ),
        Retention(
            lazy_gettext("Answers to surveys, after they closed"),
            frozenset({"sealed_answer", "survey_answer"}),
            rules.ANSWERS_KEPT_DAYS,
            retention.forget_answers,
        ),
    ),
    demo=demo.load,
    erase_demo=demo.erase,
)
