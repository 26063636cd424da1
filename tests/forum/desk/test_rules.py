"""Which places of a text are marked, and in which order the queue is read."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from forum.desk import rules
from forum.desk.rules import MarkKind, Risk

TODAY = date(2027, 2, 8)
DAY = timedelta(days=1)


def _marked(text: str) -> list[str]:
    return [f"{mark.kind}: {text[mark.start : mark.end]}" for mark in rules.marks(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rufen Sie 030 23125 000 an.", ["phone: 030 23125 000"]),
        ("Rufen Sie +49 (0)30 23125-000 an.", ["phone: +49 (0)30 23125-000"]),
        ("Tel. 23125", ["phone: Tel. 23125"]),
        ("An solar@example.org schreiben", ["mail: solar@example.org"]),
        ("Siehe https://solar.example/rabatt.", ["link: https://solar.example/rabatt"]),
        ("Siehe www.solar.example!", ["link: www.solar.example"]),
        ("Siehe elderow.de/plan, bitte", ["link: elderow.de/plan"]),
        ("Der Herr Mustermann parkt", ["person: Herr Mustermann"]),
        ("Bei Frau Dr. Muster-Beispiel", ["person: Frau Dr. Muster-Beispiel"]),
    ],
)
def test_what_looks_like_data_about_people_is_marked(text: str, found: list[str]) -> None:
    assert _marked(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Am 12.03.2027 um 18:30 Uhr",
        "Am 01-02-2027 in 17192 Elderow",
        "1.200.000 Euro für 0,5 km Radweg",
        "ISBN 978-3-16-148410-0",
        "Herr Bürgermeister und Frau Landrätin, wachen Sie auf!",
        "Die Frau am Schalter war nett.",
        "Das ist der größte Unfug, den dieses Rathaus je verzapft hat!!!",
    ],
)
def test_dates_money_offices_and_anger_are_not_marked(text: str) -> None:
    assert _marked(text) == []


def test_reasons_are_numbered_alike_however_often_something_is_found() -> None:
    found = rules.marks("Tel. 030 1234567, Herr Muster, Tel. 030 7654321")
    assert rules.kinds(found) == (MarkKind.PERSON, MarkKind.PHONE)


def test_marks_neither_lose_nor_double_a_character() -> None:
    seeded = random.Random(7)
    words = ["Herr Muster", "030 1234567", "a@example.org", "www.example.org", "Radweg", "\u00fc", ".", "(", "+49"]
    for _ in range(200):
        text = " ".join(seeded.choices(words, k=8))
        assert "".join(piece.text for line in rules.paragraphs(text) for piece in line) == text


def test_the_queue_reads_late_things_first_then_marked_ones_then_by_age() -> None:
    early, later = datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 2, 2, tzinfo=UTC)
    assert rules.risk(TODAY - DAY, TODAY, ()) is Risk.OVERDUE
    assert rules.risk(TODAY, TODAY, (MarkKind.LINK,)) is Risk.MARKED
    assert rules.risk(TODAY, TODAY, ()) is Risk.PLAIN
    places = [(Risk.PLAIN, early, 1), (Risk.PLAIN, later, 2), (Risk.MARKED, later, 3), (Risk.OVERDUE, later, 4)]
    assert [place[2] for place in sorted(places, key=lambda place: rules.order(*place))] == [4, 3, 1, 2]
