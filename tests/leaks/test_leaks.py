"""What is hidden, pending or private shows nowhere: every page, feed, file, header, for everybody, marker by marker."""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from types import ModuleType
from typing import Any

import pytest
from flask import Flask, Response
from PIL import ImageDraw
from sqlalchemy import update

from participation.access import guard
from participation.accounts import sessions
from participation.contributions.models import Kind
from participation.core import clock
from participation.core.database import Base, db, is_sqlite
from participation.core.vocabulary import Role
from participation.moderation.rules import Visibility
from participation.web import errors
from tests import factories
from tests.leaks.holders import mails, secret_pages
from tests.leaks.rights import Reader
from tests.leaks.town import Planted, build
from tests.leaks.walk import DRAWN, Leak, Look, Walker, addresses, needless, never_opened, searches

pytestmark = pytest.mark.slow

ROLES = (Role.GUEST, Role.CITIZEN, Role.PARTNER, Role.PLANNER, Role.MODERATOR, Role.LEAD)
#: The pages are the same; what the database itself could do otherwise, these see.
ROLES_ON_POSTGRESQL = (Role.GUEST, Role.PLANNER)
Site = tuple[str, str]
REAL = guard.visible
ERROR_PAGE = errors._page

#: Each of these queries is asked once more without its filter, which somebody must notice. What is not here asks for
#: what is public by itself, too, shows numbers alone, or is asked by nobody but those who see what is hidden.
TRIED: Collection[Site] = (
    ("analysis.services", "members"),
    ("forum.boards.services", "places"),
    ("forum.notices.services", "public"),
    ("participation.contributions.finding", "followed"),
    ("participation.contributions.finding", "idea"),
    ("participation.contributions.finding", "ideas_on"),
    ("participation.contributions.finding", "newest"),
    ("participation.contributions.finding", "with_files"),
    ("forum.discussions.services", "discussion"),
    ("forum.discussions.services", "places"),
    ("participation.contributions.supporters", "_answered"),
    ("participation.contributions.threads.following", "_news"),
    ("participation.contributions.threads.reading", "comment"),
    ("participation.contributions.threads.reading", "talk"),
    ("participation.plan.finding", "_origins"),
    ("participation.plan.finding", "measure"),
    ("participation.plan.finding", "measures_of"),
    ("participation.plan.timeline", "steps"),
)


def walkers(app: Flask, planted: Planted) -> Iterator[Walker]:
    """Yield somebody of every role."""
    roles = ROLES if is_sqlite() else ROLES_ON_POSTGRESQL
    for role in roles:
        client, person = app.test_client(), None
        if role is not Role.GUEST:
            person = factories.person(role)
            with factories.writing():
                cookie = sessions.begin(person)
                if role is roles[1]:
                    give_something(planted, person.id)
            client.set_cookie(app.extensions["sign_in_cookie"], cookie, domain="localhost", secure=False)
        yield Walker(planted, Reader(role.value, role, person.id if person else None), client)


def give_something(planted: Planted, person_id: int) -> None:
    """Make this person the author of something public and of something hidden, all just written, which nobody wrote."""
    table = Base.metadata.tables["contribution"]
    for sort in ((Kind.IDEA, Visibility.PUBLIC), (Kind.IDEA, Visibility.HIDDEN), (Kind.COMMENT, Visibility.PUBLIC)):
        newest = reversed([row for (kind, _), row in planted.rows.items() if kind == table.name])
        alike = (row for row in newest if (row["kind"], row["visibility"]) == sort)
        own = next(row for row in alike if row["author_id"] is None)
        own["author_id"] = person_id
        written = update(table).where(table.c.id == own["id"])
        db.session.execute(written.values(author_id=person_id, created_at=clock.now()))


def users_of_visible() -> Iterator[ModuleType]:
    """Yield the modules that narrow their queries."""
    for name, module in sorted(sys.modules.items()):
        is_ours = name.partition(".")[0] in {"participation", "forum", "surveys", "analysis"}
        if is_ours and name != guard.__name__ and getattr(module, "visible", None) is REAL:
            yield module


Chosen = Callable[[Site], bool]


def let_through(monkeypatch: pytest.MonkeyPatch, is_chosen: Chosen) -> None:
    """Let the queries of the chosen functions find everything, as if somebody had forgotten `visible`."""
    for module in users_of_visible():

        def forgetful(statement: Any, actor: Any = None, *, name: str = module.__name__) -> Any:
            site = (name, sys._getframe(1).f_code.co_name)
            return guard.see_all(statement, "somebody forgot") if is_chosen(site) else REAL(statement, actor)

        monkeypatch.setattr(module, "visible", forgetful)


REAL_PEN = ImageDraw.ImageDraw.text


def drawn(pen: Callable[..., None]) -> Callable[..., None]:
    """Have what is drawn on a picture noted, as nobody reads it back out of the points."""

    def text(self: ImageDraw.ImageDraw, place: Any, words: str, *more: Any, **how: Any) -> None:
        DRAWN.append(words)
        pen(self, place, words, *more, **how)

    return text


def summary(found: Sequence[Any]) -> str:
    """Return what was found, a line for each place and reader."""
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for leak in found:
        lines[leak.place.partition(" (")[0], leak.reader].append(leak.address)
    return "\n".join(
        f"{place} is read by {reader}: {', '.join(sorted(set(where))[:3])}"
        for (place, reader), where in sorted(lines.items())
    )


def kept_errors(monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    """Have the page of an error rendered once for each reader: it knows its number alone, and what every page has."""
    known: dict[int, bytes] = {}

    def page(code: int, typed: Sequence[str] = ()) -> Response:
        if code not in known:
            known[code] = ERROR_PAGE(code, typed).get_data()
        return Response(known[code], code)

    monkeypatch.setattr(errors, "_page", page)


def everything(app: Flask, planted: Planted, readers: Sequence[Walker], each: pytest.MonkeyPatch) -> Iterator[Look]:
    """Yield all that anybody can read."""
    for walker in readers:
        kept_errors(each, walker.reader)
        language = "/en" if walker.reader.role is Role.CITIZEN else ""  # who sees no more than guests do
        yield from walker.looks(addresses(app, language, needless(planted, walker.reader)))
        yield from walker.looks(searches(planted, walker))
    each.setattr(errors, "_page", ERROR_PAGE)
    yield from secret_pages(app, planted)
    yield from mails(planted)


def test_nothing_hidden_is_read_and_a_forgotten_filter_is_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = build(app)
    asks: dict[Site, dict[int, Look]] = defaultdict(dict)
    found, now, readers = list[Leak](), list[Look](), list(walkers(app, planted))

    def note(site: Site) -> bool:
        for look in now:
            asks[site][id(look)] = look
        return False

    with monkeypatch.context() as watched:
        let_through(watched, note)
        watched.setattr(ImageDraw.ImageDraw, "text", drawn(REAL_PEN))
        for look in everything(app, planted, readers, watched):
            now[:] = [look]
            found += list(look.finds())
    assert not found, summary(found)
    unknown = never_opened(app, readers) if len(readers) == len(ROLES) else []
    assert not unknown, f"Nobody comes in here; please tell FILLERS in tests/leaks/walk.py what there is: {unknown}"
    unseen = [site for site in TRIED if not _shows(monkeypatch, site, asks[site].values())]
    assert not unseen, f"Nobody notices that these queries find what is hidden: {unseen}"


def _shows(monkeypatch: pytest.MonkeyPatch, site: Site, looks: Collection[Look]) -> bool:
    """Return whether a filter that is forgotten here is noticed wherever somebody asks this query."""
    with monkeypatch.context() as forgotten:
        let_through(forgotten, lambda one: one == site)
        return any(True for look in _mixed(looks) for _ in look.finds())


def _mixed(looks: Collection[Look]) -> list[Look]:
    """Return them so that each kind of page comes soon."""
    seen: Counter[tuple[str, str]] = Counter()
    turns: list[tuple[int, Look]] = []
    for look in looks:
        seen[look.kind, look.reader] += 1
        turns.append((seen[look.kind, look.reader], look))
    return [look for _, look in sorted(turns, key=lambda one: one[0])]
