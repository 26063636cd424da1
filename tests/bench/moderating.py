"""How long a hundred contributions keep a moderator, in a real browser and by keys alone.

    python -m tests.bench.moderating [--items 100]

The machine's share is measured: from the key to the next item on the screen. The person's share is reckoned from what
was on that screen: reading at 238 words a minute (Brysbaert 2019, mean of silent reading), ten seconds to make up one's
mind, and typing at 40 words a minute where a reason is asked for.
"""

import argparse
import csv
import tempfile
import time
from pathlib import Path

from rich.console import Console

from tests.bench.machine import machine
from tests.journeys import devices
from tests.journeys.people import Staff
from tests.journeys.town import STAFF, Town, served

IDEAS = Path(__file__).parent / "gold" / "ideas_de.csv"
TOLD = " Rufen Sie mich an: 0151 23456789."
RULE, FACTS = "Keine Daten anderer", "Der Text nennt eine Telefonnummer. Bitte senden Sie ihn ohne sie noch einmal."
EVERY_REJECTED, READ_A_MINUTE, TYPED_A_MINUTE, DECIDES_S = 10, 238, 40, 10.0
HOUR_MIN, ITEMS_AN_HOUR = 60, 100


def main() -> int:
    """Moderate, print the shares, and say whether a hundred fit into an hour."""
    parser = argparse.ArgumentParser(description="How long a hundred contributions keep a moderator.")
    parser.add_argument("--items", type=int, default=100)
    items = parser.parse_args().items
    console = Console()
    console.print(machine())
    folder = Path(tempfile.mkdtemp(prefix="stadtfaden-bench-"))
    with served(folder, folder) as town, devices.chromium() as running:
        fill(town, items)
        moderator = Staff(devices.context(running, devices.DESK), town, "moderator")
        moderator.signs_in(STAFF["moderator"])
        machine_s, person_s = work(moderator, items)
    minutes = (machine_s + person_s) / 60 * ITEMS_AN_HOUR / items
    console.print(
        f"{items} read: the machine {machine_s:.0f} s ({machine_s / items:.2f} s each), the person {person_s:.0f} s"
    )
    console.print(f"a hundred in {minutes:.0f} minutes")
    return int(minutes > HOUR_MIN)


def fill(town: Town, items: int) -> None:
    """Have so many ideas wait; every tenth tells a telephone number."""
    with IDEAS.open(encoding="utf-8", newline="") as file:
        texts = [row["body"] for row in csv.DictReader(file)][:items]
    for number, text in enumerate(texts):
        town.receives_an_idea(text + (TOLD if number % EVERY_REJECTED == 0 else ""))


def work(moderator: Staff, items: int) -> tuple[float, float]:
    """Read the queue to its end; return the seconds of the machine, and those a person would add."""
    page, person_s = moderator.page, 0.0
    begun = time.perf_counter()
    moderator.opens_the_queue()
    for _ in range(items):
        text = " ".join(page.locator("p.read").all_inner_texts())
        person_s += len(text.split()) / READ_A_MINUTE * 60 + DECIDES_S
        heading = page.get_by_role("heading", level=1).inner_text()
        if "0151" in text:
            moderator.begins_to_reject(by_key=True)
            moderator.gives_the_reason(RULE, FACTS)
            person_s += len(FACTS.split()) / TYPED_A_MINUTE * 60 + DECIDES_S
            moderator.rejects(heading)
        else:
            moderator.publishes_by_key(heading)
    return time.perf_counter() - begun, person_s


if __name__ == "__main__":
    raise SystemExit(main())
