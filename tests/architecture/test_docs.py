"""The operator's handbook and the program agree: every setting, every command, and no others."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from flask import Flask

from participation.core import settings
from tests.architecture import rules

HANDBOOK = rules.ROOT / "docs" / "operation.md"
EXAMPLE = rules.ROOT / "deploy" / "settings.env.example"
NAME = re.compile(r"\b(?:STADTFADEN_[A-Z_]+|DATABASE_URL)\b")
NOT_OURS = {"db", "run", "shell", "routes"}  # Flask's own and Flask-Migrate's


class _Listener(dict[str, str]):
    """An environment that notes what it is asked for."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]  # as dict's, but typed
        self.asked.add(name)
        return super().get(name, default)


def _settings_read(folder: Path) -> set[str]:
    environ = _Listener({"STADTFADEN_INSTANCE": str(folder)})
    settings.load(environ)
    return environ.asked


def _commands(group: Mapping[str, click.Command], before: str = "flask") -> Iterator[str]:
    for name, command in group.items():
        if isinstance(command, click.Group):
            yield from _commands(command.commands, f"{before} {name}")
        else:
            yield f"{before} {name}"


def test_the_handbook_names_every_setting_and_no_other(tmp_path: Path) -> None:
    read = _settings_read(tmp_path)
    assert len(read) > 10
    assert set(NAME.findall(HANDBOOK.read_text(encoding="utf-8"))) == read


def test_the_example_names_only_settings_that_are_read(tmp_path: Path) -> None:
    assert set(NAME.findall(EXAMPLE.read_text(encoding="utf-8"))) <= _settings_read(tmp_path)


def test_a_setting_that_nobody_reads_would_be_found(tmp_path: Path) -> None:
    assert set(NAME.findall("`STADTFADEN_COLOUR_OF_THE_SKY`")) - _settings_read(tmp_path)


def test_the_handbook_names_every_command(app: Flask) -> None:
    text = HANDBOOK.read_text(encoding="utf-8")
    ours = {name: command for name, command in app.cli.commands.items() if name not in NOT_OURS}
    commands = list(_commands(ours))
    assert "flask serve" in commands
    assert [command for command in commands if f"`{command}" not in text] == []


def test_links_between_documents_lead_somewhere() -> None:
    written_by_programs = {"proof.md", "measured.md"}
    documents = [rules.ROOT / "README.md", *(rules.ROOT / "docs").glob("*.md")]
    dead = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists() and Path(target).name not in written_by_programs
    ]
    assert dead == []
