"""What the validator says of pages as they leave the server."""

import json
from pathlib import Path

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
