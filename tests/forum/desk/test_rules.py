"""Which places of a text are marked, and in which order the queue is read."""

import random
from datetime import UTC, date, datetime, timedelta

from forum.desk import rules
from forum.desk.rules import Risk
from participation.moderation.detectors import MarkKind, kinds, marks

TODAY = date(2027, 2, 8)
DAY = timedelta(days=1)


def test_reasons_are_numbered_alike_however_often_something_is_found() -> None:
    found = marks("Tel. 030 1234567, Herr Muster, Tel. 030 7654321")
    assert kinds(found) == (MarkKind.PERSON, MarkKind.PHONE)


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
    assert rules.risk(TODAY, TODAY, (MarkKind.DEFECT, MarkKind.LANGUAGE)) is Risk.PLAIN
    places = [(Risk.PLAIN, early, 1), (Risk.PLAIN, later, 2), (Risk.MARKED, later, 3), (Risk.OVERDUE, later, 4)]
    assert [place[2] for place in sorted(places, key=lambda place: rules.order(*place))] == [4, 3, 1, 2]
