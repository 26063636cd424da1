"""Ready questions, in German and English, each with its level of measurement."""

from participation.core.database import Texts
from participation.questions.types import Level, Limits, Option, Question, QuestionType, Scale

T = QuestionType


def _texts(words: str) -> Texts:
    german, _, english = words.partition(" | ")
    return Texts(de=german, en=english)


def _options(*words: str) -> tuple[Option, ...]:
    """Return options; one that begins with “!” goes with no other, one with “+” asks for own words."""
    return tuple(
        Option(f"a{place}", _texts(word.lstrip("!+")), exclusive=word.startswith("!"), other=word.startswith("+"))
        for place, word in enumerate(words, start=1)
    )


def _ask(key: str, kind: QuestionType, words: str, *options: str, **more: object) -> Question:
    return Question(key, kind, _texts(words), options=_options(*options), **more)  # type: ignore[arg-type]  # by name


OTHER = "+etwas anderes | something else"
UNSAID = "!möchte ich nicht sagen | I prefer not to say"
SATISFIED = Scale(1, 5, _texts("sehr unzufrieden | very dissatisfied"), _texts("sehr zufrieden | very satisfied"))
AGREES = Scale(1, 5, _texts("stimme gar nicht zu | strongly disagree"), _texts("stimme voll zu | strongly agree"))
SURE = Scale(1, 5, _texts("sehr unsicher | very unsure"), _texts("sehr sicher | very sure"))
WEIGHT = Scale(0, 10, _texts("gar nicht wichtig | not important at all"), _texts("sehr wichtig | very important"))

LIBRARY: tuple[Question, ...] = (
    _ask(
        "age",
        T.SINGLE,
        "Wie alt sind Sie? | How old are you?",
        "14 bis 17 | 14 to 17",
        "18 bis 29 | 18 to 29",
        "30 bis 44 | 30 to 44",
        "45 bis 64 | 45 to 64",
        "65 und älter | 65 and older",
        UNSAID,
        level=Level.ORDINAL,
    ),
    _ask(
        "gender",
        T.SINGLE,
        "Welches Geschlecht haben Sie? | What is your gender?",
        "weiblich | female",
        "männlich | male",
        "divers | diverse",
        UNSAID,
    ),
    _ask("part_of_town", T.SHORT_TEXT, "In welchem Teil der Stadt wohnen Sie? | In which part of town do you live?"),
    _ask(
        "household",
        T.NUMBER,
        "Wie viele Menschen leben in Ihrem Haushalt? | How many people live in your household?",
        limits=Limits(min=1, max=20, whole=True),
    ),
    _ask(
        "years_here",
        T.NUMBER,
        "Seit wie vielen Jahren leben Sie hier? | For how many years have you lived here?",
        limits=Limits(min=0, max=110, whole=True),
    ),
    _ask(
        "role",
        T.MULTIPLE,
        "Was trifft auf Sie zu? | What applies to you?",
        "Ich wohne hier. | I live here.",
        "Ich arbeite hier. | I work here.",
        "Ich gehe hier zur Schule. | I go to school here.",
        "Ich bin zu Besuch. | I am visiting.",
    ),
    _ask(
        "sector",
        T.DROPDOWN,
        "In welcher Branche arbeiten Sie? | In which sector do you work?",
        "Handwerk | crafts",
        "Handel | retail",
        "Landwirtschaft | farming",
        "Gastgewerbe | hotels and restaurants",
        "Gesundheit und Pflege | health and care",
        "Bildung | education",
        "Verwaltung | administration",
        "Industrie | industry",
        OTHER,
    ),
    _ask(
        "business_size",
        T.SINGLE,
        "Wie viele Menschen arbeiten in Ihrem Betrieb? | How many people work in your company?",
        "nur ich | only me",
        "2 bis 9 | 2 to 9",
        "10 bis 49 | 10 to 49",
        "50 und mehr | 50 and more",
        level=Level.ORDINAL,
    ),
    _ask(
        "heard",
        T.MULTIPLE,
        "Wie haben Sie von der Umfrage erfahren? | How did you hear of this survey?",
        "aus der Zeitung | from the newspaper",
        "im Internet | on the internet",
        "im Rathaus | at the town hall",
        "von Bekannten | from people I know",
        "durch einen Brief | by a letter",
        OTHER,
    ),
    _ask(
        "satisfied_town",
        T.SCALE,
        "Wie zufrieden sind Sie mit dem Leben hier? | How satisfied are you with life here?",
        scale=SATISFIED,
    ),
    _ask(
        "satisfied_services",
        T.SCALE,
        "Wie zufrieden sind Sie mit den Diensten der Stadt? | How satisfied are you with the services of the town?",
        scale=SATISFIED,
    ),
    _ask(
        "services_rated",
        T.MATRIX,
        "Wie zufrieden sind Sie womit? | How satisfied are you with what?",
        scale=SATISFIED,
        rows=_options(
            "Bürgerbüro | citizens' office",
            "Bücherei | library",
            "Bus und Bahn | public transport",
            "Kitas und Schulen | childcare and schools",
        ),
    ),
    _ask(
        "services_online",
        T.MULTIPLE,
        "Was möchten Sie von zu Hause erledigen? | What would you like to do from home?",
        "Ausweis beantragen | apply for an identity card",
        "Wohnsitz ummelden | register a new address",
        "Termin buchen | book an appointment",
        "Kitaplatz suchen | find childcare",
        "!nichts davon | none of these",
    ),
    _ask(
        "internet_at_home",
        T.SINGLE,
        "Wie gut ist Ihr Internet zu Hause? | How good is your internet at home?",
        "Ich habe keines. | I have none.",
        "oft zu langsam | often too slow",
        "meistens gut | mostly good",
        "immer gut | always good",
        level=Level.ORDINAL,
    ),
    _ask(
        "devices",
        T.MULTIPLE,
        "Welche Geräte nutzen Sie? | Which devices do you use?",
        "Handy | mobile phone",
        "Tablet | tablet",
        "Computer | computer",
        "!keines davon | none of these",
    ),
    _ask(
        "skills", T.SCALE, "Wie sicher fühlen Sie sich im Internet? | How sure do you feel on the internet?", scale=SURE
    ),
    _ask(
        "help",
        T.SINGLE,
        "Brauchen Sie manchmal Hilfe mit digitalen Dingen? | Do you sometimes need help with digital things?",
        "nie | never",
        "manchmal | sometimes",
        "oft | often",
        level=Level.ORDINAL,
    ),
    _ask(
        "help_from",
        T.MULTIPLE,
        "Wo möchten Sie Hilfe bekommen? | Where would you like to get help?",
        "in der Bücherei | at the library",
        "im Rathaus | at the town hall",
        "zu Hause | at home",
        "am Telefon | by phone",
        OTHER,
    ),
    _ask(
        "access_needs",
        T.MULTIPLE,
        "Was hilft Ihnen beim Mitmachen? | What helps you to take part?",
        "Leichte Sprache | easy language",
        "große Schrift | large print",
        "Gebärdensprache | sign language",
        "Räume ohne Stufen | rooms without steps",
        "Kinderbetreuung | childcare",
        "!nichts davon | none of these",
    ),
    _ask(
        "transport",
        T.SINGLE,
        "Wie kommen Sie meistens in die Innenstadt? | How do you mostly get to the town centre?",
        "zu Fuß | on foot",
        "Fahrrad | bicycle",
        "Bus oder Bahn | public transport",
        "Auto | car",
        OTHER,
    ),
    _ask(
        "fields_ranked",
        T.RANKING,
        "Was soll die Stadt zuerst angehen? | What should the town begin with?",
        "Verwaltung | administration",
        "Mobilität | mobility",
        "Bildung | education",
        "Gesundheit | health",
        "Netze | networks",
        limits=Limits(max_rank=3),
    ),
    _ask(
        "money",
        T.ALLOCATION,
        "Wie würden Sie 100 Punkte verteilen? | How would you share out 100 points?",
        "Verwaltung | administration",
        "Mobilität | mobility",
        "Bildung | education",
        "Netze | networks",
    ),
    _ask(
        "important",
        T.SCALE,
        "Wie wichtig ist Ihnen dieses Vorhaben? | How important is this project to you?",
        scale=WEIGHT,
    ),
    _ask(
        "heard_by_town",
        T.SCALE,
        "Die Stadt nimmt ernst, was ich sage. | The town takes seriously what I say.",
        scale=AGREES,
    ),
    _ask(
        "wish_administration", T.LONG_TEXT, "Was wünschen Sie sich vom Rathaus? | What do you wish from the town hall?"
    ),
    _ask("wish_mobility", T.LONG_TEXT, "Was wünschen Sie sich beim Verkehr? | What do you wish for in transport?"),
    _ask(
        "wish_education",
        T.LONG_TEXT,
        "Was wünschen Sie sich für Schulen und Lernen? | What do you wish for schools and learning?",
    ),
    _ask("idea", T.IDEA, "Welche Idee haben Sie? | What is your idea?"),
    _ask("contact", T.YES_NO, "Möchten Sie weiter mitmachen? | Would you like to go on taking part?"),
)


def ready(key: str) -> Question | None:
    """Return the ready question of this name."""
    return next((question for question in LIBRARY if question.key == key), None)
