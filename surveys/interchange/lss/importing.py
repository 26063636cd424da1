"""A survey of LimeSurvey as one of ours."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from participation.questions.types import Question, QuestionType
from surveys.interchange.building import Builder
from surveys.interchange.expressions.reading import LIMESURVEY
from surveys.interchange.imported import FileKind, Imported
from surveys.interchange.lss.asking import Asker
from surveys.interchange.lss.reading import Dump, Thing, read
from surveys.interchange.report import Kind

QUOTA = lazy_gettext("Limits to the number of answers are set anew in Stadtfaden.")
UNLIKE = lazy_gettext("Stadtfaden has nothing like it.")
LOST: Mapping[str, Lazy] = {
    **dict.fromkeys(("quota", "quota_members", "quota_languagesettings"), QUOTA),
    "assessments": lazy_gettext("Answers are not graded here."),
    **dict.fromkeys(("defaultvalues", "defaultvalue_l10ns"), lazy_gettext("Questions begin without an answer.")),
}
SET_ANEW = lazy_gettext("Who answers, when, and how is set in Stadtfaden.")
ORDER = lazy_gettext("The questions keep their order.")
NO_QUESTIONS = lazy_gettext("No question stands under it.")
ORPHAN = lazy_gettext("The question it belongs to is not in the file.")
POLICY = lazy_gettext("Stadtfaden shows a privacy text of its own.")


def imported(content: str) -> Imported:
    """Read a .lss file.

    Raises:
        RefusedFileError: where it is no survey of LimeSurvey.
    """
    build = Builder(LIMESURVEY)
    dump = read(content, build.report)
    settings = dump.settings
    title = settings.text("surveyls_title")
    build.report.kept(Kind.SURVEY, title.in_("de") or title.get("en", ""), "surveyls_title")
    asker = Asker(build, dump)
    for group in sorted(dump.groups, key=lambda one: (_number(one["group_order"]), _number(one["gid"]))):
        _take_group(build, asker, dump, group)
    known = {group["gid"] for group in dump.groups}
    for question in dump.questions:
        if question["gid"] not in known:
            asker.ask(question, [])
    for orphan in dump.orphans:
        build.report.lost(Kind.QUESTION, orphan["title"], "parent_qid", ORPHAN)
    if settings.text("surveyls_policy_notice"):
        build.report.lost(Kind.SETTING, "surveyls_policy_notice", "surveyls_policy_notice", POLICY)
    for name, count in dump.lost.items():
        build.report.lost(Kind.SETTING, name, f"{name}: {count}", LOST.get(name, UNLIKE))
    asker.attributes.tell_others()
    if dump.survey.keys() - {"sid", "language"}:
        build.report.changed(Kind.SETTING, "surveys", "surveys", SET_ANEW)
    lead = settings.text("surveyls_welcometext") or settings.text("surveyls_description")
    closing = settings.text("surveyls_endtext")
    questions = build.questions()
    return Imported(FileKind.LIMESURVEY, title or Texts(de="LimeSurvey"), lead, questions, closing, build.report)


def _take_group(build: Builder, asker: Asker, dump: Dump, group: Thing) -> None:
    """Take in a group as a section with its questions."""
    name = group.text("group_name")
    item = name.in_("de") or name.get("en", "") or f"gid {group['gid']}"
    pieces = build.piece(item, "condition", group["grelevance"])
    if group["randomization_group"]:
        build.report.lost(Kind.SETTING, item, "randomization_group", ORDER)
    inside = [question for question in dump.questions if question["gid"] == group["gid"]]
    if not inside:
        build.report.lost(Kind.SECTION, item, "group", NO_QUESTIONS)
        return
    section = Question(build.key(f"g{group['gid']}"), QuestionType.SECTION, name or Texts(de=item))
    section = _with_description(section, group.text("description"))
    build.add(section, item, "group", kind=Kind.SECTION, pieces=pieces)
    for question in inside:
        asker.ask(question, [])


def _with_description(section: Question, description: Texts) -> Question:
    return Question(section.key, section.type, section.text, description)


def _number(words: str) -> int:
    return int(words) if words.isdigit() and len(words) < 10 else 0
