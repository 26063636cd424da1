import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import accuracy_score

from analysis.core.fields import ActionFieldClassifier
from analysis.core.seeds import BY_CODE, SEEDS, seed_fields
from tests.analysis.core.corpus import LABELS, TEXTS
from tests.analysis.core.corpus import SEEDS as GOLD_SEEDS

DEMO_TOWN = Path(__file__).parents[3] / "participation" / "process" / "data" / "example_town.json"


def classifier(**settings):
    return ActionFieldClassifier(GOLD_SEEDS, **{"encoder": None, **settings})


@pytest.fixture(scope="module")
def town():
    told = json.loads(DEMO_TOWN.read_text(encoding="utf-8"))
    keys = [BY_CODE[field["code"]] for field in told["action_fields"]]
    texts = [f"{idea['title']}. {idea['text']}" for idea in told["ideas"]]
    return keys, texts, np.array([BY_CODE[idea["gold"]["field"]] for idea in told["ideas"]])


def test_seed_words_sort_the_golden_corpus_without_a_single_decision():
    assert accuracy_score(LABELS, classifier().fit(TEXTS).predict(TEXTS)) >= 22 / 24


def test_the_seeds_we_ship_sort_the_demo_town_better_than_chance_can(town):
    keys, texts, gold = town
    found = ActionFieldClassifier(seed_fields(keys), encoder=None).fit(texts).predict(texts)
    random = np.random.RandomState(0)
    by_chance = [accuracy_score(gold, random.permutation(gold)) for _ in range(200)]
    assert accuracy_score(gold, found) >= 22 / 30 > max(by_chance)


def test_a_text_that_uses_no_seed_word_is_sorted_by_what_goes_with_seed_words():
    texts = [*TEXTS, "Das Licht am Sportplatz flackert"]
    assert classifier().fit(texts).predict(texts)[-1] == "light"


def test_the_same_texts_give_the_same_result_in_any_order():
    order = np.random.RandomState(3).permutation(len(TEXTS))
    one, other = classifier().fit(TEXTS), classifier().fit([TEXTS[i] for i in order])
    assert (one.predict_proba(TEXTS) == other.predict_proba(TEXTS)).all()


def test_self_training_passes_on_what_texts_have_in_common():
    texts = [*TEXTS, *(f"Laterne am Sportplatz {i}" for i in "abcdef"), *(f"Sportplatz Zickzack {i}" for i in "ghijkl")]
    asked = ["Zickzack"]  # never beside a seed word, but beside what stands beside one
    light = sorted(key for key, _ in GOLD_SEEDS).index("light")
    at_once = classifier(rounds=0, confident=1.0).fit(texts).predict_proba(asked)[0, light]
    assert classifier(confident=1.0).fit(texts).predict_proba(asked)[0, light] > at_once + 0.2


def test_decisions_of_people_outweigh_the_seeds():
    decided = ["waste" if label == "light" else None for label in LABELS]
    found = classifier().fit(TEXTS, decided).predict(TEXTS)
    assert classifier().fit(TEXTS).predict(TEXTS)[0] == "light"
    assert accuracy_score(["waste" if label == "light" else label for label in LABELS], found) >= 22 / 24


def test_labels_alone_are_enough_to_learn_from():
    model = ActionFieldClassifier(encoder=None).fit(TEXTS, LABELS)
    assert accuracy_score(LABELS, model.predict(TEXTS)) == 1
    assert model.predict(["Die Laternen bleiben dunkel"]) == ["light"]


def test_two_fields_and_one_field_work_as_well():
    two = ActionFieldClassifier(GOLD_SEEDS[:2], encoder=None).fit(TEXTS)
    assert set(two.predict(TEXTS[:12])) == {"light", "waste"}
    assert two.explain("Müll vor der Laterne", "light").words_for[0].word == "Laterne"
    assert set(ActionFieldClassifier(GOLD_SEEDS[:1], encoder=None).fit(TEXTS).predict(TEXTS)) == {"light"}


def test_a_field_without_seed_words_is_only_guessed_once_somebody_decided_for_it():
    fields = [*GOLD_SEEDS, ("pool", ())]
    texts = [*TEXTS, "Freibad länger öffnen", "Das Freibad braucht eine Rutsche"]
    assert "pool" not in ActionFieldClassifier(fields, encoder=None).fit(texts).predict(texts)
    decided = [None] * (len(texts) - 1) + ["pool"]
    assert ActionFieldClassifier(fields, encoder=None).fit(texts, decided).predict(texts)[-2] == "pool"


def test_an_explanation_names_the_words_as_they_were_written():
    told = classifier().fit(TEXTS).explain("Straßenlaterne in der Mühlgasse dunkel, kein Müll")
    assert told.field == "light"
    assert {"Straßenlaterne", "dunkel"} <= {reason.word for reason in told.words_for}
    assert "Müll" in {reason.word for reason in told.words_against}
    assert all(reason.weight > 0 for reason in told.words_for)


def test_explanations_add_up_to_what_decides():
    model = classifier().fit(TEXTS)
    features = model.vectorizer_.transform([TEXTS[0]])
    shares = model.vectorizer_.attribute(TEXTS[0], model.weights_[1])
    assert sum(shares.values()) == pytest.approx(float((features @ model.weights_[1])[0]), abs=1e-5)


def test_the_least_certain_texts_are_asked_about_first_and_no_two_alike():
    model = classifier().fit(TEXTS)
    twins = ["Bitte etwas ganz anderes zum Rathaus"] * 5
    asked = model.uncertain([*TEXTS, *twins], n=4)
    assert len(set(asked)) == 4
    assert len([place for place in asked if place >= len(TEXTS)]) == 1
    assert asked == model.uncertain([*TEXTS, *twins], n=4)
    assert len(model.uncertain(TEXTS, n=100)) == len(TEXTS)


def test_probabilities_are_probabilities():
    model = classifier().fit(TEXTS)
    found = model.predict_proba(["", "Laterne", "Привіт"])
    assert found.shape == (3, 4)
    assert found.sum(axis=1) == pytest.approx(1)
    assert found.min() >= 0


@pytest.mark.parametrize("texts", [["Laterne"], ["", ""], ["Laterne"] * 60, ["Привіт", "!!!", "12"]])
def test_strange_towns_are_sorted_too(texts):
    assert len(classifier().fit(texts).predict(texts)) == len(texts)


def test_english_seeds_sort_english_texts():
    model = ActionFieldClassifier(seed_fields(language="en"), language="en", encoder=None)
    texts = ["The buses stop too early", "Our school needs books", "Broken lamps and litter in the park"]
    assert model.fit(texts).predict(texts).tolist() == ["mobility", "education", "utilities_environment"]


def test_mistakes_are_told():
    with pytest.raises(ValueError, match="No such action field: nowhere"):
        classifier().fit(TEXTS, ["nowhere"] * len(TEXTS))
    with pytest.raises(ValueError, match="24 texts, but 1 labels"):
        classifier().fit(TEXTS, ["light"])
    with pytest.raises(ValueError, match="Give action fields"):
        ActionFieldClassifier(encoder=None).fit(TEXTS)
    with pytest.raises(ValueError, match="at least one text"):
        classifier().fit([])
    with pytest.raises(TypeError, match="not a single one"):
        classifier().fit("Laterne")
    with pytest.raises(NotFittedError):
        classifier().predict(TEXTS)


def test_it_keeps_to_the_conventions_of_scikit_learn():
    model = classifier(rounds=2)
    assert model.get_params()["rounds"] == 2
    assert clone(model).set_params(rounds=1).rounds == 1
    assert model.fit(TEXTS) is model
    assert model.get_params()["fields"] is GOLD_SEEDS
    assert list(model.classes_) == sorted(model.classes_)
    assert model.score(TEXTS, LABELS) > 0.9


def test_both_languages_have_the_same_twelve_fields_and_no_word_for_two_of_them_in_german():
    german, english = SEEDS["de"], SEEDS["en"]
    assert list(german) == list(english) == list(BY_CODE.values())
    words = [word for seeds in german.values() for word in seeds]
    assert sorted(words) == sorted(set(words))


def test_a_decision_shows_in_the_suggestions_at_once_and_in_texts_like_it():
    model = classifier().fit(TEXTS)
    before = model.suggestions()
    assert np.allclose(before, model.predict_proba(TEXTS))
    asked = TEXTS.index("Dunkle Ecke am Friedhof: hier fehlt eine Straßenlaterne.")
    model.partial_fit([TEXTS[asked], ""], ["waste", "light"])
    after, waste = model.suggestions(), model.classes_.tolist().index("waste")
    assert model.predict([TEXTS[asked]]) == ["waste"]
    assert after[asked, waste] > 0.5 > before[asked, waste]
    alike = TEXTS.index("Die Straßenlaterne vor der Apotheke ist kaputt.")
    assert after[alike, waste] > before[alike, waste]
    assert model.predict(TEXTS[12:]).tolist() == LABELS[12:]
    with pytest.raises(ValueError, match="No such action field"):
        model.partial_fit(TEXTS[:1], ["nowhere"])
