"""Writes a document as DOCX: headings are headings, tables have heads, the language is named."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from participation.core.sheets import readable
from participation.web.papers.blocks import Block, Facts, Grid, Heading, Paper, Points, Text

if TYPE_CHECKING:
    from docx.document import Document

PAGE_WIDTH, FIGURE_WIDTH = 165, 26
SPOKEN = {"de": "de-DE", "en": "en-GB"}


def docx(paper: Paper, language: str) -> bytes:
    """Return a document for word processors."""
    from docx import Document  # takes a while to load

    made = Document()
    made.core_properties.title, made.core_properties.author = readable(paper.title), readable(paper.author)
    made.core_properties.comments = ""
    made.core_properties.language = SPOKEN[language]
    _speak(made, SPOKEN[language])
    _on_a4(made)
    made.add_heading(readable(paper.title), 0)
    made.add_paragraph(readable(paper.lead))
    for block in paper.blocks:
        WRITERS[type(block)](made, block)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def words_of(content: bytes) -> str:
    """Return all that a document says, paragraph by paragraph."""
    from docx import Document
    from docx.oxml.ns import qn

    paragraphs = Document(BytesIO(content)).element.body.iter(qn("w:p"))
    return "\n".join("".join(one.text or "" for one in paragraph.iter(qn("w:t"))) for paragraph in paragraphs)


def _speak(made: "Document", language: str) -> None:
    """Say in which language all of it is read aloud."""
    from docx.oxml.ns import qn

    for spoken in made.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)


def _on_a4(made: "Document") -> None:
    from docx.shared import Mm

    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(25), Mm(20)


def _widths(block: Grid) -> list[int]:
    """Return how many millimetres each column has: what holds figures needs little."""
    words = len(block.heads) - len(block.figures)
    rest = (PAGE_WIDTH - FIGURE_WIDTH * len(block.figures)) // max(words, 1)
    return [FIGURE_WIDTH if one in block.figures else rest for one in range(len(block.heads))]


def _heading(made: "Document", block: Heading) -> None:
    made.add_heading(readable(block.words), block.level)


def _text(made: "Document", block: Text) -> None:
    for part in block.words.split("\n\n"):
        made.add_paragraph(readable(part))


def _points(made: "Document", block: Points) -> None:
    for one in block.words:
        made.add_paragraph(readable(one), "List Bullet")


def _facts(made: "Document", block: Facts) -> None:
    from docx.shared import Pt

    for name, words in block.rows:
        line = made.add_paragraph()
        line.paragraph_format.space_after = Pt(3)
        line.add_run(f"{readable(name)}: ").bold = True
        line.add_run(readable(words))


def _grid(made: "Document", block: Grid) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    widths = _widths(block)
    table = made.add_table(0, len(block.heads), "Light Grid Accent 1")
    for row in (block.heads, *block.rows):
        cells = table.add_row().cells
        for number, words in enumerate(row):
            cells[number].text, cells[number].width = readable(words), Mm(widths[number])
            if number in block.figures:
                cells[number].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # no other way to say it
    made.add_paragraph()


WRITERS: Mapping[type[Block], Callable[["Document", Any], None]] = {
    Heading: _heading,
    Text: _text,
    Points: _points,
    Facts: _facts,
    Grid: _grid,
}
