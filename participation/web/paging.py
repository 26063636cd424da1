"""Lists in pages: which page the address asks for, and where its reader stands."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from flask import request

LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """Where a reader is in a list, and the ways to the pages before and after."""

    number: int
    pages: int
    total: int
    previous_href: str
    next_href: str
    next_count: int


def page_number(name: str = "page") -> int:
    """Return which page of a list the address asks for; the first where it asks for none."""
    return min(LAST_PAGE, max(1, number_in(name, 1)))


def number_in(name: str, otherwise: int) -> int:
    """Return the number that the address gives under this name; another one where it gives none of ours."""
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else otherwise


def page_of(number: int, total: int, per_page: int, href: Callable[[int], str]) -> Page:
    """Return where this page stands in its list.

    Args:
        href: the address of the page with this number.

    >>> page_of(2, 45, 20, "?page={}".format)
    Page(number=2, pages=3, total=45, previous_href='?page=1', next_href='?page=3', next_count=5)
    >>> page_of(1, 0, 20, "?page={}".format)
    Page(number=1, pages=1, total=0, previous_href='', next_href='', next_count=0)
    """
    pages = max(1, ceil(total / per_page))
    return Page(
        number=number,
        pages=pages,
        total=total,
        previous_href=href(number - 1) if 1 < number <= pages + 1 else "",
        next_href=href(number + 1) if number < pages else "",
        next_count=min(per_page, max(0, total - number * per_page)),
    )
