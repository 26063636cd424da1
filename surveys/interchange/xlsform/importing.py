"""An XLSForm as a survey of ours."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from participation.core.database import Texts
from participation.core.feature import Lazy
from surveys.interchange.building import Builder
from surveys.interchange.expressions.reading import XPATH
from surveys.interchange.imported import FileKind, Imported
from surveys.interchange.report import Kind
from surveys.interchange.xlsform.asking import Asker
from surveys.interchange.xlsform.grouping import Grouper
from surveys.interchange.xlsform.properties import LOOKS, UNLIKE, said
from surveys.interchange.xlsform.reading import read
from surveys.interchange.xlsform.words import Speaker

SETTINGS: Mapping[str, Lazy] = {
    "public_key": lazy_gettext("Stadtfaden seals answers with a key of its own."),
    "submission_url": lazy_gettext("Answers are sent to this site."),
    "instance_name": lazy_gettext("Answers have no names here."),
    "sms_separator": lazy_gettext("Surveys cannot be answered by text message."),
    "style": LOOKS,
}
USUAL = frozenset({"name", "title", "id_string", "sms_keyword", "default_language", "type", "children", "choices"})


def imported(content: bytes, suffix: str) -> Imported:
    """Read an XLSForm.

    Raises:
        RefusedFileError: where its reference converter does not accept it.
    """
    form = read(content, suffix)
    build = Builder(XPATH)
    speaker = Speaker(form.tree, build.report)
    title = speaker.texts(form.tree.get("title"))
    _tell_settings(form.tree, build, title)
    asker = Asker(build, speaker, {**(form.tree.get("choices") or {}), **form.external})
    Grouper(build, speaker, asker).take(form.tree)
    asker.properties.tell_columns()
    asker.choosing.tell_columns()
    speaker.tell()
    questions = build.questions()
    return Imported(FileKind.XLSFORM, title or Texts(de="XLSForm"), Texts(), questions, report=build.report)


def _tell_settings(tree: Mapping[str, Any], build: Builder, title: Texts) -> None:
    build.report.kept(Kind.SURVEY, title.in_("de") or title.get("en", ""), "title")
    for name in sorted(tree.keys() - USUAL):
        if tree[name]:
            build.report.lost(Kind.SETTING, name, f"{name}: {said(tree[name])}", SETTINGS.get(name, UNLIKE))
