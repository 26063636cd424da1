"""The ten questions of the demo town, made from its file; and one question of each type for those who build pages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from participation.core.database import Texts
from participation.questions.storage import from_list
from participation.questions.types import Answer, Level, Limits, Option, Question, QuestionType, Scale

TYPES = {
    "rank": QuestionType.RANKING,
    "multi": QuestionType.MULTIPLE,
    "map": QuestionType.PLACE,
    "text": QuestionType.LONG_TEXT,
}
LEVELS = {"Q07": Level.ORDINAL, "Q10": Level.ORDINAL}
ALONE = frozenset({"keine Angabe"})

KEYS_AND_ENGLISH: Mapping[str, tuple[str, str]] = {
    "Altstadt": ("ALT", "Altstadt"),
    "Bahnhofssiedlung": ("BHS", "Bahnhofssiedlung"),
    "Am Eldersee": ("SEE", "Am Eldersee"),
    "Neu Wiesow": ("NWI", "Neu Wiesow"),
    "Heidekaten": ("HEI", "Heidekaten"),
    "Gröbenhof": ("GRB", "Gröbenhof"),
    "außerhalb von Elderow": ("outside", "outside Elderow"),
    "keine Angabe": ("no_answer", "prefer not to say"),
    "Termin buchen": ("appointment", "Book an appointment"),
    "Ummelden": ("moving", "Register a new address"),
    "Ausweis beantragen": ("identity_card", "Apply for an identity card"),
    "Hundesteuer": ("dog_tax", "Dog tax"),
    "Kita-Platz": ("day_care", "A place in day care"),
    "Parkausweis": ("parking", "Parking permit"),
    "nichts davon": ("none_of_these", "none of these"),
    "zu Fuß": ("foot", "on foot"),
    "Fahrrad": ("bike", "by bike"),
    "Auto": ("car", "by car"),
    "Bus/Rufbus": ("bus", "by bus or on-call bus"),
    "Bahn": ("train", "by train"),
    "anders": ("different", "in another way"),
    "nie": ("never", "never"),
    "selten": ("rarely", "rarely"),
    "öfter": ("often", "quite often"),
    "ich nutze kein Internet": ("no_internet", "I do not use the internet"),
    "65 und älter": ("65+", "65 and older"),
}
SCALE_WORDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Q02": (
        ("sehr unzufrieden", "very dissatisfied"),
        ("eher unzufrieden", "rather dissatisfied"),
        ("teils, teils", "partly"),
        ("eher zufrieden", "rather satisfied"),
        ("sehr zufrieden", "very satisfied"),
    ),
    "Q06": (
        ("sehr unsicher", "very unsafe"),
        ("eher unsicher", "rather unsafe"),
        ("teils, teils", "partly"),
        ("eher sicher", "rather safe"),
        ("sehr sicher", "very safe"),
    ),
}
HINTS: Mapping[str, Texts] = {
    "Q06": Texts(
        de="Diese Frage kommt, weil Sie „Fahrrad“ gewählt haben.",
        en="We ask because you chose “by bike”.",
        ls="Sie haben Fahrrad gewählt. Deshalb fragen wir das.",
    ),
    "Q09": Texts(de="Ein Satz genügt.", en="One sentence is enough.", ls="Ein Satz reicht."),
}
CANNOT_SAY = Option("cannot_say", Texts(de="kann ich nicht sagen", en="I cannot say"))


def town_questions(town: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return the ten questions in the file of the demo town, with keys for their answers and with English."""
    labels = {field["code"]: Texts(field["name"]) for field in town["action_fields"]}
    districts = tuple(_option(one["name"]) for one in town["town"]["districts"])
    return tuple(_question(one, labels, districts) for one in town["survey"]["questions"])


def _question(data: Mapping[str, Any], labels: Mapping[str, Texts], districts: tuple[Option, ...]) -> Question:
    key, kind = data["id"], TYPES.get(data["type"]) or QuestionType(data["type"])
    alone = {*ALONE, *data.get("exclusive", ())}
    options = tuple(_option(one, labels, alone) for one in data.get("options", ()))
    if kind is QuestionType.PLACE:
        options = districts
    elif key == "Q06":
        options = (CANNOT_SAY,)
    return Question(
        key=key,
        type=kind,
        text=_texts(data["text"]),
        hint=HINTS.get(key, Texts()),
        required=data.get("required", False),
        options=options,
        scale=_scale(key, data.get("scale")),
        limits=Limits(max_length=data.get("max_chars"), max_rank=data.get("max_rank")),
        condition=_condition(data.get("show_if")),
        level=LEVELS.get(key),
        points=data["points"],
        offers_idea=data.get("convert_to_idea") == "opt-in",
    )


def _option(german: str, labels: Mapping[str, Texts] | None = None, alone: Collection[str] = ALONE) -> Option:
    if labels and german in labels:
        return Option(german, labels[german])
    key, english = KEYS_AND_ENGLISH.get(german, (german.replace("–", "-"), german))
    return Option(key, Texts(de=german, en=english), exclusive=german in alone)


def _texts(data: Mapping[str, str]) -> Texts:
    return Texts({"de": data["de"], "en": data["en"], "ls": data["de_ls"]})


def _scale(key: str, data: Mapping[str, Any] | None) -> Scale | None:
    if data is None:
        return None
    words = tuple(Texts(de=german, en=english) for german, english in SCALE_WORDS[key])
    return Scale(data["min"], data["max"], min_label=words[0], max_label=words[-1], words=words)


def _condition(data: Mapping[str, Any] | None) -> str:
    if data is None:
        return ""
    keys = ", ".join(f'"{_option(german).key}"' for german in data["in"])
    return f"{data['question']} in ({keys})"


@dataclass(frozen=True, slots=True)
class Sample:
    """A question with an answer, as the gallery shows it."""

    question: Question
    answer: Answer


def samples() -> list[Sample]:
    """Return questions of every type in every look, with answers of which some have to be mended."""
    questions = from_list(SAMPLES)
    return [Sample(question, ANSWERS.get(question.key)) for question in questions]


def _both(german: str, english: str) -> dict[str, str]:
    return {"de": german, "en": english}


def _options(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "label": _both(german, english)} for key, german, english in rows]


WAYS = _options(("foot", "zu Fuß", "on foot"), ("bike", "Fahrrad", "by bike"), ("bus", "Bus oder Rufbus", "by bus"))
FIELDS = _options(
    ("VW", "Verwaltung und Service", "Administration and services"),
    ("MO", "Mobilität", "Mobility"),
    ("BI", "Bildung und Begegnung", "Education and community"),
    ("VE", "Ver- und Entsorgung, Energie und Umwelt", "Utilities, energy and environment"),
)
OTHER = {"key": "other", "label": _both("anders", "in another way"), "other": True}
NOTHING = {"key": "nothing", "label": _both("nichts davon", "none of these"), "exclusive": True}
PARTS = _options(("ALT", "Altstadt", "Altstadt"), ("NWI", "Neu Wiesow", "Neu Wiesow"))

SAMPLES: Sequence[Mapping[str, Any]] = (
    {
        "key": "welcome",
        "type": "information",
        "text": _both("Bevor es losgeht", "Before you start"),
        "hint": _both("Zehn Fragen, **vier Minuten**. Alles ist freiwillig.", "Ten questions, **four minutes**."),
    },
    {
        "key": "ways",
        "type": "section",
        "text": _both("Ihre Wege", "Your ways"),
        "hint": _both("Wie Sie in die Innenstadt kommen.", "How you get to the town centre."),
    },
    {
        "key": "way",
        "type": "single",
        "text": _both("Wie kommen Sie meistens in die Innenstadt?", "How do you usually get to the town centre?"),
        "options": [*WAYS, OTHER],
    },
    {
        "key": "safety",
        "type": "scale",
        "text": _both("Wie sicher fühlen Sie sich mit dem Fahrrad?", "How safe do you feel cycling?"),
        "hint": _both("Diese Frage kommt, weil Sie „Fahrrad“ gewählt haben.", "We ask because you chose “by bike”."),
        "scale": {"words": [_both(german, english) for german, english in SCALE_WORDS["Q06"]]},
        "options": _options(("cannot_say", "kann ich nicht sagen", "I cannot say")),
        "condition": 'way = "bike"',
    },
    {
        "key": "recommend",
        "type": "scale",
        "text": _both("Würden Sie anderen raten, herzuziehen?", "Would you advise others to move here?"),
        "scale": {
            "min": 0,
            "max": 10,
            "min_label": _both("auf keinen Fall", "by no means"),
            "max_label": _both("unbedingt", "by all means"),
        },
    },
    {
        "key": "fields",
        "type": "ranking",
        "text": _both("Welche drei Themen sind Ihnen am wichtigsten?", "Which three topics matter most to you?"),
        "options": FIELDS,
        "limits": {"max_rank": 3},
    },
    {
        "key": "order",
        "type": "ranking",
        "text": _both("Was soll zuerst kommen?", "What should come first?"),
        "options": FIELDS,
        "limits": {"max_rank": 2},
    },
    {
        "key": "from_home",
        "type": "multiple",
        "text": _both("Was möchten Sie von zu Hause erledigen?", "What would you like to handle from home?"),
        "options": [*_options(("tax", "Hundesteuer", "Dog tax"), ("move", "Ummelden", "Register")), OTHER, NOTHING],
        "limits": {"max_choices": 3},
        "required": True,
    },
    {
        "key": "help",
        "type": "yes_no",
        "text": _both("Brauchen Sie Hilfe mit dem Handy?", "Do you need help with your phone?"),
        "required": True,
    },
    {
        "key": "part",
        "type": "dropdown",
        "text": _both("In welchem Ortsteil wohnen Sie?", "Which part of town do you live in?"),
        "options": [*PARTS, OTHER],
    },
    {
        "key": "spot",
        "type": "place",
        "text": _both("Wo soll sich etwas ändern?", "Where should something change?"),
        "options": PARTS,
    },
    {
        "key": "name",
        "type": "short_text",
        "text": _both("Wie soll die neue Buslinie heißen?", "What should the new bus line be called?"),
        "limits": {"max_length": 40},
    },
    {
        "key": "power",
        "type": "number",
        "text": _both("Wie viel Strom brauchen Sie im Jahr?", "How much power do you use in a year?"),
        "limits": {"min": 0, "max": 20000, "unit": _both("kWh", "kWh")},
    },
    {
        "key": "since",
        "type": "date",
        "text": _both("Seit wann wohnen Sie hier?", "Since when have you lived here?"),
        "limits": {"latest": "2027-02-21"},
    },
    {
        "key": "idea",
        "type": "long_text",
        "text": _both("Welche Idee haben Sie für Elderow?", "What is your idea for Elderow?"),
        "hint": {"de": "Ein Satz genügt. Bitte nennen Sie keine Namen von Personen."},
        "limits": {"max_length": 1000},
        "offers_idea": True,
    },
    {
        "key": "rated",
        "type": "matrix",
        "text": _both("Wie zufrieden sind Sie mit …?", "How satisfied are you with …?"),
        "rows": _options(
            ("library", "der Bibliothek", "the library"),
            ("office", "dem Bürgerbüro", "the citizens’ office"),
            ("bus", "dem Rufbus am Abend", "the on-call bus at night"),
        ),
        "scale": {"words": [_both(german, english) for german, english in SCALE_WORDS["Q02"]]},
        "options": _options(("unknown", "kenne ich nicht", "I do not know it")),
    },
    {
        "key": "money",
        "type": "allocation",
        "text": _both("Wofür soll die Stadt Geld ausgeben?", "What should the town spend money on?"),
        "options": FIELDS,
        "limits": {"total": 5000, "unit": _both("Euro", "euros")},
    },
    {
        "key": "photo",
        "type": "file",
        "text": _both("Haben Sie ein Foto von der Stelle?", "Do you have a photo of the spot?"),
    },
    {
        "key": "proposal",
        "type": "idea",
        "text": _both("Was sollten wir gemeinsam anpacken?", "What should we tackle together?"),
        "limits": {"max_length": 1000},
    },
    {
        "key": "per_day",
        "type": "calculated",
        "text": _both("So viel Strom brauchen Sie am Tag", "This is how much power you use a day"),
        "formula": "power / 365",
        "limits": {"unit": _both("kWh", "kWh")},
    },
    {
        "key": "privacy",
        "type": "consent",
        "text": _both("Dürfen wir Ihre Antworten speichern?", "May we store your answers?"),
        "hint": _both("Wir löschen sie nach der Auswertung.", "We delete them after the evaluation."),
        "required": True,
    },
)
ANSWERS: Mapping[str, Answer] = {
    "way": {"key": "other", "text": "mit dem Roller"},
    "safety": 2,
    "recommend": 8,
    "fields": ["MO", "VW"],
    "order": ["BI", "VE"],
    "from_home": ["tax", "nothing"],
    "part": "NWI",
    "spot": {"key": "NWI", "text": "Haltestelle Dorfstraße"},
    "name": "Rufbus",
    "power": "ungefähr tausend",
    "since": "2027-03-01",
    "rated": {"library": 5, "bus": "unknown"},
    "money": {"VW": 1000, "MO": 3500},
    "proposal": {"title": "Bänke mit Dach", "text": "", "consent": False},
    "idea": {"text": "Eine Bank mit Dach an der Rufbus-Haltestelle in Gröbenhof.", "idea": True},
}
