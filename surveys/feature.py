"""What surveys add to the house."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from participation.core.feature import Feature, NavigationItem, PersonalData, Retention, Source
from surveys import answering, demo, ideas, opening, personal, retention, rules, services
from surveys.cli import surveys
from surveys.columns import packs
from surveys.receipts import services as receipts
from surveys.receipts import views as receipt_pages
from surveys.views import blueprint, document, later, pages, results
from surveys.views.blueprint import bp
from surveys.ways import services as ways

PAGES = (document, later, pages, results)
"""The modules whose pages stand on the blueprint."""

TABLES = frozenset({"sealed_answer", "survey_answer", "survey_pack", "survey_draft", "survey_code"})


def export(person_id: int) -> Mapping[str, object]:
    """Return the answers that belong to an account, and in which surveys it took part without their being known."""
    found: dict[str, object] = {}
    if answers := personal.export(person_id):
        found["survey_answers"] = answers
    if parts := [survey.title.in_("de") for survey in ways.parts_of(person_id)]:
        found["surveys_taken_part_in"] = parts
    return found


def erase(person_id: int, keep_texts: bool) -> None:
    """Erase the answers of an account, or whose they are, and the marks that it took part; no other can be found."""
    personal.erase(person_id, keep_texts)
    ways.forget_parts_of(person_id)


FEATURE = Feature(
    name="surveys",
    blueprints=(bp, receipt_pages.bp),
    navigation=(NavigationItem("receipts.find", lazy_gettext("Was my answer counted?"), 20, area="legal"),),
    cli=(surveys,),
    jobs={opening.OPEN_JOB: opening.run, packs.PACK_JOB: packs.run},
    often=(packs.call_for_many,),
    nightly=(opening.call_for_all, receipts.publish_lists, packs.call_for_all),
    open_formats=services.cards,
    sources=(
        Source("surveys", lazy_gettext("Texts from surveys that their authors made public"), ideas.are_out_of_surveys),
    ),
    why_sign_in=blueprint.why_sign_in,
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
            frozenset({"sealed_answer", "survey_answer", "survey_pack"}),
            rules.ANSWERS_KEPT_DAYS,
            retention.forget_answers,
        ),
        Retention(
            lazy_gettext("Lists of codes for surveys, after they closed"),
            frozenset({"survey_code"}),
            ways.CODES_KEPT_DAYS,
            ways.forget_codes,
        ),
    ),
    demo=demo.load,
    erase_demo=demo.erase,
)
