"""A house of its own for what only the real thing can show: production settings, a database, the server as a process.

The server stands behind no proxy here, so the caller sends what a proxy would: scheme, host and address of the visitor.
"""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from selectolax.lexbor import LexborHTMLParser

from participation.core import migrate
from participation.core.database import db, read_only
from participation.core.settings import DEMO_TEXTS, HOUSE
from tests import postgres
from wsgi import create_app

Made = TypeVar("Made")

HOST = "mitreden.elderow.example"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE_S = 30
SECRET_KEY = "made for this test alone, and nobody relies on it"


@dataclass
class House:
    """One installation: folder, database, and a server that can be started and ended."""

    folder: Path
    database_url: str
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        """The settings, as strict as for a town."""
        return {
            "STADTFADEN_MODE": "production",
            "STADTFADEN_INSTANCE": str(self.folder),
            "STADTFADEN_SECRET_KEY": SECRET_KEY,
            "STADTFADEN_BASE_ADDRESS": f"https://{HOST}",
            "STADTFADEN_MAIL_URL": f"folder://{self.folder / 'mail'}",
            "STADTFADEN_TEXTS": str(self.folder / "texts"),
            "STADTFADEN_ACCESSIBILITY_CONTACT": f"barrierefrei@{HOST}",
            "STADTFADEN_TRUSTED_PROXIES": "1",
            "DATABASE_URL": self.database_url,
            **self.more,
        }

    def inside(self, act: Callable[[], Made]) -> Made:
        """Do something inside the application, in this process."""
        app = create_app(self.environ)
        with app.app_context():
            read_only(False)
            try:
                return act()
            finally:
                if line := app.extensions.get("queue"):
                    line.close()
                db.session.remove()
                db.engine.dispose()

    def start(self, *, worker: bool = False) -> float:
        """Start the server, with its worker where it is asked for; return after how many seconds it answered."""
        self.port = self.port or free_port()
        begun = time.perf_counter()
        alone = [] if worker else ["--no-worker"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", "serve", *alone, "--port", str(self.port)],
                cwd=HOUSE,
                env={**_plain_environment(), **self.environ},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait()
        return time.perf_counter() - begun

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                if Visitor(self).get("/rules").status:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
        raise RuntimeError(f"the server did not start:\n{self.log()[-3000:]}")

    def log(self) -> str:
        """Return what the server has said so far."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End the server as a power cut would end it: by its own id, at once."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the server to end."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.process = None


def build(folder: Path, database: str) -> House:
    """Return a house with an empty database of this kind, its tables made by the migrations."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(DEMO_TEXTS, folder / "texts")
    made = House(folder, _database(folder, database))
    made.inside(migrate.upgrade)
    return made


def demolish(house: House) -> None:
    """End the server and remove database and folder."""
    house.stop()
    if not house.database_url.startswith("sqlite"):
        postgres.drop_database(house.database_url.rsplit("/", 1)[1].split("?")[0])
    shutil.rmtree(house.folder, ignore_errors=True)


def _database(folder: Path, kind: str) -> str:
    if kind == "sqlite":
        return f"sqlite:///{folder / 'house.sqlite'}"
    name = f"house_{os.getpid()}_{folder.name}".lower().replace("-", "_")
    postgres.drop_database(name)
    return postgres.create_database(name)


def _plain_environment() -> dict[str, str]:
    """Return the environment without the settings of whoever runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("STADTFADEN_", "DATABASE_URL"))}


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over the wire."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def location(self) -> str:
        """The address this answer leads to, without scheme and host."""
        return self.headers.get("location", "").removeprefix(f"https://{HOST}")

    def fields(self, form: str = "main form[method=post]") -> dict[str, str]:
        """Return what the form on the page would send as it stands."""
        return form_fields(self.text, form)


def form_fields(page: str, form: str = "main form[method=post]") -> dict[str, str]:
    """Return what the form on a page would send before anybody has filled it."""
    nodes = LexborHTMLParser(page).css(f"{form} :is(input, textarea, select)")
    return {name: node.attributes.get("value") or "" for node in nodes if (name := node.attributes.get("name"))}


class Visitor:
    """Somebody at a browser of their own, with an address of their own."""

    def __init__(self, house: House, address: str = "203.0.113.7", timeout: float = 20) -> None:
        self.house = house
        self.timeout = timeout
        self.headers = {
            "Host": HOST,
            "Origin": f"https://{HOST}",
            "X-Forwarded-For": address,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": HOST,
        }

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._send("GET", path, None, {})

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form."""
        return self._send("POST", path, urlencode(form).encode(), FORM)

    def _send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, {**self.headers, **headers})
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, text)
        finally:
            connection.close()
