"""A survey with twenty questions of mixed kinds and a hundred thousand answers, the same in every run."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from sqlalchemy import insert, text

from participation.core.database import Texts, db, is_sqlite
from participation.core.vocabulary import Channel
from participation.questions.types import Limits, Option, Question, QuestionType, Scale
from surveys.models import Survey, SurveyAnswer
from tests import factories
from tests.surveys import town

SLUG = "viele"
AT_ONCE = 5000
SENTENCES = (
    "Mehr Busse am Abend, bitte.", "Der Radweg nach Heidekaten hat Löcher.", "Termine im Rathaus online buchen.",
    "An der Haltestelle fehlt Licht.", "Schnelles Netz auch in den Dörfern.", "Hilfe mit dem Handy wäre schön.",
)  # fmt: skip


def _options(count: int, **last: bool) -> tuple[Option, ...]:
    rows = [Option(f"a{one}", Texts(de=f"Antwort {one}", en=f"Answer {one}")) for one in range(count)]
    return (*rows, Option("other", Texts(de="anderes", en="other"), **last)) if last else tuple(rows)


def _ask(number: int, kind: QuestionType, **values: Any) -> Question:
    return Question(f"q{number:02}", kind, Texts(de=f"Frage {number}?", en=f"Question {number}?"), **values)


def questions() -> tuple[Question, ...]:
    """Return the twenty questions; two of them are asked of some people only."""
    kind = QuestionType
    return (
        _ask(1, kind.SINGLE, options=_options(5)),
        _ask(2, kind.DROPDOWN, options=_options(8)),
        _ask(3, kind.SINGLE, options=_options(4, other=True)),
        _ask(4, kind.YES_NO),
        _ask(5, kind.SINGLE, options=_options(4), condition='q04 = "yes"'),
        _ask(6, kind.MULTIPLE, options=_options(6)),
        _ask(7, kind.MULTIPLE, options=_options(8, other=True)),
        _ask(8, kind.SCALE, scale=Scale(1, 5)),
        _ask(9, kind.SCALE, scale=Scale(0, 10)),
        _ask(10, kind.MATRIX, rows=_options(5), scale=Scale(1, 4)),
        _ask(11, kind.RANKING, options=_options(5)),
        _ask(12, kind.ALLOCATION, options=_options(4), limits=Limits(total=100)),
        _ask(13, kind.NUMBER, limits=Limits(min=0, max=80)),
        _ask(14, kind.DATE),
        _ask(15, kind.PLACE, options=_options(6)),
        _ask(16, kind.SHORT_TEXT),
        _ask(17, kind.LONG_TEXT, condition="q09 >= 5"),
        _ask(18, kind.IDEA),
        _ask(19, kind.CONSENT),
        _ask(20, kind.DROPDOWN, options=_options(12)),
    )


def answers(count: int) -> Iterator[dict[str, Any]]:
    """Yield so many answers; about one in ten is missing."""
    chance = Random(11)
    asked = questions()
    for _ in range(count):
        given = {one.key: _given(one, chance) for one in asked if chance.random() < 0.9}
        if given.get("q04") != "yes":
            given.pop("q05", None)
        if given.get("q09", 0) < 5:
            given.pop("q17", None)
        yield given


def _given(question: Question, chance: Random) -> Any:
    kind, keys = question.type, [one.key for one in question.choices]
    if kind in {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT}:
        return " ".join(chance.choices(SENTENCES, k=1 if kind is QuestionType.SHORT_TEXT else 3))
    if kind is QuestionType.IDEA:
        return {"title": chance.choice(SENTENCES), "text": chance.choice(SENTENCES), "consent": False}
    if kind is QuestionType.DATE:
        return f"2027-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    if kind is QuestionType.SCALE:
        return chance.choice(question.steps)[0]
    if kind is QuestionType.MATRIX:
        return {row.key: chance.randint(1, 4) for row in question.rows}
    return _chosen(kind, keys, chance)


def _chosen(kind: QuestionType, keys: list[str], chance: Random) -> Any:
    if kind is QuestionType.NUMBER:
        return chance.randint(0, 80)
    if kind is QuestionType.RANKING:
        return chance.sample(keys, len(keys))
    if kind is QuestionType.MULTIPLE:
        return [key for key in keys if chance.random() < 0.4] or keys[:1]
    if kind is QuestionType.ALLOCATION:
        cuts = sorted(chance.choices(range(101), k=len(keys) - 1))
        return {key: high - low for key, low, high in zip(keys, [0, *cuts], [*cuts, 100], strict=True)}
    key = chance.choice(keys)
    return {"key": key, "text": "etwas anderes"} if key == "other" else key


def furnish(count: int) -> None:
    """Publish it and let so many people have answered; call it inside an application."""
    survey = town.survey(slug=SLUG, questions=questions())
    with factories.writing():
        db.session.get_one(Survey, survey.id).register = {"q01": {f"a{n}": 1000 * (n + 1) for n in range(5)}}
    chance, ways = Random(5), (Channel.WEB, Channel.WEB, Channel.WEB, Channel.PAPER)
    rows = [
        {"key": f"{chance.getrandbits(128):032x}", "survey_id": survey.id, "channel": chance.choice(ways),
         "values": values, "salt": "0" * 32}
        for values in answers(count)
    ]  # fmt: skip
    for start in range(0, count, AT_ONCE):
        with factories.writing():
            db.session.execute(insert(SurveyAnswer), rows[start : start + AT_ONCE])
    if not is_sqlite():
        with factories.writing():
            db.session.execute(text("ANALYZE"))


def size(count: int) -> int:
    """Return how many bytes the answers have as JSON."""
    return sum(len(json.dumps(one, ensure_ascii=False)) for one in answers(count))
