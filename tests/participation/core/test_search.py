import time

import pytest
from sqlalchemy import select, text

from participation.core import search
from participation.core.database import db, is_sqlite
from participation.core.search import SearchEntry

# What somebody types, what the text says, whether it is found. One table for both databases.
QUERIES = [
    ("Radweg", "Wir brauchen mehr Radwege.", True),
    ("Radwege", "Der Radweg am See ist kaputt.", True),
    ("Radweg", "Das Radwegenetz hat Lücken.", True),
    ("Rad-Weg", "Ein Radweg fehlt.", True),
    ("Radweg", "Ein Rad-Weg fehlt.", True),
    ("Weg", "Ein Rad-Weg fehlt.", True),
    ("Schwimmbad", "Zwei Schwimmbäder sind genug.", True),
    ("schwimmbäder", "Das SCHWIMMBAD öffnet im Mai.", True),
    ("Bad", "Das Freibad soll bleiben.", True),
    ("Bad", "Zwei Schwimmbäder sind genug.", True),
    ("Straße", "Die Strasse ist zu laut.", True),
    ("Strasse", "Die Straße ist zu laut.", True),
    ("STRASSE", "Schlaglöcher in der Hauptstraße", True),
    ("Strassen", "Straßenlaterne", True),
    ("Burgersteig", "Die Bürgersteige sind zu schmal.", True),
    ("Buergersteig", "Die Bürgersteige sind zu schmal.", True),
    ("Bürgersteig", "Die Buergersteige sind zu schmal.", True),
    ("Schule", "Der Schulweg ist gefährlich.", True),
    ("Schule", "Alle Grundschulen brauchen WLAN.", True),
    ("Schulen", "Die Grundschule ist zu klein.", True),
    ("Bus", "Ein Rufbus am Abend", True),
    ("Bus", "Die Busse fahren zu selten.", True),
    ("Busse", "Der Bus fährt zu selten.", True),
    ("Bus", "An der Bushaltestelle fehlt ein Dach.", True),
    ("Haltestelle", "An der Bushaltestelle fehlt ein Dach.", True),
    ("Stelle", "An der Bushaltestelle fehlt ein Dach.", True),
    ("Gemeinschaftshaus", "Das Dorfgemeinschaftshaus", True),
    ("Laterne", "Die Straßenlaternen sind aus.", True),
    ("Straßenlaterne", "Die Straßenlaternen sind aus.", True),
    ("WLAN", "Freies W-LAN am Markt", True),
    ("W-LAN", "Freies WLAN am Markt", True),
    ("w-lan", "Freies W-LAN am Markt", True),
    ("Platz", "Neue Spielplätze für Kinder", True),
    ("Kind", "Ein Kinderspielplatz", True),
    ("Spielpl", "Neue Spielplätze", True),
    ("Zentren", "Das Jugendzentrum schließt.", True),
    ("Zentrum", "Neue Zentren", True),
    ("Tempo 30", "Tempo-30-Zone vor der Kita", True),
    ("Tempo-30", "Bitte Tempo 30 vor der Kita", True),
    ("Café", "Ein Cafe am Hafen", True),
    ("Bänke im Park", "Am Stadtpark fehlt eine Bank.", True),
    ("Bank Schule", "Eine Bank vor der Grundschule", True),
    ("Haus", "Ein Mehrgenerationenhaus", True),
    ("Räder", "Abstellplätze für Fahrräder", True),
    ("Ärzte", "Wir brauchen eine Arztpraxis.", True),
    ("B96", "Lärm an der B96", True),
    ("5G", "Kein 5G am Kindergarten", True),
    ("Ei", "Der Verein trifft sich.", False),
    ("Ei", "Zwei Eier", True),
    ("Rand", "Am Strand ist es schön.", False),
    ("Ort", "Der Sport kommt zu kurz.", False),
    ("Bus", "Der Globus dreht sich.", False),
    ("Rad", "Die Feierabendrunde der Kameraden", False),
    ("Tag", "Am Montag ist zu.", False),
    ("Schule", "Meine Schulter tut weh.", True),  # they begin alike, and a beginning is all we ask for
    ("Bank Schule", "Eine Bank vor dem Rathaus", False),
    ("W-LAN", "Weg und Landstraße", False),
    ("Radweg", "Das Rad am Weg", False),
    ("Hund", "Hunderte kamen.", True),  # alike
    ("Markt", "Der Flohmarkt am Hafen", True),
    ("Wald", "Die Verwaltung antwortet.", False),
    ("Verkehr", "Der öffentliche Nahverkehr", True),
    ("Amt", "Das Gesamtkonzept", False),
]


def found(query: str, kind: str = "idea") -> set[int]:
    statement = search.matches(kind, query)
    if statement is None:
        return set()
    return set(db.session.scalars(select(SearchEntry.subject_id).where(SearchEntry.subject_id.in_(statement))))


@pytest.mark.parametrize(("query", "text", "is_found"), QUERIES)
def test_german_is_found_in_all_its_forms(plumbing, query, text, is_found) -> None:
    search.index("idea", 7, text)
    assert found(query) == ({7} if is_found else set())


@pytest.mark.parametrize("query", ["", "  ", "und", "die der das", "-", "…!?", "***", "'\""])
def test_a_query_without_a_word_asks_for_nothing(plumbing, query) -> None:
    assert search.matches("idea", query) is None


@pytest.mark.parametrize(
    "query",
    [
        "AND",
        "bank OR schule",
        "NEAR(bank)",
        '"bank',
        "bank*",
        "bank:",
        "'bank' & !schule",
        "bank | a",
        "\\bank",
        "(bank",
    ],
)
def test_no_query_speaks_to_the_database(plumbing, query) -> None:
    search.index("idea", 1, "Eine Bank")
    search.index("idea", 2, "and or near a schule")
    assert isinstance(found(query), set)


def test_all_words_must_be_there(plumbing) -> None:
    search.index_many("idea", [(1, "Bank und Baum"), (2, "Bank"), (3, "Baum")])
    assert found("Baum Bank") == {1}


def test_several_texts_of_one_subject_are_found_alike(plumbing) -> None:
    search.index("idea", 1, "Bank", "Baum", "")
    assert found("Bank") == found("Baum") == {1}


def test_kinds_do_not_mix(plumbing) -> None:
    search.index("idea", 1, "Bank")
    search.index("event", 2, "Bank")
    assert found("Bank", "event") == {2}


def test_a_changed_text_is_found_by_its_new_words_only(plumbing) -> None:
    search.index("idea", 1, "Bank")
    search.index("idea", 1, "Baum")
    assert found("Bank") == set()
    assert found("Baum") == {1}


def test_a_removed_subject_is_found_no_more(plumbing) -> None:
    search.index("idea", 1, "Bank")
    search.remove("idea", 1)
    assert found("Bank") == set()


def test_what_is_rolled_back_was_never_indexed(plumbing) -> None:
    search.index("idea", 1, "Bank")
    db.session.rollback()
    assert found("Bank") == set()


def test_texts_of_any_script_are_found(plumbing) -> None:
    search.index("idea", 1, "Більше лавок у парку, ١٢٣, 公園, \U0001f333 m² Ǆ ﬁn İ")
    for word in ("лавок", "парк", "公園", "fin", "m2"):
        assert found(word) == {1}, word


def test_words_of_absurd_length_do_no_harm(plumbing) -> None:
    search.index("idea", 1, "a" * 100_000 + " " + "b-" * 2_000 + "c")
    assert found("a" * 90_000) == {1}
    assert found(" ".join(["aaa"] * 5_000)) == {1}


def test_the_index_written_anew_finds_the_same(plumbing) -> None:
    search.index_many("idea", [(number, f"Bank {number}") for number in range(50)])
    before = found("Bank")
    search.rebuild()
    assert found("Bank") == before == set(range(50))


def test_nothing_of_a_removed_text_stays_in_the_index_after_the_night(plumbing) -> None:
    if not is_sqlite():
        pytest.skip("PostgreSQL drops what was removed when it vacuums")
    search.index("idea", 1, "Geheimniswort")
    search.remove("idea", 1)
    search.rebuild()
    blocks = db.session.scalars(text("SELECT block FROM search_index_data")).all()
    assert not any(b"geheimnis" in bytes(block) for block in blocks)


@pytest.mark.slow
def test_ten_thousand_texts_are_indexed_in_seconds_and_found_in_milliseconds(plumbing) -> None:
    words = [text for _, text, _ in QUERIES]
    texts = [(number, f"{words[number % 60]} {words[number % 53]} {words[number % 47]}") for number in range(10_000)]
    search.index_many("warm", texts[:100])
    began = time.perf_counter()
    search.index_many("idea", texts)
    rate = len(texts) / (time.perf_counter() - began)
    db.session.commit()
    began = time.perf_counter()
    hits = found("Schule Bus")
    took = time.perf_counter() - began
    print(f"{rate:.0f} texts/s, {len(hits)} hits in {took * 1000:.1f} ms")
    assert rate > 1_000  # on a quiet machine five times that
    assert took < 0.5


def test_texts_are_alike_that_share_rare_words_and_not_those_with_one_word_in_common(plumbing) -> None:
    search.index("idea", 1, "Eine Bank mit Dach an der Haltestelle")
    search.index("idea", 2, "Eine Bank am See")
    search.index("idea", 3, "Freies WLAN auf dem Markt")
    assert list(search.alike("idea", "Die Haltestelle braucht eine Bank")) == [1]
    assert search.alike("idea", "Bank und Parkplatz") == {}
    assert search.alike("idea", "Bank") == {}
