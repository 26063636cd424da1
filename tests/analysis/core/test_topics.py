import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest
from joblib import parallel_config
from sklearn.base import clone
from sklearn.metrics import adjusted_rand_score, v_measure_score

from analysis.core import encoders
from analysis.core.fields import ActionFieldClassifier
from analysis.core.quality import pairs_together, stability
from analysis.core.text import tokens
from analysis.core.topics import TopicModel
from tests.analysis.core.corpus import ENGLISH, LABELS, SEEDS, TEXTS, UKRAINIAN

DEMO_TOWN = Path(__file__).parents[3] / "participation" / "process" / "data" / "example_town.json"


def model(n_topics=4, **settings):
    return TopicModel(n_topics, **{"encoder": None, **settings})


@pytest.fixture(scope="module")
def fitted():
    return model().fit(TEXTS)


@pytest.fixture(scope="module")
def town():
    ideas = json.loads(DEMO_TOWN.read_text(encoding="utf-8"))["ideas"]
    return [f"{idea['title']}. {idea['text']}" for idea in ideas], [idea["gold"] for idea in ideas]


def test_topics_are_what_people_write_about(fitted):
    assert v_measure_score(LABELS, fitted.labels_) >= 0.75


def test_the_demo_towns_topics_within_its_fields_are_close_to_gold(town):
    texts, gold = town
    found = model(10, fields=[idea["field"] for idea in gold]).fit(texts)
    assert adjusted_rand_score([idea["topic"] for idea in gold], found.labels_) >= 0.6


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_texts_does_not_matter(fitted, seed):
    order = np.random.RandomState(seed).permutation(len(TEXTS))
    shuffled = model().fit([TEXTS[i] for i in order])
    assert (shuffled.labels_ == fitted.labels_[order]).all()
    assert [topic.name for topic in shuffled.topics_] == [topic.name for topic in fitted.topics_]
    assert [order[list(topic.typical)].tolist() for topic in shuffled.topics_] == [
        list(topic.typical) for topic in fitted.topics_
    ]


def test_the_same_texts_give_the_same_topics(fitted):
    assert model().fit(TEXTS).topics_ == fitted.topics_


def test_two_workers_find_what_one_finds(fitted):
    with parallel_config(backend="threading", n_jobs=2):
        assert model().fit(TEXTS).topics_ == fitted.topics_


@pytest.mark.parametrize("place", [0, 7, 23])
def test_an_added_duplicate_joins_its_twin_and_moves_nobody(fitted, place):
    again = model().fit([*TEXTS, f"  {TEXTS[place].upper()} !"])
    assert again.labels_[-1] == again.labels_[place]
    assert (again.labels_[:-1] == fitted.labels_).all()


def test_a_campaign_of_a_hundred_copies_is_one_voice(fitted):
    again = model().fit([*TEXTS, *[TEXTS[3]] * 100])
    assert (again.labels_[: len(TEXTS)] == fitted.labels_).all()


def test_every_text_is_in_exactly_one_topic(fitted):
    assert sorted(member for topic in fitted.topics_ for member in topic.members) == list(range(len(TEXTS)))
    for topic in fitted.topics_:
        assert set(fitted.labels_[list(topic.members)]) == {topic.id}
        assert set(topic.typical) <= set(topic.members)


def test_names_are_nouns_as_the_texts_write_them(fitted):
    written = {word for text in TEXTS for word in tokens(text)}
    for topic in fitted.topics_:
        named = topic.name.split(", ")
        assert 2 <= len(named) <= 4
        assert set(named) <= written
        assert all(word[0].isupper() for word in named)
        assert {word.word for word in topic.words} <= written
    assert len({topic.name for topic in fitted.topics_}) == len(fitted.topics_)


def test_names_keep_umlauts_and_sharp_s():
    texts = [
        "Größere Straßenbäume",
        "Straßenbäume gießen",
        "Mehr Straßenbäume",
        "Die Fähre",
        "Fähre früher",
        "Keine Fähre",
    ]
    assert {topic.words[0].word for topic in model(2).fit(texts).topics_} == {"Fähre", "Straßenbäume"}


def test_topics_stay_within_given_fields():
    fields = ["a", "b"] * 12
    found = model(4, fields=fields).fit(TEXTS)
    for topic in found.topics_:
        assert {fields[member] for member in topic.members} == {topic.field}


def test_topics_stay_within_the_fields_of_a_classifier():
    classifier = ActionFieldClassifier(SEEDS, encoder=None).fit(TEXTS)
    found = model(None, fields=classifier).fit(TEXTS)
    assert {topic.field for topic in found.topics_} == {"cycling", "internet", "light", "waste"}
    assert all(classifier.predict([TEXTS[topic.members[0]]]) == [topic.field] for topic in found.topics_)


def test_texts_without_a_field_have_topics_of_their_own():
    found = model(2, fields=["a", None] * 12).fit(TEXTS)
    assert {topic.field for topic in found.topics_} == {None, "a"}


@pytest.mark.parametrize(
    "texts",
    [
        ["Ein Radweg"],
        [""],
        ["", "   ", "!!!"],
        ["Ein Radweg"] * 50,
        ["Ein Radweg", ""],
        ["und", "der", "die"],
        ["Radweg", "Laterne"],
        [*TEXTS, "", "…", "und oder"],
        ENGLISH,
        UKRAINIAN,
        [*TEXTS, *UKRAINIAN],
        [f"{word} {other}" for word in "abcdefgh" for other in "klmnop"],
    ],
)
@pytest.mark.parametrize("n_topics", [None, 1, 3])
def test_every_text_of_any_town_has_a_place(texts, n_topics):
    found = model(n_topics).fit(texts)
    assert len(found.labels_) == len(found.probabilities_) == len(texts)
    assert set(found.labels_) == set(range(len(found.topics_)))
    assert len(found.topics_) <= (n_topics or len(set(texts)))
    for topic in found.topics_:
        assert topic.name
        assert topic.typical
        assert 0 <= topic.confidence <= 1
        assert 0 <= topic.stability <= 1


def test_english_and_ukrainian_texts_find_their_topics():
    english = model(2, language="en").fit(ENGLISH)
    assert v_measure_score([0, 0, 0, 1, 1, 1], english.labels_) == 1
    assert "wifi" in {word.word.lower() for topic in english.topics_ for word in topic.words[:1]}
    ukrainian = model(2, language="uk").fit(UKRAINIAN)
    assert v_measure_score([0, 0, 1, 1], ukrainian.labels_) == 1


def test_far_more_topics_than_texts_are_as_many_as_texts():
    assert len(model(99).fit(TEXTS).topics_) == len(TEXTS)


def test_stability_is_high_where_texts_fall_apart_by_themselves():
    clear = [
        f"{subject} {place}"
        for subject in ("Laterne dunkel kaputt", "WLAN Internet Glasfaser")
        for place in ("Markt", "Schule", "Bahnhof", "Rathaus", "Kirche", "Hafen", "Park", "Brücke")
    ]
    fitted = model(2).fit(clear)
    assert stability(fitted, clear, runs=3) == 1.0
    assert all(topic.stability == 1.0 for topic in fitted.topics_)
    assert stability(model(6).fit(clear), clear, runs=3) < 0.9


def test_texts_left_out_of_a_repetition_do_not_count():
    assert pairs_together(np.array([0, 0, 0]), [np.array([2, 2, -1])]).tolist() == [1.0]


class CountsLamps:
    """An encoder that knows one thing."""

    def encode(self, texts):
        return np.array([[1.0, 0.0] if "atern" in text else [0.0, 1.0] for text in texts])


def test_an_encoder_is_heard_beside_the_words():
    lamps = np.array(["atern" in text for text in TEXTS])
    assert v_measure_score(lamps, model(2, encoder=CountsLamps()).fit(TEXTS).labels_) > v_measure_score(
        lamps, model(2).fit(TEXTS).labels_
    )


def test_without_an_installed_encoder_auto_means_none(fitted, monkeypatch):
    monkeypatch.setattr(encoders, "OPTIONAL_MODULE", "there_is_no_such_module")
    encoders._installed_encoder.cache_clear()
    assert model(encoder="auto").fit(TEXTS).topics_ == fitted.topics_
    encoders._installed_encoder.cache_clear()


def test_mistakes_are_told():
    with pytest.raises(ValueError, match="at least one text"):
        model().fit([])
    with pytest.raises(TypeError, match="not a single one"):
        model().fit("Ein Radweg")
    with pytest.raises(TypeError, match="Every text is a string"):
        model().fit(["Ein Radweg", None])
    with pytest.raises(ValueError, match="at least one topic"):
        model(0).fit(TEXTS)
    with pytest.raises(ValueError, match="24 texts, but 1 fields"):
        model(fields=["a"]).fit(TEXTS)
    with pytest.raises(ValueError, match="encoder"):
        model(encoder="the best").fit(TEXTS)


def test_it_keeps_to_the_conventions_of_scikit_learn():
    estimator = model(3, random_state=5)
    assert estimator.get_params() == {
        "n_topics": 3,
        "language": "de",
        "random_state": 5,
        "fields": None,
        "encoder": None,
        "places": (),
    }
    assert clone(estimator).set_params(n_topics=2).n_topics == 2
    assert estimator.fit(TEXTS) is estimator
    assert (model(3, random_state=5).fit_predict(TEXTS) == estimator.labels_).all()
    assert estimator.n_topics == 3


def test_topics_are_values():
    [topic] = model(1).fit(["Ein Radweg"]).topics_
    with pytest.raises(FrozenInstanceError):
        topic.name = "Anders"
