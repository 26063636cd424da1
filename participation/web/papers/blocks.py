"""What every document consists of, on plain values: the same content for whoever writes it as PDF or as DOCX."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the levels begin with 1 and leave none out."""

    kind: ClassVar[str] = "heading"
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text, with empty lines between its paragraphs."""

    kind: ClassVar[str] = "text"
    words: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    kind: ClassVar[str] = "points"
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what is said to each."""

    kind: ClassVar[str] = "facts"
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head for every column; `figures` are the columns that hold numbers."""

    kind: ClassVar[str] = "grid"
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: Sequence[int] = ()


Block: TypeAlias = Heading | Text | Points | Facts | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its title, what stands below it, and its content.

    Attributes:
        contents: the heading above the table of contents; none where it is empty.
    """

    title: str
    author: str
    lead: str
    blocks: Sequence[Block]
    contents: str = ""


def plain(block: Block) -> dict[str, Any]:
    """Return a block as plain values."""
    return {"kind": block.kind, **asdict(block)}


def said(*rows: tuple[object, str]) -> list[Block]:
    """Return as facts what somebody has said; nothing where there is none.

    >>> said(("Amt", "Bauamt"), ("Bedarf", ""))
    [Facts(rows=[('Amt', 'Bauamt')])]
    """
    kept = [(str(name), words) for name, words in rows if words]
    return [Facts(kept)] if kept else []
