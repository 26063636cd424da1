"""Notes which templates the tests load, so that a whole run can name those that no test renders."""

import pytest
from flask import Flask

from tests.architecture.rules import PACKAGES, ROOT

SEEN: set[str] = set()


def watch(app: Flask) -> None:
    """Note every template that the application loads from now on."""
    loader = app.jinja_env.loader
    assert loader is not None
    load = loader.get_source

    def get_source(environment, template):
        SEEN.add(template)
        return load(environment, template)

    loader.get_source = get_source  # type: ignore[method-assign]


def never_rendered(seen: set[str]) -> list[str]:
    """Return the templates of the house that are not among those seen."""
    folders = [folder for package in PACKAGES for folder in (ROOT / package).rglob("templates") if folder.is_dir()]
    files = [(folder, path) for folder in folders for path in folder.rglob("*") if path.is_file()]
    present = {str(path.relative_to(folder)) for folder, path in files}
    return sorted(present - seen)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error) -> None:
    """Collect what a worker has seen."""
    SEEN.update(getattr(node, "workeroutput", {}).get("templates", []))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --whole: the run has all tests, so every template must have been rendered."""
    parser.addoption("--whole", action="store_true", help="demand that every template was rendered by some test")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Hand what this worker has seen to the controller, or judge the whole run."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["templates"] = sorted(SEEN)
    elif session.config.getoption("whole") and exitstatus == 0 and never_rendered(SEEN):
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter, exitstatus: int, config: pytest.Config) -> None:
    """Name the templates that no test rendered."""
    if config.getoption("whole") and never_rendered(SEEN):
        terminalreporter.section("templates that no test renders", sep="=", red=True)
        terminalreporter.line("\n".join(never_rendered(SEEN)))
