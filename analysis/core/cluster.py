"""Where the groupings are reckoned: on all cores of this machine, or on a cluster of several."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from joblib import parallel_config


class ClusterMissing(Exception):
    """No cluster answers at this address; str() is the sentence for whoever looks after the machine."""


@contextmanager
def cores(cluster: str = "", timeout_s: float = 10) -> Iterator[None]:
    """Let the estimators inside use every core of this machine, or the workers of a Dask cluster; both find the same.

    Args:
        cluster: the address of the scheduler, such as `tcp://10.0.0.5:8786`; every worker needs this package, too.
        timeout_s: for how many seconds to wait for the scheduler.

    Raises:
        ClusterMissing: when nobody answers there, or `distributed` is not installed.
    """
    if not cluster:
        with parallel_config(backend="threading", n_jobs=os.cpu_count() or 1):
            yield
        return
    with _client(cluster, timeout_s), parallel_config(backend="dask"):
        yield


@contextmanager
def _client(cluster: str, timeout_s: float) -> Iterator[None]:
    try:
        from distributed import Client  # noqa: PLC0415  # an extra, and slow
    except ImportError:
        raise ClusterMissing("Install the extra “cluster”: its package distributed speaks to the cluster.") from None
    try:
        client = Client(cluster, timeout=timeout_s, set_as_default=True)  # type: ignore[no-untyped-call]
    except OSError:
        raise ClusterMissing(f"No cluster answers at {cluster}: start its scheduler, or change the setting.") from None
    with client:
        yield
