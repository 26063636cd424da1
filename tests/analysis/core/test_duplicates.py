import json
from pathlib import Path

import numpy as np
import pytest

from analysis.core.duplicates import Campaign, SimilarTexts
from analysis.core.fields import ActionFieldClassifier
from analysis.core.seeds import BY_CODE, seed_fields
from analysis.core.summary import summarise
from analysis.core.text import tokens
from tests.analysis.core.corpus import GOLD, TEXTS

DEMO_TOWN = Path(__file__).parents[3] / "participation" / "process" / "data" / "example_town.json"
CAMPAIGN = "Rettet das Hallenbad am Stadtpark, denn unsere Kinder müssen schwimmen lernen können"


@pytest.fixture(scope="module")
def fitted():
    return SimilarTexts().fit(TEXTS)


def test_the_demo_towns_four_duplicates_are_the_first_four_pairs_and_no_look_alike_is():
    town = json.loads(DEMO_TOWN.read_text(encoding="utf-8"))
    texts = [f"{idea['title']}. {idea['text']}" for idea in town["ideas"]]
    ids = [idea["id"] for idea in town["ideas"]]
    keys = [BY_CODE[field["code"]] for field in town["action_fields"]]
    likely = ActionFieldClassifier(seed_fields(keys), encoder=None).fit(texts).predict_proba(texts)
    pairs = SimilarTexts().fit(texts).pairs(4, fields=likely)
    assert {(ids[pair.first], ids[pair.second]) for pair in pairs} == set(map(tuple, town["duplicates_gold"]))
    assert SimilarTexts().fit(texts).campaigns() == ()


def test_what_is_like_a_text_being_written_comes_with_the_words_they_share(fitted):
    first, *others = fitted.similar("Straßenlaternen an der Apotheke sind kaputt", 3)
    assert TEXTS[first.place] == "Die Straßenlaterne vor der Apotheke ist kaputt."
    assert first.shared == ("Straßenlaternen", "Apotheke", "kaputt")
    assert all(first.likeness >= other.likeness for other in others)


@pytest.mark.parametrize("text", ["", "und der", "Привіт", "Xylophon"])
def test_what_is_like_nothing_has_no_neighbours(fitted, text):
    assert fitted.similar(text) == []


def test_copies_are_a_campaign_and_no_pair():
    texts = [*TEXTS, CAMPAIGN, f"{CAMPAIGN}!", CAMPAIGN.upper(), f"Liebe Stadt, {CAMPAIGN}. Familie Beispiel"]
    similar = SimilarTexts().fit(texts)
    assert similar.campaigns() == (Campaign((24, 25, 26, 27), is_exact=False),)
    assert SimilarTexts().fit(texts[:-1]).campaigns() == (Campaign((24, 25, 26), is_exact=True),)
    assert not [pair for pair in similar.pairs(100) if {pair.first, pair.second} <= {24, 25, 26}]


def test_pairs_are_the_same_in_any_order(fitted):
    order = np.random.RandomState(2).permutation(len(TEXTS))
    shuffled = SimilarTexts().fit([TEXTS[i] for i in order])
    one = {frozenset((pair.first, pair.second)) for pair in fitted.pairs(8)}
    assert {frozenset((int(order[pair.first]), int(order[pair.second]))) for pair in shuffled.pairs(8)} == one


@pytest.mark.parametrize("texts", [["Ein Radweg"], ["", ""], ["und", "der"], ["a b", "c d"], ["Ein Radweg"] * 3])
def test_strange_towns_have_no_pairs(texts):
    similar = SimilarTexts().fit(texts)
    assert similar.pairs() == []
    assert len(similar.campaigns()) <= 1


def test_a_summary_is_sentences_of_the_texts_that_cover_a_topic():
    told = summarise([*GOLD["waste"], *GOLD["light"]], 4)
    texts = [*GOLD["waste"], *GOLD["light"]]
    assert len(told.sentences) == 4
    assert told.covered >= 0.8
    for sentence in told.sentences:
        assert texts[sentence.place][sentence.start :].startswith(sentence.text)
    assert {sentence.place < 6 for sentence in told.sentences} == {True, False}


def test_a_summary_says_nothing_twice_and_nothing_too_long():
    long = " ".join(["und immer wieder der Müll im Park"] * 12)
    told = summarise([long, *["Müll im Park ist ein Ärgernis."] * 5, *["Mehr Bänke am Fluss wären schön!"] * 2], 5)
    assert [sentence.text for sentence in told.sentences] == [
        "Müll im Park ist ein Ärgernis.",
        "Mehr Bänke am Fluss wären schön!",
    ]
    assert all(len(tokens(sentence.text)) <= 40 for sentence in told.sentences)


@pytest.mark.parametrize("texts", [[""], ["Rad"], ["!!!", "?"], ["Rad", "Rad"]])
def test_there_may_be_little_to_tell(texts):
    assert len(summarise(texts).sentences) <= 1


def test_abbreviations_and_numbers_end_no_sentence():
    [sentence] = summarise(["Bitte z. B. am Haus Nr. 5 die Laterne reparieren."], 3).sentences
    assert sentence.text == "Bitte z. B. am Haus Nr. 5 die Laterne reparieren."
