"""All settings, read from the environment once and validated once, with one sentence for each mistake."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "STADTFADEN_"
HOUSE = Path(__file__).resolve().parents[2]
DEMO_TEXTS = HOUSE / "participation" / "web" / "texts"
SHORTEST_SECRET = 32
CLUSTER = re.compile(r"(tcp|tls)://[a-zA-Z0-9.-]+:\d+")
TILES = re.compile(r"https://[a-zA-Z0-9.-]+(:\d+)?/[^\s;,'\"]*")


class Mode(StrEnum):
    """How strict the house is with itself."""

    PRODUCTION = "production"
    DEVELOPMENT = "development"
    TEST = "test"


class SettingsError(Exception):
    """The settings do not hold; `mistakes` has one sentence for each reason."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))


@dataclass(frozen=True, slots=True)
class Town:
    """The town as its pages name it."""

    name: str
    claim: str
    office: str
    address: str
    hours: str
    reading_hours: tuple[int, int]
    mail: str
    accent: str
    land: str
    accessibility_contact: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where maps have their ground from; without an address they show the areas of the town alone."""

    address: str = ""
    credit: str = ""

    @property
    def origin(self) -> str:
        """Scheme and host of the address, for the policy of our pages."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}" if self.address else ""


AT_HOME = "http://127.0.0.1:8000"
"""Where people reach the pages while nobody has named an address: on this machine alone."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs from one installation to the next."""

    mode: Mode
    instance: Path
    secret_key: str
    base_address: str
    database_url: str
    queue_url: str
    mail_url: str
    mail_from: str
    texts: Path
    trusted_proxies: int
    town: Town
    tiles: Tiles = Tiles()
    analysis_cluster: str = ""

    @property
    def is_production(self) -> bool:
        """Whether real people rely on this installation."""
        return self.mode is Mode.PRODUCTION

    @property
    def is_https(self) -> bool:
        """Whether people reach the pages through TLS, as the base address says."""
        return self.base_address.startswith("https://")

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")


ELDEROW = Town(
    name="Elderow",
    claim="redet mit",
    office="Stadt Elderow, Stabsstelle Digitalisierung",
    address="Rathaus, Am Markt 1",
    hours="Mo bis Fr, 9 bis 12 Uhr",
    reading_hours=(8, 16),
    mail="mitreden@elderow.example",
    accent="#b0264f",
    land="MV",
    accessibility_contact="barrierefrei@elderow.example",
)


def load(environ: Mapping[str, str]) -> Settings:
    """Read and check the settings.

    Args:
        environ: names and values as the environment has them; ours begin with `STADTFADEN_`,
            and `DATABASE_URL` has no prefix because hosts set it that way.

    Raises:
        SettingsError: with one sentence for every mistake found, not only the first.
    """
    return _Reader(environ).settings()


class _Reader:
    """Collects values and mistakes while it reads."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.mistakes: list[str] = []
        self.mode = self._mode()
        self.instance = Path(self.value("INSTANCE", str(HOUSE / "instance"))).resolve()

    def value(self, name: str, default: str = "") -> str:
        """Return the setting without surrounding blanks, or the default where it is missing or empty."""
        return self.environ.get(PREFIX + name, "").strip() or default

    def needed(self, name: str, why: str, default: str) -> str:
        """Return a setting that production must name and that other modes may leave to the default."""
        value = self.value(name)
        if not value and self.mode is Mode.PRODUCTION:
            self.mistakes.append(f"Set {PREFIX}{name}: {why}.")
        return value or default

    def settings(self) -> Settings:
        """Return the settings or raise all mistakes at once."""
        found = Settings(
            mode=self.mode,
            instance=self.instance,
            secret_key=self._secret_key(),
            base_address=self._base_address(),
            database_url=self._database_url(),
            queue_url=self.value("QUEUE_URL"),
            mail_url=self._mail_url(),
            mail_from=self.value("MAIL_FROM", self.value("TOWN_MAIL", ELDEROW.mail)),
            texts=self._texts(),
            trusted_proxies=self._number("TRUSTED_PROXIES", 0),
            town=self._town(),
            tiles=self._tiles(),
            analysis_cluster=self._analysis_cluster(),
        )
        if self.mistakes:
            raise SettingsError(self.mistakes)
        return found

    def _mode(self) -> Mode:
        value = self.value("MODE", Mode.DEVELOPMENT)
        if value not in set(Mode):
            self.mistakes.append(f"{PREFIX}MODE is “{value}”; it must be one of {', '.join(Mode)}.")
            return Mode.PRODUCTION
        return Mode(value)

    def _secret_key(self) -> str:
        key = self.value("SECRET_KEY")
        if self.mode is Mode.PRODUCTION or key:
            if len(key) < SHORTEST_SECRET:
                self.mistakes.append(
                    f"Set {PREFIX}SECRET_KEY to at least {SHORTEST_SECRET} random characters: it signs forms and links."
                )
            return key
        return _kept_secret(self.instance / "secret_key")

    def _base_address(self) -> str:
        address = self.needed(
            "BASE_ADDRESS", "the address people type, such as https://mitreden.example.de", AT_HOME
        ).rstrip("/")
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
            self.mistakes.append(f"{PREFIX}BASE_ADDRESS is “{address}”; write scheme and host only, without a path.")
        elif self.mode is Mode.PRODUCTION and parts.scheme != "https":
            self.mistakes.append(f"{PREFIX}BASE_ADDRESS must begin with https:// in production.")
        return address

    def _database_url(self) -> str:
        url = self.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{self.instance / 'stadtfaden.sqlite'}"
        if url.startswith(("postgres://", "postgresql://")):
            url = "postgresql+psycopg://" + url.split("://", 1)[1]
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            self.mistakes.append("DATABASE_URL must begin with sqlite:/// or postgresql://.")
        elif not _is_readable(url):
            self.mistakes.append("DATABASE_URL cannot be read; write it like postgresql://user:word@host:5432/name.")
        return url

    def _mail_url(self) -> str:
        url = self.needed(
            "MAIL_URL", "the mail server, such as smtp://user:word@host:587", f"folder://{self.instance / 'mail'}"
        )
        if urlsplit(url).scheme not in {"smtp", "smtps", "folder"}:
            self.mistakes.append(f"{PREFIX}MAIL_URL must begin with smtp://, smtps:// or folder://.")
        return url

    def _texts(self) -> Path:
        folder = Path(
            self.needed("TEXTS", "the folder with imprint.de.md, privacy.de.md and rules.de.md", str(DEMO_TEXTS))
        )
        for name in ("imprint", "privacy"):
            if not (folder / f"{name}.de.md").is_file():
                self.mistakes.append(f"Write the text {name}.de.md in the folder {folder} ({PREFIX}TEXTS).")
        if self.mode is Mode.PRODUCTION and folder == DEMO_TEXTS:
            self.mistakes.append(f"{PREFIX}TEXTS names the demo town's folder; production needs the town's own texts.")
        return folder

    def _tiles(self) -> Tiles:
        found = Tiles(self.value("MAP_TILES"), self.value("MAP_CREDIT"))
        if not found.address:
            return found
        if not TILES.fullmatch(found.address) or not all(sign in found.address for sign in ("{x}", "{y}", "{z}")):
            self.mistakes.append(f"{PREFIX}MAP_TILES must begin with https:// and hold {{z}}, {{x}} and {{y}}.")
        if not found.credit:
            self.mistakes.append(f"Set {PREFIX}MAP_CREDIT: whoever makes the map must be named beside it.")
        return found

    def _analysis_cluster(self) -> str:
        address = self.value("ANALYSIS_CLUSTER")
        if address and not CLUSTER.fullmatch(address):
            self.mistakes.append(
                f"{PREFIX}ANALYSIS_CLUSTER is “{address}”; write the scheduler's address, such as tcp://10.0.0.5:8786."
            )
        return address

    def _number(self, name: str, default: int) -> int:
        value = self.value(name, str(default))
        if not value.isdigit():
            self.mistakes.append(f"{PREFIX}{name} is “{value}”; it must be a whole number.")
            return default
        return int(value)

    def _town(self) -> Town:
        return Town(
            name=self.value("TOWN_NAME", ELDEROW.name),
            claim=self.value("TOWN_CLAIM", ELDEROW.claim),
            office=self.value("TOWN_OFFICE", ELDEROW.office),
            address=self.value("TOWN_ADDRESS", ELDEROW.address),
            hours=self.value("TOWN_HOURS", ELDEROW.hours),
            reading_hours=self._reading_hours(),
            mail=self.value("TOWN_MAIL", ELDEROW.mail),
            accent=self._accent(),
            land=self.value("LAND", ELDEROW.land),
            accessibility_contact=self.needed(
                "ACCESSIBILITY_CONTACT",
                "the mail address that answers reports of barriers",
                ELDEROW.accessibility_contact,
            ),
        )

    def _reading_hours(self) -> tuple[int, int]:
        """Return the hours of working days between which the moderators read."""
        value = self.value("READING_HOURS", "8-16")
        begin, _, end = value.partition("-")
        if begin.isdigit() and end.isdigit() and int(begin) < int(end) <= 24:
            return int(begin), int(end)
        self.mistakes.append(f"{PREFIX}READING_HOURS is “{value}”; write two hours such as 8-16.")
        return ELDEROW.reading_hours

    def _accent(self) -> str:
        accent = self.value("TOWN_ACCENT", ELDEROW.accent).lower()
        digits = accent.removeprefix("#")
        if len(digits) != 6 or set(digits) - set("0123456789abcdef"):
            self.mistakes.append(f"{PREFIX}TOWN_ACCENT is “{accent}”; write a colour such as #b0264f.")
        return accent


def _is_readable(url: str) -> bool:
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        return False
    return True


def _kept_secret(path: Path) -> str:
    """Return the secret that a development installation keeps for itself, making it at the first call."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
