"""The HTML of every page, as it leaves the server, is valid."""

import json
from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.scene import Scene
from tests.journeys.sights import DESK_LOOK, PHONE_LOOK, every, viewers
from tests.journeys.town import Town
from tools.assets import run_node

HOUSE = Path(__file__).resolve().parents[2]
VALIDATOR = HOUSE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
#: All recommended rules but two: a list travels in a form as several fields of one name, and a title may carry what
#: people wrote, however long.
RULES = Path(__file__).with_name("htmlvalidate.json")


def mistakes_in(folder: Path) -> list[str]:
    """Return what the validator says of the pages in a folder."""
    # Into a file: into a pipe Node writes 64 KiB and ends.
    report = folder / "report.json"
    names = sorted(str(file) for file in folder.glob("*.html"))
    run_node([str(VALIDATOR), "--config", str(RULES), "--formatter", f"json={report}", *names])
    return [
        f"{Path(result['filePath']).stem}, line {one['line']}: {one['message']} ({one['ruleId']})"
        for result in json.loads(report.read_text("utf-8"))
        for one in result["messages"]
    ]


def test_every_page_is_valid_html(chromium: Browser, town: Town, scene: Scene, tmp_path: Path) -> None:
    with viewers(chromium, town) as eyes:
        for sight in every(scene):
            for look in (PHONE_LOOK, DESK_LOOK) if sight.key else (PHONE_LOOK,):
                page = eyes[sight.role].look(sight, look).body()
                (tmp_path / f"{sight.name}.{look.language}.html").write_bytes(page)
    found = mistakes_in(tmp_path)
    assert not found, "\n".join(found)


def test_a_mistake_is_found(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text('<!DOCTYPE html>\n<html lang="de"><head><title>x</title></head><p><div></div>')
    assert mistakes_in(tmp_path)
