"""The first guess at an action field, while somebody writes."""

import csv
import json

import pytest

from analysis.core.hinting import field_hint
from analysis.core.seeds import BY_CODE
from participation.core.settings import HOUSE
from participation.process.demo import FIXTURE

ALL = tuple(BY_CODE)


@pytest.mark.parametrize(
    ("text", "codes", "expected"),
    [
        ("", ALL, None),
        ("Bitte mehr davon!", ALL, None),
        ("Der Rufbus soll am Wochenende fahren, auch an der Haltestelle am Bahnhof", ALL, "MO"),
        ("Eine Busspur ist gut", ("MO", "BI"), None),
        ("Die Busspur und die Fahrradstraße", ("MO", "BI"), "MO"),
        ("Der Radweg und die Schule", ("MO", "BI"), None),
        ("Die Wohnungen sind zu teuer, die Miete steigt", ALL, "WO"),
        ("Der Radweg ist kaputt", ("BI", "XX"), None),
        ("Der Radweg ist kaputt", (), None),
    ],
)
def test_a_field_is_guessed_only_where_its_words_lead_clearly(text: str, codes: tuple[str, ...], expected: str) -> None:
    assert field_hint(text, codes) == expected


def test_english_texts_are_guessed_by_english_words() -> None:
    assert field_hint("The bus stop needs light, and the traffic lights too", ALL, language="en") == "MO"


def test_on_our_own_ideas_a_guess_is_mostly_right_and_often_there() -> None:
    key_of = {key: code for code, key in BY_CODE.items()}
    with (HOUSE / "tests" / "bench" / "gold" / "ideas_de.csv").open(encoding="utf-8") as file:
        rows = [(field_hint(row["body"], ALL), key_of[row["label"]]) for row in csv.DictReader(file)]
    guessed = [(guess, gold) for guess, gold in rows if guess]
    assert len(guessed) >= 0.4 * len(rows)
    assert sum(guess == gold for guess, gold in guessed) >= 0.75 * len(guessed)


def test_on_the_demo_town_a_guess_is_mostly_right() -> None:
    told = json.loads(FIXTURE.read_text(encoding="utf-8"))
    codes = [field["code"] for field in told["action_fields"]]
    rows = [(field_hint(f"{idea['title']} {idea['text']}", codes), idea["gold"]["field"]) for idea in told["ideas"]]
    guessed = [guess == gold for guess, gold in rows if guess]
    assert len(guessed) >= 20
    assert sum(guessed) >= 0.8 * len(guessed)
