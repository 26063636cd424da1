"""Settings: read once, checked once, one sentence for each mistake."""

from pathlib import Path

import pytest

from participation.core import settings
from participation.core.settings import Mode, SettingsError


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with the texts that the law asks for."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("imprint", "privacy"):
        (folder / f"{name}.de.md").write_text(f"# {name}", encoding="utf-8")
    return folder


@pytest.fixture
def good(tmp_path: Path, texts: Path) -> dict[str, str]:
    """Everything that production asks for, and nothing more."""
    return {
        "STADTFADEN_MODE": "production",
        "STADTFADEN_INSTANCE": str(tmp_path / "instance"),
        "STADTFADEN_SECRET_KEY": "0123456789abcdef0123456789abcdef",
        "STADTFADEN_BASE_ADDRESS": "https://mitreden.example.de",
        "STADTFADEN_MAIL_URL": "smtp://mail.example.de:587",
        "STADTFADEN_TEXTS": str(texts),
        "STADTFADEN_ACCESSIBILITY_CONTACT": "barrierefrei@example.de",
    }


def _mistakes(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        settings.load(environ)
    return caught.value.mistakes


def test_production_starts_with_all_that_it_needs(good: dict[str, str]) -> None:
    found = settings.load(good)
    assert found.is_production
    assert found.is_https
    assert found.is_sqlite
    assert found.base_address == "https://mitreden.example.de"


@pytest.mark.parametrize("name", ["SECRET_KEY", "BASE_ADDRESS", "MAIL_URL", "TEXTS", "ACCESSIBILITY_CONTACT"])
def test_production_names_what_is_missing(good: dict[str, str], name: str) -> None:
    del good[f"STADTFADEN_{name}"]
    mistakes = _mistakes(good)
    assert f"STADTFADEN_{name}" in mistakes[0]
    assert mistakes[0].startswith("Set ")
    assert all(mistake.endswith(".") for mistake in mistakes)


@pytest.mark.parametrize("name", ["imprint", "privacy"])
def test_production_asks_for_imprint_and_privacy_text(good: dict[str, str], texts: Path, name: str) -> None:
    (texts / f"{name}.de.md").unlink()
    assert [name in mistake for mistake in _mistakes(good)] == [True]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("STADTFADEN_MODE", "prod", "must be one of production, development, test"),
        ("STADTFADEN_SECRET_KEY", "short", "at least 32 random characters"),
        ("STADTFADEN_BASE_ADDRESS", "http://mitreden.example.de", "must begin with https://"),
        ("STADTFADEN_BASE_ADDRESS", "https://example.de/mitreden", "without a path"),
        ("STADTFADEN_BASE_ADDRESS", "mitreden.example.de", "scheme and host"),
        ("STADTFADEN_MAIL_URL", "imap://mail.example.de", "must begin with smtp://"),
        ("STADTFADEN_TRUSTED_PROXIES", "-1", "whole number"),
        ("STADTFADEN_TRUSTED_PROXIES", "one", "whole number"),
        ("STADTFADEN_TOWN_ACCENT", "red", "write a colour"),
        ("STADTFADEN_ANALYSIS_CLUSTER", "10.0.0.5:8786", "the scheduler's address"),
        ("DATABASE_URL", "mysql://localhost/town", "must begin with sqlite:/// or postgresql://"),
        ("STADTFADEN_TEXTS", str(settings.DEMO_TEXTS), "the town's own texts"),
    ],
)
def test_each_mistake_has_its_sentence(good: dict[str, str], name: str, value: str, said: str) -> None:
    mistakes = _mistakes(good | {name: value})
    assert len(mistakes) == 1
    assert said in mistakes[0]
    assert name in mistakes[0]


def test_all_mistakes_are_said_at_once() -> None:
    mistakes = _mistakes({"STADTFADEN_MODE": "production", "STADTFADEN_TRUSTED_PROXIES": "x", "DATABASE_URL": "x"})
    for name in ("SECRET_KEY", "BASE_ADDRESS", "MAIL_URL", "TEXTS", "ACCESSIBILITY_CONTACT", "TRUSTED_PROXIES"):
        assert sum(f"STADTFADEN_{name}" in mistake for mistake in mistakes) >= 1, name
    assert any("DATABASE_URL" in mistake for mistake in mistakes)


def test_a_setting_of_blanks_is_a_missing_one(good: dict[str, str]) -> None:
    assert "STADTFADEN_MAIL_URL" in _mistakes(good | {"STADTFADEN_MAIL_URL": "  "})[0]


def test_development_starts_with_nothing_and_keeps_its_own_secret(tmp_path: Path) -> None:
    environ = {"STADTFADEN_INSTANCE": str(tmp_path)}
    first, second = settings.load(environ), settings.load(environ)
    assert first.mode is Mode.DEVELOPMENT
    assert len(first.secret_key) >= settings.SHORTEST_SECRET
    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_addresses_of_postgresql_as_hosts_write_them(good: dict[str, str], scheme: str) -> None:
    found = settings.load(good | {"DATABASE_URL": f"{scheme}://user@host/town"})
    assert found.database_url == "postgresql+psycopg://user@host/town"
    assert not found.is_sqlite


def test_mails_come_from_the_towns_address_unless_named(good: dict[str, str]) -> None:
    assert settings.load(good | {"STADTFADEN_TOWN_MAIL": "a@example.de"}).mail_from == "a@example.de"
    assert settings.load(good | {"STADTFADEN_MAIL_FROM": "b@example.de"}).mail_from == "b@example.de"
