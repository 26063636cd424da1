"""The promises in full size, and docs/proof.md with what was found: `make proof`.

    python -m tests.proof [--again] [--only WORD] [--minutes NUMBER]

It can be interrupted: what was found for this commit is kept in .cache/proof.json and not tried again, unless it failed
or --again is given. In the document stands behind every promise at which commit it was tried last.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from participation.core.settings import HOUSE
from tests.bench.machine import machine
from tests.reliability import killed_runs, malformed, malformed_surveys, phones, races, rush, sudden_death
from tests.reliability.server import House, build, demolish

STATE = HOUSE / ".cache" / "proof.json"
DOCUMENT = HOUSE / "docs" / "proof.md"
DATABASES = ("sqlite", "postgresql")
KILLS, WRITERS = 10, 20
KILLS_OF_WORKERS = 20
PEOPLE, TIMES, ROUNDS = 30, 10, 20
RUSHES = 100
MALFORMED = 10_000
PHONES = 50
MINUTES = 30.0


@dataclass(frozen=True, slots=True)
class Found:
    """What trying one promise showed."""

    holds: bool
    figures: str
    seconds: float = 0
    on: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise on one database, and how to try it."""

    name: str
    database: str
    try_it: Callable[[], Found]

    @property
    def key(self) -> str:
        """The name under which its result is kept."""
        return f"{self.name} ({self.database})" if self.database else self.name


@contextmanager
def house(database: str) -> Iterator[House]:
    """Yield a house of its own on this database."""
    with tempfile.TemporaryDirectory(prefix="stadtfaden-proof-") as folder:
        built = build(Path(folder) / "proof", database)
        try:
            yield built
        finally:
            demolish(built)


def sudden(database: str, deed: sudden_death.Deed = sudden_death.WRITE_IDEAS) -> Found:
    """Kill the server under writers."""
    with house(database) as built:
        outcome = sudden_death.kill_under_writers(built, kills=KILLS, writers=WRITERS, deed=deed)
    lost, doubled = len(outcome.findings.lost), len(outcome.findings.doubled)
    figures = (
        f"{outcome.kills} kills under {WRITERS} writers: {outcome.acknowledged} acknowledged, "
        f"{outcome.repeated} sendings repeated, {lost} lost, {doubled} doubled, "
        f"{len(outcome.surprises)} other answers, back after {outcome.longest_absence_s:.1f} s at the longest"
    )
    is_back = outcome.longest_absence_s <= sudden_death.LONGEST_ABSENCE_S
    return Found(not (lost or doubled or outcome.surprises or outcome.wrong_links) and is_back, figures)


def sudden_in_surveys(database: str) -> Found:
    """Kill the server under people who send a survey."""
    return sudden(database, sudden_death.ANSWER_SURVEY)


def sudden_in_supports(database: str) -> Found:
    """Kill the server under people who support an idea."""
    return sudden(database, sudden_death.SUPPORT_IDEA)


def sudden_in_analysis(database: str) -> Found:
    """Kill the worker in the middle of an analysis."""
    with house(database) as built:
        built.inside(killed_runs.furnish)
        found = killed_runs.kill_in_mid_analysis(built, KILLS_OF_WORKERS)
    figures = (
        f"{found.kills} kills of the worker in mid-analysis: {found.halves} half results seen, "
        f"{found.after[0] - found.before[0]} new result, {len(found.after[1])} contributions in their topics"
    )
    return Found(found.is_good, figures)


def one_person(database: str) -> Found:
    """Let one person support from many sessions at once."""
    with house(database) as built:
        complaints = races.one_person(built, sessions=TIMES, rounds=ROUNDS)
    said = "; ".join(complaints[:3]) or "one more in every round"
    return Found(not complaints, f"{TIMES} sessions of one person at once, {ROUNDS} rounds: {said}")


def last_place(database: str) -> Found:
    """Let people reach for one place."""
    with house(database) as built:
        rounds = built.inside(lambda: races.last_place(people=PEOPLE, rounds=ROUNDS))
    good = sum(found == (1, 0) for found in rounds)
    return Found(good == ROUNDS, f"{PEOPLE} people for one place, {ROUNDS} rounds: exactly one in {good}")


def rushes(database: str) -> Found:
    """Let two hundred people reach for fifty places of an event."""
    with house(database) as built:
        found = built.inside(lambda: rush.rounds(RUSHES))
    good = sum(one == (rush.PLACES, rush.PLACES, 0) for one in found)
    figures = f"{rush.PEOPLE} tries for {rush.PLACES} places by {rush.THREADS} at once, {RUSHES} rounds"
    return Found(good == RUSHES, f"{figures}: exactly {rush.PLACES} in {good}")


def same_form(database: str) -> Found:
    """Send the same form many times at once."""
    with house(database) as built:
        complaints = races.same_form(built, times=TIMES, rounds=ROUNDS)
    said = "; ".join(complaints[:3]) or "one row and equal pages in every round"
    return Found(not complaints, f"the same form {TIMES} times at once, {ROUNDS} rounds: {said}")


def strange_requests(database: str, made: malformed.Maker = malformed.of_all_kinds) -> Found:
    """Send what no browser sends."""
    with house(database) as built:
        complaints = malformed.complaints(built, MALFORMED, made=made)
        traces = built.log().count("Traceback")
    said = "; ".join(complaints[:3]) or "every answer below 500 and within 2 s"
    return Found(not complaints and not traces, f"{MALFORMED} malformed requests: {said}; {traces} errors in the log")


def strange_answers(database: str) -> Found:
    """Send answers to a survey that no browser sends."""
    return strange_requests(database, made=malformed_surveys.answers)


def many_phones(database: str, minutes: float) -> Found:
    """Let fifty phones read, answer and write at once."""
    with house(database) as built:
        found = phones.hold(built, minutes=minutes, phones=PHONES)
        traces = built.log().count("Traceback")
    acts = ", ".join(f"{count} × {name}" for name, count in found.acts.most_common())
    said = "; ".join(found.complaints()) or "0 errors"
    figures = (
        f"{PHONES} phones for {minutes:g} minutes ({acts}; 1 to 3 s between taps): {found.requests} answers, {said}; "
        f"p50 {found.p50_s * 1000:.0f} ms, p95 {found.p95_s * 1000:.0f} ms, slowest {found.slowest_s:.1f} s; "
        f"memory {found.growth:+.1%}; {traces} errors in the log"
    )
    return Found(not found.complaints() and not traces, figures)


def by_pytest(*arguments: str) -> Found:
    """Run tests whose size is full already."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/reliability", *arguments]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-200:]
    return Found(done.returncode == 0, re.sub(r" in [0-9.]+s.*", "", last))


def every_look() -> Found:
    """Look at every page on every device."""
    command = [sys.executable, "-m", "tests.journeys.full"]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-200:]
    return Found(done.returncode == 0, f"320, 390 and 1280 px, light and dark, German and English: {last}")


def promises(minutes: float = MINUTES) -> list[Promise]:
    """Return everything there is to try, the quickest first."""
    on_both = {
        "The last place goes to one": last_place,
        "Fifty places go to fifty": rushes,
        "A double tap is one": same_form,
        "Malformed requests": strange_requests,
        "Malformed answers to a survey": strange_answers,
        "Acknowledged is stored": sudden,
        "Acknowledged is stored: surveys": sudden_in_surveys,
        "Acknowledged is stored: supports": sudden_in_supports,
        "An analysis outlives its workers": sudden_in_analysis,
        "One person counts once": one_person,
        "Fifty phones at once": lambda database: many_phones(database, minutes),
    }
    listed = [
        Promise(name, database, lambda t=test, d=database: t(d))
        for name, test in on_both.items()
        for database in DATABASES
    ]
    return [
        Promise("The checkers notice a lost and a doubled row", "", lambda: by_pytest("-k", "would_be_noticed")),
        Promise("Headers reach 130 points; no foreign host", "", lambda: by_pytest("-k", "test_headers")),
        Promise("Every page is accessible in every look", "", every_look),
        *listed,
    ]


def main() -> int:
    """Try what has not been shown for this commit, and write the document."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description="The promises in full size.")
    parser.add_argument("--again", action="store_true", help="try everything, whatever was found before")
    parser.add_argument("--only", default="", help="try the promises with this word in their name")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="how long the phones are used")
    options = parser.parse_args()
    console, commit = Console(), commit_id()
    known = {} if options.again else _known(commit)
    for promise in promises(options.minutes):
        before = known.get(promise.key)
        if options.only.lower() not in promise.key.lower() or (before and before.holds):
            continue
        console.print(f"[bold]{promise.key}[/] …")
        known[promise.key] = found = _tried(promise)
        console.print(
            f"  {'holds' if found.holds else '[red]DOES NOT HOLD[/]'}: {found.figures} ({found.seconds:.0f} s)"
        )
        _keep(commit, known)
    page = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    DOCUMENT.write_text(document(commit, known, page), encoding="utf-8")
    console.print(f"Written: {DOCUMENT.relative_to(HOUSE)}")
    return 0 if all(promise.key in known and known[promise.key].holds for promise in promises()) else 1


def _tried(promise: Promise) -> Found:
    begun = time.perf_counter()
    found = promise.try_it()
    return Found(found.holds, found.figures, time.perf_counter() - begun, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")


def commit_id() -> str:
    """Return the commit that is tried; with a sign where files differ from it."""
    name = _git("rev-parse", "--short=12", "HEAD") or "none yet"
    return f"{name}, with changes" if _git("status", "--porcelain", "--untracked-files=no") else name


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=HOUSE, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _known(commit: str) -> dict[str, Found]:
    if not STATE.exists() or commit.endswith("with changes"):
        return {}
    kept = json.loads(STATE.read_text(encoding="utf-8"))
    return {key: Found(**found) for key, found in kept.get(commit, {}).items()}


def _keep(commit: str, known: Mapping[str, Found]) -> None:
    STATE.parent.mkdir(exist_ok=True)
    kept = {commit: {key: asdict(found) for key, found in known.items()}}
    STATE.write_text(json.dumps(kept, indent=1, ensure_ascii=False), encoding="utf-8")


def document(commit: str, known: Mapping[str, Found], before: str = "") -> str:
    """Return what was found, as a page; what was not tried at this commit stands as in the page before."""
    rows = {tuple(line.split(" | ")[:2]): line for line in before.splitlines() if line.startswith("| ")}
    lines = [
        "# Proof",
        "",
        "Written by `make proof`. The promises are those of [architecture.md](architecture.md); how each is tried",
        "stands in `tests/reliability/`, where the same tests run in small size with `make test`.",
        "",
        f"- **Last written:** {datetime.now(UTC):%Y-%m-%d %H:%M} UTC at commit {commit}",
        f"- **Machine:** {machine()}",
        "- **Server:** `flask serve`, production settings, Waitress with 8 threads; both databases commit durably",
        "",
        "| promise | database | holds | what was found | seconds | commit | when |",
        "|---|---|---|---|---|---|---|",
    ]
    for promise in promises():
        start = (f"| {promise.name}", promise.database)
        found = known.get(promise.key)
        kept = rows.get(start, " | ".join((*start, "not tried", "", "", "", "")) + " |")
        lines.append(_row(start, found, commit) if found else kept)
    return "\n".join(lines) + "\n"


def _row(start: tuple[str, str], found: Found, commit: str) -> str:
    said = ("yes" if found.holds else "**no**", found.figures, f"{found.seconds:.0f}", commit, found.on)
    return " | ".join((*start, *said)) + " |"


if __name__ == "__main__":
    sys.exit(main())
