"""The same topics, whoever reckons them."""

import socket

import pytest
from distributed import LocalCluster

from analysis.core.cluster import ClusterMissing, cores
from analysis.core.topics import TopicModel
from tests.analysis.core.corpus import TEXTS


@pytest.fixture(scope="module")
def alone():
    return TopicModel(4, encoder=None).fit(TEXTS)


def same(one, other):
    return (
        (one.labels_ == other.labels_).all()
        and (one.probabilities_ == other.probabilities_).all()
        and one.topics_ == other.topics_
        and one.quality_ == other.quality_
    )


def test_all_cores_find_what_one_finds(alone):
    with cores():
        assert same(TopicModel(4, encoder=None).fit(TEXTS), alone)


@pytest.mark.slow
def test_a_cluster_of_two_workers_finds_what_one_machine_finds(alone):
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        with cores(cluster.scheduler_address):
            assert same(TopicModel(4, encoder=None).fit(TEXTS), alone)
        worked = cluster.scheduler.task_prefixes
        assert any("_one_run" in name or "Batch" in name for name in worked), list(worked)


def test_a_cluster_that_is_not_there_is_told_in_a_sentence():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(ClusterMissing, match=address), cores(address, timeout_s=0.5):
            pass
