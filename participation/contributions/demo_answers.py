"""What the offices of the demo town answered, and why two contributions were not published."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from participation.contributions.models import OutcomeKind
from participation.contributions.services import Answer
from participation.moderation.rules import HouseRule
from participation.process.demo import Anchor, DemoTown

ANSWER_DAY = "2027-04-12"
ANSWERING_HOUR = 14
DIGITAL, BUILDING = "Stabsstelle Digitalisierung", "Fachbereich Bau und Ordnung"
MERGED = re.compile(r"mit (I\d\d) zusammengeführt")
KINDS = {
    "in Maßnahme übernommen": OutcomeKind.ADOPTED,
    "teilweise übernommen": OutcomeKind.PARTLY,
    "zurückgestellt": OutcomeKind.INSPIRED,
    "nicht übernommen": OutcomeKind.NOT_ADOPTED,
}
MERGE_DAYS = {"I02": "2027-01-15", "I05": "2027-02-01", "I13": "2027-02-04", "I15": "2027-02-04"}
REASONS = {
    "I04": "Hoher Nutzen für die Ortsteile, ein Zuschuss vom Land ist möglich.",
    "I10": "Die Fläche muss erst mit der Bahn geklärt werden.",
    "I23": "Der Platz am See liegt im Schutzstreifen.",
    "I27": "Zuständig ist der Abfallwirtschaftsbetrieb des Kreises.",
}
TRANSLATIONS = {
    "I17": (
        "Deutschkurse am Abend, online",
        "Es braucht Deutschkurse am Abend, online. Mit Kindern ist es schwer, in die Stadt zu kommen.",
    )
}
"""What somebody wrote in another language, in German: title and text."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a contribution was not published, and what happens with its concern."""

    rules: tuple[HouseRule, ...]
    facts: str
    concern: str = ""


REJECTIONS: Mapping[str, Rejection] = {
    "I29": Rejection(
        (HouseRule.PRIVACY, HouseRule.RESPECT),
        "Ihr Text nennt Namen, Anschrift und Telefonnummer eines anderen Menschen und beleidigt ihn.",
        "Den Hinweis auf das Falschparken haben wir ohne den Namen an das Ordnungsamt gegeben.",
    ),
    "I30": Rejection((HouseRule.NO_ADVERTISING,), "Ihr Text wirbt für ein Angebot, das man kaufen soll."),
}


PASSED_ON = {"I20": ("Bauhof", "Bitte prüfen: Die Laterne vor der Grundschule brennt seit Oktober nicht.")}
"""To which office something was passed on, with the note."""


def answers(town: DemoTown, told: dict[str, Any], titles: Mapping[str, str]) -> Iterator[Answer]:
    """Yield the answers an idea of the fixture gets, oldest first; those of the plan only once there is one.

    Args:
        titles: the titles of all ideas by their names in the fixture.
    """
    name, outcome = told["id"], told["outcome"]
    merged = MERGED.match(outcome["status"])
    if merged:
        yield _merged(town, name, titles[merged[1]])
    elif name in _FORWARDED:
        yield from _FORWARDED[name](town)
    if town.anchor is Anchor.PHASE4 and not merged and name != "I11":
        yield _decided(town, told)


def _merged(town: DemoTown, name: str, title: str) -> Answer:
    coming = town.day("2027-03-31")
    return Answer(
        kind=OutcomeKind.ANSWERED,
        answer=f"Wir haben Ihre Idee zu ‚{title}‘ gelegt. Sie zählt dort mit.",
        office=DIGITAL,
        next_on=coming if town.anchor is Anchor.PHASE2 else None,
        decided_at=town.moment(MERGE_DAYS[name], ANSWERING_HOUR),
    )


def _lantern(town: DemoTown) -> Iterator[Answer]:
    yield Answer(
        kind=OutcomeKind.ANSWERED,
        answer="Wir haben Ihren Hinweis an den Bauhof gegeben.",
        office=BUILDING,
        decided_at=town.moment("2027-01-14", ANSWERING_HOUR),
    )
    yield Answer(
        kind=OutcomeKind.ANSWERED,
        answer="Die Laterne ist repariert. Danke für den Hinweis.",
        office=f"{BUILDING}, Bauhof",
        decided_at=town.moment("2027-01-20", ANSWERING_HOUR),
    )


def _no_signal(town: DemoTown) -> Iterator[Answer]:
    yield Answer(
        kind=OutcomeKind.ANSWERED,
        answer="Wir haben Ihre Meldung an Land und Landkreis gegeben. Für den Mobilfunk ist die Stadt nicht zuständig.",
        office=DIGITAL,
        next_on=town.day("2027-03-31") if town.anchor is Anchor.PHASE2 else None,
        decided_at=town.moment("2027-01-25", ANSWERING_HOUR),
    )


_FORWARDED = {"I20": _lantern, "I11": _no_signal}


def _decided(town: DemoTown, told: dict[str, Any]) -> Answer:
    name, outcome = told["id"], told["outcome"]
    measures = {measure["code"]: measure["responsible"] for measure in town.fixture["measures"]}
    return Answer(
        kind=KINDS.get(outcome["status"], OutcomeKind.ANSWERED),
        answer=town.words(outcome["public_answer"]),
        reason=REASONS.get(name, ""),
        office=measures.get(outcome["measure"], DIGITAL),
        decided_at=town.moment(ANSWER_DAY, ANSWERING_HOUR),
    )
