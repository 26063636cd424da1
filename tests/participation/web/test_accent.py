"""Any town can choose any colour, and everybody can see it."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from participation.web.accent import DARK_PAPER, ENOUGH, LIGHT_PAPER, contrast, readable_on, stylesheet
from wsgi import create_app


@pytest.mark.parametrize("accent", ["#b0264f", "#ffee00", "#000000", "#ffffff", "#00ff00", "#1c3a94", "#808080"])
@pytest.mark.parametrize("paper", [LIGHT_PAPER, DARK_PAPER])
def test_any_colour_stands_out_from_the_paper(accent: str, paper: str) -> None:
    assert contrast(readable_on(paper, accent), paper) >= ENOUGH


def test_a_colour_that_can_be_seen_stays_as_it_is() -> None:
    assert readable_on(LIGHT_PAPER, "#b0264f") == "#b0264f"


def test_the_sheet_names_a_colour_for_light_and_one_for_dark() -> None:
    assert len(set(re.findall(r"--thread:(#[0-9a-f]{6})", stylesheet("#b0264f")))) == 2


@pytest.mark.parametrize(("one", "other", "expected"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_as_wcag_counts_it(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


def test_a_town_with_its_own_colour_gets_it_on_every_page(environ: dict[str, str]) -> None:
    town = create_app({**environ, "STADTFADEN_TOWN_ACCENT": "#ffee00"}).test_client()
    page = LexborHTMLParser(town.get("/sign-in").get_data(as_text=True))
    sheets = [node.attributes["href"] or "" for node in page.css("link[rel=stylesheet]")]
    answer = town.get(sheets[-1])
    assert sheets[-1] == "/accent-ffee00.css"
    assert answer.mimetype == "text/css"
    assert "--thread:#" in answer.get_data(as_text=True)
    assert town.get("/accent-000000.css").status_code == 404
