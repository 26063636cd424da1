"""The German catalogue is complete, current, and speaks as we do."""

import re
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract_from_dir

from tests.architecture.rules import PACKAGES, ROOT

METHODS = [("**.py", "python"), ("**/templates/**.*", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "lazy_ngettext": (1, 2), "N_": None}
CATALOGUE = ROOT / "translations" / "de" / "LC_MESSAGES" / "messages.po"


def _in_sources() -> set[str]:
    found: set[str] = set()
    for package in PACKAGES:
        rows = extract_from_dir(
            str(ROOT / package),
            METHODS,
            {"**/templates/**.*": {"trimmed": "true", "silent": "false"}},
            keywords=KEYWORDS,
        )
        found |= {row[2] if isinstance(row[2], str) else row[2][0] for row in rows}
    return found


def _missing(messages: set[str], catalogue: polib.POFile) -> list[str]:
    done = {entry.msgid for entry in catalogue if entry.translated() and not entry.obsolete}
    return sorted(messages - done)


@pytest.fixture(scope="module")
def german() -> polib.POFile:
    """The German catalogue."""
    return polib.pofile(str(CATALOGUE))


def test_every_message_has_its_german(german: polib.POFile) -> None:
    messages = _in_sources()
    assert len(messages) > 100
    assert _missing(messages, german) == []


def test_a_message_without_german_would_be_found(german: polib.POFile) -> None:
    assert _missing({"A sentence nobody has translated"}, german) == ["A sentence nobody has translated"]


def test_the_german_keeps_every_placeholder(german: polib.POFile) -> None:
    for entry in german:
        for said in [entry.msgstr, *entry.msgstr_plural.values()]:
            if said:
                wanted = set(re.findall(r"%\(\w+\)[sd]", entry.msgid_plural or entry.msgid))
                assert set(re.findall(r"%\(\w+\)[sd]", said)) <= wanted | {"%(num)s"}, entry.msgid


def test_the_german_says_sie_and_uses_german_quotes(german: polib.POFile) -> None:
    for entry in german:
        for said in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not re.search(r"\b(du|dein|dich|dir|euch|euer)\b", said, re.IGNORECASE), said
            assert '"' not in said, said
            assert not re.search(r"\w[*:_]innen\b|\wInnen\b", said), said


def test_the_catalogue_holds_nothing_that_nobody_says(german: polib.POFile) -> None:
    assert sorted({entry.msgid for entry in german if not entry.obsolete} - _in_sources()) == []


def test_the_catalogue_lies_where_it_is_looked_for() -> None:
    assert Path(CATALOGUE).is_file()
