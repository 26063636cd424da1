"""A town writes its own process in one file."""

import pytest

from participation.process import services
from tests import factories
from tests.architecture.rules import ROOT
from tests.client import Browser

EXAMPLE = ROOT / "deploy" / "process.example.toml"


def _load(app, path) -> str:
    with factories.writing():
        result = app.test_cli_runner().invoke(args=["process", "load", str(path)])
    return result.output


def test_the_example_makes_a_process_that_people_can_take_part_in(app, browser: Browser) -> None:
    assert "is there" in _load(app, EXAMPLE)
    with factories.writing():
        said = app.test_cli_runner().invoke(args=["contributions", "board", "ideen", "--process", "agenda"])
    assert "/boards/ideen" in said.output
    assert browser.get("/process/agenda").h1 == "Digitale Agenda"
    assert browser.get("/boards/ideen").h1 == "Ideen"


def test_loading_it_again_renews_it_and_doubles_nothing(app, tmp_path) -> None:
    _load(app, EXAMPLE)
    changed = tmp_path / "process.toml"
    changed.write_text(EXAMPLE.read_text(encoding="utf-8").replace("Digitale Agenda", "Agenda 2030"), encoding="utf-8")
    _load(app, changed)
    process = services.by_slug("agenda")
    assert process is not None
    assert process.title["de"] == "Agenda 2030"
    assert (len(process.phases), len(process.fields)) == (4, 3)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('decider = "Stadtvertretung"', "", "Write decider as a text."),
        ("decision_on = 2027-06-17", 'decision_on = "bald"', "Write decision_on as a day"),
        ("[title]", "[headline]", "Write the table [title]"),
        ("starts_on = 2026-12-16", "starts_on = 2027-12-16", "ends before it starts"),
        ("[phases.plan]", "[phases.later]", "Give the phase plan its days"),
        ("[title]", "[title", "not TOML"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence_and_stores_nothing(app, tmp_path, old, new, sentence) -> None:
    path = tmp_path / "process.toml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert sentence in _load(app, path)
    assert services.by_slug("agenda") is None
