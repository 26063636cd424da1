"""The estimators keep to scikit-learn's conventions."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils.estimator_checks import check_estimator

from analysis.core.duplicates import SimilarTexts
from analysis.core.fields import ActionFieldClassifier
from analysis.core.topics import TopicModel
from analysis.core.vectors import TextVectorizer
from tests.analysis.core.corpus import LABELS, SEEDS, TEXTS

ESTIMATORS = [
    TopicModel(3, encoder=None),
    ActionFieldClassifier(SEEDS, encoder=None),
    SimilarTexts(),
    TextVectorizer(),
]

EXPECTED_FAILURES: dict[str, str] = {}
"""Checks of scikit-learn that fail, each with its reason: none does."""


def name_of(estimator):
    return type(estimator).__name__


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=name_of)
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")  # it leaves out what needs numbers
def test_every_check_of_scikit_learn_for_texts_is_passed(estimator):
    results = check_estimator(estimator, on_skip=None, expected_failed_checks=EXPECTED_FAILURES)
    assert {result["status"] for result in results} == {"passed"}


# With texts as input scikit-learn leaves out all checks that need numbers; those that mean something for texts follow.


@pytest.fixture(scope="module", params=ESTIMATORS, ids=name_of)
def fitted(request):
    return clone(request.param).fit(TEXTS)


def results_of(estimator):
    methods = ("predict_proba", "transform")
    found = [getattr(estimator, method)(TEXTS) for method in methods if hasattr(estimator, method)]
    found += [estimator.labels_] if hasattr(estimator, "labels_") else []
    return [part.toarray() if hasattr(part, "toarray") else part for part in found] or [
        np.array([(pair.first, pair.second) for pair in estimator.pairs()])
    ]


def same(one, other):
    return all(np.array_equal(*pair) for pair in zip(results_of(one), results_of(other), strict=True))


def test_fitting_returns_the_estimator_changes_no_parameter_and_no_input(fitted):
    estimator, texts = clone(fitted), list(TEXTS)
    before = estimator.get_params()
    assert estimator.fit(texts) is estimator
    assert estimator.get_params() == before
    assert texts == TEXTS


def test_fitting_again_gives_the_same_and_so_does_a_clone(fitted):
    again = clone(fitted).fit(TEXTS)
    assert same(fitted, again)
    assert same(again.fit(TEXTS), fitted)


def test_a_pickled_estimator_knows_what_it_learned(fitted):
    assert same(pickle.loads(pickle.dumps(fitted)), fitted)  # our own bytes


def test_arrays_tuples_and_generators_of_texts_are_taken(fitted):
    for texts in (np.array(TEXTS), np.array(TEXTS, dtype=object), tuple(TEXTS), (text for text in TEXTS)):
        assert same(clone(fitted).fit(texts), fitted)


@pytest.mark.parametrize("wrong", [[1, 2], np.zeros((3, 2)), [None], [b"Ampel"], [["Ampel"]]], ids=str)
def test_what_is_no_text_is_refused(fitted, wrong):
    with pytest.raises(TypeError, match="Every text is a string"):
        clone(fitted).fit(wrong)


def test_one_text_at_a_time_is_sorted_like_all_at_once():
    classifier = ActionFieldClassifier(SEEDS, encoder=None).fit(TEXTS, LABELS)
    one_by_one = np.vstack([classifier.predict_proba([text]) for text in TEXTS])
    assert np.allclose(one_by_one, classifier.predict_proba(TEXTS))
