"""Each type of question: what is read from a form, what is complained about, how an answer is said."""

import random
from base64 import b64decode
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, render_template_string
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict

from participation.questions import services
from participation.questions.brought import LARGEST_PHOTO
from participation.questions.storage import MalformedQuestionError, from_dict, from_list, to_dict, to_list
from participation.questions.types import MISSING, Level, Question, QuestionType, budget
from tests.participation.questions.conftest import SAMPLES, TEN, TOWN

ASK = '{% from "questions/question.html" import question with context %}{{ question(q, value, "de", errors) }}'
OPTIONS = [
    {"key": "foot", "label": {"de": "zu Fuß", "en": "on foot"}},
    {"key": "bike", "label": {"de": "Fahrrad", "en": "by bike"}},
    {"key": "other", "label": {"de": "anders", "en": "otherwise"}, "other": True},
    {"key": "no", "label": {"de": "nichts davon", "en": "none"}, "exclusive": True},
]
RANKED = [{"key": key, "label": key.upper()} for key in "abcd"]


def q(kind: str, **more: Any) -> Question:
    with_options = kind in {"single", "multiple", "dropdown", "place"}
    options = OPTIONS if with_options else RANKED if kind == "ranking" else []
    return from_dict({"key": "Q", "type": kind, "text": "Frage?", "options": options, **more})


def sent(*pairs: tuple[str, str]) -> MultiDict[str, str]:
    return MultiDict([(f"q.{name}", value) for name, value in pairs])


LINE, TEXT, NUMBER = q("short_text"), q("long_text"), q("number")
ONE, MANY, LIST, PLACE = q("single"), q("multiple"), q("dropdown"), q("place")
SCALE = q("scale", options=[{"key": "dunno", "label": {"de": "weiß nicht", "en": "I cannot say"}}])
RANK = q("ranking", limits={"max_rank": 3})
IDEA = q("long_text", offers_idea=True)
ROWS_OF_TABLE = [{"key": "bus", "label": "Bus"}, {"key": "path", "label": "Weg"}]
TABLE = q("matrix", rows=ROWS_OF_TABLE, options=RANKED)
RATED = q("matrix", rows=ROWS_OF_TABLE, scale={"min": 0, "max": 3, "min_label": "gar nicht"}, options=RANKED[:1])
GIVEN = q("allocation", options=RANKED, limits={"total": 100, "unit": {"de": "Punkte", "en": "points"}})
PROPOSAL = q("idea", limits={"max_length": 10})
PHOTO = q("file")
WEBP = "UklGRg4AAABXRUJQVlA4IAIAAAAAAA=="
WEBP_WITH_NOTES = "UklGRhgAAABXRUJQVlA4IAIAAAAAAEVYSUYCAAAAAAA="

READ = [
    (LINE, [("Q", "  Rufbus \r\n am\tAbend ")], "Rufbus am Abend"),
    (LINE, [("Q", "   ")], MISSING),
    (LINE, [("Q", "a\x00b\u202ec")], "abc"),
    (LINE, [("Q", "10\u00a0km")], "10 km"),
    (TEXT, [("Q", "Zeile\r\nnoch eine\r\n")], "Zeile\nnoch eine"),
    (TEXT, [], MISSING),
    (IDEA, [("Q", "Eine Bank"), ("Q.idea", "1")], {"text": "Eine Bank", "idea": True}),
    (IDEA, [("Q", "Eine Bank")], "Eine Bank"),
    (IDEA, [("Q.idea", "1")], MISSING),
    (NUMBER, [("Q", "12")], 12),
    (NUMBER, [("Q", "3,5")], 3.5),
    (NUMBER, [("Q", "3.5")], 3.5),
    (NUMBER, [("Q", "1.200")], 1200),
    (NUMBER, [("Q", "1,200.50")], 1200.5),
    (NUMBER, [("Q", "1 200,5")], 1200.5),
    (NUMBER, [("Q", "-4")], -4),
    (NUMBER, [("Q", "0,125")], 0.125),
    (NUMBER, [("Q", "ungefähr drei")], "ungefähr drei"),
    (NUMBER, [("Q", "1e99")], "1e99"),
    (NUMBER, [("Q", "nan")], "nan"),
    (NUMBER, [("Q", "٣")], "٣"),
    (ONE, [("Q", "bike")], "bike"),
    (ONE, [("Q", "plane")], MISSING),
    (ONE, [("Q", "bike"), ("Q", "foot")], "bike"),
    (ONE, [("Q", "other"), ("Q.text", " Roller ")], {"key": "other", "text": "Roller"}),
    (ONE, [("Q", "other")], "other"),
    (ONE, [("Q.text", "Roller")], {"key": "other", "text": "Roller"}),
    (ONE, [("Q", "bike"), ("Q.text", "left from before")], "bike"),
    (LIST, [("Q", "")], MISSING),
    (LIST, [("Q", "foot")], "foot"),
    (MANY, [("Q", "bike"), ("Q", "foot"), ("Q", "bike"), ("Q", "<b>")], ["foot", "bike"]),
    (MANY, [("Q", "other"), ("Q.text", "Roller")], [{"key": "other", "text": "Roller"}]),
    (MANY, [("Q.text", "not ticked")], MISSING),
    (q("yes_no"), [("Q", "yes")], "yes"),
    (q("yes_no"), [("Q", "true")], MISSING),
    (SCALE, [("Q", "4")], 4),
    (SCALE, [("Q", "6")], MISSING),
    (SCALE, [("Q", "2.5")], MISSING),
    (SCALE, [("Q", "dunno")], "dunno"),
    (q("date"), [("Q", "2027-02-21")], "2027-02-21"),
    (q("date"), [("Q", "21.2.2027")], "2027-02-21"),
    (q("date"), [("Q", "31.2.2027")], "31.2.2027"),
    (q("date"), [("Q", "0000-00-00")], "0000-00-00"),
    (RANK, [("Q", "b"), ("Q", "a")], ["b", "a"]),
    (RANK, [("Q", "b"), ("Q", "b"), ("Q", "z"), ("Q", "a"), ("Q", "c"), ("Q", "d")], ["b", "a", "c"]),
    (RANK, [("Q", "b"), ("Q.add", "a")], ["b", "a"]),
    (RANK, [("Q", "a"), ("Q", "b"), ("Q", "c"), ("Q.add", "d")], ["a", "b", "c"]),
    (RANK, [("Q", "a"), ("Q", "b"), ("Q", "c"), ("Q.up", "c")], ["a", "c", "b"]),
    (RANK, [("Q", "a"), ("Q", "b"), ("Q.up", "a")], ["a", "b"]),
    (RANK, [("Q", "a"), ("Q", "b"), ("Q", "c"), ("Q.down", "a")], ["b", "a", "c"]),
    (RANK, [("Q", "a"), ("Q", "b"), ("Q.down", "b")], ["a", "b"]),
    (RANK, [("Q", "a"), ("Q", "b"), ("Q.remove", "a")], ["b"]),
    (RANK, [("Q", "a"), ("Q.remove", "a")], MISSING),
    (RANK, [("Q.up", "a")], MISSING),
    (PLACE, [("Q", "bike"), ("Q.text", "Markt 1")], {"key": "bike", "text": "Markt 1"}),
    (PLACE, [("Q.text", "Markt 1")], {"text": "Markt 1"}),
    (PLACE, [("Q", "nowhere")], MISSING),
    (PLACE, [("Q.lat", "54.123456"), ("Q.lon", "13.1")], {"lat": 54.1235, "lon": 13.1}),
    (PLACE, [("Q.lat", "54.123"), ("Q.lon", "")], MISSING),
    (PLACE, [("Q.lat", "1e9"), ("Q.lon", "2")], MISSING),
    (PLACE, [("Q.lat", "999"), ("Q.lon", "2")], MISSING),
    (TABLE, [("Q.bus", "a"), ("Q.path", "z"), ("Q.car", "a")], {"bus": "a"}),
    (TABLE, [("Q", "a")], MISSING),
    (RATED, [("Q.bus", "0"), ("Q.path", "a")], {"bus": 0, "path": "a"}),
    (RATED, [("Q.bus", "4")], MISSING),
    (GIVEN, [("Q.a", "1.000"), ("Q.b", ""), ("Q.c", "0"), ("Q.d", "viel")], {"a": 1000, "c": 0, "d": "viel"}),
    (GIVEN, [("Q.a", " ")], MISSING),
    (GIVEN, [("Q.a", "2,5")], {"a": "2,5"}),
    (GIVEN, [("Q.a", "3"), ("Q", "+a")], {"a": 13}),
    (GIVEN, [("Q.a", "96"), ("Q", "+b")], {"a": 96, "b": 4}),
    (GIVEN, [("Q.a", "130"), ("Q", "+b")], {"a": 130}),
    (GIVEN, [("Q.a", "13"), ("Q", "-a")], {"a": 3}),
    (GIVEN, [("Q.a", "7"), ("Q", "-a")], MISSING),
    (GIVEN, [("Q.a", "viel"), ("Q", "+a")], {"a": "viel"}),
    (GIVEN, [("Q.a", "7"), ("Q", "+nobody"), ("Q", "*a")], {"a": 7}),
    (PLACE, [("Q.lat", "53.4"), ("Q.lon", "11.2"), ("Q.remove", "1")], MISSING),
    (PROPOSAL, [("Q", "Bank"), ("Q.consent", "1")], {"title": "", "text": "Bank", "consent": True}),
    (PROPOSAL, [("Q.title", "Bank")], {"title": "Bank", "text": "", "consent": False}),
    (PROPOSAL, [("Q.consent", "1")], MISSING),
    (PHOTO, [("Q.name", "spot"), ("Q.data", WEBP)], {"name": "spot", "data": WEBP}),
    (PHOTO, [("Q.name", "spot"), ("Q.data", WEBP_WITH_NOTES)], {"name": "spot", "refused": "broken"}),
    (PHOTO, [("Q.name", "spot"), ("Q.data", WEBP), ("Q.remove", "1")], MISSING),
    (PHOTO, [("Q.name", "spot"), ("Q.data", "<svg>")], MISSING),
    (q("calculated", formula="1 + 1"), [("Q", "99")], MISSING),
    (q("consent"), [("Q", "yes")], "yes"),
    (q("consent"), [("Q", "no")], MISSING),
    (q("information"), [("Q", "yes")], MISSING),
]


@pytest.mark.parametrize(("question", "pairs", "expected"), READ)
def test_what_is_read_from_a_form(question: Question, pairs: list[tuple[str, str]], expected: object) -> None:
    found = services.parse(question, sent(*pairs))
    assert found == expected
    assert type(found) is type(expected)


def test_a_photo_is_written_anew_and_says_nothing_of_place_time_and_camera() -> None:
    noise = Image.frombytes("RGB", (1600, 1200), random.Random(1).randbytes(1600 * 1200 * 3))
    exif = noise.getexif()
    exif.get_ifd(0x8825).update({1: "N", 2: (54.0, 5.0, 0.0)})
    exif[0x0110] = "Camera of Mia"
    file = BytesIO()
    noise.save(file, "JPEG", exif=exif)
    assert b"Camera of Mia" in file.getvalue()
    file.seek(0)
    found = services.parse(PHOTO, CombinedMultiDict([MultiDict([("Q.file", FileStorage(file, "a.jpg"))])]))
    assert found is MISSING, "the file is asked for by the name of its question"
    found = services.parse(PHOTO, MultiDict([("q.Q.file", FileStorage(file, "spot.jpg"))]))
    assert isinstance(found, dict)
    assert services.check(PHOTO, found) == []
    content = b64decode(found["data"])
    assert found["name"] == "spot.jpg"
    assert len(content) <= LARGEST_PHOTO
    assert b"Camera of Mia" not in content
    with Image.open(BytesIO(content)) as kept:
        assert (kept.format, dict(kept.getexif()), set(kept.info)) == (
            "WEBP",
            {},
            {"loop", "background"} & set(kept.info),
        )
    assert services.parse(PHOTO, MultiDict([("q.Q.name", found["name"]), ("q.Q.data", found["data"])])) == found


def test_a_file_that_is_no_photo_is_refused_with_a_sentence(page: None) -> None:
    found = services.parse(PHOTO, MultiDict([("q.Q.file", FileStorage(BytesIO(b"%PDF-1.7 words"), "a.pdf"))]))
    assert next(str(one) for one in services.check(PHOTO, found)).startswith("Diese Datei zeigt kein Bild")
    assert services.parse(PHOTO, MultiDict([("q.Q.file", FileStorage(BytesIO(b""), ""))])) is MISSING


NEEDED = {"required": True}
COMPLAINTS = [
    (q("single", **NEEDED), MISSING, "Please choose an answer."),
    (q("multiple", **NEEDED), [], "Please choose at least one answer."),
    (q("ranking", **NEEDED), MISSING, "Please choose at least one."),
    (q("short_text", **NEEDED), "", "Please write something here."),
    (q("number", **NEEDED), MISSING, "Please write a number, for example 12."),
    (q("date", **NEEDED), MISSING, "Please write a date, for example 24.12.2027."),
    (q("place", **NEEDED), {}, "Please write a street or choose a part of town."),
    (q("consent", **NEEDED), MISSING, "Please tick the box. Without it we cannot take this."),
    (q("information", **NEEDED), MISSING, ""),
    (ONE, MISSING, ""),
    (ONE, "bike", ""),
    (ONE, "plane", "Please answer this question once more."),
    (ONE, {"key": "bike", "text": "words where none belong"}, "Please answer this question once more."),
    (ONE, {"key": "other", "text": "x" * 201}, "Please shorten your own words to 200 characters."),
    (LINE, "x" * 201, "Please shorten your answer to 200 characters. It has 201."),
    (TEXT, "x" * 4000, ""),
    (q("long_text", limits={"max_length": 10}), "x" * 11, "Please shorten your answer to 10 characters. It has 11."),
    (q("long_text", limits={"min_length": 10}), "short", "Please write a little more: at least 10 characters."),
    (IDEA, {"text": "x" * 4001, "idea": True}, "Please shorten your answer to 4000 characters. It has 4001."),
    (TEXT, ["x"], "Please answer this question once more."),
    (NUMBER, "three", "Please write a number, for example 12."),
    (NUMBER, True, "Please answer this question once more."),
    (q("number", limits={"whole": True}), 2.5, "Please write a whole number, without a comma."),
    (q("number", limits={"min": 1.5}), 1, "Please write a number that is at least 1,5."),
    (q("number", limits={"max": 20000}), 20001, "Please write a number that is at most 20.000."),
    (q("number", limits={"min": 0, "max": 9}), 9, ""),
    (MANY, ["foot", "no"], "“nichts davon” does not go with other answers. Please take out one or the other."),
    (MANY, ["foot", "foot"], "Please answer this question once more."),
    (q("multiple", limits={"max_choices": 1}), ["foot", "bike"], "Please choose only one."),
    (q("multiple", limits={"max_choices": 2}), ["foot", "bike", "other"], "Please choose at most 2."),
    (q("multiple", limits={"min_choices": 2}), ["foot"], "Please choose at least 2."),
    (q("multiple", limits={"min_choices": 2}), ["no"], ""),
    (q("date"), "31.2.2027", "Please write a date, for example 24.12.2027."),
    (q("date", limits={"earliest": "2027-01-11"}), "2027-01-10", "Please choose a day from 11. Januar 2027 on."),
    (q("date", limits={"latest": "2027-01-11"}), "2027-01-12", "Please choose a day up to 11. Januar 2027."),
    (q("ranking", limits={"min_choices": 3}), ["a"], "Please choose at least 3."),
    (RANK, ["a", "b", "c", "d"], "Please answer this question once more."),
    (SCALE, 9, "Please answer this question once more."),
    (SCALE, 5, ""),
    (PLACE, {"text": "x" * 201}, "Please shorten your own words to 200 characters."),
    (PLACE, {"key": "nowhere"}, "Please answer this question once more."),
    (PLACE, {"lat": 54.1}, "Please answer this question once more."),
    (q("matrix", rows=ROWS_OF_TABLE, options=RANKED, **NEEDED), MISSING, "Please choose an answer in each row."),
    (
        q("matrix", rows=ROWS_OF_TABLE, options=RANKED, **NEEDED),
        {"bus": "a"},
        "Please choose an answer for “Weg”, too.",
    ),
    (TABLE, {"bus": "a"}, ""),
    (TABLE, {"bus": "z"}, "Please answer this question once more."),
    (TABLE, {"tram": "a"}, "Please answer this question once more."),
    (GIVEN, {"a": 60, "b": 40}, ""),
    (GIVEN, {"a": 60}, "40 Punkte are still to be given away. Please add them."),
    (GIVEN, {"a": 60, "d": 1000}, "That is 960 Punkte too much. Please take it away somewhere."),
    (GIVEN, {"a": "viel"}, "Please write a whole number for “A”, or leave it empty."),
    (GIVEN, {"a": -5, "b": 105}, "Please write a whole number for “A”, or leave it empty."),
    (
        PROPOSAL,
        {"title": "Bank", "text": "", "consent": True},
        "Please describe your idea, too. One sentence is enough.",
    ),
    (
        PROPOSAL,
        {"title": "", "text": "Bank", "consent": False},
        "Please agree that your idea becomes public, or take the text out.",
    ),
    (
        PROPOSAL,
        {"title": "", "text": "x" * 11, "consent": True},
        "Please shorten your answer to 10 characters. It has 11.",
    ),
    (PHOTO, {"name": "spot", "data": WEBP_WITH_NOTES}, "Please answer this question once more."),
]


@pytest.mark.parametrize(("question", "answer", "sentence"), COMPLAINTS)
def test_what_is_complained_about(school, question: Question, answer: object, sentence: str) -> None:
    from flask_babel import force_locale

    with school.test_request_context("/"):
        found = services.check(question, answer)
        with force_locale("en"):
            assert [str(one) for one in found] == ([sentence] if sentence else [])


SAID = [
    (LINE, "Rufbus", "Rufbus", "Rufbus"),
    (IDEA, {"text": "Eine Bank", "idea": True}, "Eine Bank", "Eine Bank"),
    (
        q("number", limits={"unit": {"de": "kWh im Jahr", "en": "kWh a year"}}),
        1200.5,
        "1.200,5 kWh im Jahr",
        "1,200.5 kWh a year",
    ),
    (ONE, "bike", "Fahrrad", "by bike"),
    (ONE, {"key": "other", "text": "Roller"}, "anders: Roller", "otherwise: Roller"),
    (MANY, ["foot", {"key": "other", "text": "Roller"}], "zu Fuß, anders: Roller", "on foot, otherwise: Roller"),
    (q("yes_no"), "no", "Nein", "No"),
    (q("consent"), "yes", "Ja", "Yes"),
    (SCALE, 2, "2", "2"),
    (SCALE, "dunno", "weiß nicht", "I cannot say"),
    (TEN["Q06"], 2, "2 (eher unsicher)", "2 (rather unsafe)"),
    (q("date"), "2027-02-21", "21. Februar 2027", "21 February 2027"),
    (RANK, ["b", "a"], "1. B, 2. A", "1. B, 2. A"),
    (PLACE, {"key": "foot", "text": "Markt 1"}, "Markt 1, zu Fuß", "Markt 1, on foot"),
    (PLACE, {"lat": 54.1235, "lon": 13.1}, "54.1235 / 13.1000", "54.1235 / 13.1000"),
    (TABLE, {"path": "b", "bus": "a"}, "Bus: A; Weg: B", "Bus: A; Weg: B"),
    (RATED, {"bus": 0, "path": 3}, "Bus: 0 (gar nicht); Weg: 3", "Bus: 0 (gar nicht); Weg: 3"),
    (GIVEN, {"b": 1000, "a": 0}, "A: 0 Punkte, B: 1.000 Punkte", "A: 0 points, B: 1,000 points"),
    (PROPOSAL, {"title": "Bank", "text": "Mit Dach", "consent": True}, "Bank: Mit Dach", "Bank: Mit Dach"),
    (PHOTO, {"name": "spot", "data": WEBP}, "spot", "spot"),
    (q("calculated", formula="1", limits={"unit": "kWh"}), 1200.5, "1.200,5 kWh", "1,200.5 kWh"),
    (ONE, "plane", "", ""),
    (ONE, MISSING, "", ""),
]


@pytest.mark.parametrize(("question", "answer", "german", "english"), SAID)
def test_how_an_answer_is_said(question: Question, answer: object, german: str, english: str) -> None:
    assert services.shown(question, answer, "de") == german
    assert services.shown(question, answer, "ls") == german
    assert services.shown(question, answer, "en") == english


ROWS = [
    (LINE, "Rufbus", {"Q": "Rufbus"}),
    (IDEA, {"text": "Eine Bank", "idea": True}, {"Q": "Eine Bank", "Q.idea": "1"}),
    (IDEA, "Eine Bank", {"Q": "Eine Bank", "Q.idea": "0"}),
    (IDEA, MISSING, {"Q": "", "Q.idea": ""}),
    (NUMBER, 3.5, {"Q": "3.5"}),
    (ONE, {"key": "other", "text": "Roller"}, {"Q": "other", "Q.text": "Roller"}),
    (MANY, ["bike"], {"Q.foot": "0", "Q.bike": "1", "Q.other": "0", "Q.no": "0", "Q.text": ""}),
    (MANY, MISSING, {"Q.foot": "", "Q.bike": "", "Q.other": "", "Q.no": "", "Q.text": ""}),
    (SCALE, 4, {"Q": "4"}),
    (RANK, ["b", "a"], {"Q.1": "b", "Q.2": "a", "Q.3": ""}),
    (PLACE, {"text": "Markt 1"}, {"Q.text": "Markt 1", "Q": "", "Q.lat": "", "Q.lon": ""}),
    (PLACE, {"lat": 54.1, "lon": 13.0}, {"Q.text": "", "Q": "", "Q.lat": "54.1", "Q.lon": "13.0"}),
    (RATED, {"path": 3}, {"Q.bus": "", "Q.path": "3"}),
    (GIVEN, {"a": 60, "b": 40}, {"Q.a": "60", "Q.b": "40", "Q.c": "", "Q.d": ""}),
    (PROPOSAL, {"title": "Bank", "text": "Mit Dach", "consent": True}, {"Q.title": "Bank", "Q": "Mit Dach"}),
    (PHOTO, {"name": "spot", "data": WEBP}, {"Q": "Q-338e24d66540.webp"}),
    (q("calculated", formula="1"), 2.5, {"Q": "2.5"}),
    (q("consent"), "yes", {"Q": "yes"}),
    (q("information"), MISSING, {}),
    (NUMBER, "three", {"Q": "three"}),
    (ONE, ["bike"], {"Q": "", "Q.text": ""}),
]


@pytest.mark.parametrize(("question", "answer", "row"), ROWS)
def test_how_an_answer_stands_in_a_table(question: Question, answer: object, row: dict[str, str]) -> None:
    assert dict(zip(services.columns(question), services.cells(question, answer), strict=True)) == row


def test_several_questions_are_read_and_checked_at_once() -> None:
    ten = list(TEN.values())
    data = sent(("Q05", "bike"), ("Q06", "4"), ("Q09", ""), ("Q10", "65+"))
    answers = services.parse_all(ten, data)
    assert answers == {"Q05": "bike", "Q06": 4, "Q10": "65+"}
    assert services.check_all(ten, answers) == {}
    assert list(services.check_all(ten, {"Q06": 9, "Q02": "much"})) == ["Q02", "Q06"]


def test_a_pressed_button_of_a_ranking_is_told_from_going_on() -> None:
    ten = list(TEN.values())
    assert services.pressed(ten, sent(("Q03", "MO"), ("Q03.add", "VW"))) == TEN["Q03"]
    assert services.pressed(ten, sent(("Q03", "MO"), ("Q05.add", "bike"))) is None


def test_scripts_may_send_the_same_names_as_json() -> None:
    assert services.parse(MANY, {"q.Q": ["foot", "bike"]}) == ["foot", "bike"]
    assert services.parse(SCALE, {"q.Q": 3}) == 3


EVERY = [*TEN.values(), *(sample.question for sample in SAMPLES.values()), MANY, SCALE, PLACE, TABLE, GIVEN, PROPOSAL]
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["yes", "bike", "MO", "\x00", "x" * 100_000]),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["key", "text", "idea", "x"]), part, max_size=3)
    ),
    max_leaves=5,
)
NAMES = [f"q.{question.key}{end}" for question in EVERY for end in ("", ".text", ".idea", ".add", ".up", ".remove")]


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), junk, max_size=6))
def test_nothing_that_is_sent_raises(data: dict[str, object]) -> None:
    for question in EVERY:
        answer = services.parse(question, data)
        services.check(question, answer)
        services.shown(question, answer, "de")
        assert len(services.cells(question, answer)) == len(services.columns(question))


@given(st.sampled_from(EVERY), junk)
def test_nothing_that_is_stored_raises(question: Question, answer: object) -> None:
    services.check(question, answer)
    assert isinstance(services.shown(question, answer, "en"), str)
    assert len(services.cells(question, answer)) == len(services.columns(question))


@given(
    st.sampled_from(EVERY),
    st.lists(
        st.tuples(
            st.sampled_from(["", ".text", ".add", ".idea"]),
            st.sampled_from(["yes", "bike", "2", "MO", "other", "2027-01-02"]),
        ),
        max_size=4,
    ),
)
def test_what_is_read_always_fits(question: Question, pairs: list[tuple[str, str]]) -> None:
    answer = services.parse(question, MultiDict((f"q.{question.key}{end}", value) for end, value in pairs))
    assert services.is_missing(answer) or services.KINDS[question.type].fits(question, answer)


@pytest.mark.parametrize("body", [None, [], "text", 5, {"q.Q": 10**5000}, {"q.Q": ["x" * 100_000] * 1000}, {5: 6}])
def test_a_body_that_is_no_form_is_no_answer(body: object) -> None:
    assert services.is_missing(services.parse(LINE, body)) or len(str(services.parse(LINE, body))) <= 20_000


def test_the_towns_questions_cost_what_the_town_says() -> None:
    assert len(TEN) == 10
    assert budget(TEN.values()) == TOWN["survey"]["points_total"] == 14
    assert [services.mistakes(question) for question in EVERY] == [[]] * len(EVERY)


def test_a_type_has_points_and_a_level_of_its_own() -> None:
    assert budget([TEXT, RANK, PLACE, ONE, q("information")]) == 3 + 2 + 2 + 1 + 0
    assert (NUMBER.measured, ONE.measured, q("single", level="ordinal").measured) == (
        Level.METRIC,
        Level.NOMINAL,
        Level.ORDINAL,
    )


@pytest.mark.parametrize("question", EVERY, ids=[question.key for question in EVERY])
def test_a_question_survives_json(question: Question) -> None:
    assert from_dict(to_dict(question)) == question


def test_questions_survive_json_together() -> None:
    assert from_list(to_list(TEN.values())) == tuple(TEN.values())


BASE = {"key": "Q", "type": "single", "text": "?"}
MALFORMED = [
    (None, "written as an object"),
    ({"type": "single", "text": "?"}, "lacks its 'key'"),
    ({**BASE, "key": "1a"}, "'1a' cannot be the key"),
    ({**BASE, "key": "and"}, "'and' cannot be the key"),
    ({**BASE, "type": "singel"}, "'singel' is not a valid"),
    ({**BASE, "color": "red"}, "color is not known"),
    ({**BASE, "text": 5}, "once for each language"),
    ({**BASE, "required": "yes"}, "'required' is either true or false"),
    ({**BASE, "options": [{"key": "a b", "label": "x"}]}, "'a b' cannot be the key of an option"),
    ({**BASE, "options": 5}, "cannot be read"),
    ({**BASE, "scale": {"min": 5, "max": 1}}, "A scale has 2 to 21 steps"),
    ({**BASE, "limits": {"min": "low"}}, "'low' is not a number"),
    ({**BASE, "limits": {"max": float("nan")}}, "nan is not a number"),
    ({**BASE, "limits": {"max_rank": 2.5}}, "2.5 is not a whole number"),
    ({**BASE, "limits": {"max_length": -1}}, "'max_length' is below zero"),
    ({**BASE, "limits": {"whole": 1}}, "'whole' is either true or false"),
    ({**BASE, "points": 1.5}, "1.5 is not a whole number"),
    ({**BASE, "condition": ["Q"]}, "is not a text"),
    ({**BASE, "rows": [{"key": "text", "label": "x"}]}, "'text' cannot be the key of a row"),
    ({**BASE, "rows": [{"key": "a-b", "label": "x"}]}, "'a-b' cannot be the key of a row"),
    ({**BASE, "formula": 5}, "is not a text"),
]


@pytest.mark.parametrize(("data", "words"), MALFORMED)
def test_what_is_no_question_is_refused_with_a_sentence(data: object, words: str) -> None:
    with pytest.raises(MalformedQuestionError) as error:
        from_dict(data)
    assert words in str(error.value)


texts = st.sampled_from(["Frage?", {"de": "Frage?", "en": "?"}, {"en": "?"}]) | junk
option = st.fixed_dictionaries({"key": st.sampled_from(["yes", "bike", "a"]), "label": texts})
whole = st.integers(0, 5) | junk
limits = st.dictionaries(
    st.sampled_from(["min_length", "max_length", "min", "max", "min_choices", "max_choices", "max_rank"]), whole
) | st.dictionaries(st.sampled_from(["earliest", "latest"]), st.sampled_from(["2027-01-01", "soon", ""]))
scales = st.fixed_dictionaries(
    {"min": whole, "max": st.integers(6, 12)}, optional={"words": st.lists(texts, max_size=2)}
)
drawn = st.fixed_dictionaries(
    {"key": st.just("Q"), "type": st.sampled_from(list(QuestionType)), "text": texts},
    optional={
        "options": st.lists(option, max_size=3),
        "limits": limits,
        "scale": scales,
        "condition": st.text(max_size=5),
        "required": st.booleans(),
        "hint": texts,
    },
)


@given(junk)
def test_any_json_is_a_question_or_refused(data: object) -> None:
    with suppress(MalformedQuestionError):
        from_dict(data)


@settings(deadline=None)  # the first one waits for the templates to be read
@given(drawn, st.sampled_from(["", "yes", "3", "2027-05-05", "x" * 50]))
def test_whatever_is_a_question_can_be_asked(school: Flask, data: object, words: str) -> None:
    with suppress(MalformedQuestionError):
        question = from_dict(data)
        with school.test_request_context("/"):
            answer = services.parse(question, sent(("Q", words), ("Q.add", words)))
            said = [str(one) for one in (*services.check(question, answer), *services.mistakes(question))]
            services.shown(question, answer, "de")
            assert len(services.cells(question, answer)) == len(services.columns(question))
            assert 'id="q-Q"' in render_template_string(ASK, q=question, value=answer, errors=said)


MISTAKES = [
    ({"type": "single", "options": OPTIONS[:1]}, "Please write at least 2 answers to choose from."),
    ({"type": "single", "options": OPTIONS[:2] + OPTIONS[:1]}, "Two answers have the same key. Please change one."),
    ({"type": "short_text", "text": {"en": "?"}}, "Please write the question in German."),
    (
        {"type": "single", "options": [*OPTIONS, {"key": "e", "label": {"en": "E"}}]},
        "Please write every answer in German.",
    ),
    ({"type": "scale", "scale": {"words": ["a", "b"]}}, "Please write one word for each of the 5 steps."),
    (
        {"type": "number", "limits": {"min": 5, "max": 1}},
        "The smallest value is above the largest one. Please change one of them.",
    ),
    ({"type": "matrix", "options": OPTIONS[:2]}, "Please write at least one row."),
    (
        {"type": "matrix", "options": OPTIONS[:2], "rows": ROWS_OF_TABLE + ROWS_OF_TABLE[:1]},
        "Two rows have the same key. Please change one.",
    ),
    (
        {"type": "matrix", "options": OPTIONS[:1], "rows": ROWS_OF_TABLE},
        "Please write at least 2 answers to choose from.",
    ),
    ({"type": "calculated"}, "Please write how the value is worked out."),
    ({"type": "date", "limits": {"latest": "soon"}}, "Please write the first and the last day like 2027-01-31."),
    (
        {"type": "single", "options": OPTIONS, "offers_idea": True},
        "Only a long text can become an idea. Please change the type of the question.",
    ),
]


@pytest.mark.parametrize(("data", "sentence"), MISTAKES)
def test_its_author_is_told_what_is_missing(data: dict[str, Any], sentence: str) -> None:
    question = from_dict({"key": "Q", "text": "Frage?", **data})
    assert [str(one) for one in services.mistakes(question)] == [sentence]
