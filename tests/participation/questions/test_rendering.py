"""A rendered question: labelled, joined to its hint and complaint, filled as it was, usable without scripts."""

import json

import pytest
from flask import Flask
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.datastructures import MultiDict

from participation.questions import services
from participation.questions.storage import from_dict
from participation.questions.types import READ_ONLY, Question, QuestionType
from tests.client import Page, check_page
from tests.journeys.devices import chromium
from tests.journeys.inspection import complaints
from tests.participation.questions.conftest import SAMPLES, TEN, Rendered

SINGLE_CONTROLS = {"short_text", "long_text", "number", "date", "dropdown", "file"}
FILLED = [(sample.question, sample.answer) for sample in SAMPLES.values()]
FILLED += [
    (TEN["Q01"], "NWI"),
    (TEN["Q03"], ["VE", "MO", "VW"]),
    (TEN["Q04"], ["moving", "parking"]),
    (TEN["Q06"], "cannot_say"),
    (TEN["Q08"], {"key": "HEI"}),
    (TEN["Q09"], 'Zwei Zeilen\n\n"& <b>'),
    (SAMPLES["from_home"].question, [{"key": "other", "text": "Ein „Wort“ <&>"}]),
    (SAMPLES["help"].question, "no"),
    (SAMPLES["part"].question, {"key": "other", "text": "Draußen"}),
    (SAMPLES["power"].question, 1234.5),
    (SAMPLES["power"].question, 1200),
    (SAMPLES["since"].question, "31.2.2027"),
    (SAMPLES["privacy"].question, "yes"),
]
IDS = [f"{question.key}-{number}" for number, (question, _answer) in enumerate(FILLED)]


def controls(html: LexborHTMLParser) -> list[LexborNode]:
    return html.css("input, select, textarea, button")


def body(html: LexborHTMLParser, press: tuple[str, str] | None = None) -> MultiDict[str, str]:
    """Return what a browser would send, with the button that is pressed."""
    found: MultiDict[str, str] = MultiDict([press] if press else [])
    for node in html.css("input, select, textarea"):
        attributes, name = node.attributes, node.attributes.get("name") or ""
        if node.tag == "textarea":
            found.add(name, node.text().removeprefix("\n").replace("\n", "\r\n"))
        elif node.tag == "select":
            found.add(name, (node.css_first("option[selected]") or node.css_first("option")).attributes["value"])
        elif attributes.get("type") not in {"radio", "checkbox"} or "checked" in attributes:
            found.add(name, attributes.get("value") or "")
    return found


@pytest.mark.parametrize(("question", "answer"), FILLED, ids=IDS)
@pytest.mark.parametrize("language", ["de", "en", "ls"])
def test_what_was_answered_comes_back_and_goes_out_again(
    render: Rendered, question: Question, answer: object, language: str
) -> None:
    assert services.parse(question, body(render(question, answer, language))) == answer


@pytest.mark.parametrize(("question", "answer"), FILLED, ids=IDS)
def test_every_control_has_a_label_a_name_and_an_id_of_its_own(
    render: Rendered, question: Question, answer: object
) -> None:
    html = render(question, answer, errors=["Bitte wählen Sie eine Antwort."])
    ids = [node.attributes["id"] for node in html.css("[id]")]
    assert len(ids) == len(set(ids))
    assert all(name.startswith(f"q-{question.key}") for name in ids)
    for node in controls(html):
        name = node.attributes["name"] or ""
        assert name == f"q.{question.key}" or name.startswith(f"q.{question.key}."), name
        if node.attributes.get("type") != "hidden":
            assert label_of(html, node), node.html
    for node in html.css("[aria-describedby], [aria-labelledby]"):
        for attribute in ("aria-describedby", "aria-labelledby"):
            assert set((node.attributes.get(attribute) or "").split()) <= set(ids)


def label_of(html: LexborHTMLParser, node: LexborNode) -> str:
    if node.tag == "button":
        return node.text(strip=True)
    outer = html.css_first(f'label[for="{node.attributes.get("id")}"]')
    parent = node.parent
    while outer is None and parent is not None and parent.tag != "label":
        parent = parent.parent
    found = outer or parent
    return found.text(strip=True) if found else ""


@pytest.mark.parametrize("kind", list(QuestionType))
def test_a_title_a_hint_and_a_complaint_belong_to_every_type(render: Rendered, kind: QuestionType) -> None:
    options = [{"key": key, "label": key} for key in "ab"]
    question = from_dict(
        {
            "key": "Q",
            "type": kind,
            "text": "Frage?",
            "hint": "Hinweis.",
            "options": options,
            "rows": options,
            "required": True,
        }
    )
    html = render(question, None, errors=["Bitte antworten Sie."])
    assert html.css_first("h1.asks").text() == "Frage?"
    if kind in READ_ONLY:
        return
    owner = html.css_first("[aria-describedby]")
    assert (owner.attributes["aria-describedby"] or "").split()[:2] == ["q-Q-hint", "q-Q-error"]
    assert html.css_first("#q-Q-hint").text().startswith("Hinweis.")
    assert "Bitte antworten Sie." in html.css_first("#q-Q-error").text()
    if kind in SINGLE_CONTROLS:
        assert html.css_first("h1 > label").attributes["for"] == "q-Q-0"
        assert owner.attributes["aria-invalid"] == "true"
        assert owner.attributes["aria-required"] == "true"
    elif kind is QuestionType.RANKING:
        assert owner.attributes["aria-labelledby"] == "q-Q-title"
    else:
        assert owner.tag == "fieldset"
        assert html.css_first("fieldset > legend > h1") is not None
    assert html.css_first("#q-Q-0") is not None, "links of the summary lead here"


@pytest.mark.parametrize(("heading", "selector"), [("h2", "h2.asks"), ("", "legend > span")])
def test_the_heading_fits_the_page(render: Rendered, heading: str, selector: str) -> None:
    html = render(TEN["Q05"], heading=heading)
    assert html.css_first(selector).text() == "Wie kommen Sie meistens in die Innenstadt?"
    assert html.css_first("h1") is None


def test_a_question_brings_its_condition_for_the_browser(render: Rendered) -> None:
    asked = render(TEN["Q06"]).css_first("[data-question=Q06]")
    assert json.loads(asked.attributes["data-when"]) == ["in", {"key": "Q05"}, ["bike"]]
    assert asked.attributes["data-type"] == "scale"
    assert "data-when" not in render(TEN["Q05"]).css_first("[data-question]").attributes


def test_a_text_without_its_language_says_that_it_is_german(render: Rendered) -> None:
    hint = SAMPLES["idea"].question
    html = render(hint, language="en")
    assert html.css_first("h1").attributes.get("lang") is None
    assert html.css_first("#q-idea-hint span").attributes["lang"] == "de"
    assert not render(hint, language="ls").css("[lang]")
    assert not render(hint, language="de").css("[lang]")


def test_what_an_author_writes_cannot_become_markup(render: Rendered) -> None:
    evil = '"><script>alert(1)</script>'
    for kind in QuestionType:
        option = {"key": "a", "label": evil, "other": kind is QuestionType.SINGLE}
        question = from_dict({
            "key": "Q", "type": kind, "text": evil, "hint": evil, "options": [option, {"key": "b", "label": evil}],
            "rows": [option],
            "condition": f"A = '{evil}'", "limits": {"unit": evil}, "scale": {"min_label": evil, "max_label": evil},
        })  # fmt: skip
        answer = services.parse(question, {"q.Q": evil, "q.Q.text": evil})
        assert not render(question, answer, errors=[evil]).css("script")


def test_ranking_works_without_scripts(school: Flask) -> None:
    client, address = school.test_client(), "/asking/Q03"

    def press(step: str, key: str) -> Page:
        nonlocal page
        assert page.html.css_first(f'button[name="q.Q03.{step}"][value="{key}"]') is not None, (step, key)
        page = Page(client.post(address, data=body(page.html, (f"q.Q03.{step}", key))))
        check_page(page.html, school)
        return page

    page = Page(client.get(address))
    assert page.all_words("li.rank strong") == []
    for key in ("MO", "BI", "VE"):
        press("add", key)
    assert page.all_words("li.rank strong")[0] == "Mobilität"
    assert not page.html.css('button[name="q.Q03.add"]'), "three places, no more"
    press("up", "VE")
    press("remove", "MO")
    press("down", "VE")
    press("add", "TO")
    assert json.loads(client.post(address, data=body(page.html)).text) == ["BI", "VE", "TO"]


def test_the_ends_of_an_order_have_no_way_beyond(render: Rendered) -> None:
    html = render(TEN["Q03"], ["MO", "VW"])
    names = [(node.attributes["name"], node.attributes["value"]) for node in html.css("li.rank button")]
    assert names == [("q.Q03.down", "MO"), ("q.Q03.remove", "MO"), ("q.Q03.up", "VW"), ("q.Q03.remove", "VW")]


def test_a_refused_answer_is_shown_again_as_it_was(school: Flask) -> None:
    page = Page(school.test_client().post("/asking/power", data={"q.power": "ungefähr drei"}))
    assert page.html.css_first("input[name='q.power']").attributes["value"] == "ungefähr drei"
    assert page.html.css_first(".error") is not None


@pytest.mark.parametrize("address", ["/asking", "/asking?errors=1", "/en/asking?errors=1", "/ls/asking"])
def test_the_gallery_is_a_good_page(school: Flask, address: str) -> None:
    page = Page(school.test_client().get(address))
    assert page.status == 200
    check_page(page.html, school)
    assert {node.attributes["data-type"] for node in page.html.css("[data-type]")} == set(QuestionType)
    assert bool(page.html.css("#errors a")) is ("errors" in address)


@pytest.mark.parametrize("key", ["Q05", "Q06", "Q03", "Q09"])
def test_the_markup_stays_as_drawn(render: Rendered, snapshot, key: str) -> None:
    answers = {"Q05": "bike", "Q06": 2, "Q03": ["MO", "VW"], "Q09": "Eine Bank"}
    html = render(TEN[key], answers[key], "en").css_first(".asked").html
    assert html is not None
    snapshot(f"{key}.html", html.replace("><", ">\n<") + "\n")


@pytest.fixture(scope="module")
def real_browser():
    with chromium() as running:
        yield running


LOOKS = [(320, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_question_is_accessible(real_browser: Browser, address: str, width: int, scheme: str) -> None:
    page = real_browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in (
        "/asking",
        "/en/asking?errors=1",
        "/asking/Q06",
        "/asking/Q03",
        "/asking/Q09",
    ):
        page.goto(address + path)
        assert complaints(page, 48) == [], path
    page.close()


@pytest.mark.slow
def test_own_words_appear_with_their_choice(real_browser: Browser, address: str) -> None:
    page = real_browser.new_page()
    page.goto(f"{address}/asking/from_home")
    assert not page.locator("#q-from_home-text").is_visible()
    page.locator("input[value=other]").check()
    assert page.locator("#q-from_home-text").is_visible()
    page.close()


@pytest.mark.slow
def test_every_question_is_answered_with_keys_alone(real_browser: Browser, address: str) -> None:
    page = real_browser.new_page(java_script_enabled=False)

    def answer(key: str, *presses: str) -> object:
        page.goto(f"{address}/asking/{key}")
        page.locator("#main").focus()
        for one in presses:
            page.keyboard.insert_text(one[1:]) if one.startswith("'") else page.keyboard.press(one)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        return json.loads(page.locator("body").inner_text())

    assert answer("Q05", "Tab", "Space", "ArrowDown", "Tab", "Tab") == "bike"
    assert answer("Q06", "Tab", "Space", "ArrowDown", "ArrowDown", "Tab", "Tab") == 3
    assert answer("recommend", "Tab", "ArrowRight", "Tab", "Tab") == 9
    assert answer("Q04", "Tab", "Space", "Tab", "Tab", "Space", *["Tab"] * 6) == ["appointment", "identity_card"]
    assert answer("Q09", "Tab", "'Eine Bank", "Tab", "Space", "Tab", "Tab") == {"text": "Eine Bank", "idea": True}
    assert answer("help", "Tab", "ArrowDown", "Tab", "Tab") == "no"
    assert answer("privacy", "Tab", "Space", "Tab", "Tab") == "yes"
    assert answer("power", "Tab", "'1.200", "Tab", "Tab") == 1200
    assert answer("Q08", "Tab", "'Markt 1", "Tab", "n", "Tab", "Tab") == {"key": "NWI", "text": "Markt 1"}
    page.close()
