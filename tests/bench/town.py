"""A town with ten thousand ideas, the same in every run: sentences of the demo town, drawn with a seed."""

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from participation.contributions import services as contributions
from participation.contributions.models import Board
from participation.contributions.services import Draft
from participation.core.clock import now
from participation.core.database import db, is_sqlite
from participation.core.vocabulary import Channel
from participation.process import demo
from tests import factories
from tests.bench import sketch

SLUG = "ideen"
WORD = "Bushaltestelle"
FILTER = "MO"
AT_ONCE = 500


def drafts(count: int) -> Iterator[Draft]:
    """Yield ideas of two to four sentences, spread over a year."""
    told = json.loads((Path(demo.__file__).parent / "data" / "example_town.json").read_text(encoding="utf-8"))
    titles = [idea["title"] for idea in told["ideas"]]
    sentences = [s.strip() + "." for idea in told["ideas"] for s in idea["text"].split(".") if len(s) > 20]
    rng = random.Random(7)
    for number in range(count):
        words = rng.sample(sentences, rng.randint(2, 4))
        if number % 100 == 0:
            words.append(f"An der {WORD} fehlt Licht.")
        yield Draft(
            title=f"{rng.choice(titles)} ({number})",
            text=" ".join(words),
            place=rng.choice(("", "", "Am Markt", "Bahnhofstraße", "am See")),
            channel=Channel.IMPORT,
            created_at=now() - timedelta(minutes=52 * number),
            import_key=f"bench:{number}",
            district_id=number % 6 + 1,
            action_field_id=number % 2 + 1,
        )


def furnish(count: int) -> None:
    """Make the town; call it inside an application."""
    for _ in range(6):
        factories.district()
    board_id = factories.board(slug=SLUG).id
    all_drafts = list(drafts(count))
    for start in range(0, count, AT_ONCE):
        with factories.writing():
            board = db.session.get_one(Board, board_id)
            contributions.import_ideas(board, all_drafts[start : start + AT_ONCE])
    if not is_sqlite():
        with factories.writing():
            db.session.execute(text("ANALYZE"))  # which PostgreSQL does by itself within a minute


def furnish_sketch(address: str, count: int) -> None:
    """Put the same ideas into the sketch's table."""
    connection = sketch.connect(address)
    mark = "%s" if address.startswith("postgresql") else "?"
    values = [
        (draft.title, draft.text, str(draft.district_id), FILTER if draft.action_field_id == 1 else "BI", 1,
         f"{draft.title} {draft.text}".lower())
        for draft in reversed(list(drafts(count)))
    ]  # fmt: skip
    marks = ", ".join([mark] * 6)
    connection.execute("begin")
    cursor = connection.cursor()
    cursor.executemany(f"insert into sketch (title, body, district, field, shown, words) values ({marks})", values)
    connection.execute("commit")
    connection.close()
