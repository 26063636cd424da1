"""What the demo process says in German, English and Leichte Sprache; written by hand, dates filled in.

In Leichte Sprache every sentence has a line of its own. No test group has checked these texts, and they say so.
"""

from collections.abc import Callable, Mapping
from datetime import date

from babel.dates import format_date

from participation.core.database import Texts

PHASE_NAMES: Mapping[str, Mapping[str, str]] = {
    "inventory": {"de": "Bestandsaufnahme", "en": "Taking stock", "ls": "Wir schauen: Was gibt es schon?"},
    "ideas": {"de": "Ziele, Ideen und Alternativen", "en": "Goals, ideas and alternatives", "ls": "Wir sammeln Ideen"},
    "plan": {"de": "Umsetzungsplan", "en": "Plan of action", "ls": "Wir machen einen Plan"},
    "monitoring": {"de": "Umsetzen und prüfen", "en": "Doing and checking", "ls": "Wir machen es und prüfen es"},
}

PHASE_SUMMARIES: Mapping[str, Mapping[str, str]] = {
    "inventory": {
        "de": "Was gibt es schon, was fehlt?",
        "en": "What is there already, what is missing?",
        "ls": "Was ist gut? Was fehlt?",
    },
    "ideas": {
        "de": "Sie sagen, was wichtig ist. Wir ordnen und vergleichen.",
        "en": "You say what matters. We sort and compare.",
        "ls": "Sie sagen uns Ihre Ideen. Wir lesen alle Ideen.",
    },
    "plan": {
        "de": "Aus Ideen werden Maßnahmen mit Kosten und Zuständigen.",
        "en": "Ideas become measures with costs and people in charge.",
        "ls": "Im Plan steht: Das machen wir. So viel kostet es.",
    },
    "monitoring": {
        "de": "Jedes halbe Jahr: Was ist fertig, was hakt, was wirkt?",
        "en": "Every six months: what is done, what is stuck, what works?",
        "ls": "2-mal im Jahr sagen wir: Das ist fertig. Das klappt noch nicht.",
    },
}

GATE_DECIDERS: Mapping[str, str] = {
    "inventory": "Ausschuss für Wirtschaft, Tourismus und Digitales",
    "ideas": "Stabsstelle Digitalisierung",
    "plan": "Stadtvertretung Elderow",
    "monitoring": "Stadtvertretung Elderow",
}

FIELD_QUESTIONS: Mapping[str, str] = {
    "VW": "Which dealings with the town hall should become easier?",
    "MO": "How does everybody get around safely and without a car of their own?",
    "BI": "Where and how do we want to learn together?",
    "TO": "What should be easier to reach for guests and for ourselves?",
    "HG": "What keeps shops and businesses in town?",
    "VE": "How do we supply ourselves reliably and without waste?",
    "QI": "Which networks and data does every project need?",
    "QT": "How do we make sure that nobody is left out?",
}

NOT_CHECKED = "Eine Prüf-Gruppe hat diese Texte noch nicht geprüft."


def process_texts(day: Callable[[str], date], *, is_decided: bool) -> dict[str, Texts]:
    """Return lead and rules of the game of the demo process.

    Args:
        day: gives the day that a day of the fixture has become.
        is_decided: whether the council has decided the plan by now.
    """
    until, decision = day("2027-03-31"), day("2027-06-17")
    return {
        "lead": _lead_decided(decision) if is_decided else _lead_collecting(until),
        "is_open": _open_decided() if is_decided else _open_collecting(),
        "is_fixed": Texts(
            de="Gesetzliche Pflichten und das Geld: zusammen 900.000\u00a0Euro, davon höchstens 300.000\u00a0Euro "
            "aus der Stadtkasse.",
            en="Legal duties and the money: 900,000\u00a0euros in all, at most 300,000\u00a0of them from the "
            "town’s own budget.",
            ls="Die Stadt muss Gesetze einhalten.\nUnd das Geld steht fest.\nEs gibt 900.000\u00a0Euro.\n"
            "Die Stadt selbst gibt höchstens 300.000\u00a0Euro.",
        ),
        "who_decides": _decided(decision) if is_decided else _decides(decision),
    }


def _german(moment: date) -> str:
    return format_date(moment, "d. MMMM y", locale="de").replace(" ", "\u00a0")


def _english(moment: date) -> str:
    return format_date(moment, "d MMMM y", locale="en").replace(" ", "\u00a0")


def _lead_collecting(until: date) -> Texts:
    return Texts(
        de="Elderow plant, was in der Stadt digitaler und dadurch einfacher werden soll: vom Termin im Bürgerbüro bis "
        f"zum Rufbus am Abend. Sagen Sie bis {_german(until)}, was Ihnen wichtig ist.",
        en="Elderow is planning what should become digital and so become easier: from an appointment at the citizens’ "
        f"office to the evening bus on call. Tell us by {_english(until)} what matters to you.",
        ls="Elderow soll einfacher werden.\nZum Beispiel: Sie brauchen einen Termin im Amt.\n"
        "Oder: Sie wollen am Abend mit dem Bus fahren.\nComputer und Internet können dabei helfen.\n"
        f"Sagen Sie uns:\nWas ist Ihnen wichtig?\nSie haben Zeit bis zum {_german(until)}.\n{NOT_CHECKED}",
    )


def _lead_decided(decision: date) -> Texts:
    return Texts(
        de="Elderow macht vieles digitaler und dadurch einfacher: vom Termin im Bürgerbüro bis zum Rufbus am Abend. "
        f"Der Plan ist seit {_german(decision)} beschlossen. Hier sehen Sie, was fertig ist, was hakt und was wirkt.",
        en="Elderow makes things digital and so makes them easier: from an appointment at the citizens’ office to the "
        f"evening bus on call. The plan was decided on {_english(decision)}. Here you see what is done, what is stuck "
        "and what works.",
        ls="Elderow soll einfacher werden.\nDafür gibt es jetzt einen Plan.\n"
        f"Die Stadt-Vertretung hat am {_german(decision)} Ja zum Plan gesagt.\nHier sehen Sie:\nDas ist fertig.\n"
        f"Das klappt noch nicht.\n{NOT_CHECKED}",
    )


def _open_collecting() -> Texts:
    return Texts(
        de="Welche Themen Vorrang haben, welche Maßnahmen in den Plan kommen und wie sie aussehen.",
        en="Which subjects come first, which measures enter the plan and what they look like.",
        ls="Sie können sagen:\nDas soll die Stadt zuerst machen.\nDas soll im Plan stehen.\nSo soll es werden.",
    )


def _open_decided() -> Texts:
    return Texts(
        de="Wie die Maßnahmen im Alltag aussehen, und was wir ändern, wenn etwas nicht wirkt.",
        en="What the measures look like in everyday life, and what we change where something does not work.",
        ls="Sie können sagen:\nDas klappt gut.\nDas klappt nicht.\nDas soll die Stadt anders machen.",
    )


def _decides(decision: date) -> Texts:
    return Texts(
        de=f"Die Stadtvertretung Elderow beschließt den Plan am {_german(decision)}. Die Sitzung ist öffentlich.",
        en=f"The town council of Elderow decides on the plan on {_english(decision)}. The meeting is public.",
        ls="Die Stadt-Vertretung entscheidet.\nDas sind gewählte Menschen aus Elderow.\n"
        f"Sie entscheiden am {_german(decision)}.\nSie dürfen dabei sein und zuhören.",
    )


def _decided(decision: date) -> Texts:
    return Texts(
        de=f"Die Stadtvertretung Elderow hat den Plan am {_german(decision)} beschlossen. Sie entscheidet öffentlich "
        "über jede größere Änderung.",
        en=f"The town council of Elderow decided on the plan on {_english(decision)}. It decides in public on "
        "every larger change.",
        ls="Die Stadt-Vertretung hat entschieden.\nDas sind gewählte Menschen aus Elderow.\n"
        "Bei großen Änderungen entscheidet sie noch einmal.\nSie dürfen dabei sein und zuhören.",
    )
