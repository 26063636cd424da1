"""The page of the log of deletions: what goes by itself, by which rule, and what went when."""

from flask import render_template
from flask.typing import ResponseReturnValue

from participation.access.actions import Action
from participation.access.guard import require
from participation.core import retention
from surveys.editor.views import bp


@bp.get("/desk/deletions")
def deletions() -> ResponseReturnValue:
    """Show what was deleted by itself, when and by which rule; numbers alone, nothing of what it was."""
    require(Action.EDIT_SURVEY)
    found = retention.log()
    return render_template(
        "editor/deletions.html", kept=retention.kept(), lines=retention.said(found.rows), total=found.total
    )
