"""How much the detectors find of what they should, and how often they are wrong, on sentences of our own."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from participation.moderation.detectors import ALARMING, MarkKind, Part, look

SENTENCES = Path(__file__).with_name("sentences.txt")
#: Found of all there are, and wrong: the table in docs/measured.md; it may become better, never worse.
REACHED = {
    MarkKind.THREAT: (15, 16, 0),
    MarkKind.PERSON: (10, 13, 0),
    MarkKind.ADDRESS: (5, 6, 1),
    MarkKind.PHONE: (7, 8, 0),
    MarkKind.MAIL: (6, 6, 0),
    MarkKind.IBAN: (3, 3, 0),
    MarkKind.PLATE: (4, 5, 0),
    MarkKind.INSULT: (18, 21, 0),
    MarkKind.ADVERTISING: (6, 6, 0),
    MarkKind.LINK: (8, 8, 0),
}


def _sentences() -> Iterator[tuple[set[MarkKind], str]]:
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kinds, _, text = line.partition("|")
            yield {MarkKind(kind) for kind in kinds.split()}, text.strip()


@pytest.fixture(scope="module")
def counted() -> dict[str, Counter[MarkKind]]:
    found: dict[str, Counter[MarkKind]] = {name: Counter() for name in ("right", "wrong", "there")}
    for wanted, text in _sentences():
        seen = {mark.kind for mark in look([(Part.TEXT, text)], "de")} & ALARMING
        found["right"].update(seen & wanted)
        found["wrong"].update(seen - wanted)
        found["there"].update(wanted)
    return found


@pytest.mark.parametrize("kind", REACHED)
def test_what_was_reached_once_is_kept(counted: dict[str, Counter[MarkKind]], kind: MarkKind) -> None:
    right, there, wrong = REACHED[kind]
    assert counted["there"][kind] == there
    assert counted["right"][kind] >= right
    assert counted["wrong"][kind] <= wrong


def test_nothing_harsh_but_legitimate_is_marked() -> None:
    block = SENTENCES.read_text(encoding="utf-8").split("# harsh but legitimate\n")[1].split("# ")[0]
    texts = [line.partition("|")[2].strip() for line in block.splitlines()]
    assert len(texts) == 24
    assert [text for text in texts if {mark.kind for mark in look([(Part.TEXT, text)], "de")} & ALARMING] == []
