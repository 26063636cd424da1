"""What people call documents and their formats."""

from collections.abc import Mapping

from flask_babel import gettext, lazy_gettext

from participation.core.feature import Lazy
from participation.plan.documents.models import PlanDocument
from participation.plan.documents.rules import DocumentKind, FileFormat

KINDS: Mapping[DocumentKind, Lazy] = {
    DocumentKind.PLAN: lazy_gettext("Implementation plan"),
    DocumentKind.COUNCIL: lazy_gettext("Council paper"),
    DocumentKind.SHEET: lazy_gettext("Fact sheet"),
    DocumentKind.FUNDING: lazy_gettext("Funding extract"),
}
FORMATS: Mapping[FileFormat, Lazy] = {
    FileFormat.PDF: lazy_gettext("PDF, to read and print"),
    FileFormat.DOCX: lazy_gettext("DOCX, to write on"),
}
MEDIA: Mapping[FileFormat, str] = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def title(document: PlanDocument) -> str:
    """Return which document it is, and which version."""
    name = f"{KINDS[document.kind]} {document.code}".strip()
    return gettext("%(name)s, version %(number)s", name=name, number=document.number)


def file_name(document: PlanDocument, format_: FileFormat) -> str:
    """Return the name under which a file is stored: which document, which version."""
    name = {
        DocumentKind.PLAN: "umsetzungsplan",
        DocumentKind.COUNCIL: "beschlussvorlage",
        DocumentKind.SHEET: "steckbrief",
        DocumentKind.FUNDING: "foerderung",
    }[document.kind]
    parts = [name, document.code.lower(), f"v{document.number}"]
    return "-".join(filter(None, parts)) + f".{format_.value}"
