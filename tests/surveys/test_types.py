"""Types of questions within a survey: a map for a place, a photo without a script, what is worked out, what depends."""

import json
from base64 import b64decode
from io import BytesIO

import pytest
from PIL import Image

from participation.core.database import Texts
from participation.process import places
from participation.questions.types import Option, Question, QuestionType
from surveys import answering, services
from tests import factories
from tests.surveys import town

SQUARE = [[11.0, 53.0], [11.1, 53.0], [11.1, 53.1], [11.0, 53.1], [11.0, 53.0]]


def q(key: str, kind: QuestionType, **more) -> Question:
    return Question(key, kind, Texts(de=f"Frage {key}?"), **more)


def test_a_place_can_be_set_on_the_map_where_the_town_has_one(app, browser) -> None:
    survey = town.survey(questions=(q("spot", QuestionType.PLACE),))
    address = f"/surveys/{survey.slug}/answer"
    assert browser.get(address).html.css_first("[data-pin]") is None
    part = factories.district()
    shape = {"type": "Polygon", "coordinates": [SQUARE]}
    told = {"type": "Feature", "properties": {"code": part.code}, "geometry": shape}
    factories.written(places.load_areas, json.dumps({"type": "FeatureCollection", "features": [told]}))
    second = town.survey(questions=(q("spot", QuestionType.PLACE), q("name", QuestionType.SHORT_TEXT)))
    html = browser.get(f"/surveys/{second.slug}/answer").html
    assert len(html.css("[data-pin] svg path.area")) == 1
    assert len(html.css("input[name='q.spot.lat'], input[name='q.spot.lon']")) == 2


@pytest.fixture
def file() -> BytesIO:
    made = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(made, "PNG")
    made.seek(0)
    return made


def send(browser, address: str, **values) -> str:
    """Fill a page in, press "next", and return where that leads."""
    fields = browser.get(address).fields()
    fields.pop("back", None)
    return browser.post(address, {**fields, "next": "1", **values}).location


def test_page_by_page_a_photo_is_kept_in_the_draft_and_can_be_taken_out(app, browser, file) -> None:
    survey = town.survey(questions=(q("photo", QuestionType.FILE), q("name", QuestionType.SHORT_TEXT)))
    first = f"/surveys/{survey.slug}/pages"
    assert browser.get(first).html.css_first("form.survey").attributes["enctype"] == "multipart/form-data"
    secret = send(browser, first, **{"q.photo.file": (file, "stelle.png")}).split("/")[-2]
    kept = answering.draft(survey, secret).values["photo"]
    assert (kept["name"], b64decode(kept["data"])[8:12]) == ("stelle.png", b"WEBP")
    send(browser, f"{first}/{secret}/photo")
    assert answering.draft(survey, secret).values["photo"] == kept
    send(browser, f"{first}/{secret}/photo", **{"q.photo.remove": "1"})
    assert "photo" not in answering.draft(survey, secret).values


def test_what_depends_on_answers_is_asked_so_page_by_page(app, browser) -> None:
    ways = (Option("bike", Texts(de="Fahrrad")), Option("bus", Texts(de="Bus"), condition="age > 17"))
    half = Question("half", QuestionType.CALCULATED, Texts(de="Die Hälfte von {age}"), formula="age / 2")
    way = Question("way", QuestionType.SINGLE, Texts(de="Mit {age} wie?"), options=ways)
    survey = town.survey(questions=(q("age", QuestionType.NUMBER), half, way))
    second = send(browser, f"/surveys/{survey.slug}/pages", **{"q.age": "12"})
    page = browser.get(second)
    assert "Die Hälfte von 12" in page.text
    assert page.html.css_first("output").text() == "6"
    page = browser.get(send(browser, second))
    assert "Mit 12 wie?" in page.text
    assert [node.attributes["value"] for node in page.html.css("input[type=radio]")] == ["bike"]


def test_a_calculated_value_is_the_servers_word(app, browser) -> None:
    asked = (q("age", QuestionType.NUMBER), q("half", QuestionType.CALCULATED, formula="age / 2"))
    survey = town.survey(questions=asked)
    page = browser.get(f"/surveys/{survey.slug}/answer")
    token = page.html.css_first("input[name=token]").attributes["value"]
    browser.post(f"/surveys/{survey.slug}/answer", {"token": token, "q.age": "12", "q.half": "99"})
    town.close(survey)
    town.open_all(survey)
    assert [row.values for row in services.answers(survey)] == [{"age": 12, "half": 6}]
