"""What is hidden, pending or private shows nowhere: every page, feed, file, header, for everybody, marker by marker."""

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from PIL import ImageDraw

from participation.access import guard
from participation.accounts import sessions
from participation.core.database import is_sqlite
from participation.core.vocabulary import Role
from tests import factories
from tests.leaks.holders import mails, secret_pages
from tests.leaks.rights import Reader
from tests.leaks.town import Planted, build
from tests.leaks.walk import DRAWN, Walker, addresses, needless, searches

pytestmark = pytest.mark.slow

ROLES = (Role.GUEST, Role.CITIZEN, Role.PARTNER, Role.PLANNER, Role.MODERATOR, Role.LEAD)
#: The pages are the same; what the database itself could do otherwise, these see.
ROLES_ON_POSTGRESQL = (Role.GUEST, Role.PLANNER)
Site = tuple[str, str]
REAL = guard.visible

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
    ("participation.contributions.threads.reading", "comment"),
    ("participation.plan.finding", "_origins"),
    ("participation.plan.finding", "measure"),
    ("participation.plan.finding", "measures_of"),
    ("participation.plan.timeline", "steps"),
)


def walkers(app: Flask, planted: Planted) -> Iterator[Walker]:
    """Yield somebody of every role."""
    for role in ROLES if is_sqlite() else ROLES_ON_POSTGRESQL:
        client, person = app.test_client(), None
        if role is not Role.GUEST:
            person = factories.person(role)
            with factories.writing():
                cookie = sessions.begin(person)
            client.set_cookie(app.extensions["sign_in_cookie"], cookie, domain="localhost", secure=False)
        yield Walker(planted, Reader(role.value, role, person.id if person else None), client)


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


def test_nothing_hidden_is_read_and_a_forgotten_filter_is_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = build(app)
    looks: dict[Site, dict[tuple[str, str], tuple[Walker, str]]] = defaultdict(dict)
    found, now = [], list[tuple[Walker, str]]()

    def note(site: Site) -> bool:
        for walker, path in now:
            looks[site].setdefault((walker.reader.name, path), (walker, path))
        return False

    with monkeypatch.context() as watched:
        let_through(watched, note)
        watched.setattr(ImageDraw.ImageDraw, "text", drawn(REAL_PEN))
        for walker in walkers(app, planted):
            language = "/en" if walker.reader.role is Role.CITIZEN else ""  # who sees no more than guests do
            for path in [*addresses(app, language, needless(planted, walker.reader)), *searches(planted, walker)]:
                now[:] = [(walker, path)]
                found += list(walker.reads(path))
    found += [*secret_pages(app, planted), *mails(planted)]
    assert not found, summary(found)
    unseen = [site for site in TRIED if not _shows(monkeypatch, site, looks[site])]
    assert not unseen, f"Nobody notices that these queries find what is hidden: {unseen}"


def _shows(monkeypatch: pytest.MonkeyPatch, site: Site, where: Mapping[tuple[str, str], tuple[Walker, str]]) -> bool:
    """Return whether a filter that is forgotten here is noticed on some page that asks this query."""
    with monkeypatch.context() as forgotten:
        let_through(forgotten, lambda one: one == site)
        return any(any(True for _ in walker.reads(path)) for walker, path in where.values())
