"""Two more boards of the demo town: one read afterwards, with points to share out, and one ranked by pairs."""

from itertools import combinations

from participation.access.guard import GUEST
from participation.contributions import services, supporting
from participation.contributions.asking import Asked, Rating
from participation.contributions.models import Board, Idea
from participation.contributions.services import Draft
from participation.contributions.votes import pairs
from participation.core.clock import now
from participation.core.database import Texts, db
from participation.core.vocabulary import Phase
from participation.moderation.rules import Checks, Visibility
from participation.process.demo import DemoTown

YOUTH, FIRST = "jugend", "vorrang"
FIRST_DAY = "2027-01-19"
POINTS = 5
YOUTH_IDEAS = (
    ("Offenes WLAN im Jugendclub", "Im Jugendclub reicht das Netz nicht einmal für Hausaufgaben.", 31),
    ("Platz zum Üben mit Verstärker", "Unsere Band probt im Keller, bis jemand klopft. Wir brauchen einen Raum.", 18),
    ("Busfahrplan, der stimmt", "Die App zeigt Busse, die es nicht gibt. Bitte echte Abfahrtszeiten.", 44),
    ("Werkstatt mit 3D-Drucker", "Einmal in der Woche nachmittags, mit jemandem, der sich auskennt.", 12),
)
"""Title, words, and how many points they have."""
CAMPAIGN_TITLE = "Nachtbus am Wochenende"
CAMPAIGN = (
    "Wir fordern einen Nachtbus von Elderow in alle Ortsteile, freitags und samstags, mit Fahrplan in der App.",
    "Wir fordern einen Nachtbus von Elderow in alle Ortsteile, freitags und samstags, mit Fahrplan in der App. Mika",
    "Wir fordern einen Nachtbus von Elderow in alle Ortsteile, freitags und samstags, mit Fahrplan in der App! Bitte!",
    "Hallo, wir fordern einen Nachtbus von Elderow in alle Ortsteile, freitags und samstags, mit Fahrplan in der App.",
)
"""What four wrote to each other and sent: the list shows it once, with a count."""

SERVICES = (
    ("Termine im Bürgerbüro online", "Termin wählen, verschieben und absagen, ohne anzurufen.", 9),
    ("Anwohnerparken online", "Den Ausweis zu Hause beantragen und bezahlen.", 4),
    ("Hund anmelden online", "Anmelden und die Steuer zahlen, ohne Papier.", 1),
    ("Kita-Platz online anmelden", "Eine Anmeldung für alle Kitas, mit Auskunft über die Warteliste.", 8),
    ("Schäden auf Straßen melden", "Foto und Ort schicken und sehen, wann repariert wird.", 6),
)
"""Title, words, and how much they matter to most."""
PEOPLE = 24


def load(town: DemoTown, moderator: int | None) -> None:
    """Open both boards, with ideas and what people said to them."""
    _youth(town, moderator)
    _first(town)


def _youth(town: DemoTown, moderator: int | None) -> None:
    board = _open(
        town,
        YOUTH,
        Texts(de="Jugend", en="Young people", ls="Jugend"),
        Texts(de="Was fehlt jungen Leuten in Elderow?", en="What do young people miss in Elderow?"),
        rating=Rating.POINTS,
    )
    for place, (idea, points) in enumerate(_ideas(town, board, YOUTH_IDEAS)):
        idea.is_unread = place == 0 and idea.is_unread
        for number in range(points // POINTS + 1):
            given = min(POINTS, points - number * POINTS)
            voter = supporting.voter(board.process_id, GUEST, f"youth-{place}-{number}")
            if given:
                supporting.add(idea.id, voter, given)
        supporting.recount([idea.id])
    told = tuple((CAMPAIGN_TITLE, text, 0) for text in CAMPAIGN)
    for idea, _weight in _ideas(town, board, told, first_number=len(YOUTH_IDEAS)):
        if idea.visibility is not Visibility.PUBLIC:
            services.publish(idea, moderator)
        idea.is_unread = False


def _first(town: DemoTown) -> None:
    board = _open(
        town,
        FIRST,
        Texts(de="Was zuerst?", en="What first?", ls="Was zuerst?"),
        Texts(
            de="Welche Dienste soll die Stadt zuerst online anbieten?",
            en="Which services should the town offer online first?",
        ),
        rating=Rating.PAIRS,
    )
    known = _ideas(town, board, SERVICES)
    for idea, _weight in known:
        idea.is_unread = False
    pairs.add_many(
        (one, other, _choice(person, place, weights), supporting.voter(board.process_id, GUEST, f"pairs-{person}"))
        for person in range(PEOPLE)
        for place, ((one, first), (other, second)) in enumerate(combinations(known, 2))
        if (person + place) % 3
        for weights in [(first, second)]
    )


def _choice(person: int, place: int, weights: tuple[int, int]) -> int:
    """Say what one of many says of two ideas: mostly what most say, and now and then that it is hard to say."""
    leaning = weights[0] - weights[1] + (person * 7 + place * 5) % 11 - 5
    return (leaning > 0) - (leaning < 0)


def _open(town: DemoTown, slug: str, title: Texts, question: Texts, *, rating: Rating) -> Board:
    board = Board(
        process_id=town.process.id,
        slug=slug,
        title=title,
        question=question,
        hint=Texts(de="Ein Satz genügt.", en="One sentence is enough.", ls="Ein Satz reicht."),
        rating=rating,
        points=POINTS,
        asked=[Asked.TITLE, Asked.NAME],
        checks={Phase.IDEAS.value: Checks.MARKED.value},
    )
    db.session.add(board)
    db.session.flush()
    return board


def _ideas(
    town: DemoTown, board: Board, told: tuple[tuple[str, str, int], ...], first_number: int = 0
) -> list[tuple[Idea, int]]:
    """Take in what was written until today; on these boards it is public at once."""
    found = []
    for number, (title, text, weight) in enumerate(told, first_number):
        written_at = town.moment(FIRST_DAY, 15 + number % 5, number * 9 % 60)
        if written_at <= now():
            key = f"demo-board:{board.slug}:{number}"
            draft = Draft(text=text, title=title, created_at=written_at, import_key=key)
            found.append((services.submit_idea(board, draft), weight))
    return found
