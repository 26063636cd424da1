"""What people decided about topics outlives every new analysis."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, v_measure_score

from analysis.core import topics
from analysis.core.quality import agreement
from analysis.core.topics import TopicModel
from analysis.core.trust import Doubt
from tests.analysis.core.corpus import GOLD, LABELS, SEEDS, TEXTS

NEW = [
    "Die Laterne am Hafen bleibt dunkel",
    "Mülleimer am Hafen fehlen, überall Müll",
    "Am Hafen kein WLAN und langsames Internet",
    "Fahrradständer am Hafen für die Räder",
]


def model(n_topics=4, **settings):
    return TopicModel(n_topics, **{"encoder": None, **settings})


@pytest.fixture(scope="module")
def fitted():
    return model().fit(TEXTS)


def pinned(places, key):
    return [key if place in places else None for place in range(len(TEXTS))]


def test_texts_stay_in_the_topic_that_a_person_put_them_into():
    found = model().fit(TEXTS, pinned({0, 8, 13}, "person's topic"))
    [topic] = [topic for topic in found.topics_ if topic.key == "person's topic"]
    assert {0, 8, 13} <= set(topic.members)
    assert (found.probabilities_[[0, 8, 13]] == 1).all()


def test_topics_that_people_keep_apart_are_never_one(fitted):
    one, other, *_ = np.flatnonzero(fitted.labels_ == fitted.labels_[0]).tolist()
    keys = [{one: "here", other: "there"}.get(place) for place in range(len(TEXTS))]
    found = model(1).fit(TEXTS, keys)
    assert {topic.key for topic in found.topics_} == {"here", "there"}
    assert found.labels_[one] != found.labels_[other]


@pytest.mark.parametrize("n_topics", [1, 4, 9])
def test_pairs_that_must_be_together_and_pairs_that_must_not(n_topics):
    together, apart = [(0, 9), (9, 20)], [(0, 1), (0, 2), (1, 2), (14, 15)]
    found = model(n_topics).fit(TEXTS, together=together, apart=apart)
    assert found.labels_[0] == found.labels_[9] == found.labels_[20]
    assert all(found.labels_[one] != found.labels_[other] for one, other in apart)


def test_copies_can_be_told_apart_and_a_copy_goes_with_its_decided_twin():
    texts = [*TEXTS, TEXTS[0], TEXTS[0].upper()]
    apart = model().fit(texts, apart=[(0, 24)]).labels_
    assert apart[0] != apart[24]
    keys = [*pinned({0}, "lamps"), None, None]
    found = model().fit(texts, keys)
    assert found.labels_[0] == found.labels_[24] == found.labels_[25]
    differently = model().fit(texts, [*pinned({0}, "lamps"), "dark", None])
    assert differently.labels_[0] != differently.labels_[24]


def test_a_text_moved_across_fields_takes_the_field_of_its_topic():
    fields = ["a"] * 12 + ["b"] * 12
    found = model(4, fields=fields).fit(TEXTS, pinned({0, 1, 2, 23}, "lamps"))
    assert found.topics_[found.labels_[23]].field == "a"
    assert {0, 1, 2, 23} <= set(found.topics_[found.labels_[0]].members)


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="must be together and must be apart"):
        model().fit(TEXTS, together=[(0, 1), (1, 2)], apart=[(0, 2)])
    with pytest.raises(ValueError, match="different topics: here, there"):
        model().fit(TEXTS, [{0: "here", 1: "there"}.get(i) for i in range(24)], together=[(0, 1)])
    with pytest.raises(ValueError, match="24 texts, but 1 keys"):
        model().fit(TEXTS, ["here"])
    with pytest.raises(ValueError, match="No such topic"):
        model().fit(TEXTS).partial_update(NEW[:1], ["nowhere"])


def test_topics_are_known_again_and_keep_the_names_that_people_gave(fitted):
    before = [f"topic {label}" for label in fitted.labels_]
    named = {"topic 0": "So heißt es", "topic 2": "Und das so"}
    again = model(random_state=7).fit([*TEXTS, *NEW], before=[*before, *[None] * 4], kept_names=named)
    assert {topic.key for topic in again.topics_} == set(before)
    assert {topic.key: topic.name for topic in again.topics_ if topic.key in named} == named
    assert not {topic.name for topic in again.topics_ if topic.key not in named} & set(named.values())


def test_what_was_before_moves_little(fitted):
    before = [f"{label}" for label in fitted.labels_]
    again = model(random_state=3).fit([*TEXTS, *NEW], before=[*before, *[None] * 4])
    assert adjusted_rand_score(fitted.labels_, again.labels_[:24]) >= 0.9


def test_the_order_of_the_texts_does_not_matter_to_decisions_either():
    order = np.random.RandomState(5).permutation(len(TEXTS))
    place = {old: new for new, old in enumerate(order)}
    keys, apart = pinned({3, 9}, "x"), [(0, 1), (7, 20)]
    one = model().fit(TEXTS, keys, apart=apart)
    other = model().fit(
        [TEXTS[i] for i in order], [keys[i] for i in order], apart=[(place[a], place[b]) for a, b in apart]
    )
    assert (other.labels_ == one.labels_[order]).all()


def test_new_texts_find_their_places_and_move_nobody():
    found = model(fields=None).fit(TEXTS)
    before, names = found.labels_.copy(), [topic.name for topic in found.topics_]
    found.partial_update(NEW).partial_update([TEXTS[5], "", "!!!"])
    assert (found.labels_[:24] == before).all()
    assert [topic.name for topic in found.topics_] == names
    assert v_measure_score([0, 1, 2, 3], found.labels_[24:28]) == 1
    assert [found.labels_[place] for place in (24, 25, 26, 27)] == [found.labels_[i] for i in (0, 6, 12, 20)]
    assert found.labels_[28] == found.labels_[5]
    assert found.probabilities_[28] == found.probabilities_[5]
    assert sorted(member for topic in found.topics_ for member in topic.members) == list(range(31))
    assert len(found.hierarchy_[2].labels) == 31


def test_new_texts_stay_in_their_field_and_people_can_put_them_elsewhere():
    found = model(4, fields=["a"] * 12 + ["b"] * 12).fit(TEXTS, pinned({20}, "bikes"))
    found.partial_update(NEW[:2], ["bikes", None], fields=["b", "b"])
    assert found.topics_[found.labels_[24]].key == "bikes"
    assert found.topics_[found.labels_[25]].field == "b"
    found.partial_update(NEW[2:3], fields=["a field without texts"])
    assert len(found.labels_) == 27


def test_more_texts_than_are_learned_from_have_their_places_too(monkeypatch, fitted):
    monkeypatch.setattr(topics, "LEARNED_FROM", 18)
    monkeypatch.setattr("analysis.core.voices.FEWEST_OF_A_FIELD", 2)
    found = model().fit(TEXTS, apart=[(0, 23)])
    assert v_measure_score(LABELS, found.labels_) >= 0.6
    assert sorted(member for topic in found.topics_ for member in topic.members) == list(range(24))
    order = np.random.RandomState(1).permutation(24)
    shuffled = model().fit([TEXTS[i] for i in order])
    assert adjusted_rand_score(shuffled.labels_, model().fit(TEXTS).labels_[order]) == 1


def test_three_levels_are_nested():
    texts = [f"{text} {place}" for text in TEXTS for place in ("Markt", "Hafen", "Kirche", "Siedlung")]
    found = model(6).fit(texts)
    wide, own, fine = found.hierarchy_
    assert len(wide.names) <= len(own.names) == 6 < len(fine.names)
    assert own.labels == tuple(found.labels_)
    for level, above in ((own, wide), (fine, own)):
        assert all(level.parents[label] == parent for label, parent in zip(level.labels, above.labels, strict=True))
        assert set(level.labels) == set(range(len(level.names)))


def test_quality_names_its_doubts_as_figures(fitted):
    found = fitted.quality_
    assert not found.topics_lead
    assert found.doubts[0] == (Doubt.FEW_TEXTS, 24.0, 60.0)
    assert 0 < found.stability <= 1
    assert 0 <= found.confident <= 1


def test_agreement_is_cohens_kappa():
    assert agreement(["a", "b", "a"], ["b", "a", "b"]) < 0
    with pytest.raises(ValueError, match="same things"):
        agreement(["a"], [])


def test_place_names_make_no_topic():
    texts = [f"{what} in {where}" for what in GOLD["light"] for where in ("Elderow", "Wiesow")]
    words = {word.word for topic in model(2, places=["Elderow", "Wiesow"]).fit(texts).topics_ for word in topic.words}
    assert not {"Elderow", "Wiesow"} & words


def test_fields_of_a_classifier_sort_new_texts_too():
    from analysis.core.fields import ActionFieldClassifier

    found = model(None, fields=ActionFieldClassifier(SEEDS, encoder=None).fit(TEXTS)).fit(TEXTS).partial_update(NEW)
    assert [found.topics_[label].field for label in found.labels_[24:]] == ["light", "waste", "internet", "cycling"]
