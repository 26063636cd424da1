"""Writes a document as PDF that screen readers can read; typst refuses to make any other."""

from pathlib import Path

from participation.web.papers.blocks import Paper, plain
from participation.web.pdf import pdf

TEMPLATE = Path(__file__).with_name("document.typ")


def printed(paper: Paper, language: str) -> bytes:
    """Return a document to read and print."""
    data = {
        "title": paper.title,
        "author": paper.author,
        "lead": paper.lead,
        "contents": paper.contents,
        "blocks": [plain(one) for one in paper.blocks],
    }
    return pdf(TEMPLATE, data, language)
