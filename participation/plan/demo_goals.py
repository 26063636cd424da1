"""Vision, goals and alternatives of the demo town, in the words of its offices."""

from typing import Any

from sqlalchemy import delete, select

from participation.access.guard import see_all
from participation.contributions.models import Stance
from participation.contributions.threads.demo import Told, talk
from participation.core.database import db
from participation.plan.goals import services
from participation.plan.goals.models import Goal, Vision
from participation.plan.goals.rules import CostClass
from participation.plan.models import Measure
from participation.process.demo import Anchor, DemoTown
from participation.process.models import Process

GUIDING = ["Alle kommen ohne eigenes Auto ans Ziel.", "Behördengänge kosten wenig Zeit.", "Niemand bleibt außen vor."]
VISION = "Im Jahr 2035 erreichen alle in Elderow, was sie brauchen: zu Fuß, mit dem Bus, am Schalter oder zu Hause."
GOALS: tuple[dict[str, Any], ...] = (
    {
        "title": "Abends und am Wochenende fährt ein Bus in jedes Dorf",
        "guiding": GUIDING[0],
        "indicator": "Fahrgäste abends und am Wochenende",
        "target": "350 im Monat",
    },
    {
        "title": "Im Bürgerbüro wartet niemand lange",
        "guiding": GUIDING[1],
        "indicator": "mittlere Wartezeit",
        "target": "höchstens 12 Minuten",
    },
)
DUE = ("2028-06-30", "2028-12-31")
NOTHING = {
    "assumptions": "Die Zahl der älteren Menschen in den Dörfern wächst weiter.",
    "change_users": "Wer kein Auto hat, bleibt abends zu Hause.",
    "pros": ["kein Aufwand"],
    "cons": ["Der Bedarf bleibt", "Junge Leute ziehen weg"],
}
WAYS: tuple[dict[str, Any], ...] = (
    {
        "name": "Rufbus ausweiten",
        "assumptions": "Der Verkehrsbetrieb findet zwei weitere Fahrerinnen oder Fahrer.",
        "cost": CostClass.HIGH,
        "change_services": "Fahrten nach Bedarf bis 23 Uhr, auch am Wochenende",
        "change_data": "Bestellungen und Fahrten werden gezählt",
        "change_users": "Bestellen per Telefon, App oder Karte",
        "pros": ["fährt nur, wenn jemand mitwill", "alle Dörfer erreicht"],
        "cons": ["Fahrpersonal ist knapp", "Zuschuss nötig"],
    },
    {
        "name": "Mitfahrbänke",
        "assumptions": "Genug Menschen halten an und nehmen andere mit.",
        "cost": CostClass.LOW,
        "change_infrastructure": "Eine Bank mit Schild in jedem Dorf",
        "change_users": "Mitfahren ohne festen Plan",
        "pros": ["billig", "schnell da"],
        "cons": ["niemand kann sich darauf verlassen", "abends kaum Autos"],
    },
)
SERVING = {"M02": 1, "M03": 1, "M01": 2, "M05": 2}
SAID = (
    Told(
        "2027-01-28",
        "Gewerbeverein",
        "Für unsere Auszubildenden zählt, dass der Bus sicher kommt. Auf eine Bank kann sich niemand verlassen.",
        stance=Stance.CONTRA,
    ),
    Told("2027-01-29", "Ole", "Als Ergänzung am Nachmittag wäre sie trotzdem schön.", reply_to=0, hour=19),
)
"""What people say about the last of the ways."""

REASON = "Nur der Rufbus kommt verlässlich in alle Dörfer; die Bänke ergänzen ihn."


def load_goals(town: DemoTown, planner: int | None) -> None:
    """Load vision, goals and alternatives, and what people say of them; after the decision one of them is chosen."""
    if services.goals_of(town.process):
        return
    services.write_vision(town.process, {"text": VISION, "guiding": GUIDING, "is_public": True})
    made = [
        services.set_goal(town.process, {**told, "due_on": town.day(due), "is_public": True})
        for told, due in zip(GOALS, DUE, strict=True)
    ]
    services.edit(made[0].alternatives[0], NOTHING)
    ways = [services.add_alternative(made[0], told) for told in WAYS]
    if ways[-1].thread:
        talk(town, ways[-1].thread, SAID, planner, planner)
    if town.anchor is Anchor.PHASE4:
        services.choose(made[0], ways[0], town.day("2027-03-25"), town.process.decider, REASON)


def serve_goals(process: Process) -> None:
    """Say which measures of the demo town serve which of its goals."""
    goals = {one.number: one.id for one in services.goals_of(process)}
    statement = select(Measure).where(Measure.process_id == process.id, Measure.code.in_(SERVING))
    for measure in db.session.scalars(see_all(statement, "the demo town is one")):
        services.serve(measure, [goals[SERVING[measure.code]]])


def erase_goals(process_id: int) -> None:
    """Remove vision and goals of the demo process."""
    for noun in (Goal, Vision):
        db.session.execute(delete(noun).where(noun.process_id == process_id))
