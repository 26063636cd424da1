"""How fast the house is, beside a bare sketch on the same server, machine and run: `make bench`.

    python -m tests.bench [--database sqlite|postgresql] [--seconds 2] [--ideas 10000] [--write docs/measured.md]

House and sketch take turns, so that a noisy minute of the machine hits both.
"""

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from flask.testing import FlaskClient
from rich.console import Console
from rich.table import Table
from sqlalchemy import event

from participation.core import apart
from participation.core.clock import today
from participation.core.database import db
from participation.core.settings import HOUSE
from tests.bench import surveys, town
from tests.bench.client import Scenario, Taken, load
from tests.bench.machine import machine
from tests.reliability.server import HOST, House, build, demolish, form_fields, free_port
from wsgi import create_app

THREADS = 8
PEOPLE = (1, 8, 32)
AT_THEIR_PACE, PACE_S, PACED_TURN_S = (32,), 2, 20
"""How many citizens answer like people do, how long each takes to fill in a form, and for how long one looks."""
TURNS = 2
MOST_MS, MOST_STATEMENTS, MOST_CPU_MS = 100, 10, 15
SURVEY_CPU_MS, SURVEY_SPEED, SURVEY_P99_MS = 20, 0.4, 150

IDEA = {"text": "Bitte eine Bank mit Dach an der Haltestelle, es regnet oft.", "title": "Bank mit Dach"}
BOARD = f"/boards/{town.SLUG}"
SURVEY, ITS_PAGES = f"/surveys/{surveys.SLUG}/answer", f"/surveys/{surveys.SLUG}/pages"
MIXED, MIXED_PAGES = f"/surveys/{surveys.MIXED}/answer", f"/surveys/{surveys.MIXED}/pages"
IN_SKETCH = {name.removeprefix("q."): "A1" if len(value) < 4 else value for name, value in surveys.ANSWERS.items()}
THREE_PAGES = Scenario("", "/s/0", "<fieldset", IN_SKETCH, forms=3)
BY_FIELD, BY_WORD = f"?field={town.FILTER}", f"?q={town.WORD}"
Pairs: TypeAlias = Sequence[tuple[Scenario, Scenario]]
PAIRS: Pairs = (
    (Scenario("write an idea", f"{BOARD}/write", "<textarea", IDEA), Scenario("", "/write", "<textarea", IDEA)),
    (Scenario("survey, one sending", SURVEY, "<fieldset", surveys.ANSWERS), THREE_PAGES),
    (Scenario("survey, three pages", ITS_PAGES, "<fieldset", surveys.ANSWERS, forms=surveys.PAGES), THREE_PAGES),
    (Scenario("survey, twenty kinds", MIXED, "<fieldset", surveys.IN_MIXED), THREE_PAGES),
    (Scenario("survey, twenty kinds, pages", MIXED_PAGES, "<fieldset", surveys.IN_MIXED, forms=4), THREE_PAGES),
    (
        Scenario("survey, twenty kinds, at people's pace", MIXED, "<fieldset", surveys.IN_MIXED, thinking_s=PACE_S),
        replace(THREE_PAGES, thinking_s=PACE_S / 3),
    ),
    (Scenario("list, page 1", BOARD, "<h2"), Scenario("", "/ideas", "<h2")),
    (Scenario("list, a filter", BOARD + BY_FIELD, "<h2"), Scenario("", "/ideas" + BY_FIELD, "<h2")),
    (Scenario("list, a search", BOARD + BY_WORD, "<h2"), Scenario("", "/ideas" + BY_WORD, "<h2")),
    (Scenario("list, most supported", BOARD + "?sort=popular", "<h2"), Scenario("", "/ideas", "<h2")),
    (Scenario("idea, many comments", "", "<h1"), Scenario("", "", "<h1")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One scenario with so many people at once, ours and the sketch's."""

    database: str
    scenario: str
    people: int
    ours: Taken
    sketch: Taken
    statements: int


def main() -> int:
    """Measure, print, and say whether the budget holds."""
    options = _options()
    console = Console()
    console.width = max(console.width, 132)  # rather a wrapped line than a table of dots
    console.print(machine())
    lines: list[Line] = []
    chosen = [pair for pair in PAIRS if options.only in pair[0].name]
    for database in options.database:
        found = measure(console, database, options.seconds, options.ideas, chosen)
        console.print(_table(database, found))
        lines += found
    complaints = list(over_budget(lines))
    for complaint in complaints:
        console.print(f"[bold red]over budget:[/] {complaint}")
    if not complaints:
        budget = f"{MOST_MS} ms, {MOST_STATEMENTS} statements, {MOST_CPU_MS} CPU-ms"
        console.print(f"Budget kept: lists of {options.ideas} in {budget}.")
    if options.write:
        _write(options.write, _document(lines, options.ideas))
    return 1 if complaints else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast the house is.")
    parser.add_argument("--database", action="append", choices=("sqlite", "postgresql"))
    parser.add_argument("--seconds", type=float, default=1.5, help="length of one turn; there are two of each")
    parser.add_argument("--ideas", type=int, default=10_000)
    parser.add_argument("--only", default="", help="measure what has this word in its name")
    parser.add_argument("--write", type=Path, help="write the figures to this file, too")
    options = parser.parse_args()
    options.database = options.database or ["sqlite", "postgresql"]
    return options


def measure(console: Console, database: str, seconds: float, ideas: int, pairs: Pairs = PAIRS) -> list[Line]:
    """Build both on this database, let them take turns, and return what was found."""
    with tempfile.TemporaryDirectory(prefix="stadtfaden-bench-") as folder:
        house = build(Path(folder) / "bench", database)
        sketch_address = _address_of_sketch(house)
        begun = time.perf_counter()
        house.inside(lambda: town.furnish(ideas))
        house.inside(surveys.furnish)
        town.furnish_sketch(sketch_address, ideas)
        console.print(
            f"{database}: {ideas} ideas with supports and comments stored in {time.perf_counter() - begun:.0f} s"
        )
        pairs = [_on_town(house, ideas, pair) for pair in pairs]
        counts = count_statements(house, pairs)
        house.start()
        port, sketch = _start_sketch(sketch_address)
        try:
            return _measured(console, database, house, (port, sketch.pid), seconds, counts, pairs)
        finally:
            sketch.terminate()
            sketch.wait(10)
            demolish(house)


def _on_town(house: House, ideas: int, pair: tuple[Scenario, Scenario]) -> tuple[Scenario, Scenario]:
    """Lead those who look at one idea to the one that is talked about most."""
    ours, its = pair
    if ours.path:
        return pair
    return replace(ours, path=house.inside(town.talked_about)), replace(its, path=f"/idea/{ideas}")


def _address_of_sketch(house: House) -> str:
    """Return the sketch's database: a file beside ours, or a table in the same PostgreSQL."""
    return (
        house.database_url if not house.database_url.startswith("sqlite") else f"sqlite:///{house.folder}/sketch.sqlite"
    )


def _start_sketch(address: str) -> tuple[int, subprocess.Popen[bytes]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.sketch", str(port), str(THREADS), address],
        cwd=HOUSE,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port, process
        time.sleep(0.05)
    process.kill()
    raise RuntimeError("the sketch did not start")


def count_statements(house: House, pairs: Pairs) -> dict[str, int]:
    """Return how many SQL statements each scenario costs, apart from the load."""
    app = create_app(house.environ)
    ran: list[str] = []
    with app.app_context():
        engine = db.engine
        for one in (engine, apart.engine()):
            event.listen(one, "before_cursor_execute", lambda _connection, _cursor, sql, *_: ran.append(sql))
    found = {}
    for scenario, _ in pairs:
        ran.clear()
        _play(app.test_client(), scenario)
        found[scenario.name] = len(ran)
    engine.dispose()
    return found


def _play(client: FlaskClient, scenario: Scenario) -> None:
    proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": HOST}
    path = scenario.path
    for _ in range(scenario.forms):
        page = client.get(path, headers=proxy)
        assert page.status_code == 200
        if scenario.values:
            sent = client.post(path, data=form_fields(page.text) | dict(scenario.values), headers=proxy)
            assert sent.status_code == 303
            path = sent.headers["Location"].removeprefix(f"https://{HOST}")


def _measured(
    console: Console,
    database: str,
    house: House,
    sketch: tuple[int, int],
    seconds: float,
    counts: dict[str, int],
    pairs: Pairs,
) -> list[Line]:
    assert house.process is not None
    ours = (house.port, house.process.pid)
    for scenario, twin in pairs:  # both warm
        load(*ours, scenario, 2, 0.5)
        load(*sketch, twin, 2, 0.5)
    lines = []
    for scenario, twin in pairs:
        turn = max(seconds, PACED_TURN_S) if scenario.thinking_s else seconds
        for people in AT_THEIR_PACE if scenario.thinking_s else PEOPLE:
            mine, other = Taken(), Taken()
            for _ in range(TURNS):
                mine.add(load(*ours, scenario, people, turn))
                other.add(load(*sketch, twin, people, turn))
            for name, taken in (("house", mine), ("sketch", other)):
                if taken.errors:
                    console.print(f"[red]{name}, {scenario.name}, {people}: {sorted(set(taken.errors))}[/]")
            lines.append(Line(database, scenario.name, people, mine, other, counts[scenario.name]))
    return lines


def over_budget(lines: Sequence[Line]) -> list[str]:
    """Return a sentence for each figure of a list that is past its budget."""
    found = [*_over_budget_of_surveys(lines)]
    for line in lines:
        if not line.scenario.startswith(("list", "idea")):
            continue
        where = f"{line.database}, {line.scenario}"
        if line.statements > MOST_STATEMENTS:
            found.append(f"{where}: {line.statements} statements")
        if line.people == 1 and line.ours.percentile(0.5) > MOST_MS:
            found.append(f"{where}: {line.ours.percentile(0.5):.0f} ms")
        if line.people == 1 and line.ours.cpu_ms > MOST_CPU_MS:
            found.append(f"{where}: {line.ours.cpu_ms:.1f} CPU-ms")
    return sorted(set(found))


def _over_budget_of_surveys(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        if line.people in AT_THEIR_PACE and "pace" in line.scenario and line.ours.percentile(0.99) > SURVEY_P99_MS:
            yield f"{line.database}, {line.scenario}: p99 {line.ours.percentile(0.99):.0f} ms"
        if line.scenario == "survey, one sending" and line.people == 1:
            if line.ours.cpu_ms > SURVEY_CPU_MS:
                yield f"{line.database}, {line.scenario}: {line.ours.cpu_ms:.1f} CPU-ms"
            speed = line.ours.per_second / line.sketch.per_second
            if speed < SURVEY_SPEED:
                yield f"{line.database}, {line.scenario}: {speed:.2f} of the sketch"


HEADINGS = (
    "scenario", "people", "done/s", "p50 ms", "p95 ms", "p99 ms", "CPU-ms", "SQL", "kB",
    "sketch done/s", "p50 ms", "p95 ms", "CPU-ms", "speed", "CPU",
)  # fmt: skip


def _cells(line: Line) -> list[str]:
    ours, sketch = line.ours, line.sketch
    return [
        line.scenario, str(line.people), f"{ours.per_second:.0f}",
        *(f"{ours.percentile(share):.1f}" for share in (0.5, 0.95, 0.99)), f"{ours.cpu_ms:.1f}", str(line.statements),
        f"{ours.bytes / 1024:.1f}", f"{sketch.per_second:.0f}", *(f"{sketch.percentile(s):.1f}" for s in (0.5, 0.95)),
        f"{sketch.cpu_ms:.1f}", f"{ours.per_second / max(0.1, sketch.per_second):.2f}",
        f"{ours.cpu_ms / max(0.01, sketch.cpu_ms):.1f}",
    ]  # fmt: skip


def _table(database: str, lines: Sequence[Line]) -> Table:
    table = Table(title=f"{database}: the house beside a bare sketch", title_justify="left")
    for number, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="left" if number == 0 else "right", style="dim" if 9 <= number < 13 else "")
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        table.add_row(*_cells(line), end_section=after is None or after.scenario != line.scenario)
    return table


EXPLANATION = """
*Done* is a page opened and read, and for the idea also its form sent and acknowledged after a durable commit. A survey
has twelve questions in three sections: in one sending (one document, one question at a time on the screen), or without
scripts on three pages, each saved as a locked draft, and a last one to look at all answers (8 requests). The sketch has
them on three pages. *At people's pace*: everybody takes one to three seconds to fill in a form, twenty questions of all
kinds in one sending; the milliseconds are those in which a person waits, for the document and for the receipt together.
In all other lines nobody ever thinks: as soon as one is done, the same person begins again.
*CPU-ms* is the server's processor time for one, *SQL* its statements, *kB* the bodies over the wire (gzip). The last
two columns are the house divided by the sketch: speed (higher is better) and processor (lower is better). The sketch
(`tests/bench/sketch.py`) has no policy, no languages, no once-key, no limits and no layout; it is the floor under what
this stack can do. Client and servers share the machine, and both use Waitress with the same number of threads.

Peers on a machine of the same size, by the same way of counting, busy with other work (their CPU-ms may be up to 1.6
times too high; a quiet look at the first one gave 200): adhocracy+ (main of 2026-06-11, PostgreSQL) took 333 CPU-ms and
137 statements for its list of 1,000 ideas, 102 CPU-ms and 47 statements for an idea with 20 comments; FlaskBB 2.1.0
(SQLite) 26 CPU-ms for 201 topics and 67 for a thread of 31 posts. Compare "list, page 1" and "idea, many comments",
one person at a time: here the lists hold 10,000 ideas with 100,000 supports and 20,000 comments.
"""


BEGIN, END = "<!-- what tests.bench measured -->", "<!-- end of what tests.bench measured -->"


def _write(file: Path, found: str) -> None:
    """Put the figures where the former ones stand between the marks; what people wrote around them stays."""
    told = file.read_text(encoding="utf-8") if file.exists() else f"# What was measured\n\n{BEGIN}\n{END}\n"
    before, _, rest = told.partition(BEGIN)
    _, _, after = rest.partition(END)
    file.write_text(f"{before}{BEGIN}\n{found}{END}{after}", encoding="utf-8")


def _document(lines: Sequence[Line], ideas: int) -> str:
    parts = [
        "## Pages beside a bare sketch\n",
        f"Written by `python -m tests.bench --write docs/measured.md` on {today()}: {machine()}, {ideas} ideas,",
        f"{THREADS} threads.",
        EXPLANATION,
    ]
    for database in dict.fromkeys(line.database for line in lines):
        parts += [f"### {database}\n", f"| {' | '.join(HEADINGS)} |", f"|{'---|' * len(HEADINGS)}"]
        parts += [f"| {' | '.join(_cells(line))} |" for line in lines if line.database == database]
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
