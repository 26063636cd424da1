"""A town with ten thousand ideas, a hundred thousand supports and twenty thousand comments, the same in every run.

The words are sentences of the demo town, drawn with a seed. The newest idea is the one that is talked about most.
"""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert, select, text

from participation.access.guard import see_all
from participation.contributions import services as contributions
from participation.contributions import supporting
from participation.contributions.asking import Assurance
from participation.contributions.finding import COMMENT_KIND
from participation.contributions.models import Board, Comment, Idea, Support
from participation.contributions.services import Draft
from participation.core import search
from participation.core.clock import now, today
from participation.core.database import db, is_sqlite
from participation.core.vocabulary import Channel
from participation.moderation.rules import Visibility
from participation.process import demo
from tests import factories
from tests.bench import sketch

SLUG = "ideen"
WORD = "Bushaltestelle"
FILTER = "MO"
AT_ONCE = 500
SUPPORTS, COMMENTS, MOST_COMMENTS = 10, 2, 60
"""Of each idea on average; and the comments of the newest one."""


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
        with factories.writing():
            _talk(_ideas(all_drafts[start : start + AT_ONCE]), start)
    if not is_sqlite():
        with factories.writing():
            db.session.execute(text("ANALYZE"))  # which PostgreSQL does by itself within a minute


def _ideas(chunk: Sequence[Draft]) -> Sequence[Idea]:
    keys = [draft.import_key for draft in chunk]
    statement = select(Idea).where(Idea.import_key.in_(keys)).order_by(Idea.id)
    return db.session.scalars(see_all(statement, "the town of the bench is made")).all()


def _talk(ideas: Sequence[Idea], start: int) -> None:
    """Let people support these ideas and comment on them."""
    rng = random.Random(start)
    voters = [
        {"contribution_id": idea.id, "voter": f"bench{voter}", "assurance": Assurance.BROWSER, "given_on": today()}
        for idea in ideas
        for voter in rng.sample(range(2000), rng.randint(0, 2 * SUPPORTS))
    ]
    db.session.execute(insert(Support), voters)
    supporting.recount([idea.id for idea in ideas])
    comments = [
        _comment(idea, number)
        for place, idea in enumerate(ideas, start)
        for number in range(COMMENTS if place else MOST_COMMENTS)
    ]
    references = contributions.references(len(comments))
    for comment, reference in zip(comments, references, strict=True):
        comment.reference = reference
    db.session.add_all(comments)
    db.session.flush()
    search.index_many(COMMENT_KIND, [(comment.id, comment.text) for comment in comments])


def _comment(idea: Idea, number: int) -> Comment:
    at = idea.created_at + timedelta(minutes=7 * (number + 1))
    return Comment(
        thread_id=idea.thread_id, board_id=idea.board_id, process_id=idea.process_id, channel=Channel.IMPORT, title="",
        text=f"Das sehe ich auch so, Nummer {number}: {idea.title}. Und für Fahrräder?", created_at=at,
        published_at=at, visibility=Visibility.PUBLIC,
    )  # fmt: skip


def talked_about() -> str:
    """Return where the idea stands that most comments are about."""
    statement = select(Idea.reference).where(Idea.import_key == "bench:0")
    return f"/ideas/{db.session.scalars(see_all(statement, 'the town of the bench is read')).one()}"


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
    comments = [
        (place, f"Das sehe ich auch so, Nummer {number}. Und für Fahrräder?")
        for place in range(1, count + 1)
        for number in range(MOST_COMMENTS if place == count else COMMENTS)
    ]
    cursor.executemany(f"insert into remarks (idea, body) values ({mark}, {mark})", comments)
    connection.execute("commit")
    connection.close()
