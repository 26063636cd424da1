"""For whom a vote counts, as surely as its board asks: a press, a browser, a code, a confirmed address, an account.

Whoever has shown a code or confirmed an address is known again by a cookie of the browser until it is closed, a day at
most. It holds a sealed check value, neither the code nor the address.
"""

from datetime import timedelta

from participation.access.guard import Actor
from participation.accounts import links
from participation.accounts import services as accounts
from participation.contributions.asking import Assurance
from participation.contributions.models import Board
from participation.contributions.supporting import Voter, key, voter
from participation.contributions.votes.models import VoteCode

PURPOSE = "voter"
LASTS = timedelta(days=1)


def voter_on(board: Board, actor: Actor, *, mark: str, act: str, shown: str) -> Voter | None:
    """Return for whom a vote on this board counts; None where the board asks for more than is known.

    Args:
        mark: that of the browser.
        act: what makes this one sending, where every press counts.
        shown: what the browser keeps of a code or a confirmed address.
    """
    level = board.assurance
    if level is Assurance.CODE or (level is Assurance.MAIL and actor.person_id is None):
        return _kept(board, shown)
    if actor.person_id is None and level is Assurance.OPEN:
        return Voter(key(board.process_id, f"act:{act}"), Assurance.OPEN)
    if actor.person_id is None and level is Assurance.ACCOUNT:
        return None
    if actor.person_id is not None and level is Assurance.MAIL:
        return _of_person(board, actor.person_id, Assurance.ACCOUNT)
    return voter(board.process_id, actor, mark)


def reader_on(board: Board, actor: Actor, *, mark: str | None, shown: str) -> Voter | None:
    """Return who reads a page of this board, as far as votes are concerned; None where nobody can know."""
    if actor.person_id is None and board.assurance is Assurance.OPEN:
        return None
    if actor.person_id is None and board.assurance is Assurance.BROWSER and mark is None:
        return None
    return voter_on(board, actor, mark=mark or "", act="", shown=shown)


def by_code(board: Board, code: VoteCode) -> Voter:
    """Return for whom a vote by this code counts."""
    return Voter(key(board.process_id, f"code:{code.hash}"), Assurance.CODE)


def by_mail(board: Board, address: str) -> Voter:
    """Return for whom a vote by this confirmed address counts: the account of the same address, if there is one."""
    person = accounts.by_mail(address)
    if person is not None:
        return _of_person(board, person.id, Assurance.MAIL)
    return Voter(_mail_key(board, address), Assurance.MAIL)


def keep(board: Board, by: Voter) -> str:
    """Return what the browser keeps, so that the next vote needs neither code nor mail."""
    values = {"on": _scope(board), "voter": by.key, "person": by.person_id, "replaces": by.replaces}
    return links.seal(PURPOSE, {**values, "level": board.assurance.value})


def _kept(board: Board, shown: str) -> Voter | None:
    values = links.unseal(PURPOSE, shown, LASTS) if shown else None
    if values is None or (values["on"], values["level"]) != (_scope(board), board.assurance.value):
        return None
    return Voter(values["voter"], Assurance(values["level"]), values["person"], values["replaces"])


def _scope(board: Board) -> str:
    """Return how far it reaches: a code is one of its board, an address the same in the whole process."""
    if board.assurance is Assurance.CODE:
        return f"board:{board.id}"
    return f"process:{board.process_id}"


def _of_person(board: Board, person_id: int, level: Assurance) -> Voter:
    found = accounts.person(person_id)
    replaces = _mail_key(board, found.mail) if found else None
    return Voter(key(board.process_id, f"person:{person_id}"), level, person_id, replaces=replaces)


def _mail_key(board: Board, address: str) -> str:
    """Return the check value of an address; what stands behind a plus sign makes nobody a second person."""
    name, _, domain = address.strip().lower().rpartition("@")
    return key(board.process_id, f"mail:{name.partition('+')[0]}@{domain}")
