import doctest
import threading

import pytest

from analysis.core import text, words
from analysis.core.text import compound_parts, fold, is_stop_word, stem, tokens

COMPOUNDS = [
    ("Grundschulen", ("grund", "schule")),
    ("Straßenlaterne", ("strasse", "laterne")),
    ("Strassenlaternen", ("strasse", "laterne")),
    ("Kinderspielplätze", ("kind", "spiel", "platz")),
    ("Rufbus", ("ruf", "bus")),
    ("Rufbusse", ("ruf", "bus")),
    ("Bushaltestelle", ("bus", "halte", "stelle")),
    ("Radwegenetz", ("rad", "weg", "netz")),
    ("Schulhof", ("schule", "hof")),
    ("Freibäder", ("frei", "bad")),
    ("Hallenbad", ("halle", "bad")),
    ("Jugendzentrum", ("jugend", "zentrum")),
    ("Jugendclub", ("jugend", "club")),
    ("Seniorenheim", ("senior", "heim")),
    ("Mülleimer", ("mull", "eimer")),
    ("Müllabfuhr", ("mull", "abfuhr")),
    ("Wohnungsbau", ("wohnung", "bau")),
    ("Ladesäulen", ("lade", "saule")),
    ("Feuerwehrhaus", ("feuerwehr", "haus")),
    ("Stadtverwaltung", ("stadt", "verwaltung")),
    ("Bürgerbeteiligung", ("burger", "beteiligung")),
    ("Ortsdurchfahrt", ("ort", "durchfahrt")),
    ("Kopfsteinpflaster", ("kopf", "stein", "pflaster")),
    ("Hundewiese", ("hund", "wiese")),
    ("Gesundheitszentrum", ("gesundheit", "zentrum")),
    ("Ärztehaus", ("arzt", "haus")),
    ("Dorfgemeinschaftshaus", ("dorf", "gemeinschaft", "haus")),
    ("Sportverein", ("sport", "verein")),
    ("Klimaschutz", ("klima", "schutz")),
    ("Windkraftanlage", ("wind", "kraft", "anlage")),
    ("Sitzbänke", ("sitz", "bank")),
    ("Strandpromenade", ("strand", "promenade")),
    ("Verkehrsberuhigung", ("verkehr", "beruhigung")),
    ("Baumpflanzungen", ("baum", "pflanzung")),
    ("Online-Termine", ("online", "termine")),
    ("Xyzstraße", ("strasse",)),
    # Not taken apart: no compounds, or words that only look like it.
    ("Verein", ()),
    ("Garten", ()),
    ("Strand", ()),
    ("Brand", ()),
    ("Vertrag", ()),
    ("Verband", ()),
    ("Bestand", ()),
    ("Montag", ()),
    ("Museum", ()),
    ("Restaurant", ()),
    ("Partner", ()),
    ("Verwaltung", ()),
    ("Universität", ()),
    ("Kartoffel", ()),
    ("Sandale", ()),
    ("Häuser", ()),
    ("Busse", ()),
    ("Kameraden", ()),
    ("Beispiel", ()),
    ("und", ()),
    ("", ()),
    ("2027", ()),
]


@pytest.mark.parametrize(("word", "parts"), COMPOUNDS)
def test_compounds_are_taken_apart(word, parts) -> None:
    assert compound_parts(word) == parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Radweg", "Radwege"),
        ("Bad", "Bäder"),
        ("Bus", "Busse"),
        ("Ei", "Eier"),
        ("Museum", "Museen"),
        ("Zentrum", "Zentren"),
        ("Straße", "STRASSEN"),
        ("Bürgersteig", "Buergersteige"),
        ("Schule", "Schulen"),
        ("Café", "Cafe"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(one, other) -> None:
    assert stem(one) == stem(other)


def test_different_words_keep_different_stems() -> None:
    assert len({stem(word) for word in ("Bad", "Bank", "Bus", "Baum", "Bau", "Ball")}) == 6


def test_decomposed_letters_are_the_same_letters() -> None:
    assert tokens("Ba\u0308der") == ["Bäder"]
    assert fold("Ba\u0308der") == fold("Bäder") == "bader"


def test_soft_hyphens_do_not_tear_words_apart() -> None:
    assert tokens("Bürger\u00adbeteiligung") == ["Bürgerbeteiligung"]


def test_underscores_and_punctuation_separate_words() -> None:
    assert tokens("a_b c/d e.f „g“ – h-i -j-") == ["a", "b", "c", "d", "e", "f", "g", "h-i", "j"]


@pytest.mark.parametrize("word", ["und", "Über", "für", "the"])
def test_words_without_meaning_are_known(word) -> None:
    assert is_stop_word(word)


def test_a_word_of_absurd_length_takes_no_time() -> None:
    assert compound_parts("schule" * 5_000) == ()


def test_many_threads_get_the_same_stems() -> None:
    """The stemmer itself cannot do that."""
    known = {noun: stem(noun) for noun in words.NOUNS}
    stem.cache_clear()
    wrong: list[str] = []

    def check() -> None:
        wrong.extend(noun for noun, expected in known.items() if stem(noun) != expected)

    threads = [threading.Thread(target=check) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_every_word_stands_once_in_its_list() -> None:
    for one in (words.NOUNS, words.MODIFIERS, words.WHOLE, words.STOP_WORDS):
        assert len(one) == len(set(one))
    assert 500 <= len(words.NOUNS) <= 1000


def test_the_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(text).failed == 0
