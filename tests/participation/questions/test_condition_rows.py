"""Conditions in rows: read from a form, turned into the language and back, for people who never saw a formula."""

from typing import Any

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from participation.questions import condition_rows, conditions
from participation.questions.condition_rows import Row, Rows, Verb
from participation.questions.storage import from_list
from tests.participation.questions.test_rendering import body, label_of

WAYS = [{"key": key, "label": {"de": word}} for key, word in (("foot", "zu Fuß"), ("bike", "Rad"), ("3", "drei"))]
KNOWN = condition_rows.subjects(
    from_list(
        [
            {"key": "hello", "type": "information", "text": "Guten Tag"},
            {"key": "way", "type": "single", "text": "Wie kommen Sie?", "options": WAYS},
            {"key": "all", "type": "yes_no", "text": "Alles?"} | {"key": "every"},
            {"key": "home", "type": "multiple", "text": "Was?", "options": WAYS},
            {"key": "age", "type": "number", "text": "Wie alt?"},
            {"key": "since", "type": "date", "text": "Seit wann?"},
            {"key": "name", "type": "short_text", "text": "Wie heißt es?"},
            {"key": "photo", "type": "file", "text": "Foto?"},
            {"key": "rated", "type": "matrix", "text": "Wie ist", "rows": WAYS[:2], "scale": {}},
            {"key": "grid", "type": "matrix", "text": "Wie oft", "rows": WAYS[:1], "options": WAYS},
            {"key": "money", "type": "allocation", "text": "Wofür", "options": WAYS[:2]},
        ]
    )
)
PAIRS = [
    ('way = "bike"', [Row("way", Verb.IS, ("bike",))]),
    ('way = "3"', [Row("way", Verb.IS, ("3",))]),
    ('way != "bike"', [Row("way", Verb.IS_NOT, ("bike",))]),
    ('way in ("foot", "bike")', [Row("way", Verb.IS, ("foot", "bike"))]),
    ('way not in ("foot", "bike")', [Row("way", Verb.IS_NOT, ("foot", "bike"))]),
    ('every = "yes"', [Row("every", Verb.IS, ("yes",))]),
    ('home any of ("bike")', [Row("home", Verb.ANY, ("bike",))]),
    ('home all of ("foot", "bike")', [Row("home", Verb.ALL, ("foot", "bike"))]),
    ('home none of ("bike")', [Row("home", Verb.NONE, ("bike",))]),
    ("age >= 18", [Row("age", Verb.AT_LEAST, ("18",))]),
    ("age < 2.5", [Row("age", Verb.LESS, ("2.5",))]),
    ('since < "2027-02-21"', [Row("since", Verb.LESS, ("2027-02-21",))]),
    ('name contains "bus"', [Row("name", Verb.CONTAINS, ("bus",))]),
    ('name not contains "bus"', [Row("name", Verb.CONTAINS_NOT, ("bus",))]),
    ("photo empty", [Row("photo", Verb.EMPTY)]),
    ("photo not empty", [Row("photo", Verb.ANSWERED)]),
    ("rated.bike >= 4", [Row("rated.bike", Verb.AT_LEAST, ("4",))]),
    ('grid.foot = "bike"', [Row("grid.foot", Verb.IS, ("bike",))]),
    ("money.bike > 100", [Row("money.bike", Verb.MORE, ("100",))]),
    ('way = "bike" and age >= 18', [Row("way", Verb.IS, ("bike",)), Row("age", Verb.AT_LEAST, ("18",))]),
]


@pytest.mark.parametrize(("source", "rows"), PAIRS)
def test_a_condition_becomes_rows_and_rows_the_same_condition(source: str, rows: list[Row]) -> None:
    found = condition_rows.from_condition(source, KNOWN)
    assert found == Rows(tuple(rows))
    assert condition_rows.to_condition(found, KNOWN) == source
    assert condition_rows.complaints(found, KNOWN) == []


def test_one_of_several_rows_can_be_enough() -> None:
    found = condition_rows.from_condition('way = "bike" or age > 17', KNOWN)
    assert found.is_any
    assert condition_rows.to_condition(found, KNOWN) == 'way = "bike" or age > 17'


ALIKE = [('home contains "bike"', 'home any of ("bike")'), ('way in ("bike")', 'way = "bike"')]


@pytest.mark.parametrize(("source", "simpler"), ALIKE)
def test_what_says_the_same_is_written_in_one_way(source: str, simpler: str) -> None:
    assert condition_rows.to_condition(condition_rows.from_condition(source, KNOWN), KNOWN) == simpler


TEXTS = [
    'way = "bike" and (age > 17 or every = "yes")',
    'not (way = "bike" or age > 17)',
    "age + 1 > 17",
    "age = money.bike",
    'way = "plane"',
    'later = "bike"',
    "age >",
    'way any of ("bike")',
    "rated empty",
]


@pytest.mark.parametrize("source", TEXTS)
def test_what_rows_cannot_say_stays_a_text(source: str) -> None:
    found = condition_rows.from_condition(source, KNOWN)
    assert found == Rows(text=source)
    assert condition_rows.to_condition(found, KNOWN) == source


def test_nothing_is_no_condition() -> None:
    assert condition_rows.from_condition("", KNOWN) == Rows()
    assert condition_rows.to_condition(Rows(), KNOWN) == ""


SENT: list[tuple[dict[str, Any], str, int]] = [
    ({"w.0.key": "way", "w.0.verb": "is", "w.0.word": ["bike", "plane"]}, 'way = "bike"', 0),
    ({"w.0.key": "age", "w.0.verb": "at_least", "w.0.word": "1.200,5"}, "age >= 1200.5", 0),
    ({"w.0.key": "since", "w.0.verb": "less", "w.0.word": "21.2.2027"}, 'since < "2027-02-21"', 0),
    ({"w.0.key": "name", "w.0.verb": "answered", "w.0.word": "left"}, "name not empty", 0),
    ({"w.0.key": "", "w.1.key": "age", "w.1.verb": "is", "w.1.word": "3"}, "age = 3", 0),
    ({"w.0.key": "age", "w.0.verb": "is", "w.0.word": "three"}, "", 1),
    ({"w.0.key": "way"}, "", 1),
    ({"w.0.key": "way", "w.0.verb": "less", "w.0.word": "bike"}, "", 1),
    ({"w.0.key": "way", "w.0.verb": "is"}, "", 1),
    ({"w.text": "age > 1", "w.was": "age > 2", "w.0.key": "way"}, "age > 1", 0),
    ({"w.text": "age > ", "w.was": ""}, "age >", 1),
    ({"w.text": "age + 1 > 3", "w.was": "age + 1 > 3"}, "age + 1 > 3", 0),
    ({"w.text": "age > 1", "w.was": "age > 1"}, "", 0),
    ({"w.0.key": "unknown", "w.0.verb": "is", "w.0.word": "x"}, "", 0),
    ({}, "", 0),
]


@pytest.mark.parametrize(("data", "source", "count"), SENT)
def test_what_a_form_sends(data: dict[str, Any], source: str, count: int) -> None:
    rows = condition_rows.read(data, "w", KNOWN)
    assert condition_rows.to_condition(rows, KNOWN) == source
    assert len(condition_rows.complaints(rows, KNOWN)) == count


FORM = (
    '{% from "questions/condition_rows.html" import condition_rows with context %}'
    "{{ condition_rows('w', rows, known, formula, errors) }}"
)


def rendered(app: Flask, rows: Rows, formula: str = "", errors: object = ()) -> LexborHTMLParser:
    with app.test_request_context("/"):
        return LexborHTMLParser(render_template_string(FORM, rows=rows, known=KNOWN, formula=formula, errors=errors))


@pytest.mark.parametrize("source", [source for source, _rows in PAIRS] + ['way = "bike" or age > 17', *TEXTS, ""])
def test_the_form_sends_back_what_it_shows(school: Flask, source: str) -> None:
    shown = condition_rows.from_condition(source, KNOWN)
    html = rendered(school, shown, source, ["Bitte prüfen."])
    assert condition_rows.read(body(html), "w", KNOWN) == shown
    ids = [node.attributes["id"] for node in html.css("[id]")]
    assert len(ids) == len(set(ids))
    for node in html.css("input:not([type=hidden]), select, textarea, button"):
        assert label_of(html, node), node.html


def test_an_editor_finds_the_answers_without_a_script(school: Flask) -> None:
    html = rendered(school, Rows())
    assert html.css_first("select[name='w.0.key'] option[value='way']").text() == "Wie kommen Sie?"
    assert html.css_first("select[name='w.0.verb']") is None
    asked = {"w.0.key": "way", "w.show": "1"}
    assert condition_rows.pressed(asked, "w")
    html = rendered(school, condition_rows.read(asked, "w", KNOWN))
    assert [node.attributes["value"] for node in html.css("input[name='w.0.word']")] == ["foot", "bike", "3"]
    assert html.css_first("select[name='w.1.key']") is not None


def test_rows_are_said_in_words(page: None) -> None:
    rows = condition_rows.from_condition('way in ("foot", "bike") and since < "2027-02-21" and photo empty', KNOWN)
    first, second, third = condition_rows.said(rows, KNOWN, "de")
    assert (first.count("„Rad“"), first.count("„zu Fuß“")) == (1, 1)
    assert second.endswith("21. Februar 2027")
    assert third.startswith("„Foto?“")


words = st.sampled_from(["bike", "foot", "3", "18", "2027-02-21", "bus", "", 'a"b'])
verbs = st.none() | st.sampled_from(list(Verb))
some_row = st.builds(Row, st.sampled_from([*KNOWN, "x"]), verbs, st.lists(words).map(tuple))
drawn_rows = st.builds(Rows, st.lists(some_row, max_size=4).map(tuple), st.booleans())


@given(drawn_rows)
def test_whatever_rows_say_can_be_read(rows: Rows) -> None:
    source = condition_rows.to_condition(rows, KNOWN)
    if source:
        conditions.parse(source).holds({})
        assert condition_rows.to_condition(condition_rows.from_condition(source, KNOWN), KNOWN) == source


@given(st.text(max_size=40) | st.sampled_from([source for source, _rows in PAIRS] + TEXTS))
def test_no_text_breaks_the_rows(source: str) -> None:
    rows = condition_rows.from_condition(source, KNOWN)
    condition_rows.complaints(rows, KNOWN)
    condition_rows.to_condition(rows, KNOWN)
